// What was sent, in whatever pieces, as commands that wait for their completions.
#include "wire/imap/tracker.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace wireassay::imap {
namespace {

/// "A1=UID FETCH A2=NOOP?" and whether a command may begin: '!' no, '~' unsure, '?' no usable tag.
std::string state(const Tracker& tracker) {
  std::string text;
  for (const Tracker::Command& command : tracker.unfinished()) {
    text += command.tag + "=" + command.name + (command.tagged ? " " : "? ");
  }
  return text + (tracker.at_command() ? "" : "!") + (tracker.sure() ? "" : "~");
}

struct Row {
  std::string_view name, sent, state;
};

const Row kRows[] = {
    {"nothing", "", ""},
    {"half a line", "A1 NO", "!"},
    {"a command", "A1 noop\r\n", "A1=NOOP "},
    {"two words", "A1 uid fetch 1 UID\r\n", "A1=UID FETCH "},
    {"two commands", "A1 NOOP\r\nA2 CHECK\r\n", "A1=NOOP A2=CHECK "},
    {"a literal is announced", "A1 LOGIN {3}\r\n", "A1=LOGIN !"},
    {"octets before the literal is allowed", "A1 LOGIN {3}\r\nabc {1}\r\nd\r\n", "A1=LOGIN !"},
    {"a literal unasked", "A1 LOGIN {3+}\r\nab", "A1=LOGIN !"},
    {"a literal unasked, whole", "A1 LOGIN {3+}\r\na\r\n b\r\n", "A1=LOGIN "},
    {"two literals unasked", "A1 LOGIN {1+}\r\na {1+}\r\nb\r\nA2 NOOP\r\n", "A1=LOGIN A2=NOOP "},
    {"an empty literal unasked", "A1 LOGIN {0+}\r\n x\r\n", "A1=LOGIN "},
    {"literal8", "A1 APPEND a ~{2+}\r\n\n\n\r\n", "A1=APPEND "},
    {"a literal minus is none", "A1 LOGIN {3-}\r\n", "A1=LOGIN "},
    {"braces in the middle", "A1 LOGIN {3} x\r\n", "A1=LOGIN "},
    {"authenticate", "A1 AUTHENTICATE PLAIN\r\n", "A1=AUTHENTICATE !"},
    {"authenticate with a literal", "A1 AUTHENTICATE {1+}\r\nx\r\nA2 NOOP\r\n",
     "A1=AUTHENTICATE A2=NOOP "},
    {"idle", "A1 IDLE\r\n", "A1=IDLE !"},
    {"starttls", "A1 STARTTLS\r\nA2 NOOP\r\n", "A1=STARTTLS !"},
    {"an empty line", "\r\n", "=? "},
    {"an asterisk", "* NOOP\r\n", "*=NOOP? "},
    {"a plus", "A+ NOOP\r\n", "A+=NOOP? "},
    {"a tag with 8 bits", "\xd6 NOOP\r\n", "\xd6=NOOP? "},
    {"a tag with a bracket", "a]b NOOP\r\n", "a]b=NOOP? "},
    {"a tag alone", "A1\r\n", "A1= "},
    {"bare LF", "A1 NOOP\n", "A1=NOOP ~"},
    {"bare CR", "A1 NOOP\rA2 NOOP\r\n", "A1=NOOP\rA2 ~"},
    {"NUL", std::string_view("A1 NO\0P\r\n", 9), std::string_view("A1=NO\0P ~", 9)},
};

TEST(ImapTracker, WhateverThePieces) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    for (std::size_t piece = 1; piece <= row.sent.size() + 1; ++piece) {
      Tracker tracker;
      for (std::size_t at = 0; at < row.sent.size(); at += piece)
        tracker.sent(row.sent.substr(at, piece));
      ASSERT_EQ(state(tracker), row.state) << "pieces of " << piece;
    }
  }
}

/// Events: 'C' sent, '+' continuation, 'T' "tag STATUS", 'B' untagged BAD.
struct Step {
  char what;
  std::string_view text;
};
struct Story {
  std::string_view name;
  std::vector<Step> steps;
  std::string_view state;
};

