// Parsing and expanding strings with ${…}: every operator, every escape, every limit.
#include "scenario/template.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scenario/check.h"

namespace wireassay::scenario {
namespace {

using Kind = ExpansionError::Kind;
using std::string_literals::operator""s;
using std::string_view_literals::operator""sv;

Scope make_scope() {
  Scope scope;
  scope.variables["client"] = {"c.test", false};
  scope.variables["n"] = {"10", false};
  scope.variables["zero"] = {"0", false};
  scope.variables["max"] = {"18446744073709551615", false};
  scope.variables["over"] = {"18446744073709551616", false};
  scope.variables["crlf"] = {"a\\r\\n${client}", false};
  scope.variables["password"] = {"hunter22", true};
  scope.variables["pin"] = {"1234", true};
  Event event;
  event.cls = "250";
  event.raw = "250 2.1.0 ok\r\n";
  event.at_ms = 1234.6;
  event.fields = {{"enhanced", "2.1.0"s},        {"size", std::uint64_t{42}},
                  {"lines", TextList{"a", "b"}}, {"one", TextList{"x"}},
                  {"none", std::monostate{}},    {"header", TextTable{{"A", {"b"}}}}};
  scope.named["m"] = event;
  return scope;
}

TEST(Template, Expansion) {
  struct Row {
    const char* name;
    std::string_view text;
    std::string_view want;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"empty",                 "",                              ""},
      {"constant",              "NOOP",                          "NOOP"},
      {"variable",              "EHLO ${client}",                "EHLO c.test"},
      {"white space inside",    "${ client }",                   "c.test"},
      {"two variables",         "${client}${n}",                 "c.test10"},
      {"dollar alone",          "$ $x {x} $",                    "$ $x {x} $"},
      {"escaped opening",       "$${client}",                    "${client}"},
      {"dollar, escaped",       "$$${client}",                   "$${client}"},
      {"escaped, then value",   "$${${n}}",                      "${10}"},
      {"braces around",         "{${len(client)}}",              "{6}"},
      {"no unescaping",         "\\r\\n${crlf}",                 "\\r\\na\\r\\n${client}"},
      {"number",                "${7}",                          "7"},
      {"literal",               "${'it'}",                       "it"},
      {"double quotes",         "${\"it's\"}",                   "it's"},
      {"brace in a literal",    "${'}'}",                        "}"},
      {"sum",                   "${n + 1}",                      "11"},
      {"sum without spaces",    "${n+1}",                        "11"},
      {"difference",            "${n - 10}",                     "0"},
      {"product",               "${n * 3}",                      "30"},
      {"product binds tighter", "${2 + n * 3}",                  "32"},
      {"left to right",         "${n - 3 - 2}",                  "5"},
      {"largest number",        "${max + 0}",                    "18446744073709551615"},
      {"times zero",            "${max * zero}",                 "0"},
      {"text as number",        "${'5' + 1}",                    "6"},
      {"call in a sum",         "${len(client) - 1}",            "5"},
      {"sum in a call",         "${repeat('x', n - 7)}",         "xxx"},
      {"calls nest",            "${len(repeat('ab', len(client)))}", "12"},
      {"time of a reply",       "${m.at}",                       "1235"},
      {"class of a reply",      "${m.reply}",                    "250"},
      {"text field",            "${m.enhanced}",                 "2.1.0"},
      {"number field",          "${m.size}",                     "42"},
      {"list field",            "${m.lines}",                    "a b"},
      {"list of one",           "${m.one}",                      "x"},
      {"octets of a reply",     "${m.octets}",                   "14"},
      {"field in a product",    "${m.size * 2}",                 "84"},
  };
  // clang-format on
  const Scope scope = make_scope();
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto parsed = parse_template(row.text);
    ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
    EXPECT_EQ(parsed->source, row.text);
    const auto got = expand(*parsed, scope);
    ASSERT_TRUE(got.has_value()) << got.error().message;
    EXPECT_EQ(got->octets, row.want);
    EXPECT_TRUE(got->secrets.empty());
  }
}

