// Each invariant of a parser of texts is broken once.
#include "testing/text.h"

#include <gtest/gtest.h>

#include <expected>
#include <optional>
#include <vector>

namespace wireassay::testing {
namespace {

using Answer = std::expected<std::string, ParseError>;

Answer same(std::string_view in) { return std::string(in); }
std::string print(const std::string& value) { return value; }

bool says(const std::string& broken, std::string_view what) {
  return broken.find(what) != std::string::npos;
}

TEST(BrokenText, NothingIsWrongWithARightParser) {
  EXPECT_EQ(broken_text("a b", same), "");
  EXPECT_EQ(broken_text("a b", same, print, Printed::AsItWas), "");
  const auto no = [](std::string_view) { return std::optional<std::string>(); };
  EXPECT_EQ(broken_text("a b", no, print), "");
  const auto plain = [](std::string_view in) { return std::vector<std::string>{std::string(in)}; };
  EXPECT_EQ(broken_text("a b", plain), "");
}

TEST(BrokenText, ErrorsLieInTheTextAndNameARule) {
  const auto beyond = [](std::string_view in) -> Answer {
    return std::unexpected(ParseError{Errc::Malformed, in.size() + 1, "rule"});
  };
  EXPECT_TRUE(says(broken_text("ab", beyond), "beyond the text"));
  const auto mute = [](std::string_view) -> Answer {
    return std::unexpected(ParseError{Errc::Malformed, 0, ""});
  };
  EXPECT_TRUE(says(broken_text("ab", mute), "no rule"));
}

TEST(BrokenText, WhatIsPrintedIsReadAsTheSame) {
  const auto longer = [](const std::string& value) { return value + "x"; };
  EXPECT_TRUE(says(broken_text("ab", same, longer, Printed::AsItWas), "printed otherwise"));
  EXPECT_TRUE(says(broken_text("ab", same, longer), "means something else"));
  const auto short_ones = [](std::string_view in) {
    return in.size() < 3 ? std::optional<std::string>(in) : std::nullopt;
  };
  EXPECT_TRUE(says(broken_text("ab", short_ones, longer), "is not read"));
}

TEST(BrokenText, WorkIsLinear) {
  if (may_skip_counting() && !counts_steps() && !counts_heap())
    GTEST_SKIP() << "this build does not count";
  const auto greedy = [](std::string_view in) { return std::string(in.size() << 20, 'x'); };
  const auto slow = [](std::string_view in) {
    std::size_t count = 0;
    for (const char a : in)
      for (const char b : in) count += a == b ? 1 : 0;
    return std::to_string(count);
  };
  if (counts_heap()) EXPECT_TRUE(says(broken_text("aaaa", greedy), "of the heap"));
  if (counts_steps()) EXPECT_TRUE(says(broken_text(std::string(4000, 'a'), slow), "not linear"));
}

}  // namespace
}  // namespace wireassay::testing