const Story kStories[] = {
    {"literal", {{'C', "A1 LOGIN {3}\r\n"}, {'+', ""}, {'C', "abc x\r\n"}}, "A1=LOGIN "},
    {"literal in advance",
     {{'C', "A1 LOGIN {3}\r\nabc x\r\nA2 NOOP\r\n"}, {'+', ""}},
     "A1=LOGIN A2=NOOP "},
    {"literal refused", {{'C', "A1 LOGIN {3}\r\n"}, {'T', "A1 BAD"}}, ""},
    {"literal refused, octets in advance",
     {{'C', "A1 LOGIN {9}\r\nA2 NOOP\r\n"}, {'T', "A1 NO"}},
     "A2=NOOP "},
    {"literal ended early",
     {{'C', "A1 APPEND a {9}\r\n"}, {'+', ""}, {'C', "abc"}, {'T', "A1 NO"}},
     "~"},
    {"unasked literal not understood", {{'C', "A1 LOGIN {1+}\r\na b\r\n"}, {'T', "A1 BAD"}}, "~"},
    {"sure again",
     {{'C', "A1 LOGIN {1+}\r\na b\r\n"}, {'T', "A1 BAD"}, {'C', "A2 NOOP\r\n"}, {'T', "A2 OK"}},
     ""},
    {"exchange",
     {{'C', "A1 AUTHENTICATE X\r\n"}, {'+', ""}, {'C', "A2 NOOP\r\n"}},
     "A1=AUTHENTICATE !"},
    {"exchange of two",
     {{'C', "A1 AUTHENTICATE X\r\n"}, {'+', ""}, {'C', "a\r\n"}, {'+', ""}},
     "A1=AUTHENTICATE !"},
    {"exchange ended",
     {{'C', "A1 AUTHENTICATE X\r\n"}, {'+', ""}, {'C', "*\r\n"}, {'T', "A1 BAD"}},
     ""},
    {"idle", {{'C', "A1 IDLE\r\n"}, {'+', ""}}, "A1=IDLE !"},
    {"idle done", {{'C', "A1 IDLE\r\n"}, {'+', ""}, {'C', "done\r\n"}}, "A1=IDLE "},
    {"idle done in advance",
     {{'C', "A1 IDLE\r\nDONE\r\nA2 NOOP\r\n"}, {'+', ""}},
     "A1=IDLE A2=NOOP "},
    {"idle not done", {{'C', "A1 IDLE\r\n"}, {'+', ""}, {'C', "A2 NOOP\r\n"}}, "A1=IDLE !~"},
    {"idle refused", {{'C', "A1 IDLE\r\n"}, {'T', "A1 BAD"}}, ""},
    {"starttls", {{'C', "A1 STARTTLS\r\nA2 NOOP\r\n"}, {'T', "A1 OK"}}, "!"},
    {"starttls refused", {{'C', "A1 STARTTLS\r\nA2 NOOP\r\n"}, {'T', "A1 NO"}}, "A2=NOOP "},
    {"completed", {{'C', "A1 NOOP\r\nA2 NOOP\r\n"}, {'T', "A1 OK"}}, "A2=NOOP "},
    {"out of order", {{'C', "A1 NOOP\r\nA2 NOOP\r\n"}, {'T', "A2 OK"}}, "A1=NOOP "},
    {"the older of two of a tag", {{'C', "A NOOP\r\nA CHECK\r\n"}, {'T', "A OK"}}, "A=CHECK "},
    {"untagged bad", {{'C', "* NOOP\r\n"}, {'B', ""}}, ""},
    {"untagged bad is data", {{'C', "A1 NOOP\r\n"}, {'B', ""}}, "A1=NOOP "},
    {"untagged bad waits for its turn",
     {{'C', "A1 NOOP\r\n* NOOP\r\n"}, {'B', ""}},
     "A1=NOOP *=NOOP? "},
    {"what has no tag is not waited for", {{'C', "\r\nA1 NOOP\r\n"}, {'T', "A1 OK"}}, ""},
    {"anything is echoed", {{'C', "* NOOP\r\n"}, {'T', "NOOP BAD"}}, ""},
    {"refused before its end", {{'C', "A1 NOOP x"}, {'T', "A1 BAD"}}, "~"},
    {"refused before its end, untagged", {{'C', "A1 NOOP x"}, {'B', ""}}, "~"},
    {"bare LF answered as two",
     {{'C', "A1 NOOP\nA2 NOOP\r\n"}, {'T', "A1 OK"}, {'T', "A2 OK"}},
     ""},
    {"bare LF answered as one",
     {{'C', "A1 NOOP\nA2 NOOP\r\n"}, {'T', "A1 BAD"}, {'C', "A3 NOOP\r\n"}, {'T', "A3 OK"}},
     ""},
    {"a tag sent again after a bare LF",
     {{'C', "\nA\r\n"}, {'B', ""}, {'C', "A NOOP\r\n"}, {'T', "A OK"}},
     "A=NOOP ~"},
    {"and another tag",
     {{'C', "\nA\r\n"},
      {'B', ""},
      {'C', "A NOOP\r\n"},
      {'T', "A OK"},
      {'C', "B NOOP\r\n"},
      {'T', "B OK"}},
     ""},
};

