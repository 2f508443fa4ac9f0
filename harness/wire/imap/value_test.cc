// Values in tables: what they are, what they mean, and how they are printed.
#include "wire/imap/value.h"

#include <gtest/gtest.h>

#include "testing/parser.h"

namespace wireassay::imap {
namespace {

using namespace std::string_view_literals;

/// Forms by their signs: 'a "b" <literal> ~<literal8> [list]', '_' where a space stood.
std::string show(const std::vector<Value>& values) {
  std::string out;
  for (const Value& value : values) {
    if (value.spaced) out += '_';
    const std::string text(value.text);
    switch (value.form) {
      case Value::Form::Atom: out += text; break;
      case Value::Form::Quoted: out += "\"" + text + "\""; break;
      case Value::Form::Literal: out += "<" + text + ">"; break;
      case Value::Form::Literal8: out += "~<" + text + ">"; break;
      case Value::Form::List: out += "[" + show(value.items) + "]"; break;
    }
  }
  return out;
}

std::string outcome(const Parsed<std::vector<Value>>& parsed) {
  if (const auto* error = std::get_if<ParseError>(&parsed)) return to_string(*error);
  const auto* got = std::get_if<Got<std::vector<Value>>>(&parsed);
  return got == nullptr ? "more" : show(got->value);
}

TEST(ImapValue, Table) {
  struct Row {
    std::string_view name, in, want;
    Sections sections = Sections::No;
  };
  constexpr Sections kSections = Sections::Yes;
  const Row rows[] = {
      {"nothing", "", ""},
      {"atoms", "a 1:* \\Seen %", "a_1:*_\\Seen_%"},
      {"quoted", R"("a b" "")", R"("a b"_"")"},
      {"escapes stay", R"("a\"b\\")", R"("a\"b\\")"},
      {"parentheses in quotes", "\"(\" \")\"", "\"(\"_\")\""},
      {"UTF-8 in quotes", "\"\xc3\xa9\"", "\"\xc3\xa9\""},
      {"control in quotes", "\"a\tb\"", "\"a\tb\""},
      {"literal", "{3}\r\na b x", "<a b>_x"},
      {"empty literal", "{0}\r\n", "<>"},
      {"literal holds line ends", "({4}\r\n\r\n)( x)", "[<\r\n)(>_x]"},
      {"literal8 holds NUL", "~{2}\r\n\0x"sv, "~<\0x>"sv},
      {"tilde of an atom", "~x", "~x"},
      {"lists", "(a (b c) ())", "[a_[b_c]_[]]"},
      {"lists without spaces", "((a)(b) c)", "[[a][b]_c]"},
      {"bracket in an atom", "[Gmail]/All", "[Gmail]/All"},
      {"section", "(BODY[HEADER.FIELDS (a b)]<0> {1}\r\nx)", "[BODY[HEADER.FIELDS (a b)]<0>_<x>]",
       kSections},
      {"section with strings", "(body[HEADER.FIELDS (\"]\" {1}\r\n])] NIL)",
       "[body[HEADER.FIELDS (\"]\" {1}\r\n])]_NIL]", kSections},
      {"section in one word", "(BODY[1.2]<0> a[ b)", "[BODY[1.2]<0>_a[_b]", kSections},
      {"no section below", "((BODY[ a))", "[[BODY[_a]]", kSections},
      {"no section elsewhere", "(BODY[ a)", "[BODY[_a]"},
      {"two spaces", "a  b", "malformed SP at octet 1"},
      {"tab", "a\tb", "malformed SP at octet 1"},
      {"space first", " a", "malformed SP at octet 0"},
      {"space last", "a ", "malformed SP at octet 1"},
      {"space in a list", "( a)", "malformed SP at octet 1"},
      {"space before the end", "(a )", "malformed SP at octet 2"},
      {"no space", "\"a\"\"b\"", "malformed SP at octet 3"},
      {"no space behind a list", "(a)b", "malformed SP at octet 3"},
      {"list not closed", "(a", "malformed atom at octet 2"},
      {"list not opened", "a)", "malformed atom at octet 1"},
      {"quote not closed", "\"a", "malformed quoted at octet 2"},
      {"backslash at the end", R"("a\")", "malformed quoted at octet 4"},
      {"backslash before a letter", R"("\a")", "malformed QUOTED-CHAR at octet 1"},
      {"line end in quotes", "\"a\r\nb\"", "malformed quoted at octet 3"},
      {"NUL in quotes", "\"\0\""sv, "malformed QUOTED-CHAR at octet 1"},
      {"Latin-1 in quotes", "\"\xe9\"", "malformed QUOTED-CHAR at octet 1"},
      {"overlong UTF-8", "\"\xc0\xaf\"", "malformed QUOTED-CHAR at octet 1"},
      {"8-bit in an atom", "a\xc3\xa9", "malformed ATOM-CHAR at octet 1"},
      {"control in an atom", "a\x01", "malformed ATOM-CHAR at octet 1"},
      {"NUL in a literal", "{2}\r\na\0"sv, "malformed CHAR8 at octet 6"},
      {"literal too short", "{3}\r\nab", "malformed literal at octet 0"},
      {"literal without number", "{}\r\n", "malformed literal at octet 0"},
      {"literal without line", "{1} a", "malformed literal at octet 0"},
      {"literal with sign", "{-1}\r\na", "malformed literal at octet 0"},
      {"literal beyond 64 bits", "{99999999999999999999999}\r\n", "malformed literal at octet 0"},
      {"literal behind bare LF", "{1}\na", "malformed CRLF at octet 3"},
      {"non-synchronizing literal", "{1+}\r\na", "malformed literal at octet 0"},
      {"brace in an atom", "a{b", "malformed literal at octet 1"},
      {"section not closed", "(BODY[HEADER x)", "malformed section at octet 12", kSections},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto parse = [&](std::string_view in) { return parse_values(in, row.sections); };
    const testing::ExactBuffer exact(row.in);
    const auto parsed = parse(exact.view());
    const auto* got = std::get_if<Got<std::vector<Value>>>(&parsed);
    const bool bad = row.want.starts_with("malformed");
    EXPECT_EQ(got == nullptr, bad);
    EXPECT_EQ(outcome(parsed), row.want);
    if (got == nullptr) continue;
    EXPECT_EQ(got->used, row.in.size());
    EXPECT_EQ(to_wire(got->value), row.in);
  }
}

TEST(ImapValue, Limits) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '(') + std::string(depth, ')');
  };
  Limits few;
  few.values = 3;
  struct Row {
    std::string_view name;
    std::string in;
    Limits limits;
    std::string_view want;
  };
  const Row rows[] = {
      {"64 lists", nested(64), {}, "read"},
      {"65 lists", nested(65), {}, "too deeply nested parenthesized list at octet 64"},
      {"10000 lists", nested(10000), {}, "too deeply nested parenthesized list at octet 64"},
      {"10000 lists not closed",
       std::string(10000, '('),
       {},
       "too deeply nested parenthesized list at octet 64"},
      {"3 values", "a b c", few, "read"},
      {"4 values", "a b c d", few, "too many response-data at octet 6"},
      {"lists count", "((()))", few, "read"},
      {"and what is in them", "((a b))", few, "too many response-data at octet 4"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto parsed = parse_values(row.in, Sections::No, row.limits);
    const bool read = std::holds_alternative<Got<std::vector<Value>>>(parsed);
    EXPECT_EQ(read ? "read" : outcome(parsed), row.want);
  }
}

