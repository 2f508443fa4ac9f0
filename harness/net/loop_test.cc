#include "net/loop.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace wireassay::net {
namespace {

struct Bell final : Loop::Deadlined {
  explicit Bell(Loop& owner) : loop(owner) {}
  ~Bell() override { loop.forget(*this); }
  void deadline_passed() override {
    ++rings;
    at = Clock::now();
  }
  Loop& loop;
  int rings = 0;
  Clock::time_point at;
};

TEST(Loop, DeadlinePassesOnceAndNeverEarly) {
  Loop loop;
  Bell bell(loop);
  Clock::time_point when = Clock::now() + Millis(25);
  loop.set_deadline(bell, when);
  loop.run();
  EXPECT_EQ(bell.rings, 1);
  EXPECT_GE(bell.at, when);
}

TEST(Loop, LaterDeadlineReplaces) {
  Loop loop;
  Bell bell(loop);
  loop.set_deadline(bell, Clock::now());
  Clock::time_point when = Clock::now() + Millis(35);
  loop.set_deadline(bell, when);
  loop.run();
  EXPECT_EQ(bell.rings, 1);
  EXPECT_GE(bell.at, when);
}

TEST(Loop, ForgottenDeadlinesNeverPass) {
  Loop loop;
  Bell forgotten(loop), unlimited(loop), rings(loop);
  loop.set_deadline(forgotten, Clock::now());
  loop.set_deadline(unlimited, Clock::now());
  loop.set_deadline(rings, Clock::now());
  loop.forget(forgotten);
  loop.forget(forgotten);
  loop.set_deadline(unlimited, Clock::time_point::max());
  loop.run();
  EXPECT_EQ(forgotten.rings, 0);
  EXPECT_EQ(unlimited.rings, 0);
  EXPECT_EQ(rings.rings, 1);
}

// What a passed deadline wakes may touch every other one.
struct Meddler final : Loop::Deadlined {
  Meddler(Loop& owner, std::vector<std::unique_ptr<Bell>>& others) : loop(owner), bells(others) {}
  ~Meddler() override { loop.forget(*this); }
  void deadline_passed() override {
    for (std::size_t i = 0; i < bells.size(); i += 2) loop.forget(*bells[i]);
    late = std::make_unique<Bell>(loop);
    loop.set_deadline(*late, Clock::now());
  }
  Loop& loop;
  std::vector<std::unique_ptr<Bell>>& bells;
  std::unique_ptr<Bell> late;
};

TEST(Loop, DeadlinesMayChangeWhileTheyPass) {
  for (std::size_t place = 0; place <= 8; ++place) {
    SCOPED_TRACE(place);
    Loop loop;
    std::vector<std::unique_ptr<Bell>> bells;
    Meddler meddler(loop, bells);
    for (std::size_t i = 0; i < 8; ++i) {
      if (i == place) loop.set_deadline(meddler, Clock::now());
      bells.push_back(std::make_unique<Bell>(loop));
      loop.set_deadline(*bells.back(), Clock::now());
    }
    if (place == 8) loop.set_deadline(meddler, Clock::now());
    loop.run();
    for (std::size_t i = 1; i < 8; i += 2) EXPECT_EQ(bells[i]->rings, 1) << i;
    for (std::size_t i = 0; i < 8; i += 2) EXPECT_LE(bells[i]->rings, 1) << i;
    EXPECT_EQ(meddler.late->rings, 1);
  }
}

Task<void> append(std::vector<int>& order, int number) {
  order.push_back(number);
  co_return;
}

TEST(Loop, RunsAgainAfterWorkRanOut) {
  Loop loop;
  std::vector<int> order;
  loop.spawn(append(order, 1));
  loop.run();
  loop.spawn(append(order, 2));
  loop.run();
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
}

Task<void> sleep_long(Loop& loop, bool& woke, std::shared_ptr<int> held) {
  co_await loop.sleep_until(Clock::now() + std::chrono::hours(1));
  woke = held != nullptr;
}

TEST(Loop, StopFromAnotherThreadEndsRunAndCoroutinesDieWithTheLoop) {
  auto held = std::make_shared<int>(1);
  bool woke = false;
  {
    Loop loop;
    loop.spawn(sleep_long(loop, woke, held));
    std::thread stopper([&] { loop.post([&] { loop.stop(); }); });
    loop.run();
    stopper.join();
    EXPECT_EQ(held.use_count(), 2);
    loop.run();  // a stopped loop stays stopped
  }
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_FALSE(woke);
}

TEST(Loop, SleepIsNeverShort) {
  Loop loop;
  Clock::time_point when = Clock::now() + Millis(15);
  Clock::time_point woke;
  auto nap = [&]() -> Task<void> {
    co_await loop.sleep_until(when);
    woke = Clock::now();
  };
  loop.spawn(nap());
  loop.run();
  EXPECT_GE(woke, when);
}

Task<void> throws() {
  throw std::runtime_error("told by a test");
  co_return;
}

TEST(LoopDeathTest, ExceptionThatLeavesACoroutineEndsTheProgram) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        Loop loop;
        loop.spawn(throws());
        loop.run();
      },
      "told by a test");
}

}  // namespace
}  // namespace wireassay::net
