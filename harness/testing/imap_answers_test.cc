// The counts find servers that say too much or too little: each way to be wrong is tried.
#include "testing/imap_answers.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wireassay::testing {
namespace {

struct Turn {
  std::string sent, came;
  bool closed = false;
};

struct Row {
  const char* name;
  std::vector<Turn> turns;
  const char* broken;  ///< at the last turn
};

const std::string kPlus = "+ go on\r\n";
const std::string kBad = "* BAD what\r\n";

// clang-format off
const Row kRows[] = {
    {"a command", {{"a NOOP\r\n", "a OK x\r\n"}}, ""},
    {"data before the completion", {{"a NOOP\r\n", "* 1 EXISTS\r\na OK x\r\n"}}, ""},
    {"no completion", {{"a NOOP\r\n", "* 1 EXISTS\r\n"}}, "a command without a reply"},
    {"two completions", {{"a NOOP\r\n", "a OK x\r\na OK x\r\n"}}, "more than one reply to a command"},
    {"another tag", {{"a NOOP\r\n", "A OK x\r\n"}}, "a tag that was not sent"},
    {"no tag to answer with", {{"\r\n", kBad}, {"x+y NOOP\r\n", kBad}, {" a\r\n", kBad}}, ""},
    {"no tag, though there was one", {{"a\r\n", kBad}}, "no tag, though there was one"},
    {"a tag that is none", {{"x+y NOOP\r\n", "x+y BAD x\r\n"}}, "a tag that is none"},
    {"half a command", {{"a NO", ""}, {"OP\r", ""}, {"\n", "a OK x\r\n"}}, ""},
    {"half a command answered", {{"a NO", "a BAD x\r\n"}}, "an answer to half a line"},
    {"half a response", {{"a NOOP\r\n", "a OK x"}}, "half a response, or a line that is none"},
    {"a literal in a response", {{"a NOOP\r\n", "* X {6}\r\na OK\r\n y\r\na OK x\r\n"}}, ""},
    {"a literal that is too short", {{"a NOOP\r\n", "* X {99}\r\na OK x\r\n"}}, "half a response, or a line that is none"},
    {"a literal", {{"a X {3}\r\n", kPlus}, {"x\r\n", ""}, {" {0}\r\n", kPlus}, {"\r\n", "a OK x\r\n"}}, ""},
    {"a literal refused", {{"a X {3}\r\n", "a NO x\r\n"}, {"b NOOP\r\n", "b OK x\r\n"}}, ""},
    {"a literal without a word", {{"a X {3}\r\n", ""}}, "a command without a reply"},
    {"a literal answered", {{"a X {3}\r\n", kPlus}, {"abc", "a OK x\r\n"}}, "a literal was answered"},
    {"asked for twice", {{"a X {3}\r\n", kPlus + kPlus}}, "more than one continuation request"},
    {"asked for beside data", {{"a X {3}\r\n", "* 1 EXISTS\r\n" + kPlus}}, "more than a continuation request"},
    {"a literal at once", {{"a X ~{3+}\r\n", ""}, {"abc", ""}, {"\r\n", "a OK x\r\n"}}, ""},
    {"a literal at once, asked for", {{"a X {3+}\r\n", kPlus}}, "a reply before its command was there"},
    {"a literal at once, too big", {{"a X {999+}\r\n", "a BAD x\r\n* BYE x\r\n", true}}, ""},
    {"no literal", {{"a X {-1}\r\n", "a BAD x\r\n"}, {"a X {}\r\n", "a BAD x\r\n"}, {"a X {9223372036854775808}\r\n", "a BAD x\r\n"}}, ""},
    {"an exchange", {{"a AUTHENTICATE X\r\n", "+ \r\n"}, {"y\r\n", "+ z\r\n"}, {"*\r\n", "a BAD x\r\n"}}, ""},
    {"an exchange without a word", {{"a AUTHENTICATE X\r\n", "+ \r\n"}, {"y\r\n", ""}}, "a command without a reply"},
    {"IDLE", {{"a idle\r\n", "+ x\r\n* 1 EXISTS\r\n"}, {"DONE\r\n", "* 2 EXISTS\r\na OK x\r\n"}}, ""},
    {"IDLE goes on", {{"a IDLE\r\n", "+ x\r\n"}, {"DONE\r\n", "+ x\r\n"}}, "a continuation request in IDLE"},
    {"LOGOUT", {{"a LOGOUT\r\n", "* BYE x\r\na OK x\r\n", true}}, ""},
    {"BYE, but no close", {{"a LOGOUT\r\n", "* BYE x\r\na OK x\r\n"}}, "BYE, but no close"},
    {"a close without BYE", {{"a LOGOUT\r\n", "a OK x\r\n", true}}, "a close without BYE"},
    {"closed without a reply", {{"a NOOP\r\n", "* BYE x\r\n", true}}, "a command without a reply"},
};
// clang-format on

TEST(ImapAnswers, Rows) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    ImapAnswers answers;
    for (const Turn& turn : row.turns) {
      EXPECT_EQ(answers.unit(turn.sent), turn.sent.size());
      const bool last = &turn == &row.turns.back();
      EXPECT_EQ(answers.sent(turn.sent, {turn.came, turn.closed, false}), last ? row.broken : "");
    }
  }
}

TEST(ImapAnswers, Units) {
  ImapAnswers answers;
  EXPECT_EQ(answers.unit("a {9}\r\nb\r\n"), 7U);
  EXPECT_EQ(answers.sent("a {9}\r\n", {kPlus, false, false}), "");
  EXPECT_EQ(answers.unit("b\r\n"), 3U);
  EXPECT_EQ(answers.unit("0123456789"), 9U);
  EXPECT_EQ(answers.sent("012345678", {}), "");
  EXPECT_EQ(answers.unit("x"), 1U);
}

TEST(ImapAnswers, Unasked) {
  ImapAnswers answers;
  EXPECT_EQ(answers.unasked(""), "");
  EXPECT_EQ(answers.unasked("* 1 EXISTS\r\n"), "told without being asked, and not in IDLE");
  EXPECT_EQ(answers.sent("a IDLE\r\n", {kPlus, false, false}), "");
  EXPECT_EQ(answers.unasked("* 1 EXISTS\r\n* 1 RECENT\r\n"), "");
  EXPECT_EQ(answers.unasked("a OK idled\r\n"), "a reply, but no command");
  EXPECT_EQ(answers.sent("DONE\r\n", {"a OK x\r\n", false, false}), "");
  EXPECT_EQ(answers.unasked("* 1 EXISTS\r\n"), "told without being asked, and not in IDLE");
}

}  // namespace
}  // namespace wireassay::testing