TEST(ImapValue, Meaning) {
  struct Row {
    std::string_view name, in, octets;
    bool nil, string;
  };
  const Row rows[] = {
      {"atom", "abc", "abc", false, false},
      {"NIL", "nIl", "nIl", true, false},
      {"quoted NIL", "\"NIL\"", "NIL", false, true},
      {"quoted", R"("a\"\\b")", R"(a"\b)", false, true},
      {"literal with backslash", "{2}\r\n\\\"", "\\\"", false, true},
      {"literal8", "~{1}\r\nx", "x", false, false},
      {"list", "(a)", "", false, false},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto parsed = parse_values(row.in);
    ASSERT_TRUE(std::holds_alternative<Got<std::vector<Value>>>(parsed));
    const Value& value = std::get<Got<std::vector<Value>>>(parsed).value.front();
    EXPECT_EQ(value.octets(), row.octets);
    EXPECT_EQ(value.is_nil(), row.nil);
    EXPECT_EQ(value.is_string(), row.string);
    EXPECT_EQ(value.offset, 0U);
    EXPECT_EQ(value.size, row.in.size());
    EXPECT_EQ(to_wire(value), row.in);
  }
}

TEST(ImapValue, KnowsWhereItStood) {
  const auto parsed = parse_values("a (bc {2}\r\nxy)");
  ASSERT_TRUE(std::holds_alternative<Got<std::vector<Value>>>(parsed));
  const Value& list = std::get<Got<std::vector<Value>>>(parsed).value.at(1);
  EXPECT_EQ(list.offset, 2U);
  EXPECT_EQ(list.size, 12U);
  EXPECT_EQ(list.items.at(1).offset, 6U);
  EXPECT_EQ(list.items.at(1).size, 7U);
}

TEST(ImapValue, EqualBySayingTheSame) {
  const auto value = [](std::string_view in) {
    return std::get<Got<std::vector<Value>>>(parse_values(in)).value.back();
  };
  EXPECT_EQ(value("x (a)"), value("yyy (a)"));
  EXPECT_NE(value("a"), value("\"a\""));
  EXPECT_NE(value("((a) (b))"), value("((a)(b))"));
  EXPECT_NE(value("(a b)"), value("(a)"));
}

}  // namespace
}  // namespace wireassay::imap
