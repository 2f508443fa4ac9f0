// Fields against what is expected of them: every operator, every kind of pattern, holes, and what a
// miss says.
#include "scenario/match.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scenario/regex.h"
#include "scenario/template.h"

namespace wireassay::scenario {
namespace {

using std::string_literals::operator""s;

Pattern text(std::string_view source) {
  Pattern pattern;
  pattern.text = *parse_template(source, {.holes = true});
  return pattern;
}

Pattern number(std::uint64_t value) {
  Pattern pattern;
  pattern.kind = Pattern::Kind::Number;
  pattern.number = value;
  return pattern;
}

Pattern of_kind(Pattern::Kind kind) {
  Pattern pattern;
  pattern.kind = kind;
  return pattern;
}

/// "/re/" is a regular expression, "#7" a number, "+" present, "-" absent, anything else text with
/// holes.
Pattern pattern_of(std::string_view source) {
  if (source == "+") return of_kind(Pattern::Kind::Present);
  if (source == "-") return of_kind(Pattern::Kind::Absent);
  if (source.starts_with('#')) return number(std::stoull(std::string(source.substr(1))));
  if (source.size() < 2 || !source.starts_with('/') || !source.ends_with('/')) return text(source);
  Pattern pattern = of_kind(Pattern::Kind::Regex);
  pattern.text = literal_template(std::string(source.substr(1, source.size() - 2)));
  pattern.regex = *compile_regex(pattern.text.pieces.front().text);
  return pattern;
}

std::vector<Pattern> patterns(const std::vector<const char*>& sources) {
  std::vector<Pattern> out;
  for (const char* const source : sources) out.push_back(pattern_of(source));
  return out;
}

Scope make_scope() {
  Scope scope;
  scope.variables["n"] = {"42", false};
  scope.variables["bound"] = {"Abc", false};
  scope.variables["password"] = {"hunter22", true};
  return scope;
}

/// Holes that the match bound, as "name=value name=value".
std::string bound_in(const Scope& scope) {
  std::string out;
  for (const auto& [name, value] : scope.variables) {
    if (make_scope().variables.contains(name)) continue;
    out += (out.empty() ? "" : " ") + name + "=" + value.octets;
  }
  return out;
}

struct Matched {
  std::expected<void, FieldMiss> answer;
  std::string bound;
};

Matched match(const FieldExpectation& expectation, const FieldValue& value, Compare compare) {
  Scope scope = make_scope();
  Matched out;
  {
    Bindings bindings(scope);
    const FieldSpec spec{.name = "f", .compare = compare};
    out.answer = match_field(expectation, value, spec, scope, bindings);
    if (!out.answer) {
      EXPECT_EQ(bound_in(scope), "") << "a miss binds nothing";
    }
    bindings.keep();
  }
  out.bound = bound_in(scope);
  return out;
}

TEST(Match, Text) {
  struct Row {
    const char* name;
    const char* pattern;
    std::string value;
    bool holds;
    const char* bound;
    Compare compare = Compare::Exact;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"equal",                     "abc",                    "abc",            true,  ""},
      {"differs",                   "abc",                    "abd",            false, ""},
      {"longer",                    "abc",                    "abcd",           false, ""},
      {"shorter",                   "abc",                    "ab",             false, ""},
      {"empty",                     "",                       "",               true,  ""},
      {"empty against some",        "",                       "a",              false, ""},
      {"case counts",               "abc",                    "ABC",            false, ""},
      {"case does not count",       "aBc",                    "AbC",            true,  "", Compare::IgnoreCase},
      {"only ASCII folds",          "\xc3\xa4",               "\xc3\x84",       false, "", Compare::IgnoreCase},
      {"value",                     "${n} octets",            "42 octets",      true,  ""},
      {"value differs",             "${n} octets",            "43 octets",      false, ""},
      {"sum",                       "${n + 1}",               "43",             true,  ""},
      {"hole alone",                "${?x}",                  "word",           true,  "x=word"},
      {"hole is one word",          "${?x}",                  "two words",      false, ""},
      {"hole is not empty",         "1 ${?x}",                "1 ",             false, ""},
      {"hole at the end",           "1 ${?size}",             "1 120",          true,  "size=120"},
      {"hole inside",               "(${?x})",                "(7)",            true,  "x=7"},
      {"hole ends early",           "${?x}-${?y}",            "a-b-c",          true,  "x=a y=b-c"},
      {"hole goes on if it must",   "<${?x}>",                "<a>>",           true,  "x=a>"},
      {"hole before a value",       "${?x}${n}",              "a42",            true,  "x=a"},
      {"twice the same",            "${?x} ${?x}",            "a a",            true,  "x=a"},
      {"twice, differs",            "${?x} ${?x}",            "a b",            false, ""},
      {"bound before",              "${?bound}",              "Abc",            true,  ""},
      {"bound before, differs",     "${?bound}",              "abc",            false, ""},
      {"capability, any value",     "size",                   "SIZE=1000",      true,  "", Compare::Capability},
      {"capability, this value",    "SIZE=1000",              "SIZE=1000",      true,  "", Compare::Capability},
      {"capability, other value",   "SIZE=100",               "SIZE=1000",      false, "", Compare::Capability},
      {"capability, longer name",   "SIZE",                   "SIZES=1",        false, "", Compare::Capability},
      {"bound before, any case",    "${?bound}",              "aBC",            true,  "", Compare::IgnoreCase},
      {"any word",                  "${?} EXISTS",            "7 EXISTS",       true,  ""},
      {"any word is one",           "${?} EXISTS",            "7 8 EXISTS",     false, ""},
      {"rest",                      "OK ${?*}",               "OK a b c",       true,  ""},
      {"rest may be empty",         "OK${?*}",                "OK",             true,  ""},
      {"rest inside",               "(${?*}) end",            "(a b) end",      true,  ""},
      {"rest, then a hole",         "${?*} ${?x}",            "a b c",          true,  "x=c"},
      {"wildcard digits",           "5.1.x",                  "5.1.10",         true,  "", Compare::DottedDigits},
      {"wildcards",                 "x.x.x",                  "4.7.1",          true,  "", Compare::DottedDigits},
      {"wildcard is not empty",     "5.1.x",                  "5.1.",           false, "", Compare::DottedDigits},
      {"wildcard inside is not empty", "5.x.1",               "5..1",           false, "", Compare::DottedDigits},
      {"wildcard is digits",        "5.1.x",                  "5.1.x",          false, "", Compare::DottedDigits},
      {"other subject",             "5.1.x",                  "5.7.1",          false, "", Compare::DottedDigits},
      {"digits exact",              "5.1.1",                  "5.1.1",          true,  "", Compare::DottedDigits},
      {"no prefix of digits",       "5.1.1",                  "5.1.10",         false, "", Compare::DottedDigits},
      {"what a hole took is itself", "${?h}.${?h}",           "x.x",            true,  "h=x", Compare::DottedDigits},
      {"what a hole took is no wildcard", "${?h}.${?h}",      "x.7",            false, "", Compare::DottedDigits},
      {"x is a letter elsewhere",   "5.1.x",                  "5.1.1",          false, "", Compare::Exact},
      {"number",                    "#42",                    "42",             true,  ""},
      {"number with zeros",         "#42",                    "042",            true,  ""},
      {"number differs",            "#42",                    "43",             false, ""},
      {"number, text",              "#42",                    "x",              false, ""},
      {"present",                   "+",                      "",               true,  ""},
      {"absent",                    "-",                      "x",              false, ""},
      {"regex",                     "/^a+$/",                 "aaa",            true,  ""},
      {"regex, unanchored",         "/b/",                    "abc",            true,  ""},
      {"regex differs",             "/^b/",                   "abc",            false, ""},
      {"regex binds",               R"(/<(?P<id>\d+)@(?P<host>.*)>/)", "<7@h>", true,  "host=h id=7"},
      {"regex, group left out",     "/a(?P<x>b)?/",           "a",              true,  ""},
      {"regex, empty group",        "/a(?P<x>b*)/",           "a",              true,  "x="},
      {"regex compares",            "/(?P<bound>.*)/",        "Abc",            true,  ""},
      {"regex compares, differs",   "/(?P<bound>.*)/",        "xyz",            false, ""},
      {"regex on octets",           R"(/\xff/)",              "a\xff",          true,  ""},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    FieldExpectation expectation{.field = "f", .has = patterns({row.pattern})};
    const Matched got = match(expectation, row.value, row.compare);
    EXPECT_EQ(got.answer.has_value(), row.holds);
    EXPECT_EQ(got.bound, row.bound);
  }
}

TEST(Match, Lists) {
  struct Row {
    const char* name;
    std::vector<const char*> has;
    std::optional<std::vector<const char*>> only;
    std::vector<const char*> order;
    std::vector<const char*> none;
    TextList value;
    bool holds;
    const char* bound = "";
  };
  const auto no = std::nullopt;
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"has one",                 {"b"},          no, {}, {}, {"a", "b"},           true},
      {"has both, any order",     {"b", "a"},     no, {}, {}, {"a", "b", "c"},      true},
      {"has not",                 {"d"},          no, {}, {}, {"a", "b"},           false},
      {"has, empty list",         {"a"},          no, {}, {}, {},                   false},
      {"has nothing",             {},             no, {}, {}, {},                   true},
      {"an element for each",     {"a", "a"},     no, {}, {}, {"a", "b"},           false},
      {"two equal elements",      {"a", "a"},     no, {}, {}, {"a", "a"},           true},
      {"goes back",               {"${?} x", "1 ${?}"}, no, {}, {}, {"1 x", "2 x"}, true},
      {"holes agree",             {"A ${?x}", "B ${?x}"}, no, {}, {}, {"A 1", "A 2", "B 2"}, true, "x=2"},
      {"holes disagree",          {"A ${?x}", "B ${?x}"}, no, {}, {}, {"A 1", "B 2"}, false},
      {"number in a list",        {"#100"},       no, {}, {}, {"103", "100"},       true},
      {"present",                 {"+"},          no, {}, {}, {"a"},                true},
      {"present, empty list",     {"+"},          no, {}, {}, {},                   false},
      {"absent, empty list",      {"-"},          no, {}, {}, {},                   true},
      {"absent, some",            {"-"},          no, {}, {}, {"a"},                false},
      {"only these",              {}, {{"b", "a"}}, {}, {}, {"a", "b"},             true},
      {"only, one more",          {}, {{"b", "a"}}, {}, {}, {"a", "b", "c"},        false},
      {"only, one less",          {}, {{"b", "a"}}, {}, {}, {"a"},                  false},
      {"only none",               {}, {std::vector<const char*>{}}, {}, {}, {},     true},
      {"only none, some",         {}, {std::vector<const char*>{}}, {}, {}, {"a"},  false},
      {"only binds",              {}, {{"A ${?x}"}}, {}, {}, {"A 7"},               true, "x=7"},
      {"order",                   {}, no, {"a", "c"}, {}, {"a", "b", "c"},          true},
      {"wrong order",             {}, no, {"c", "a"}, {}, {"a", "b", "c"},          false},
      {"order, equal ones",       {}, no, {"a", "a"}, {}, {"a", "b"},               false},
      {"order goes back",         {}, no, {"A ${?x}", "B ${?x}"}, {}, {"A 1", "A 2", "B 2"}, true, "x=2"},
      {"dots of RETR",            {}, no, {".", "..", ".one", "end"}, {}, {"h", ".", "..", ".one", "end"}, true},
      {"not there",               {}, no, {}, {"${?} EXPUNGE"}, {"1 EXISTS"},       true},
      {"forbidden",               {}, no, {}, {"${?} EXPUNGE"}, {"1 EXISTS", "2 EXPUNGE"}, false},
      {"not binds nothing",       {}, no, {}, {"${?x} y"}, {"1 EXISTS"},            true},
      {"not, bound value",        {}, no, {}, {"${?n} y"}, {"43 y"},                true},
      {"has and not",             {"${?x} EXISTS"}, no, {}, {"b"}, {"3 EXISTS"},    true, "x=3"},
      {"has holds, not does not", {"${?x} EXISTS"}, no, {}, {"b"}, {"3 EXISTS", "b"}, false},
      {"has and order",           {"c"}, no, {"a", "b"}, {}, {"a", "b", "c"},       true},
      {"has holds, order not",    {"${?x}"}, no, {"b", "a"}, {}, {"a", "b"},        false},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    FieldExpectation expectation{.field = "f",
                                 .has = patterns(row.has),
                                 .order = patterns(row.order),
                                 .none = patterns(row.none)};
    if (row.only) expectation.only = patterns(*row.only);
    const Matched got = match(expectation, row.value, Compare::Exact);
    EXPECT_EQ(got.answer.has_value(), row.holds);
    EXPECT_EQ(got.bound, row.bound);
  }
}

