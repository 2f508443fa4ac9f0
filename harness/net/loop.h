// One thread's event loop. Asio's types are known only to files that include net/.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace wireassay::net {

class Exchange;

using Clock = std::chrono::steady_clock;
using Millis = std::chrono::milliseconds;

/// A coroutine of this loop. No coroutine of ours throws across a folder border.
template <class T>
using Task = asio::awaitable<T>;

/// An io_context for one thread, with one coarse timer (10 ms) for all deadlines: arming a deadline
/// costs no system call.
class Loop {
 public:
  Loop();
  /// A loop of its own world, for tests and fuzzing: connections come from the exchange in place of
  /// the network, and where nothing is left to do but to wait, time jumps to the earliest deadline.
  /// The same acts then give the same octets at the same times. Sockets and other threads have no
  /// part in it. nullptr: as without it.
  explicit Loop(std::shared_ptr<Exchange> exchange);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  asio::io_context& context() { return context_; }
  /// nullptr: the system's network.
  Exchange* exchange() const { return exchange_.get(); }
  /// All deadlines are said in this time: the system's, or that of the loop's own world.
  Clock::time_point now() const;
  /// The time of day in nanoseconds since 1970; in a world of its own it begins in 1970.
  std::uint64_t wall_nanoseconds() const;
  /// Other ones at each call and in each process; in a world of its own the same for each loop.
  std::uint64_t random_bits();
  /// Starts a coroutine; an exception that leaves it is a defect and ends the program with its
  /// text.
  void spawn(Task<void> task);
  /// Runs until no work is left (at most one tick longer) or stop() was called; may be called again
  /// while it was not.
  void run();
  /// From any thread. A loop that was stopped never runs again; its coroutines end, unfinished,
  /// with the loop.
  void stop();
  /// From any thread: runs the function on the loop; what it throws is a defect, as in spawn().
  void post(std::function<void()> function);
  /// Waits until then (true timer, or the time of the loop's own world).
  Task<void> sleep_until(Clock::time_point when);

  /// Something that can be woken when its deadline has passed (a connection, a listener).
  class Deadlined {
   public:
    virtual ~Deadlined() = default;
    virtual void deadline_passed() = 0;

   private:
    friend class Loop;
    std::size_t slot_ = kNoSlot;  // index into the armed deadlines: arming again is one store
  };
  static constexpr Millis kTick{10};  ///< a deadline is noticed at most this late, never early
  /// At most one deadline for each object; a later call replaces it; time_point::max() removes it.
  void set_deadline(Deadlined& object, Clock::time_point when);
  void forget(Deadlined& object);

 private:
  static constexpr std::size_t kNoSlot = static_cast<std::size_t>(-1);
  struct Deadlines;
  void run_world();
  std::shared_ptr<Exchange> exchange_;
  std::uint64_t drawn_ = 0;  // random numbers of a world of its own
  std::unique_ptr<Deadlines>
      deadlines_;  // outlives context_, whose coroutines forget their deadlines when they die
  asio::io_context context_;
  std::atomic<bool> stopped_ = false;
};

}  // namespace wireassay::net
