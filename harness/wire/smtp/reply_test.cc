// Replies, strictly and as they are: every row whole, at every prefix, in exact buffers, printed
// and read again.
#include "wire/smtp/reply.h"

#include <gtest/gtest.h>

#include "testing/parser.h"

namespace wireassay::smtp {
namespace {

using namespace std::string_view_literals;

std::string print(const Reply& reply) { return to_wire(reply); }

TEST(SmtpReply, Strict) {
  struct Row {
    std::string_view name, in;
    Parsed<Reply> answer;
  };
  const std::string text507(506, 'x'), text508(507, 'x');
  const std::string line512 = "250 " + text507 + "\r\n", line513 = "250 " + text508 + "\r\n";
  const Row rows[] = {
      {"one line", "250 OK\r\n", Got<Reply>{{250, {"OK"}}, 8}},
      {"two lines", "250-a\r\n250 b\r\n", Got<Reply>{{250, {"a", "b"}}, 14}},
      {"octets behind", "250 a\r\n250 b\r\n", Got<Reply>{{250, {"a"}}, 7}},
      {"no text", "250 \r\n", Got<Reply>{{250, {""}}, 6}},
      {"bare code", "250\r\n", Got<Reply>{{250, {""}}, 5}},
      {"hyphen without text", "250-\r\n250 b\r\n", Got<Reply>{{250, {"", "b"}}, 13}},
      {"bare code after lines", "250-a\r\n250\r\n", Got<Reply>{{250, {"a", ""}}, 12}},
      {"hyphen in the text", "250 -a\r\n", Got<Reply>{{250, {"-a"}}, 8}},
      {"tab in the text", "250 a\tb\r\n", Got<Reply>{{250, {"a\tb"}}, 9}},
      {"lowest code", "200 x\r\n", Got<Reply>{{200, {"x"}}, 7}},
      {"highest code", "559 x\r\n", Got<Reply>{{559, {"x"}}, 7}},
      {"nothing", "", NeedMore{}},
      {"half", "250-a\r\n25", NeedMore{}},
      {"CR", "250 OK\r", NeedMore{}},
      {"last line missing", "250-a\r\n", NeedMore{}},
      {"bare LF", "250 OK\n", ParseError{Errc::Malformed, 6, "CRLF"}},
      {"bare CR", "250 O\rK\r\n", ParseError{Errc::Malformed, 5, "CRLF"}},
      {"two CRs", "250 OK\r\r\n", ParseError{Errc::Malformed, 6, "CRLF"}},
      {"codes differ", "250-a\r\n251 b\r\n", ParseError{Errc::Malformed, 9, "Reply-code"}},
      {"first digit", "150 x\r\n", ParseError{Errc::Malformed, 0, "Reply-code"}},
      {"first digit 6", "600 x\r\n", ParseError{Errc::Malformed, 0, "Reply-code"}},
      {"second digit", "260 x\r\n", ParseError{Errc::Malformed, 1, "Reply-code"}},
      {"two digits", "25 x\r\n", ParseError{Errc::Malformed, 2, "Reply-code"}},
      {"four digits", "2500 x\r\n", ParseError{Errc::Malformed, 3, "Reply-line"}},
      {"letter", "2O0 x\r\n", ParseError{Errc::Malformed, 1, "Reply-code"}},
      {"colon", "250:x\r\n", ParseError{Errc::Malformed, 3, "Reply-line"}},
      {"empty line", "\r\n", ParseError{Errc::Malformed, 0, "Reply-code"}},
      {"NUL", "250 a\0\r\n"sv, ParseError{Errc::Malformed, 5, "textstring"}},
      {"8-bit", "250 \xc3\xa9\r\n", ParseError{Errc::Malformed, 4, "textstring"}},
      {"DEL", "250 \x7f\r\n", ParseError{Errc::Malformed, 4, "textstring"}},
      {"512 octets", line512, Got<Reply>{{250, {text507}}, 512}},
      {"513 octets", line513, ParseError{Errc::TooLong, 512, "Reply-line"}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto parse = [](std::string_view in) { return parse_reply(in); };
    EXPECT_EQ(parse(row.in), row.answer);
    EXPECT_EQ(testing::broken_invariant<Reply>(row.in, parse, print), "");
  }
}

TEST(SmtpReply, Limits) {
  const ReadLimits limits{.line = 16, .reply = 40, .lines = 3};
  const auto strict = [&](std::string_view in) { return parse_reply(in, limits); };
  const auto lenient = [&](std::string_view in) {
    return parse_reply_lenient(in, {.limits = limits});
  };
  struct Row {
    std::string_view name, in;
    ParseError strict, lenient;
  };
  const Row rows[] = {
      {"endless line",
       "250 aaaaaaaaaaaaaaaaaaaaaaa",
       {Errc::TooLong, 16, "Reply-line"},
       {Errc::TooLong, 16, "Reply-line"}},
      {"a line that fills the limit",
       "250 aaaaaaaaaaaa",
       {Errc::TooLong, 16, "Reply-line"},
       {Errc::TooLong, 16, "Reply-line"}},
      {"endless reply",
       "250-a\r\n250-b\r\n250-c\r\n250-d\r\n",
       {Errc::TooMany, 21, "Reply-line"},
       {Errc::TooMany, 21, "Reply-line"}},
      {"too many octets",
       "250-aaaaaaaaaa\r\n250-aaaaaaaaaa\r\n250 aaaaaaaaaa\r\n",
       {Errc::TooLong, 40, "Reply"},
       {Errc::TooLong, 40, "Reply"}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(strict(row.in), Parsed<Reply>(row.strict));
    EXPECT_EQ(lenient(row.in), Parsed<LenientReply>(row.lenient));
    EXPECT_EQ(testing::broken_invariant<Reply>(row.in, strict), "");
    EXPECT_EQ(testing::broken_invariant<LenientReply>(row.in, lenient), "");
  }
}

/// "250[a|b] crlf@6", "more", or "Reply-code@0".
std::string outcome(const Parsed<LenientReply>& parsed) {
  if (std::holds_alternative<NeedMore>(parsed)) return "more";
  if (const auto* error = std::get_if<ParseError>(&parsed)) return to_string(*error);
  const auto& got = std::get<Got<LenientReply>>(parsed);
  std::string text = std::to_string(got.value.reply.code);
  for (const std::string& line : got.value.reply.lines)
    text += (text.size() == 3 ? "[" : "|") + line;
  text += "]";
  for (const Deviation& deviation : got.value.deviations) {
    text += " " + std::string(deviation.rule.substr(5)) + "@" + std::to_string(deviation.offset);
  }
  return text;
}

TEST(SmtpReply, Lenient) {
  struct Row {
    std::string_view name, in, outcome;
  };
  const std::string line513 = "250 " + std::string(507, 'x') + "\r\n";
  const std::string answer513 = "250[" + std::string(507, 'x') + "] reply-line-length@512";
  const Row rows[] = {
      {"clean", "250-a\r\n250 b\r\n", "250[a|b]"},
      {"no text", "250 \r\n", "250[]"},
      {"bare LF", "250 OK\n", "250[OK] crlf@6"},
      {"bare LF on the first line", "250-a\n250 b\r\n", "250[a|b] crlf@5"},
      {"bare CR", "250 O\rK\r\n", "250[O\rK] crlf@5"},
      {"two CRs", "250 OK\r\r\n", "250[OK\r] crlf@6"},
      {"codes differ", "250-a\r\n251 b\r\n", "251[a|b] same-code@7"},
      {"three codes", "250-a\r\n251-b\r\n250 c\r\n", "250[a|b|c] same-code@7"},
      {"code out of range", "150 x\r\n", "150[x] three-digits@0"},
      {"second digit out of range", "299 x\r\n", "299[x] three-digits@0"},
      {"four digits", "2500 x\r\n", "250[0 x] three-digits@0"},
      {"bare code", "250\r\n", "250[] last-line-space@3"},
      {"no space", "250ok\r\n", "250[ok] last-line-space@3"},
      {"tab", "250\tok\r\n", "250[\tok] last-line-space@3"},
      {"line without code inside", "250-a\r\nb\r\n250 c\r\n", "250[a|b|c] three-digits@7"},
      {"two digits", "25 x\r\n", "malformed Reply-code at octet 0"},
      {"text", "OK\r\n", "malformed Reply-code at octet 0"},
      {"empty line", "\r\n", "malformed Reply-code at octet 0"},
      {"text without end", "OK", "more"},
      {"half", "250-a\r\n250", "more"},
      {"control", "250 a\x01\r\n", "250[a\x01] reply-text-octets@5"},
      {"8-bit", "250 \xc3\xa9\r\n", "250[\xc3\xa9] reply-text-octets@4"},
      {"513 octets", line513, answer513},
      {"all at once", "199-\xff\n250\r\n",
       "250[\xff|] three-digits@0 reply-text-octets@4 crlf@5 same-code@6 last-line-space@9"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto parse = [](std::string_view in) { return parse_reply_lenient(in); };
    EXPECT_EQ(outcome(parse(row.in)), row.outcome);
    EXPECT_EQ(testing::broken_invariant<LenientReply>(row.in, parse), "");
  }
}

TEST(SmtpReply, Utf8WhereItIsAllowed) {
  const LenientOptions utf8{.utf8 = true};
  EXPECT_EQ(outcome(parse_reply_lenient("251 <\xc3\xa9@x.test>\r\n", utf8)),
            "251[<\xc3\xa9@x.test>]");
  EXPECT_EQ(outcome(parse_reply_lenient("251 <\xe9@x.test>\r\n", utf8)),
            "251[<\xe9@x.test>] reply-text-octets@5");
}

TEST(EnhancedCode, Table) {
  struct Row {
    std::string_view name, text, code;
  };
  const Row rows[] = {
      {"with text", "5.1.1 no such user", "5.1.1"},
      {"alone", "2.0.0", "2.0.0"},
      {"three digits", "4.123.456 x", "4.123.456"},
      {"four digits", "4.1234.1 x", "none"},
      {"class 3", "3.0.0 x", "none"},
      {"two numbers", "2.0 x", "none"},
      {"four numbers", "2.0.0.1 x", "none"},
      {"text directly behind", "2.0.0x", "none"},
      {"space first", " 2.0.0 x", "none"},
      {"nothing", "", "none"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto code = parse_enhanced_code(row.text);
    EXPECT_EQ(code ? to_string(*code) : "none", row.code);
  }
}

TEST(EnhancedCode, Check) {
  struct Row {
    std::string_view name;
    Reply reply;
    std::string_view rule;
  };
  const Row rows[] = {
      {"good", {250, {"2.1.0 ok"}}, ""},
      {"each line", {550, {"5.1.1 a", "5.1.1 b"}}, ""},
      {"3xx has none", {354, {"go ahead"}}, ""},
      {"missing", {250, {"ok"}}, rule::kEnhancedMissing},
      {"missing on a line", {550, {"5.1.1 a", "b"}}, rule::kEnhancedMissing},
      {"another on a line", {550, {"5.1.1 a", "5.1.2 b"}}, rule::kEnhancedMissing},
      {"class", {250, {"5.1.1 ok"}}, rule::kEnhancedClass},
      {"class of 4xx", {451, {"5.3.0 later"}}, rule::kEnhancedClass},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(check_enhanced(row.reply).value_or(""), row.rule);
  }
}

}  // namespace
}  // namespace wireassay::smtp
