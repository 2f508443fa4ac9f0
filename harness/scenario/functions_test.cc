// The functions of expressions, what they refuse, and lets that use each other.
#include "scenario/functions.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scenario/template.h"

namespace wireassay::scenario {
namespace {

using Kind = ExpansionError::Kind;
using std::string_literals::operator""s;
using std::string_view_literals::operator""sv;
using Args = std::vector<Argument>;

TEST(Functions, Results) {
  struct Row {
    const char* name;
    const char* function;
    Args args;
    std::string_view want;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"len",                     "len",      {{"abc"}},                 "3"},
      {"len of nothing",          "len",      {{""}},                    "0"},
      {"len counts octets",       "len",      {{"\0\xc3\xa4"sv}},        "3"},
      {"slice to the end",        "slice",    {{"abcdef"}, {"2"}},       "cdef"},
      {"slice, so many",          "slice",    {{"abcdef"}, {"2"}, {"3"}}, "cde"},
      {"slice, more than are",    "slice",    {{"abc"}, {"1"}, {"99"}},  "bc"},
      {"slice at the end",        "slice",    {{"abc"}, {"3"}},          ""},
      {"repeat",                  "repeat",   {{"ab"}, {"3"}},           "ababab"},
      {"repeat one octet",        "repeat",   {{"x"}, {"5"}},            "xxxxx"},
      {"repeat never",            "repeat",   {{"x"}, {"0"}},            ""},
      {"hex",                     "hex",      {{"255"}},                 "ff"},
      {"hex of zero",             "hex",      {{"0"}},                   "0"},
      {"hex, largest",            "hex",      {{"18446744073709551615"}}, "ffffffffffffffff"},
      {"base64 (RFC 4648 10) 0",  "base64",   {{""}},                    ""},
      {"base64 (RFC 4648 10) 1",  "base64",   {{"f"}},                   "Zg=="},
      {"base64 (RFC 4648 10) 2",  "base64",   {{"fo"}},                  "Zm8="},
      {"base64 (RFC 4648 10) 3",  "base64",   {{"foo"}},                 "Zm9v"},
      {"base64 (RFC 4648 10) 6",  "base64",   {{"foobar"}},              "Zm9vYmFy"},
      {"base64 of octets",        "base64",   {{"\xff\xfe\0"sv}},        "//4A"},
      {"unbase64 0",              "unbase64", {{""}},                    ""},
      {"unbase64 1",              "unbase64", {{"Zg=="}},                "f"},
      {"unbase64 2",              "unbase64", {{"Zm8="}},                "fo"},
      {"unbase64 6",              "unbase64", {{"Zm9vYmFy"}},            "foobar"},
      {"unbase64 of octets",      "unbase64", {{"//4A"}},                "\xff\xfe\0"sv},
      {"before",                  "before",   {{"a@b@c"}, {"@"}},        "a"},
      {"before what is not there", "before",  {{"abc"}, {"@"}},          "abc"},
      {"after",                   "after",    {{"a@b@c"}, {"@"}},        "b@c"},
      {"after what is not there", "after",    {{"abc"}, {"@"}},          ""},
      {"after, or else",          "after",    {{"abc"}, {"@"}, {"x"}},   "x"},
      {"upper",                   "upper",    {{"a-Z.\xc3\xa4{`"}},      "A-Z.\xc3\xa4{`"},
      {"lower",                   "lower",    {{"a-Z.\xc3\x84[@"}},      "a-z.\xc3\x84[@"},
      {"stuff nothing",           "stuff",    {{"a\r\nb\r\n"}},          "a\r\nb\r\n"},
      {"stuff the first line",    "stuff",    {{".a\r\n"}},              "..a\r\n"},
      {"stuff many lines",        "stuff",    {{"a\r\n.\r\n..b\r\n."}},  "a\r\n..\r\n...b\r\n.."},
      {"stuff only behind CRLF",  "stuff",    {{"a\n.b\r.c"}},           "a\n.b\r.c"},
      {"stuff dots in a line",    "stuff",    {{"a.b\r\nc."}},           "a.b\r\nc."},
      {"cap",                     "cap",      {{"SIZE"}},                "1000"},
      {"cap in other case",       "cap",      {{"size"}},                "1000"},
      {"cap with a hyphen",       "cap",      {{"LOGIN-DELAY"}},         "900"},
      {"cap, first of many",      "cap",      {{"AUTH"}},                "PLAIN"},
      {"cap, empty parameter",    "cap",      {{"EMPTY"}},               ""},
  };
  // clang-format on
  const TextList capabilities = {"PIPELINING", "Size=1000",  "LOGIN-DELAY=900",
                                 "AUTH=PLAIN", "AUTH=LOGIN", "EMPTY="};
  Scope scope;
  scope.capabilities = &capabilities;
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto got = call_function(row.function, row.args, scope, 1000);
    ASSERT_TRUE(got.has_value()) << got.error().message;
    EXPECT_EQ(got->octets, row.want);
    EXPECT_FALSE(got->secret);
  }
}

