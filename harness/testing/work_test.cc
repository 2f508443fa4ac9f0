#include "testing/work.h"

#include <gtest/gtest.h>

#include <memory>
#include <string_view>
#include <vector>

#include "testing/parser.h"

namespace wireassay::testing {
namespace {

/// Octets that are equal to a later one: each is compared with all behind it.
std::size_t quadratic(std::string_view in) {
  std::size_t equal = 0;
  for (std::size_t at = 0; at < in.size(); ++at) {
    for (std::size_t later = at + 1; later < in.size(); ++later) {
      if (in[at] == in[later]) ++equal;
    }
  }
  return equal;
}

std::size_t linear(std::string_view in) {
  std::size_t letters = 0;
  for (const char octet : in) {
    if (octet == 'a') ++letters;
  }
  return letters;
}

TEST(Work, StepsTellQuadraticFromLinear) {
  if (may_skip_counting() && !counts_steps())
    GTEST_SKIP() << "this build counts no steps (WIREASSAY_STEPS)";
  const std::string in(4096, 'a');
  const Work first;
  EXPECT_EQ(linear(in), in.size());
  const auto few = first.steps();
  EXPECT_EQ(broken_work(first, in.size()), "");
  const Work second;
  EXPECT_GT(quadratic(in), in.size());
  EXPECT_GE(few, in.size());
  EXPECT_GT(second.steps(), few * 1000);
  EXPECT_NE(broken_work(second, in.size()).find("the work is not linear"), std::string::npos);
}

TEST(Work, HeapIsTheMostThatWasHeldAtATime) {
  if (may_skip_counting() && !counts_heap())
    GTEST_SKIP() << "this build has no sanitizer that tells";
  const Work outer;
  {
    const Work inner;
    for (int round = 0; round < 10; ++round) {
      const auto octets = std::make_unique<std::vector<char>>(100'000);
      EXPECT_EQ(octets->size(), 100'000U);
    }
    EXPECT_GE(inner.heap(), 100'000U);
    EXPECT_LT(inner.heap(), 200'000U);
    EXPECT_EQ(broken_work(inner, 10), "");
    EXPECT_NE(broken_work(inner, 10, {.heap = 1000}).find("octets of the heap"), std::string::npos);
  }
  EXPECT_GE(outer.heap(), 100'000U);
  const Work after;
  EXPECT_EQ(after.heap(), 0U);
}

TEST(Work, IsPartOfTheInvariantsOfAParser) {
  if (may_skip_counting() && !counts_steps())
    GTEST_SKIP() << "this build counts no steps (WIREASSAY_STEPS)";
  const auto parse = [](std::string_view in) -> Parsed<std::size_t> {
    if (in.empty()) return NeedMore{};
    return Got<std::size_t>{quadratic(in), in.size()};
  };
  const std::string broken = broken_invariant<std::size_t>(std::string(20'000, 'a'), parse);
  EXPECT_NE(broken.find("the work is not linear"), std::string::npos) << broken;
}

}  // namespace
}  // namespace wireassay::testing
