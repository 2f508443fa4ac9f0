// The invariants find parsers that break them: each oracle is tested from both sides.
#include "testing/parser.h"

#include <gtest/gtest.h>

#include <string>

namespace wireassay::testing {
namespace {

using Text = std::string;

/// Octets up to ";".
Parsed<Text> good(std::string_view in) {
  const std::size_t end = in.find(';');
  if (end == std::string_view::npos) return NeedMore{};
  if (end == 0) return ParseError{Errc::Malformed, 0, "text"};
  return Got<Text>{Text(in.substr(0, end)), end + 1};
}
std::string print(const Text& text) { return text + ";"; }

TEST(BrokenInvariant, HoldsForAGoodParser) {
  for (const std::string_view in : {"", "a", "a;", "a;b;", ";", "abc;;"}) {
    SCOPED_TRACE(in);
    EXPECT_EQ(broken_invariant<Text>(in, good, print), "");
  }
}

TEST(BrokenInvariant, FindsBadParsers) {
  const auto guesses = [](std::string_view in) -> Parsed<Text> {
    return Got<Text>{Text(in), in.size()};
  };
  EXPECT_NE(broken_invariant<Text>("ab", guesses), "");
  const auto peeks = [](std::string_view in) -> Parsed<Text> {
    const Parsed<Text> answer = good(in);
    return in.ends_with(";;") ? Parsed<Text>(ParseError{Errc::Malformed, 0, "peeks"}) : answer;
  };
  EXPECT_NE(broken_invariant<Text>("a;;", peeks), "");
  const auto takes_nothing = [](std::string_view) -> Parsed<Text> { return Got<Text>{}; };
  EXPECT_NE(broken_invariant<Text>("a", takes_nothing), "");
  const auto beyond = [](std::string_view in) -> Parsed<Text> {
    return ParseError{Errc::Malformed, in.size() + 1, "x"};
  };
  EXPECT_NE(broken_invariant<Text>("a", beyond), "");
  const auto prints_more = [](const Text& text) { return text + ";x"; };
  EXPECT_NE(broken_invariant<Text>("a;", good, prints_more), "");
  const auto prints_other = [](const Text& text) { return text + "x;"; };
  EXPECT_NE(broken_invariant<Text>("a;", good, prints_other), "");
  const auto prints_half = [](const Text& text) { return text; };
  EXPECT_NE(broken_invariant<Text>("a;", good, prints_half), "");
}

#ifdef WIREASSAY_WITH_ASAN
TEST(ExactBufferDeathTest, OneOctetTooFar) {
  const auto octet_at = [](std::string_view in, std::size_t at) {
    const volatile char* octets = in.data();  // a load that no optimiser drops
    return static_cast<char>(octets[at]);
  };
  for (const std::size_t size : {0UL, 1UL, 7UL, 8UL, 11UL}) {
    SCOPED_TRACE(size);
    ExactBuffer buffer("hello, world");
    const std::string_view prefix = buffer.prefix(size);
    if (size > 0) {
      EXPECT_EQ(octet_at(prefix, size - 1), "hello, world"[size - 1]);
    }
    EXPECT_DEATH((void)octet_at(prefix, size), "Sanitizer");
  }
  EXPECT_DEATH((void)octet_at(ExactBuffer("abc").view(), 3), "Sanitizer");
}
#endif

}  // namespace
}  // namespace wireassay::testing
