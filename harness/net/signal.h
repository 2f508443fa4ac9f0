// Wakes one coroutine of the same loop. Internal to net/.
#pragma once

#include <asio/basic_waitable_timer.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <utility>

#include "net/loop.h"

namespace wireassay::net {

class Signal final : public Loop::Deadlined {
 public:
  explicit Signal(Loop& loop) : loop_(loop), timer_(loop.context(), Clock::time_point::max()) {}
  ~Signal() override { loop_.forget(*this); }
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  /// False: the deadline has passed. One waits at a time, and looks itself whether what it waits
  /// for is there: nothing is kept for who waits later. The signal must live until it returns.
  Task<bool> wait(Clock::time_point deadline) {
    passed_ = false;
    loop_.set_deadline(*this, deadline);
    std::error_code ignored;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    loop_.forget(*this);
    co_return !passed_;
  }
  void wake() { timer_.cancel(); }
  void deadline_passed() override {
    passed_ = true;
    wake();
  }

 private:
  Loop& loop_;
  asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, asio::io_context::executor_type>
      timer_;
  bool passed_ = false;
};

}  // namespace wireassay::net