TEST(Template, ExpansionErrors) {
  struct Row {
    const char* name;
    std::string_view text;
    Kind kind;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"unknown variable",      "${nobody}",        Kind::Unknown},
      {"unknown reply",         "${x.at}",          Kind::Unknown},
      {"sum too large",         "${max + 1}",       Kind::Overflow},
      {"product too large",     "${max * 2}",       Kind::Overflow},
      {"below zero",            "${n - 11}",        Kind::Overflow},
      {"below zero on the way", "${n - 11 + 5}",    Kind::Overflow},
      {"operand too large",     "${over + 0}",      Kind::Overflow},
      {"no number",             "${client + 1}",    Kind::Bad},
      {"empty number",          "${'' + 1}",        Kind::Bad},
      {"negative number",       "${'-1' + 1}",      Kind::Bad},
      {"no such field",         "${m.body}",        Kind::Bad},
      {"absent field",          "${m.none}",        Kind::Bad},
      {"table field",           "${m.header}",      Kind::Bad},
      {"no capabilities",       "${cap(SIZE)}",     Kind::Missing},
      {"no player",             "${plain()}",       Kind::Missing},
  };
  // clang-format on
  const Scope scope = make_scope();
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto parsed = parse_template(row.text);
    ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
    const auto got = expand(*parsed, scope);
    ASSERT_FALSE(got.has_value());
    EXPECT_EQ(got.error().kind, row.kind);
    EXPECT_FALSE(got.error().message.empty());
  }
}

TEST(Template, Secrets) {
  using Ranges = std::vector<std::pair<std::size_t, std::size_t>>;
  struct Row {
    const char* name;
    std::string_view text;
    std::string_view want;
    Ranges secrets;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"the whole",           "${password}",                "hunter22",         {{0, 8}}},
      {"inside",              "PASS ${password} ${client}", "PASS hunter22 c.test", {{5, 8}}},
      {"twice",               "${password}-${password}",    "hunter22-hunter22", {{0, 8}, {9, 8}}},
      {"a function of it",    "x${base64(password)}",       "xaHVudGVyMjI=",    {{1, 12}}},
      {"nested functions",    "${unbase64(base64(password))}", "hunter22",      {{0, 8}}},
      {"its length",          "${len(password)}",           "8",                {{0, 1}}},
      {"one of two arguments", "${slice(client, 0, len(password))}", "c.test",  {{0, 6}}},
      {"arithmetic",          "${pin + 1}",                 "1235",             {{0, 4}}},
      {"empty leaves none",   "${slice(password, 8)}",      "",                 {}},
  };
  // clang-format on
  const Scope scope = make_scope();
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto got = expand(*parse_template(row.text), scope);
    ASSERT_TRUE(got.has_value()) << got.error().message;
    EXPECT_EQ(got->octets, row.want);
    EXPECT_EQ(got->secrets, row.secrets);
  }
}

TEST(Template, SecretsStayOutOfErrors) {
  const Scope scope = make_scope();
  for (const std::string_view text :
       {"${password + 1}", "${unbase64(slice(password, 0, 3))}", "${hex(password)}"}) {
    SCOPED_TRACE(text);
    const auto got = expand(*parse_template(text), scope);
    ASSERT_FALSE(got.has_value());
    EXPECT_EQ(got.error().message.find("hun"), std::string::npos) << got.error().message;
  }
}

TEST(Template, LimitIsHeld) {
  const Scope scope = make_scope();
  struct Row {
    const char* name;
    std::string_view text;
    std::size_t limit;
    bool fits;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"constant fits",        "12345",                            5,  true},
      {"constant too long",    "123456",                           5,  false},
      {"variable too long",    "${client}",                        5,  false},
      {"sum of parts",         "123${client}",                     8,  false},
      {"repeat fits",          "${repeat('ab', 4)}",               8,  true},
      {"repeat too long",      "${repeat('ab', 5)}",               8,  false},
      {"astronomic repeat",    "${repeat(client, max)}",           64, false},
      {"repeat of nothing",    "${repeat('', max)}",               8,  true},
      {"hidden in a length",   "${len(repeat('a', 9))}",           8,  false},
      {"base64",               "${base64('123456789')}",           8,  false},
      {"stuffing",             "${stuff('........')}",             8,  false},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto got = expand(*parse_template(row.text), scope, row.limit);
    EXPECT_EQ(got.has_value(), row.fits);
    if (!got) {
      EXPECT_EQ(got.error().kind, Kind::Overflow);
    }
  }
}

