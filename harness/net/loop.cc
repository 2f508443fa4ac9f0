#include "net/loop.h"

#include <algorithm>
#include <asio/co_spawn.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "net/signal.h"

namespace wireassay::net {
namespace {

[[noreturn]] void die(const std::exception_ptr& error) noexcept {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& known) {
    std::fprintf(stderr, "defect: an exception left a coroutine: %s\n", known.what());
  } catch (...) {
    std::fputs("defect: an unknown exception left a coroutine\n", stderr);
  }
  std::abort();
}

}  // namespace

// The armed deadlines, unordered: some hundreds of entries are passed over faster than a heap is
// kept.
struct Loop::Deadlines {
  struct Entry {
    Clock::time_point when;
    Deadlined* object;
  };
  std::vector<Entry> entries;
  std::optional<asio::steady_timer> timer;  // empty while the loop dies, and where time jumps
  Clock::time_point world{};                // where time jumps: now
  bool ticking = false;

  void arm(Deadlined& object, Clock::time_point when) {
    if (object.slot_ == kNoSlot) {
      object.slot_ = entries.size();
      entries.push_back({when, &object});
      start();
    } else {
      entries[object.slot_].when = when;
    }
  }

  void disarm(Deadlined& object) {
    if (object.slot_ == kNoSlot) return;
    Entry last = entries.back();
    entries[object.slot_] = last;
    last.object->slot_ = object.slot_;
    object.slot_ = kNoSlot;
    entries.pop_back();
  }

  void start() {
    if (ticking || !timer) return;
    ticking = true;
    timer->expires_after(kTick);
    timer->async_wait([this](const std::error_code& error) {
      if (!error) tick();
    });
  }

  void tick() {
    ticking = false;
    wake(Clock::now());
    if (!entries.empty()) start();
  }

  // False: nobody waits for any time.
  bool jump() {
    const auto earliest = std::ranges::min_element(entries, {}, &Entry::when);
    if (earliest == entries.end()) return false;
    world = std::max(world, earliest->when);
    wake(world);
    return true;
  }

  // What it wakes may arm and disarm: an entry that is moved behind our back waits for the next
  // tick.
  void wake(Clock::time_point now) {
    for (std::size_t i = entries.size(); i-- > 0;) {
      if (i >= entries.size() || entries[i].when > now) continue;
      Deadlined& object = *entries[i].object;
      disarm(object);
      object.deadline_passed();
    }
  }
};

Loop::Loop() : Loop(nullptr) {}

// Only the scheduler is locked, for post() and stop(): sockets and timers are touched by the loop's
// thread alone.
Loop::Loop(std::shared_ptr<Exchange> exchange)
    : exchange_(std::move(exchange)),
      deadlines_(std::make_unique<Deadlines>()),
      context_(ASIO_CONCURRENCY_HINT_UNSAFE_IO) {
  if (!exchange_) deadlines_->timer.emplace(context_);
}

Loop::~Loop() { deadlines_->timer.reset(); }

void Loop::spawn(Task<void> task) {
  asio::co_spawn(context_, std::move(task), [](const std::exception_ptr& error) {
    if (error) die(error);
  });
}

Clock::time_point Loop::now() const { return exchange_ ? deadlines_->world : Clock::now(); }

std::uint64_t Loop::wall_nanoseconds() const {
  const std::chrono::nanoseconds since =
      exchange_ ? deadlines_->world.time_since_epoch()
                : std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch());
  return static_cast<std::uint64_t>(since.count());
}

std::uint64_t Loop::random_bits() {
  if (exchange_) return drawn_ += 0x9e3779b97f4a7c15U;
  static thread_local std::mt19937_64 engine{(std::uint64_t{std::random_device{}()} << 32U) ^
                                             std::random_device{}()};
  return engine();
}

// Nothing waits for the system here: what is ready is all there is until time goes on.
void Loop::run_world() {
  do {
    do {
      context_.restart();
    } while (context_.poll() != 0 && !stopped_);
  } while (!stopped_ && deadlines_->jump());
}

void Loop::run() {
  if (stopped_) return;
  if (exchange_) return run_world();
  context_.run();
  if (!stopped_) context_.restart();
}

void Loop::stop() {
  stopped_ = true;
  context_.stop();
}

void Loop::post(std::function<void()> function) {
  asio::post(context_, [function = std::move(function)] {
    try {
      function();
    } catch (...) {
      die(std::current_exception());
    }
  });
}

Task<void> Loop::sleep_until(Clock::time_point when) {
  if (exchange_) {
    Signal never(*this);
    (void)co_await never.wait(when);
    co_return;
  }
  asio::steady_timer timer(context_, when);
  std::error_code ignored;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

void Loop::set_deadline(Deadlined& object, Clock::time_point when) {
  if (when == Clock::time_point::max()) {
    deadlines_->disarm(object);
  } else {
    deadlines_->arm(object, when);
  }
}

void Loop::forget(Deadlined& object) { deadlines_->disarm(object); }

}  // namespace wireassay::net