TEST(Match, OtherTypes) {
  struct Row {
    const char* name;
    const char* pattern;
    FieldValue value;
    bool holds;
    const char* bound = "";
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"number",               "#42",          std::uint64_t{42},  true},
      {"number differs",       "#42",          std::uint64_t{43},  false},
      {"number as text",       "42",           std::uint64_t{42},  true},
      {"number by a variable", "${n}",         std::uint64_t{42},  true},
      {"number into a hole",   "${?x}",        std::uint64_t{7},   true, "x=7"},
      {"number by regex",      "/^4/",         std::uint64_t{42},  true},
      {"nothing is absent",    "-",            std::monostate{},   true},
      {"nothing is there",     "+",            std::monostate{},   false},
      {"nothing against text", "a",            std::monostate{},   false},
      {"nothing against hole", "${?*}",        std::monostate{},   false},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    FieldExpectation expectation{.field = "f", .has = patterns({row.pattern})};
    const Matched got = match(expectation, row.value, Compare::Exact);
    EXPECT_EQ(got.answer.has_value(), row.holds);
    EXPECT_EQ(got.bound, row.bound);
  }
}

TEST(Match, Tables) {
  struct Row {
    const char* name;
    const char* key;
    const char* pattern;
    bool holds;
    const char* bound = "";
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"by key",               "ETag",       "W/\"a b\"",   true},
      {"key in other case",    "etag",       "W/\"a b\"",   true},
      {"value keeps its case", "ETag",       "w/\"a b\"",   false},
      {"hole takes it whole",  "ETag",       "${?etag}",    true, "etag=W/\"a b\""},
      {"hole inside",          "ETag",       "W/${?etag}",  true, "etag=\"a b\""},
      {"repeated field",       "Set-Cookie", "b=2",         true},
      {"repeated, neither",    "Set-Cookie", "c=3",         false},
      {"present",              "Allow",      "+",           true},
      {"present with nothing", "Empty",      "+",           true},
      {"not present",          "Location",   "+",           false},
      {"absent",               "Location",   "-",           true},
      {"not absent",           "Allow",      "-",           false},
      {"missing",              "Location",   "/x",          false},
      {"whole table",          "",           "+",           true},
  };
  // clang-format on
  const TextTable table = {{"Allow", {"GET, HEAD"}},
                           {"ETag", {"W/\"a b\""}},
                           {"Empty", {""}},
                           {"set-cookie", {"a=1", "b=2"}}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    FieldExpectation expectation{.field = "header", .key = row.key, .has = patterns({row.pattern})};
    const Matched got = match(expectation, table, Compare::Exact);
    EXPECT_EQ(got.answer.has_value(), row.holds);
    EXPECT_EQ(got.bound, row.bound);
  }
}

