// Expected exchanges in the language of imaptest's scripts: what holds, what does not and why, and
// what is bound.
#include "wire/imap/script.h"

#include <gtest/gtest.h>

#include "wire/imap/arguments.h"
#include "wire/imap/exchange.h"
#include "wire/imap/match_testing.h"

namespace wireassay::imap {
namespace {

using testing::MapHoles;
using testing::PatternText;
using Bound = std::map<std::string, std::string>;

struct Row {
  std::string_view name, expected, came;
  std::string_view miss;  ///< "" where it holds, else wanted, of the first line that does not
  Bound before = {}, after = {};
};

/// LF stands for CRLF.
std::string wire(std::string_view lines) {
  std::string out;
  for (const char c : lines) out += c == '\n' ? "\r\n" : std::string(1, c);
  return out;
}

void check(const Row& row, std::string_view head = "5 A1 A2\n") {
  SCOPED_TRACE(row.name);
  const PatternText pattern(row.expected, {{"box", "wa1"}, {"upper", "VALUE"}});
  auto compiled = exchange_structure().compile(pattern.parts());
  ASSERT_TRUE(compiled.has_value()) << compiled.error().message;
  MapHoles holes(row.before);
  const std::string element = std::string(head) + wire(row.came);
  const bool holds = (*compiled)->matches(element, holes);
  EXPECT_EQ(holds, row.miss.empty());
  if (holds && !row.after.empty()) EXPECT_EQ(holds ? holes.bound() : Bound{}, row.after);
  if (!holds) EXPECT_EQ(holes.bound(), row.before) << "nothing is bound by what does not hold";
  const auto miss = (*compiled)->miss(element, holes);
  EXPECT_EQ(miss ? miss->wanted : "", row.miss);
}

TEST(Script, Lines) {
  // clang-format off: one line for each case
  const Row rows[] = {
      {"any order",               "* 2 exists\n* 1 recent\n",       "* 1 RECENT\n* 2 EXISTS\nA1 OK x\n", ""},
      {"others may come",         "* 2 exists\n",                   "* FLAGS ()\n* 2 EXISTS\n", ""},
      {"missing",                 "* 2 exists\n* 1 recent\n",       "* 2 EXISTS\n", "* 1 recent"},
      {"one answers two lines",   "* list () $\n* list (\\x) $\n",  "* LIST (\\X) \"/\"\n", ""},
      {"one line, two answers",   "* 2 exists\n",                   "* 2 EXISTS\n* 2 EXISTS\n", ""},
      {"forbidden and absent",    "! bye\n",                        "* 2 EXISTS\n", ""},
      {"forbidden and there",     "* 2 exists\n! bye\n",            "* 2 EXISTS\n* BYE so long\n", "! bye"},
      {"optional and absent",     "? 2 exists\n",                   "* 3 EXISTS\n", ""},
      {"optional and there",      "? 2 exists\n",                   "* 2 EXISTS\n", ""},
      {"no extra, none",          "$!noextra\n* 2 exists\n",        "* 2 EXISTS\nA1 OK x\n", ""},
      {"no extra, one",           "$!noextra\n* 2 exists\n",        "* 2 EXISTS\n* FLAGS ()\n", "$!noextra"},
      {"no extra, optional",      "$!noextra\n? 2 exists\n",        "* 2 EXISTS\n", ""},
      {"no extra by itself",      "$!noextra\n",                    "A1 OK x\n", ""},
      {"comments, empty lines",   "# sizes\n\n* 2 exists\n",        "* 2 EXISTS\n", ""},
      {"text for people behind",  "* ok [unseen 1]\n",              "* OK [UNSEEN 1] First (unseen\n", ""},
      {"prefix of the last word", "* ok [unseen\n",                 "* OK [UNSEENS] x\n", ""},
      {"no prefix elsewhere",     "* search 1 2\n",                 "* SEARCH 1 2 3\n", "* search 1 2"},
      {"fewer than wanted",       "* search 1 2\n",                 "* SEARCH 1\n", "* search 1 2"},
      {"garbage is no response",  "* 2 exists\n",                   "2 EXISTS\n", "* 2 exists"},
  };
  // clang-format on
  for (const Row& row : rows) check(row);
}

TEST(Script, Completions) {
  // clang-format off: one line for each case
  const Row rows[] = {
      {"code",                "no [trycreate]\n",           "A1 NO [TRYCREATE] no such box\n", ""},
      {"other code",          "no [trycreate]\n",           "A1 NO [NONEXISTENT] x\n", "no [trycreate]"},
      {"none",                "no [trycreate]\n",           "* 1 EXISTS\n", "no [trycreate]"},
      {"variables in a code", "ok [appenduid ${?v} ${?u}]\n", "A1 OK [APPENDUID 97 4] x\n", "", {}, {{"v", "97"}, {"u", "4"}}},
      {"up to the bracket",   "ok [capability $] done\n",   "A1 OK [CAPABILITY IMAP4rev1 IDLE] done\n", ""},
      {"of the second",       "tag2 ok [b]\n",              "A2 OK [B]\nA1 OK [A]\n", ""},
      {"not of the second",   "tag2 ok [a]\n",              "A1 OK [A]\nA2 OK [B]\n", "tag2 ok [a]"},
      {"any word",            "\"\"\n",                     "A1 BAD x\n", ""},
      {"tag as a value",      "ok $tag\n",                  "A1 OK A1 x\n", ""},
  };
  // clang-format on
  for (const Row& row : rows) check(row);
}

TEST(Script, Values) {
  // clang-format off: one line for each case
  const Row rows[] = {
      {"letters in either case",     "* list () \"/\" Inbox\n",   "* LIST () \"/\" INBOX\n", ""},
      {"form does not matter",       "* status \"box\" ()\n",     "* STATUS box ()\n", ""},
      {"literal",                    "* x {{{\na\nb\n}}} y\n",    "* X {4}\na\nb y\n", ""},
      {"literal to the octet",       "* x {{{\na\nb\n\n}}}\n",    "* X {4}\na\nb\n", "* x {6}\r\na\r\nb\r\n"},
      {"NIL is no string",           "* x NIL\n",                 "* X \"nil\"\n", "* x NIL"},
      {"a string may be NIL",        "* x \"nil\"\n",             "* X NIL\n", ""},
      {"any value",                  "* x $ b\n",                 "* X a b\n", ""},
      {"any list",                   "* x $ b\n",                 "* X (a (c)) b\n", ""},
      {"a hole is no list",          "* x ${?v}\n",               "* X (a)\n", "* x ${?v}"},
      {"part of a word",             "* x a$.c\n",                "* X abbb.c\n", ""},
      {"dollar",                     "* x $$a\n",                 "* X $a\n", ""},
      {"hole",                       "* 1 fetch (uid ${?u})\n",   "* 1 FETCH (UID 7)\n", "", {}, {{"u", "7"}}},
      {"hole that is bound",         "* x ${?v}\n",               "* X b\n", "* x ${?v}", {{"v", "a"}}},
      {"hole in a word",             "* x ${?a}:${?b},9\n",       "* X 1:22,9\n", "", {}, {{"a", "1"}, {"b", "22"}}},
      {"hole used twice",            "* x ${?a} ${?a}\n",         "* X 1 2\n", "* x ${?a} ${?a}"},
      {"value, octet by octet",      "* x ${upper}\n",            "* X value\n", "* x VALUE"},
      {"value with more",            "* x ${box}2\n",             "* X wa12\n", ""},
      {"bound by the first",         "* x ${?a}\n* y ${?a}\n",    "* X 1\n* Y 1\n", "", {}, {{"a", "1"}}},
      {"taken back where it fails",  "* 1 x ${?a} b\n* 2 x ${?a} b\n", "* 1 X 3 b\n* 2 X 3 b\n", "", {}, {{"a", "3"}}},
      {"lists side by side",         "* thread (1)((2)(3))\n",    "* THREAD (1)((2)(3))\n", ""},
      {"other lists",                "* thread (1)(2)\n",         "* THREAD (1)(2 3)\n", "* thread (1)(2)"},
  };
  // clang-format on
  for (const Row& row : rows) check(row);
}

TEST(Script, NumbersOfTheBeginning) {
  // clang-format off: one line for each case
  const Row rows[] = {
      {"as told one after the other", "* $1 expunge\n* $3 expunge\n",        "* 1 EXPUNGE\n* 2 EXPUNGE\n", ""},
      {"from the end",                "* $1 expunge\n* $3 expunge\n",        "* 3 EXPUNGE\n* 1 EXPUNGE\n", ""},
      {"as they were",                "* $1 expunge\n* $3 expunge\n",        "* 1 EXPUNGE\n* 3 EXPUNGE\n", "* $3 expunge"},
      {"data before or behind",       "* $1 expunge\n* $3 fetch (uid 9)\n",  "* 1 EXPUNGE\n* 2 FETCH (UID 9)\n", ""},
      {"data before",                 "* $1 expunge\n* $3 fetch (uid 9)\n",  "* 3 FETCH (UID 9)\n* 1 EXPUNGE\n", ""},
      {"gone",                        "! $1 fetch ()\n",                     "* 1 EXPUNGE\n* 1 FETCH (UID 2)\n", ""},
      {"beyond the mailbox",          "* $6 expunge\n",                      "* 6 EXPUNGE\n", "* $6 expunge"},
  };
  // clang-format on
  for (const Row& row : rows) check(row);
}

TEST(Script, Lists) {
  // clang-format off: one line for each case
  const Row rows[] = {
      {"FETCH: pairs in any order",  "* 1 fetch (uid 2 flags ())\n",   "* 1 FETCH (FLAGS () UID 2)\n", ""},
      {"FETCH: others",              "* 1 fetch (uid 2)\n",            "* 1 FETCH (FLAGS () UID 2)\n", ""},
      {"FETCH: no pairs",            "* 1 fetch (uid 2)\n",            "* 1 FETCH (UID 2 X)\n", "* 1 fetch (uid 2)"},
      {"flags: any order",           "* 1 fetch (flags (\\a \\b))\n",  "* 1 FETCH (FLAGS (\\B \\A))\n", ""},
      {"flags: exactly",             "* 1 fetch (flags (\\a))\n",      "* 1 FETCH (FLAGS (\\A \\B))\n", "* 1 fetch (flags (\\a))"},
      {"flags: \\Recent aside",      "* 1 fetch (flags (\\a))\n",      "* 1 FETCH (FLAGS (\\A \\Recent))\n", ""},
      {"flags: own directives",      "* 1 fetch (flags ($!unordered $!extra \\a))\n", "* 1 FETCH (FLAGS (\\B \\A))\n", ""},
      {"flags: extra is in order",   "* 1 fetch (flags ($!extra \\a))\n", "* 1 FETCH (FLAGS (\\A \\B))\n", "* 1 fetch (flags ($!extra \\a))"},
      {"section",                    "* 1 fetch (body[header.fields (a)] x)\n", "* 1 FETCH (UID 1 BODY[HEADER.FIELDS (A)] x)\n", ""},
      {"LIST: at least",             "* list (\\a) \"/\" x\n",         "* LIST (\\B \\A) \"/\" x\n", ""},
      {"STATUS: pairs",              "* status x (messages 1)\n",      "* STATUS x (UNSEEN 2 MESSAGES 1)\n", ""},
      {"other lists: in order",      "* x (a b)\n",                    "* X (b a)\n", "* x (a b)"},
      {"other lists: exactly",       "* x (a)\n",                      "* X (a b)\n", "* x (a)"},
      {"unordered",                  "* x ($!unordered a b)\n",        "* X (c b a)\n", ""},
      {"no extra",                   "* x ($!unordered $!noextra a)\n", "* X (b a)\n", "* x ($!unordered $!noextra a)"},
      {"ignore",                     "* x ($!unordered $!noextra $!ignore=b a)\n", "* X (B a)\n", ""},
      {"ban",                        "* x ($!unordered $!ban=b a)\n",  "* X (a B)\n", "* x ($!unordered $!ban=b a)"},
      {"ban, not there",             "* x ($!unordered $!ban=b a)\n",  "* X (a c)\n", ""},
      {"banned but wanted",          "* x ($!unordered $!ban=b b)\n",  "* X (b)\n", ""},
      {"chains of three",            "* x ($!unordered=3 c 5 6)\n",    "* X (a 1 2 C 5 6)\n", ""},
      {"ordered again",              "* list ($!ordered \\a \\b) / x\n", "* LIST (\\B \\A) / x\n", "* list ($!ordered \\a \\b) / x"},
      {"inner default, outer own",   "* 1 fetch ($!unordered=2 flags (\\a))\n", "* 1 FETCH (UID 1 FLAGS (\\A \\Recent))\n", ""},
  };
  // clang-format on
  for (const Row& row : rows) check(row);
}

TEST(Script, ModseqsRise) {
  // clang-format off: one line for each case
  const Row rows[] = {
      {"as high as its index",  "* x ${?modseq2} ${?modseq5}\n", "* X 2 5\n", ""},
      {"higher",                "* x ${?modseq2} ${?modseq5}\n", "* X 10 100\n", ""},
      {"too low at first",      "* x ${?modseq2} ${?modseq5}\n", "* X 1 5\n", "* x ${?modseq2} ${?modseq5}"},
      {"the gap is too small",  "* x ${?modseq2} ${?modseq5}\n", "* X 10 12\n", "* x ${?modseq2} ${?modseq5}"},
      {"just the gap",          "* x ${?modseq2} ${?modseq5}\n", "* X 10 13\n", ""},
      {"no number",             "* x ${?modseq2}\n",             "* X a\n", "* x ${?modseq2}"},
      {"of an earlier step",    "* x ${?modseq5}\n",             "* X 12\n", "* x ${?modseq5}", {{"modseq2", "10"}}},
      {"another name",          "* x ${?modseq_a}\n",            "* X 0\n", "", {}, {{"modseq_a", "0"}}},
  };
  // clang-format on
  for (const Row& row : rows) check(row);
}

TEST(Script, Braces) {
  struct Braces {
    std::string_view name, expected, came;
    bool holds;
  };
  // clang-format off: one line for each case
  const Braces rows[] = {
      {"number",                  "* ${5}0 x\n",         "* 50 X\n",      true},
      {"tag",                     "* x ${tag}y\n",       "* X A1Y\n",     true},
      {"exact",                   "* x a${case:Bc}\n",   "* X aBc\n",     true},
      {"exact, another case",     "* x a${case:Bc}\n",   "* X aBC\n",     false},
      {"exact, what is before",   "* x a${case:Bc}\n",   "* X ABc\n",     false},
  };
  // clang-format on
  for (const Braces& row : rows) {
    SCOPED_TRACE(row.name);
    // The language writes ${ of imaptest as $${.
    const PatternPart part{PatternPart::Kind::Text, row.expected, 0};
    const auto compiled = exchange_structure().compile(std::span(&part, 1));
    ASSERT_TRUE(compiled.has_value()) << compiled.error().message;
    MapHoles holes({});
    EXPECT_EQ((*compiled)->matches("5 A1\n" + wire(row.came), holes), row.holds);
  }
}

TEST(Script, TheTagOfTheFirstCommand) {
  check({"it is", "* esearch (tag $tag)\n", "* ESEARCH (TAG A1)\n", ""});
  check({"it is not", "* esearch (tag $tag)\n", "* ESEARCH (TAG A2)\n", "* esearch (tag $tag)"});
}

TEST(Script, Mistakes) {
  struct Wrong {
    std::string_view name, expected, message;
  };
  // clang-format off: one line for each case
  const Wrong rows[] = {
      {"nothing",           "\n",                         "no line says what is expected"},
      {"no sign",           "1 exists\n",                 "a line begins with"},
      {"no response",       "* \n",                       "the response is missing"},
      {"open list",         "* x (a\n",                   "a list is not closed"},
      {"open string",       "* x \"a\n",                  "a string is not closed"},
      {"open literal",      "* x {{{\na\n",               "{{{ is not closed"},
      {"directive",         "* x ($!any a)\n",            "is no directive"},
      {"chain",             "* x ($!unordered=0 a)\n",    "a number from 1 to 1000"},
      {"odd chain",         "* x ($!unordered=2 a)\n",    "no multiple of 2"},
      {"odd FETCH",         "* 1 fetch (uid)\n",          "no multiple of 2"},
      {"rest",              "* x ${?*}\n",                "write $!unordered"},
      {"imaptest's name",   "* x $uid\n",                 "is written ${?uid} here"},
  };
  // clang-format on
  for (const Wrong& row : rows) {
    SCOPED_TRACE(row.name);
    const PatternText pattern(row.expected, {});
    const auto compiled = exchange_structure().compile(pattern.parts());
    ASSERT_FALSE(compiled.has_value());
    EXPECT_NE(compiled.error().message.find(row.message), std::string::npos)
        << compiled.error().message;
  }
}

TEST(Script, AMistakeHasItsOffset) {
  const PatternText pattern("* 1 exists\n* y ($!any)\n", {});
  const auto compiled = exchange_structure().compile(pattern.parts());
  ASSERT_FALSE(compiled.has_value());
  EXPECT_EQ(compiled.error().offset, 11U);
}

TEST(Script, HostileReplies) {
  const PatternText pattern("* x ($!unordered a b c)\n", {});
  const auto compiled = exchange_structure().compile(pattern.parts());
  ASSERT_TRUE(compiled.has_value());
  MapHoles holes({});
  for (const std::string& came :
       {std::string(), std::string("no head"), std::string("5 A1\n"), std::string("5\n* X (((\r\n"),
        "1 A1\n* X " + std::string(5000, '(') + "\r\n", std::string("1 A1\n* X {99999}\r\nabc"),
        std::string("99999999999999999999999 \n* 1\r\n"), std::string("1 A1\n* \r\n"),
        std::string("1 A1\n* X ) ) )\r\n")}) {
    EXPECT_FALSE((*compiled)->matches(came, holes));
  }
}

TEST(Arguments, Server) {
  struct Line {
    std::string_view name, line, shown;
  };
  // Atoms as they are, strings in quotes, NIL as -.
  // clang-format off: one line for each case
  const Line rows[] = {
      {"words",             "a b",                        "a b"},
      {"lists",             "(a)(b (c))",                 "(a)(b (c))"},
      {"strings",           "\"a \\\"b\\\\\" NIL nil",    "\"a \"b\\\" - -"},
      {"literals",          "{3}\r\na b ~{1}\r\nc x",     "\"a b\" \"c\" x"},
      {"section",           "BODY[X (a)] b",              "BODY[X (a) ] b"},
      {"tilde",             "~foo {x",                    "~foo {x"},
      {"a smile",           "done :) )",                  "done :) )"},
      {"not closed",        "(a \"b",                     "(a \"b\")"},
      {"short literal",     "{9}\r\nabc",                 "{9} abc"},
  };
  // clang-format on
  const auto show = [](const auto& self, const std::vector<Argument>& all) -> std::string {
    std::string out;
    for (const Argument& one : all) {
      if (!out.empty() && !(one.is_list() && out.ends_with(')'))) out += ' ';
      switch (one.kind) {
        case Argument::Kind::Nil: out += '-'; break;
        case Argument::Kind::Atom: out += one.text; break;
        case Argument::Kind::String: out += '"' + one.text + '"'; break;
        case Argument::Kind::List: out += '(' + self(self, one.items) + ')'; break;
      }
    }
    return out;
  };
  for (const Line& row : rows) {
    SCOPED_TRACE(row.name);
    const auto read = read_arguments(row.line, Writer::Server);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(show(show, *read), row.shown);
  }
}

}  // namespace
}  // namespace wireassay::imap
