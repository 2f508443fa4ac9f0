// Each operation has something to do somewhere, and does only what it may.
#include "mutate/operations.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "mutate/words.h"

namespace wireassay::mutate {
namespace {

using std::string_view_literals::operator""sv;

struct Input {
  Shape shape;
  std::string_view octets;
};
const Input kInputs[] = {
    {Shape::Smtp, "~CEHLO x\r\n~S250-a\r\n250 b\r\n~CBDAT 5\r\nhello"},
    {Shape::Imap, "a FETCH 1:2 (FLAGS BODY[])\r\nb LOGIN {1}\r\nu \"p\"\r\n"},
    {Shape::Http, "PUT / HTTP/1.1\r\nContent-Length: 3\r\n\r\nxyz5;a=b\r\nhello\r\n0\r\n\r\n"},
    {Shape::Tls, "\x16\x03\x03\x00\x07\x14\x00\x00\x03zyx\x15\x03\x03\x00\x02\x02\x46"sv},
};
constexpr std::size_t kMost = 4096;
constexpr std::uint64_t kSeeds = 400;

TEST(Operations, EachIsReachedAndChangesTheInput) {
  const std::vector<std::string> words = {"WORD"};
  std::map<std::string_view, int> changed;
  for (const Input& input : kInputs) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
      Random random(seed);
      const auto sight = look(grammar_of(input.shape), words, input.octets, kMost, random);
      ASSERT_TRUE(sight);
      for (const Operation& operation : operations()) {
        const auto edit = operation.make(*sight, random);
        if (!edit) continue;
        ASSERT_LE(edit->at + edit->removed, input.octets.size()) << operation.name;
        const std::string out = apply(input.octets, sight->structure, *edit, Repair::Right);
        if (out != input.octets) ++changed[operation.name];
      }
    }
  }
  for (const Operation& operation : operations())
    EXPECT_GE(changed[operation.name], 20) << operation.name;
}

TEST(Operations, NamesAreUnique) {
  std::set<std::string_view> names;
  for (const Operation& operation : operations()) EXPECT_TRUE(names.insert(operation.name).second);
}

/// What the operation makes of an input, over many seeds.
std::set<std::string> results(std::string_view name, Shape shape, std::string_view in) {
  const std::vector<std::string> words = {"WORD"};
  std::set<std::string> all;
  for (const Operation& operation : operations()) {
    if (operation.name != name) continue;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
      Random random(seed);
      const auto sight = look(grammar_of(shape), words, in, kMost, random);
      if (const auto edit = sight ? operation.make(*sight, random) : std::nullopt)
        all.insert(apply(in, sight->structure, *edit, Repair::Right));
    }
  }
  return all;
}

struct ResultRow {
  std::string_view operation;
  Shape shape;
  std::string_view in, out;
};
const ResultRow kResults[] = {
    {"delete-piece", Shape::Smtp, "a\r\nb\r\n", "b\r\n"},
    {"duplicate-piece", Shape::Smtp, "a\r\nb\r\n", "a\r\na\r\nb\r\n"},
    {"swap-pieces", Shape::Smtp, "a b c\r\n", "c b a\r\n"},
    {"move-piece", Shape::Smtp, "a\r\nb\r\nc\r\n", "b\r\na\r\nc\r\n"},
    {"copy-over-piece", Shape::Smtp, "a b\r\n", "b b\r\n"},
    {"word-for-piece", Shape::Smtp, "NOOP x\r\n", "WORD x\r\n"},
    {"number-at-bound", Shape::Smtp, "BDAT 5\r\n", "BDAT 4294967296\r\n"},
    {"number-beside", Shape::Smtp, "250 x\r\n", "251 x\r\n"},
    {"length-beside", Shape::Imap, "a {3}\r\nabc", "a {2}\r\nabc"},
    {"length-at-bound", Shape::Http, "3\r\nabc\r\n", "18446744073709551615\r\nabc\r\n"},
    {"empty-counted", Shape::Imap, "a {3}\r\nabc", "a {0}\r\n"},
    {"other-line-end", Shape::Smtp, "a\r\n", "a\n"},
    {"other-line-end", Shape::Smtp, "a\r\n", "a\r"},
    {"other-line-start", Shape::Smtp, "a\r\n", ".a\r\n"},
    {"continue-reply", Shape::Smtp, "250 x\r\n", "250-x\r\n250 x\r\n"},
    {"continue-reply", Shape::Smtp, "250-x\r\n250 y\r\n", "250 x\r\n250 y\r\n"},
    {"frame-piece", Shape::Imap, "abc", "{3}\r\nabc"},
    {"frame-piece", Shape::Imap, "abc", "{4+}\r\nabc"},
    {"nest-piece", Shape::Imap, "abc", "(((abc)))"},
    {"other-case", Shape::Smtp, "Noop", "nOOP"},
    {"end-within-piece", Shape::Smtp, "abc", "ab"},
};

TEST(Operations, Results) {
  for (const ResultRow& row : kResults) {
    SCOPED_TRACE(row.operation);
    EXPECT_TRUE(results(row.operation, row.shape, row.in).contains(std::string(row.out))) << row.in;
  }
}

TEST(Operations, RepeatsUpToHundreds) {
  std::size_t longest = 0;
  for (const std::string& out : results("repeat-piece", Shape::Smtp, "NOOP\r\n"))
    longest = std::max(longest, out.size());
  EXPECT_GE(longest, 6U * 150);
  EXPECT_LE(longest, kMost);
}

}  // namespace
}  // namespace wireassay::mutate