TEST(Match, MissesSayWhatIsNearest) {
  struct Row {
    const char* name;
    std::vector<const char*> has;
    std::vector<const char*> order;
    std::vector<const char*> none;
    FieldValue value;
    const char* expected;
    const char* nearest;
    const char* reason;
    const char* offending;
  };
  const TextList ehlo = {"PIPELINING", "SIZE=0", "STARTTLS"};
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"scalar",          {"5.1.x"}, {}, {}, "5.7.1"s, "f 5.1.x", "5.7.1", "f is 5.7.1, expected 5.1.x", "5.7.1"},
      {"nothing",         {"5.1.x"}, {}, {}, std::monostate{}, "f 5.1.x", "", "there is no f", ""},
      {"list",            {"PIPELINING", "SIZE=10"}, {}, {}, ehlo, "f SIZE=10", "SIZE=0", "f lacks SIZE=10", "SIZE=0"},
      {"nothing near",    {"XYZZY"}, {}, {}, ehlo, "f XYZZY", "", "f lacks XYZZY", ""},
      {"number",          {"#7"}, {}, {}, std::uint64_t{8}, "f 7", "8", "f is 8, expected 7", "8"},
      {"hole",            {"1 ${?size}"}, {}, {}, "2 17"s, "f '1 ${?size}'", "2 17", "f is '2 17', expected '1 ${?size}'", "2 17"},
      {"bound hole",      {"${?n}"}, {}, {}, "43"s, "f 42", "43", "f is 43, expected 42", "43"},
      {"value",           {"${n}"}, {}, {}, "43"s, "f 42", "43", "f is 43, expected 42", "43"},
      {"secret",          {"x${password}"}, {}, {}, "y"s, "f x***", "y", "f is y, expected x***", "y"},
      {"octets escaped",  {"a"}, {}, {}, "\r\n"s, "f a", "\\r\\n", "f is \\r\\n, expected a", "\r\n"},
      {"absent",          {"-"}, {}, {}, "x"s, "f absent", "", "f is there", "x"},
      {"regex",           {"/^a/"}, {}, {}, "b"s, "f { re = '^a' }", "b", "f is b, expected { re = '^a' }", "b"},
      {"order",           {}, {"SIZE=0", "PIPELINING"}, {}, ehlo, "f in this order [SIZE=0, PIPELINING]", "PIPELINING",
       "f lacks PIPELINING behind SIZE=0", "PIPELINING"},
      {"not",             {}, {}, {"SIZE=${?}"}, ehlo, "f not SIZE=${?}", "SIZE=0", "f has SIZE=0, which must not be there", "SIZE=0"},
      {"not enough",      {"SIZE=0", "SIZE=0"}, {}, {}, ehlo, "f [SIZE=0, SIZE=0]", "",
       "f does not have a value of its own for each of [SIZE=0, SIZE=0]", ""},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    FieldExpectation expectation{.field = "f",
                                 .has = patterns(row.has),
                                 .order = patterns(row.order),
                                 .none = patterns(row.none)};
    const auto compare =
        row.name == "scalar"s || row.name == "nothing"s ? Compare::DottedDigits : Compare::Exact;
    const Matched got = match(expectation, row.value, compare);
    ASSERT_FALSE(got.answer.has_value());
    EXPECT_EQ(got.answer.error().expected, row.expected);
    EXPECT_EQ(got.answer.error().nearest, row.nearest);
    EXPECT_EQ(got.answer.error().reason, row.reason);
    EXPECT_EQ(got.answer.error().offending, row.offending);
    EXPECT_FALSE(got.answer.error().error.has_value());
  }
}