TEST(Template, Mistakes) {
  struct Row {
    const char* name;
    std::string_view text;
    std::size_t offset;
    const char* message;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"not closed",            "a ${client",          2,  "not closed"},
      {"empty",                 "${}",                 2,  "expected a name"},
      {"cut off",               "${",                  2,  "ends too early"},
      {"operator at the end",   "${n +}",              5,  "expected a name"},
      {"operator at the start", "${* n}",              2,  "expected a name"},
      {"parentheses",           "${(n)}",              2,  "expected a name"},
      {"division",              "${n / 2}",            4,  "expected '}'"},
      {"two names",             "${n n}",              4,  "expected '}'"},
      {"number and letters",    "${1a}",               3,  "begin with a digit"},
      {"number too large",      "${18446744073709551616}", 2, "64 bits"},
      {"quote not closed",      "${len('x)}",          6,  "not closed"},
      {"unknown function",      "${bas64(n)}",         2,  "unknown function 'bas64'"},
      {"too few arguments",     "${repeat('x')}",      2,  "takes 2 arguments, not 1"},
      {"too many arguments",    "${len(n, n)}",        2,  "takes 1 arguments, not 2"},
      {"argument missing",      "${repeat('x',)}",     13, "after ','"},
      {"call not closed",       "${len(n}",            7,  "expected ',' or ')'"},
      {"field missing",         "${m.}",               4,  "name of a field"},
      {"hole in a send",        "RSET ${?x}",          5,  "hole"},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto parsed = parse_template(row.text);
    ASSERT_FALSE(parsed.has_value());
    EXPECT_EQ(parsed.error().offset, row.offset);
    EXPECT_NE(parsed.error().message.find(row.message), std::string::npos)
        << parsed.error().message;
  }
}

TEST(Template, Limits) {
  std::string nested = "n";
  for (std::size_t i = 0; i < TemplateLimits::kNesting; ++i) nested = "len(" + nested + ")";
  EXPECT_TRUE(parse_template("${" + nested + "}").has_value());
  EXPECT_FALSE(parse_template("${len(" + nested + ")}").has_value());
  std::string chain = "len('a')";
  for (std::size_t i = 0; i < 2 * TemplateLimits::kNesting; ++i) chain += "+len('a')";
  EXPECT_TRUE(parse_template("${" + chain + "}").has_value()) << "one behind the other is not deep";
  for (int i = 0; i < 20000; ++i) chain += "+${n}";
  EXPECT_FALSE(parse_check("${n} == ${n} + " + chain.substr(chain.find("+${n}") + 1)).has_value());
  EXPECT_FALSE(parse_template("${" + std::string(200000, '1') + "}").has_value());
  std::string many;
  for (std::size_t i = 0; i < TemplateLimits::kPieces; ++i) many += "${n}";
  EXPECT_TRUE(parse_template(many).has_value());
  EXPECT_FALSE(parse_template(many + "${n}").has_value());
  EXPECT_TRUE(
      parse_template("${'" + std::string(TemplateLimits::kExpression - 4, 'x') + "'}").has_value());
  EXPECT_FALSE(
      parse_template("${'" + std::string(TemplateLimits::kExpression, 'x') + "'}").has_value());
}

TEST(Template, Holes) {
  struct Row {
    const char* name;
    std::string_view text;
    bool good;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"named",             "1 ${?size}",       true},
      {"any",               "${?} EXISTS",      true},
      {"rest",              "(${?*})",          true},
      {"with a value",      "${n}${?x}",        true},
      {"two in a row",      "${?x}${?y}",       false},
      {"any and rest",      "${?}${?*}",        false},
      {"no name",           "${?1x}",           false},
      {"white space",       "${? x}",           false},
      {"not closed",        "${?x",             false},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto parsed = parse_template(row.text, {.holes = true});
    EXPECT_EQ(parsed.has_value(), row.good);
    if (parsed) {
      EXPECT_TRUE(parsed->has_holes());
    }
    if (parsed) {
      EXPECT_FALSE(expand(*parsed, make_scope()).has_value());
    }
  }
}

