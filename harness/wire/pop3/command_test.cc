// Commands in tables, and what a server takes a bad line for.
#include "wire/pop3/command.h"

#include <gtest/gtest.h>

#include "testing/parser.h"

namespace wireassay::pop3 {
namespace {

Parsed<Command> got(Verb verb, std::string keyword, std::vector<std::string> params,
                    std::size_t used) {
  return Got<Command>{{verb, std::move(keyword), std::move(params)}, used};
}
Parsed<Command> bad(std::size_t offset, std::string_view rule) {
  return ParseError{Errc::Malformed, offset, rule};
}

TEST(Pop3Command, Table) {
  struct Row {
    std::string_view name;
    std::string in;
    Parsed<Command> want;
  };
  const std::string name_245(245, 'x');
  const Row kRows[] = {
      {"no argument", "STAT\r\n", got(Verb::Stat, "STAT", {}, 6)},
      {"small letters", "stat\r\n", got(Verb::Stat, "stat", {}, 6)},
      {"two arguments", "TOP 1 0\r\n", got(Verb::Top, "TOP", {"1", "0"}, 9)},
      {"unknown", "XTND x\r\n", got(Verb::Other, "XTND", {"x"}, 8)},
      {"one of two", "NOOP\r\nQUIT\r\n", got(Verb::Noop, "NOOP", {}, 6)},
      {"spaces in PASS", "PASS a  b \r\n", got(Verb::Pass, "PASS", {"a  b "}, 12)},
      {"255 octets", "USER " + name_245 + "xxx\r\n",
       got(Verb::User, "USER", {name_245 + "xxx"}, 255)},
      {"256 octets", "USER " + name_245 + "xxxx\r\n", ParseError{Errc::TooLong, 255, "command"}},
      {"half", "STA", NeedMore{}},
      {"CR without LF", "STAT\r", NeedMore{}},
      {"LF without CR", "STAT\n", NeedMore{}},
      {"two letters", "AB\r\n", bad(0, "keyword")},
      {"five letters", "STATS\r\n", bad(0, "keyword")},
      {"leading space", " STAT\r\n", bad(0, "keyword")},
      {"empty line", "\r\n", bad(0, "keyword")},
      {"trailing space", "STAT \r\n", bad(5, "param")},
      {"two spaces", "RETR  1\r\n", bad(5, "param")},
      {"tab", "RETR\t1\r\n", bad(4, "param")},
      {"NUL", std::string("NO\0OP\r\n", 7), bad(0, "keyword")},
      {"bare LF inside", "RETR 1\nNOOP\r\n", bad(6, "param")},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto parse = [](std::string_view in) { return parse_command(in); };
    EXPECT_EQ(parse(row.in), row.want);
    EXPECT_EQ(testing::broken_invariant<Command>(row.in, parse, to_wire), "");
  }
}

TEST(Pop3Command, Utf8) {
  const auto parse = [](std::string_view in) {
    return parse_command(in, kMaxCommand, Charset::Utf8);
  };
  EXPECT_EQ(parse("USER J\xc3\xb6rg\r\n"), got(Verb::User, "USER", {"J\xc3\xb6rg"}, 12));
  EXPECT_EQ(parse_command("USER J\xc3\xb6rg\r\n"), bad(6, "param"));
  for (const std::string in : {"USER J\xc3\xb6rg\r\n", "USER \xff\r\n", "PASS \xc3\r\n",
                               "US\xc3\xb6R x\r\n", "PASS \xc3\xb6 \xc3\xb6\r\n"}) {
    SCOPED_TRACE(in);
    EXPECT_EQ(testing::broken_invariant<Command>(in, parse, to_wire), "");
  }
  EXPECT_TRUE(std::holds_alternative<ParseError>(parse("USER \xff\r\n")));
  EXPECT_TRUE(std::holds_alternative<ParseError>(parse("USER \xc0\xaf\r\n")));
  EXPECT_TRUE(std::holds_alternative<ParseError>(parse("US\xc3\xb6R x\r\n")));
}

TEST(Pop3Command, RecognisesWhetherABodyFollows) {
  struct Row {
    std::string_view line;
    bool multi_line;
  };
  const Row kRows[] = {{"RETR 1", true},   {"retr 1", true},  {"RETR", true},
                       {"TOP 1 0", true},  {"CAPA", true},    {"LIST", true},
                       {"LIST ", true},    {"LIST 1", false}, {"UIDL", true},
                       {"UIDL 1", false},  {"AUTH", true},    {"AUTH PLAIN", false},
                       {"STAT", false},    {"NOOP", false},   {"RETRX 1", false},
                       {" RETR 1", false}, {"", false},       {"RETR 1\n", true}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.line);
    EXPECT_EQ(is_multi_line(recognise(row.line)), row.multi_line);
  }
}

}  // namespace
}  // namespace wireassay::pop3