TEST(Match, OnlySaysWhatIsTooMuch) {
  FieldExpectation expectation{.field = "f"};
  expectation.only = patterns({"a", "b"});
  const Matched got = match(expectation, TextList{"a", "c d", "b"}, Compare::Exact);
  ASSERT_FALSE(got.answer.has_value());
  EXPECT_EQ(got.answer.error().expected, "f only [a, b]");
  EXPECT_EQ(got.answer.error().reason, "f also has 'c d'");
  EXPECT_EQ(got.answer.error().offending, "c d");
  const Matched less = match(expectation, TextList{"a"}, Compare::Exact);
  EXPECT_EQ(less.answer.error().reason, "f lacks b");
  const Matched twice = match(expectation, TextList{"a", "b", "b"}, Compare::Exact);
  EXPECT_EQ(twice.answer.error().reason, "f has 3 values");
}

TEST(Match, WhatCannotBeExpandedIsNoMismatch) {
  for (const char* const source : {"${nobody}", "${n - 43}", "${cap(SIZE)}"}) {
    SCOPED_TRACE(source);
    FieldExpectation has{.field = "f", .has = patterns({source})};
    EXPECT_TRUE(match(has, "x"s, Compare::Exact).answer.error().error.has_value());
    FieldExpectation none{.field = "f", .none = patterns({source})};
    EXPECT_TRUE(match(none, "x"s, Compare::Exact).answer.error().error.has_value());
  }
}

