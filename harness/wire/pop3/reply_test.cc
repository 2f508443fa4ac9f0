// Responses in tables: strict, lenient, and every way to cut them.
#include "wire/pop3/reply.h"

#include <gtest/gtest.h>

#include "testing/parser.h"

namespace wireassay::pop3 {
namespace {

constexpr ReadLimits kSmall{.line = 40, .reply = 40};

Parsed<Reply> ok(std::string text, std::size_t used) {
  return Got<Reply>{{Status::Ok, std::move(text), std::nullopt}, used};
}
Parsed<Reply> err(std::string text, std::size_t used) {
  return Got<Reply>{{Status::Err, std::move(text), std::nullopt}, used};
}
Parsed<Reply> more(std::string text, std::size_t used) {
  return Got<Reply>{{Status::Continue, std::move(text), std::nullopt}, used};
}
Parsed<Reply> with_body(std::string text, std::string body, std::size_t used) {
  return Got<Reply>{{Status::Ok, std::move(text), std::move(body)}, used};
}
Parsed<Reply> bad(std::size_t offset, std::string_view rule) {
  return ParseError{Errc::Malformed, offset, rule};
}
Parsed<Reply> too_long(std::size_t offset, std::string_view rule) {
  return ParseError{Errc::TooLong, offset, rule};
}

struct Row {
  std::string_view name;
  Form form;
  std::string in;
  Parsed<Reply> want;
};

constexpr Form kLine = Form::SingleLine, kMulti = Form::MultiLine, kSasl = Form::Sasl;

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows = {
      {"+OK alone", kLine, "+OK\r\n", ok("", 5)},
      {"+OK with text", kLine, "+OK 2 320\r\n", ok("2 320", 11)},
      {"two spaces", kLine, "+OK  x\r\n", ok(" x", 8)},
      {"-ERR", kLine, "-ERR no\r\n", err("no", 9)},
      {"one of two", kLine, "+OK a\r\n+OK b\r\n", ok("a", 7)},
      {"no octet", kLine, "", NeedMore{}},
      {"half a status", kLine, "+O", NeedMore{}},
      {"no line end", kLine, "+OK a\r", NeedMore{}},
      {"small letters", kLine, "+ok a\r\n", bad(0, "status")},
      {"another word", kLine, "+OKAY\r\n", bad(0, "status")},
      {"an SMTP reply", kLine, "220 ready\r\n", bad(0, "status")},
      {"an empty line", kLine, "\r\n", bad(0, "status")},
      {"bare LF", kLine, "+OK a\n", bad(5, "CRLF")},
      {"bare CR", kLine, "+OK a\rb\r\n", bad(5, "CRLF")},
      {"CR CR LF", kLine, "+OK a\r\r\n", bad(5, "CRLF")},
      {"512 octets", kLine, "+OK " + std::string(506, 'x') + "\r\n",
       ok(std::string(506, 'x'), 512)},
      {"513 octets", kLine, "+OK " + std::string(507, 'x') + "\r\n", too_long(512, "single-line")},
      {"no challenge asked", kLine, "+ abc\r\n", bad(0, "status")},
      {"challenge", kSasl, "+ YWJj\r\n", more("YWJj", 8)},
      {"empty challenge", kSasl, "+ \r\n", more("", 4)},
      {"challenge without space", kSasl, "+\r\n", bad(1, "continue-req")},
      {"success in an exchange", kSasl, "+OK in\r\n", ok("in", 8)},
      {"refusal needs no body", kMulti, "-ERR no such message\r\n", err("no such message", 22)},
      {"empty body", kMulti, "+OK\r\n.\r\n", with_body("", "", 8)},
      {"body", kMulti, "+OK\r\na\r\n\r\nb\r\n.\r\n", with_body("", "a\r\n\r\nb\r\n", 16)},
      {"body and more", kMulti, "+OK\r\na\r\n.\r\n+OK\r\n", with_body("", "a\r\n", 11)},
      {"body not ended", kMulti, "+OK\r\na\r\n.\r", NeedMore{}},
      {"period in a line", kMulti, "+OK\r\na.\r\n.\r\n", with_body("", "a.\r\n", 12)},
      {"stuffed", kMulti, "+OK\r\n..\r\n..x\r\n...\r\n.\r\n",
       with_body("", ".\r\n.x\r\n..\r\n", 22)},
      {"not stuffed", kMulti, "+OK\r\n.x\r\n.\r\n", bad(5, "dot-stuffed")},
      {"bare LF in a body", kMulti, "+OK\r\na\n.\nb\r\n.\r\n", with_body("", "a\n.\nb\r\n", 15)},
      {"period after bare LF", kMulti, "+OK\r\na\n.\r\n.\r\n", with_body("", "a\n.\r\n", 13)},
      {"period after bare CR", kMulti, "+OK\r\na\r.\r\n.\r\n", with_body("", "a\r.\r\n", 13)},
      {"CR at a line end", kMulti, "+OK\r\na\r\r\n.\r\n", with_body("", "a\r\r\n", 12)},
      {"NUL and high octets", kMulti, std::string("+OK\r\n\0\xff\r\n.\r\n", 12),
       with_body("", std::string("\0\xff\r\n", 4), 12)},
  };
  return kRows;
}

TEST(Pop3Reply, Table) {
  for (const Row& row : rows()) {
    SCOPED_TRACE(row.name);
    const auto parse = [&](std::string_view in) { return parse_reply(in, row.form); };
    EXPECT_EQ(parse(row.in), row.want);
    EXPECT_EQ(testing::broken_invariant<Reply>(row.in, parse, to_wire), "");
    const auto lenient = [&](std::string_view in) { return parse_reply_lenient(in, row.form); };
    EXPECT_EQ(testing::broken_invariant<LenientReply>(row.in, lenient), "");
  }
}

TEST(Pop3Reply, Limits) {
  struct LimitRow {
    std::string_view name;
    Form form;
    std::string in;
    bool too_long;
  };
  const LimitRow kRows[] = {
      {"40 octets", kLine, "+OK " + std::string(34, 'x') + "\r\n", false},
      {"41 octets", kLine, "+OK " + std::string(35, 'x') + "\r\n", true},
      {"no end in sight", kLine, std::string(40, 'x'), true},
      {"body, 40 octets in all", kMulti, "+OK\r\n" + std::string(30, 'x') + "\r\n.\r\n", false},
      {"body, 41 octets in all", kMulti, "+OK\r\n" + std::string(31, 'x') + "\r\n.\r\n", true},
      {"body without end", kMulti, "+OK\r\n" + std::string(35, 'x'), true},
  };
  for (const LimitRow& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto parse = [&](std::string_view in) {
      return parse_reply_lenient(in, row.form, kSmall);
    };
    const Parsed<LenientReply> answer = parse(row.in);
    const auto* error = std::get_if<ParseError>(&answer);
    EXPECT_EQ(error != nullptr && error->code == Errc::TooLong, row.too_long);
    EXPECT_EQ(testing::broken_invariant<LenientReply>(row.in, parse), "");
  }
}

TEST(Pop3Reply, Lenient) {
  struct LenientRow {
    std::string_view name;
    Form form;
    std::string in;
    Reply want;
    std::vector<Deviation> deviations;
  };
  const LenientRow kRows[] = {
      {"right", kLine, "+OK\r\n", {Status::Ok, "", {}}, {}},
      {"small letters", kLine, "-err x\r\n", {Status::Err, "x", {}}, {{rule::kStatusCapitals, 0}}},
      {"bare LF", kLine, "+OK x\n", {Status::Ok, "x", {}}, {{rule::kCrlf, 5}}},
      {"both",
       kLine,
       "+Ok x\n",
       {Status::Ok, "x", {}},
       {{rule::kStatusCapitals, 0}, {rule::kCrlf, 5}}},
      {"long",
       kLine,
       "+OK " + std::string(600, 'x') + "\r\n",
       {Status::Ok, std::string(600, 'x'), {}},
       {{rule::kLineLength, 512}}},
      {"bare +", kSasl, "+\r\n", {Status::Continue, "", {}}, {{rule::kContinueSpace, 1}}},
      {"not stuffed",
       kMulti,
       "+OK\r\n.a\r\n.b\r\n.\r\n",
       {Status::Ok, "", "a\r\nb\r\n"},
       {{rule::kDotStuffing, 5}}},
      {"LF, then a body", kMulti, "+OK\na\r\n.\r\n", {Status::Ok, "", "a\r\n"}, {{rule::kCrlf, 3}}},
  };
  for (const LenientRow& row : kRows) {
    SCOPED_TRACE(row.name);
    const Parsed<LenientReply> want = Got<LenientReply>{{row.want, row.deviations}, row.in.size()};
    EXPECT_EQ(parse_reply_lenient(row.in, row.form), want);
  }
}

TEST(Pop3Reply, RespCode) {
  struct CodeRow {
    std::string_view name, text;
    std::optional<std::string_view> want;
  };
  const CodeRow kRows[] = {
      {"plain", "[IN-USE] busy", "IN-USE"},    {"levels", "[SYS/TEMP] x", "SYS/TEMP"},
      {"none", "busy", std::nullopt},          {"not at the start", "x [IN-USE]", std::nullopt},
      {"not closed", "[IN-USE", std::nullopt}, {"empty", "[]", std::nullopt},
      {"empty level", "[A//B]", std::nullopt}, {"space inside", "[A B]", std::nullopt},
  };
  for (const CodeRow& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(resp_code(row.text), row.want);
  }
}

TEST(Pop3Reply, BodyLines) {
  EXPECT_EQ(body_lines(""), std::vector<std::string>{});
  EXPECT_EQ(body_lines("a\r\n\r\nb\n\r\n"), (std::vector<std::string>{"a", "", "b\n"}));
}

}  // namespace
}  // namespace wireassay::pop3