TEST(Template, Bytes) {
  struct Row {
    const char* name;
    std::string_view text;
    std::string_view want;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"plain",                 R"(abc)",                       "abc"},
      {"all escapes",           R"(\r\n\t\0\\\x41\xfF)",        "\r\n\t\0\\A\xff"sv},
      {"value is not unescaped", R"(${crlf}\r\n)",              "a\\r\\n${client}\r\n"},
      {"literal is unescaped",  R"(${repeat('\r\n', 2)})",      "\r\n\r\n"},
      {"escaped opening",       R"($${n}\n)",                   "${n}\n"},
      {"backslash, then value", R"(\\${n})",                    "\\10"},
      {"dollar from an escape", R"(\x24{n})",                   "${n}"},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto parsed = parse_bytes_template(row.text);
    ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
    const auto got = expand(*parsed, make_scope());
    ASSERT_TRUE(got.has_value()) << got.error().message;
    EXPECT_EQ(got->octets, row.want);
  }
}

TEST(Template, BytesMistakes) {
  struct Row {
    const char* name;
    std::string_view text;
    std::size_t offset;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"unknown escape",       R"(ab\q)",           2},
      {"backslash at the end", R"(ab\)",            2},
      {"one digit",            R"(\x4)",            0},
      {"no digits",            R"(ab\xgg)",         2},
      {"capital letter",       R"(\R)",             0},
      {"behind a value",       R"(${n}\q)",         4},
      {"in a literal",         R"(${len('a\q')})",  8},
      {"a hole",               R"(${?x})",          0},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto parsed = parse_bytes_template(row.text);
    ASSERT_FALSE(parsed.has_value());
    EXPECT_EQ(parsed.error().offset, row.offset);
  }
  EXPECT_EQ(unescape_bytes(R"(${n}\0)"), "${n}\0"s);
  EXPECT_FALSE(unescape_bytes(R"(\x)").has_value());
}

TEST(Template, Hex) {
  struct Row {
    const char* name;
    std::string_view text;
    std::string_view want;
    bool good;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"empty",             "",                              "",              true},
      {"pairs",             "16 03 0A 0a",                   "\x16\x03\n\n",  true},
      {"no spaces",         "41424344",                      "ABCD",          true},
      {"comment",           "41 # record 42\n43",            "AC",            true},
      {"comment at end",    "41 # the end",                  "A",             true},
      {"continued",         "41 \\\n42 \\\r\n43",            "ABC",           true},
      {"digits apart",      "4 1",                           "A",             true},
      {"half an octet",     "41 4",                          "",              false},
      {"no digit",          "4g",                            "",              false},
      {"backslash inside",  "41 \\ 42",                      "",              false},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto got = parse_hex(row.text);
    ASSERT_EQ(got.has_value(), row.good);
    if (got) {
      EXPECT_EQ(*got, row.want);
    }
  }
}

TEST(Template, Names) {
  const auto parsed = parse_template(
      "${a} ${m.at + len(b)} ${cap(SIZE)} ${mailbox(other)} ${?h} ${cap(LOGIN-DELAY)}",
      {.holes = true});
  ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
  std::vector<std::string> seen;
  for_each_name(*parsed, [&](const NameUse& use) {
    static constexpr std::string_view kKinds = "VFCH";
    std::string entry(1, kKinds[static_cast<std::size_t>(use.kind)]);
    entry += ":" + std::string(use.name);
    if (!use.field.empty()) entry += "." + std::string(use.field);
    seen.push_back(entry + "@" + std::to_string(use.offset));
  });
  const std::vector<std::string> want = {"V:a@2",    "F:m.at@7",     "C:len@14", "V:b@18",
                                         "C:cap@24", "C:mailbox@37", "H:h@53",   "C:cap@61"};
  EXPECT_EQ(seen, want);
}