TEST(Functions, Refusals) {
  struct Row {
    const char* name;
    const char* function;
    Args args;
    Kind kind;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"slice behind the end",   "slice",    {{"abc"}, {"4"}},          Kind::Bad},
      {"slice from a word",      "slice",    {{"abc"}, {"x"}},          Kind::Bad},
      {"repeat a word",          "repeat",   {{"x"}, {"y"}},            Kind::Bad},
      {"repeat too long",        "repeat",   {{"x"}, {"1001"}},         Kind::Overflow},
      {"repeat 65 bits",         "repeat",   {{"x"}, {"18446744073709551616"}}, Kind::Overflow},
      {"hex of a word",          "hex",      {{"ff"}},                  Kind::Bad},
      {"unbase64, cut",          "unbase64", {{"Zm9"}},                 Kind::Bad},
      {"unbase64, alphabet",     "unbase64", {{"Zm9-"}},                Kind::Bad},
      {"unbase64, padding only", "unbase64", {{"===="}},                Kind::Bad},
      {"unbase64, padding inside", "unbase64", {{"Zg==Zg=="}},          Kind::Bad},
      {"unbase64, line end",     "unbase64", {{"Zm9v\r\nZm"}},          Kind::Bad},
      {"unbase64, unused bits",  "unbase64", {{"Zh=="}},                Kind::Bad},
      {"cap without parameter",  "cap",      {{"PIPELINING"}},          Kind::Missing},
      {"cap not there",          "cap",      {{"CHUNKING"}},            Kind::Missing},
      {"cap is no prefix",       "cap",      {{"SIZ"}},                 Kind::Missing},
      {"no player",              "cram_md5", {{"x"}},                   Kind::Missing},
      {"too few arguments",      "repeat",   {{"x"}},                   Kind::Bad},
  };
  // clang-format on
  const TextList capabilities = {"PIPELINING", "SIZE=1000"};
  Scope scope;
  scope.capabilities = &capabilities;
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto got = call_function(row.function, row.args, scope, 1000);
    ASSERT_FALSE(got.has_value());
    EXPECT_EQ(got.error().kind, row.kind) << got.error().message;
  }
}

TEST(Functions, OthersAreAskedOfTheScope) {
  Scope scope;
  std::vector<std::string> seen;
  scope.function = [&](std::string_view name, const std::vector<Value>& args) -> Expanded<Value> {
    for (const Value& arg : args) seen.push_back(std::string(name) + ":" + arg.octets);
    if (name == "file") return std::unexpected(ExpansionError{Kind::Missing, "no file"});
    return Value{"answer", name == "plain"};
  };
  scope.variables["c"] = {"PDEyPg==", false};
  scope.variables["s"] = {"secret", true};
  const auto expanded = [&](std::string_view text) { return expand(*parse_template(text), scope); };
  EXPECT_EQ(expanded("${cram_md5(c)}")->octets, "answer");
  EXPECT_EQ(seen, std::vector<std::string>{"cram_md5:PDEyPg=="});
  EXPECT_EQ(expanded("${plain()}")->secrets.size(), 1U) << "the player says that it is secret";
  EXPECT_EQ(expanded("${apop(s)}")->secrets.size(), 1U) << "an argument is secret";
  EXPECT_TRUE(expanded("${apop(c)}")->secrets.empty());
  EXPECT_EQ(expanded("${mailbox(other)}")->octets, "answer");
  EXPECT_EQ(seen.back(), "mailbox:other");
  EXPECT_EQ(expanded("${file('x')}").error().kind, Kind::Missing);
}

TEST(Functions, TableIsWholeAndOrdered) {
  ASSERT_FALSE(functions().empty());
  for (std::size_t i = 1; i < functions().size(); ++i)
    EXPECT_LT(functions()[i - 1].name, functions()[i].name);
  for (const FunctionSpec& spec : functions()) {
    SCOPED_TRACE(spec.name);
    EXPECT_LE(spec.min_args, spec.max_args);
    EXPECT_FALSE(spec.doc.empty());
    EXPECT_EQ(find_function(spec.name), &spec);
    const Args args(spec.min_args, Argument{"0", false});
    const auto got = call_function(spec.name, args, Scope{}, 100);
    if (!got) {
      EXPECT_NE(got.error().kind, Kind::Unknown) << "built in, but nowhere implemented";
    }
    if (!spec.built_in) {
      EXPECT_EQ(got.error().kind, Kind::Missing);
    }
  }
  EXPECT_EQ(find_function("nothing"), nullptr);
}

