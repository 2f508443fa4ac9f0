#include "net/loop.h"

#include <asio/co_spawn.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

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
  std::optional<asio::steady_timer> timer;  // empty while the loop dies
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

  // What it wakes may arm and disarm: an entry that is moved behind our back waits for the next
  // tick.
  void tick() {
    ticking = false;
    Clock::time_point now = Clock::now();
    for (std::size_t i = entries.size(); i-- > 0;) {
      if (i >= entries.size() || entries[i].when > now) continue;
      Deadlined& object = *entries[i].object;
      disarm(object);
      object.deadline_passed();
    }
    if (!entries.empty()) start();
  }
};

// Only the scheduler is locked, for post() and stop(): sockets and timers are touched by the loop's
// thread alone.
Loop::Loop()
    : deadlines_(std::make_unique<Deadlines>()), context_(ASIO_CONCURRENCY_HINT_UNSAFE_IO) {
  deadlines_->timer.emplace(context_);
}

Loop::~Loop() { deadlines_->timer.reset(); }

void Loop::spawn(Task<void> task) {
  asio::co_spawn(context_, std::move(task), [](const std::exception_ptr& error) {
    if (error) die(error);
  });
}

void Loop::run() {
  if (stopped_) return;
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