TEST(ImapTracker, Stories) {
  for (const Story& story : kStories) {
    SCOPED_TRACE(story.name);
    Tracker tracker;
    for (const Step& step : story.steps) {
      const std::size_t space = step.text.find(' ');
      switch (step.what) {
        case 'C': tracker.sent(step.text); break;
        case '+': EXPECT_NE(tracker.continued(), 0U); break;
        case 'T': tracker.completed(step.text.substr(0, space), step.text.substr(space + 1)); break;
        default: tracker.untagged_bad(); break;
      }
    }
    EXPECT_EQ(state(tracker), story.state);
  }
}

TEST(ImapTracker, UnknownTagsFinishNothing) {
  Tracker tracker;
  tracker.sent("A1 NOOP\r\n");
  EXPECT_FALSE(tracker.completed("A2", "OK"));
  EXPECT_FALSE(tracker.completed("A2", "BAD"));
  EXPECT_TRUE(tracker.completed("A1", "OK"));
  EXPECT_FALSE(tracker.completed("A1", "OK"));
  EXPECT_EQ(tracker.continued(), 0U);
}

TEST(ImapTracker, LongLinesMayBeAnsweredWithoutTag) {
  Tracker tracker;
  tracker.sent("A1 NOOP " + std::string(100'000, 'x') + "\r\n");
  EXPECT_TRUE(tracker.awaits_untagged_bad());
  EXPECT_TRUE(tracker.completed("A1", "BAD"));
}

TEST(ImapTracker, LiteralsBehindLongLinesAreSeen) {
  Tracker tracker;
  tracker.sent("A1 NOOP " + std::string(100'000, 'x') + " {70000+}\r\n");
  tracker.sent(std::string(70'000, '\n'));
  EXPECT_FALSE(tracker.at_command());
  tracker.sent("\r\n");
  EXPECT_TRUE(tracker.at_command());
  EXPECT_TRUE(tracker.sure());
}

TEST(ImapTracker, LargeLiteralsInAdvanceAreNotKept) {
  Tracker tracker;
  tracker.sent("A1 APPEND a {5000000}\r\n");
  for (int i = 0; i < 50; ++i) tracker.sent(std::string(100'000, 'x'));
  tracker.sent("\r\nA2 NOOP\r\n");
  EXPECT_NE(tracker.continued(), 0U);
  EXPECT_EQ(state(tracker), "A1=APPEND A2=NOOP ");
}

TEST(ImapTracker, HugeLiteralsAreWaitedFor) {
  for (const std::string_view size : {"4294967296", "99999999999999999999999"}) {
    Tracker tracker;
    tracker.sent("A1 APPEND a {" + std::string(size) + "}\r\n");
    EXPECT_EQ(state(tracker), "A1=APPEND !");
    tracker.completed("A1", "NO");
    EXPECT_EQ(state(tracker), "");
  }
}

TEST(ImapTracker, AnswersNamesTheCommand) {
  Tracker tracker;
  tracker.answers("LOGOUT");
  tracker.sent("A1 LOG\nOUT");
  EXPECT_EQ(state(tracker), "A1=LOGOUT ");
}

TEST(ImapTracker, TlsForgetsButNotThatOctetsWereSwallowed) {
  Tracker tracker;
  tracker.sent("A1 STARTTLS\r\nA2 NOOP\r\n");
  tracker.completed("A1", "OK");
  tracker.tls_started();
  EXPECT_EQ(state(tracker), "");
  EXPECT_TRUE(tracker.swallowed());
}

}  // namespace
}  // namespace wireassay::imap