TEST(Match, HostileValuesEnd) {
  const std::string many(60000, 'a');
  FieldExpectation expectation{.field = "f", .has = patterns({"${?a}a${?b}a${?c}a${?d}b"})};
  const Matched got = match(expectation, many, Compare::Exact);
  ASSERT_FALSE(got.answer.has_value());
  EXPECT_EQ(got.answer.error().reason, "f can be compared with what is expected in too many ways");
  FieldExpectation none{.field = "f", .none = patterns({"${?a}a${?b}a${?c}a${?d}b"})};
  EXPECT_FALSE(match(none, many, Compare::Exact).answer.has_value())
      << "giving up proves no absence";
  FieldExpectation elements{.field = "f",
                            .has = patterns({"${?a} 1", "${?a} 2", "${?a} 3", "${?a} 4"})};
  TextList list;
  for (int i = 0; i < 1000; ++i)
    list.push_back(std::to_string(i) + " " + std::to_string(i % 3 + 1));
  EXPECT_FALSE(match(elements, list, Compare::Exact).answer.has_value());
}

TEST(Match, RegexSeesTheFirst64KiB) {
  const std::string value = std::string(RegexLimits::kSubject, 'a') + "b";
  FieldExpectation expectation{.field = "f", .has = patterns({"/b/"})};
  EXPECT_FALSE(match(expectation, value, Compare::Exact).answer.has_value());
  expectation.has = patterns({"/a$/"});
  EXPECT_TRUE(match(expectation, value, Compare::Exact).answer.has_value());
}