TEST(Lets, Resolve) {
  struct Row {
    const char* name;
    std::vector<std::pair<const char*, const char*>> lets;
    const char* variable;
    const char* want;  ///< nullptr: an error
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"constant",              {{"a", "x"}},                                   "a",      "x"},
      {"uses the base",         {{"a", "<${base}>"}},                           "a",      "<b>"},
      {"uses an earlier one",   {{"a", "x"}, {"b", "${a}y"}},                   "b",      "xy"},
      {"uses a later one",      {{"a", "${z}y"}, {"z", "x"}},                   "a",      "xy"},
      {"three deep",            {{"a", "${b}1"}, {"b", "${c}2"}, {"c", "3"}},   "a",      "321"},
      {"a later one wins",      {{"a", "old"}, {"a", "new"}},                   "a",      "new"},
      {"winner is used",        {{"a", "old"}, {"b", "${a}"}, {"a", "new"}},    "b",      "new"},
      {"hides the base",        {{"base", "mine"}, {"a", "${base}"}},           "a",      "mine"},
      {"own name is the base",  {{"base", "<${base}>"}, {"a", "${base}"}},      "a",      "<b>"},
      {"in a function",         {{"a", "${len(b)}"}, {"b", "four"}},            "a",      "4"},
      {"itself",                {{"a", "${a}"}},                                "a",      nullptr},
      {"a circle",              {{"a", "${b}"}, {"b", "${c}"}, {"c", "${a}"}},  "a",      nullptr},
      {"a circle in a call",    {{"a", "${len(b)}"}, {"b", "${a}"}},            "a",      nullptr},
      {"unknown",               {{"a", "${nobody}"}},                           "a",      nullptr},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Scope scope;
    scope.variables["base"] = {"b", false};
    std::vector<Let> lets;
    for (const auto& [name, value] : row.lets) lets.push_back({name, *parse_template(value)});
    const auto done = expand_lets(lets, scope);
    ASSERT_EQ(done.has_value(), row.want != nullptr) << (done ? "" : done.error().message);
    if (row.want != nullptr) {
      EXPECT_EQ(scope.variables.at(row.variable).octets, row.want);
    }
  }
}

TEST(Lets, SecretsPropagate) {
  Scope scope;
  scope.variables["password"] = {"hunter22", true};
  const auto done = expand_lets({{"a", *parse_template("${b}")},
                                 {"b", *parse_template("x${password}")},
                                 {"c", *parse_template("y")}},
                                scope);
  ASSERT_TRUE(done.has_value());
  EXPECT_TRUE(scope.variables.at("a").secret);
  EXPECT_TRUE(scope.variables.at("b").secret);
  EXPECT_FALSE(scope.variables.at("c").secret);
}

TEST(Lets, GrowthIsLimited) {
  Scope scope;
  std::vector<Let> lets = {{"v0", *parse_template("${repeat('x', 1000)}")}};
  for (int i = 1; i < 30; ++i) {
    const std::string previous = "${v" + std::to_string(i - 1) + "}";
    lets.push_back(
        {"v" + std::to_string(i), *parse_template(previous + previous + previous + previous)});
  }
  const auto done = expand_lets(lets, scope);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().kind, Kind::Overflow);
}

TEST(Lets, AllOfThemTogetherAreLimited) {
  Scope scope;
  scope.variables["base"] = {std::string(20 * 1024 * 1024, 'x'), false};
  std::vector<Let> lets;
  for (const char* const name : {"a", "b", "c"}) lets.push_back({name, *parse_template("${base}")});
  EXPECT_TRUE(expand_lets(lets, scope).has_value());
  lets.push_back({"d", *parse_template("${base}")});
  EXPECT_FALSE(expand_lets(lets, scope).has_value());
}

TEST(Lets, ChainIsLimited) {
  Scope scope;
  std::vector<Let> lets;
  for (int i = 100; i < 300; ++i) {
    lets.push_back({"v" + std::to_string(i), *parse_template("${v" + std::to_string(i + 1) + "}")});
  }
  lets.push_back({"v300", *parse_template("x")});
  EXPECT_FALSE(expand_lets(lets, scope).has_value());
}

}  // namespace
}  // namespace wireassay::scenario
