// One thread's event loop. Asio's types are known only to files that include net/.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>

namespace wireassay::net {

using Clock = std::chrono::steady_clock;
using Millis = std::chrono::milliseconds;

/// A coroutine of this loop. No coroutine of ours throws across a folder border.
template <class T>
using Task = asio::awaitable<T>;

/// An io_context for one thread, with one coarse timer (10 ms) for all deadlines: arming a deadline costs no system call.
class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  asio::io_context& context() { return context_; }
  /// Starts a coroutine; an exception that leaves it is a defect and ends the program with its text.
  void spawn(Task<void> task);
  /// Runs until no work is left or stop() was called.
  void run();
  /// From any thread.
  void stop();
  /// From any thread: runs the function on the loop.
  void post(std::function<void()> function);
  /// Waits until then (true timer).
  Task<void> sleep_until(Clock::time_point when);

  /// Something that can be woken when its deadline has passed (a connection, a listener).
  class Deadlined {
   public:
    virtual ~Deadlined() = default;
    virtual void deadline_passed() = 0;
  };
  /// At most one deadline for each object; a later call replaces it; time_point::max() removes it.
  void set_deadline(Deadlined& object, Clock::time_point when);
  void forget(Deadlined& object);

 private:
  struct Deadlines;
  asio::io_context context_;
  std::unique_ptr<Deadlines> deadlines_;
};

}  // namespace wireassay::net