TEST(Match, RegexWithoutCompilationIsCompiled) {
  Pattern pattern = pattern_of("/^a/");
  pattern.regex = nullptr;
  FieldExpectation expectation{.field = "f", .has = {pattern}};
  EXPECT_TRUE(match(expectation, "abc"s, Compare::Exact).answer.has_value());
  EXPECT_FALSE(match(expectation, "b"s, Compare::Exact).answer.has_value());
}

TEST(Regex, Refusals) {
  struct Row {
    const char* name;
    std::string expression;
    bool good;
  };
  std::string groups;
  for (int i = 0; i <= RegexLimits::kGroups; ++i) groups += "(a)";
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"good",            "^a(?P<x>b)$",                                true},
      {"not closed",      "(a",                                         false},
      {"back reference",  R"((a)\1)",                                   false},
      {"too long",        std::string(RegexLimits::kExpression + 1, 'a'), false},
      {"too much memory", "((((a{100}){100}){100}){100})",              false},
      {"too many groups", groups,                                       false},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto regex = compile_regex(row.expression);
    EXPECT_EQ(regex.has_value(), row.good);
    if (!regex) {
      EXPECT_FALSE(regex.error().empty());
    }
  }
  EXPECT_EQ((*compile_regex("(?P<b>x)(?P<a>y)"))->names(), (std::vector<std::string>{"a", "b"}));
}

}  // namespace
}  // namespace wireassay::scenario