TEST(Template, LiteralIsNotLookedInto) {
  const auto got = expand(literal_template("${n}\\r"), Scope{});
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->octets, "${n}\\r");
  EXPECT_TRUE(literal_template("").pieces.empty());
}

TEST(Check, Holds) {
  enum class Want { Yes, No, Bad, Overflow, Unknown };
  struct Row {
    const char* name;
    std::string_view text;
    Want want;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"equal",                "${n} == 10",                    Want::Yes},
      {"equal as numbers",     "${n} == 010",                   Want::Yes},
      {"not equal",            "${n} != 10",                    Want::No},
      {"less",                 "${n} < 11",                     Want::Yes},
      {"less, equal sides",    "${n} < 10",                     Want::No},
      {"at most",              "${n} <= 10",                    Want::Yes},
      {"at least",             "${n} >= 11",                    Want::No},
      {"greater",              "${n} > 9",                      Want::Yes},
      {"numbers, not text",    "9 < ${n}",                      Want::Yes},
      {"without spaces",       "${n}>9",                        Want::Yes},
      {"largest",              "${max} > 18446744073709551614", Want::Yes},
      {"fields",               "${m.size} == ${m.octets} * 3",  Want::Yes},
      {"the retry of section 4.5.4.1", "${m.at} * ${n} >= ${m.at} * 9 + 1", Want::Yes},
      {"sum in braces",        "${n + 1} * 2 == 22",            Want::Yes},
      {"difference",           "${n}-${m.reply} == 0",          Want::Overflow},
      {"quoted text",          "${client} == 'c.test'",         Want::Yes},
      {"operator in quotes",   "${client} != '<=>'",            Want::Yes},
      {"word with a value",    "x.${client} == 'x.c.test'",     Want::Yes},
      {"text against number",  "${client} == 1",                Want::No},
      {"order of text",        "${client} > 1",                 Want::Bad},
      {"sum too large",        "${max} + 1 > 0",                Want::Overflow},
      {"unknown",              "${nobody} == 1",                Want::Unknown},
      {"operator in braces",   "${len('a==b')} == 4",           Want::Yes},
  };
  // clang-format on
  const Scope scope = make_scope();
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto check = parse_check(row.text);
    ASSERT_TRUE(check.has_value()) << check.error().message;
    const auto got = evaluate_check(*check, scope);
    if (row.want == Want::Yes || row.want == Want::No) {
      ASSERT_TRUE(got.has_value()) << got.error().message;
      EXPECT_EQ(got->holds, row.want == Want::Yes);
      continue;
    }
    ASSERT_FALSE(got.has_value());
    const Kind kind = row.want == Want::Bad        ? Kind::Bad
                      : row.want == Want::Overflow ? Kind::Overflow
                                                   : Kind::Unknown;
    EXPECT_EQ(got.error().kind, kind);
  }
}

TEST(Check, ShowsBothSides) {
  const Scope scope = make_scope();
  EXPECT_EQ(evaluate_check(*parse_check("${n} * 2 > 21"), scope)->sides, "20 > 21");
  EXPECT_EQ(evaluate_check(*parse_check("${password} == 'a\\b'"), scope)->sides, "*** == a\\\\b");
}

TEST(Check, Mistakes) {
  struct Row {
    const char* name;
    std::string_view text;
    std::size_t offset;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"no operator",     "${n}",            0},
      {"empty",           "",                0},
      {"left missing",    " == 1",           1},
      {"right missing",   "1 == ",           5},
      {"two operators",   "1 < ${n} < 3",    9},
      {"bare name",       "m.size == 1",     0},
      {"bare call",       "len(n) == 1",     0},
      {"assignment",      "${n} = 1",        0},
      {"division",        "${n} / 2 == 5",   5},
      {"unknown function", "${le(n)} == 5",  2},
      {"right hand side", "1 == ${n +}",     10},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto check = parse_check(row.text);
    ASSERT_FALSE(check.has_value());
    EXPECT_EQ(check.error().offset, row.offset) << check.error().message;
  }
}

}  // namespace
}  // namespace wireassay::scenario
