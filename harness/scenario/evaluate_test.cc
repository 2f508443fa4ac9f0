// Whether a step held: outcomes, excuses, readings, fields, checks, names, guards and requirements.
#include "scenario/evaluate.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scenario/template.h"

namespace wireassay::scenario {
namespace {

using Grade = Met::Grade;
using std::string_literals::operator""s;

Outcome outcome(std::string_view text) {
  Outcome out;
  while (!text.empty()) {
    const std::size_t bar = std::min(text.find('|'), text.size());
    out.atoms.emplace_back(text.substr(0, bar));
    text.remove_prefix(std::min(bar + 1, text.size()));
  }
  return out;
}

Event reply(std::string_view code, std::string_view rest = " ok") {
  Event event;
  event.cls = code;
  event.raw = std::string(code) + std::string(rest) + "\r\n";
  return event;
}

Event happening(EventKind kind, std::string cls, std::string note = "", std::string raw = "") {
  return {.kind = kind, .cls = std::move(cls), .raw = std::move(raw), .note = std::move(note)};
}

Step expecting(std::string_view outcomes) {
  Step step;
  if (!outcomes.empty()) step.outcomes.push_back(outcome(outcomes));
  return step;
}

Pattern text(std::string_view source) {
  Pattern pattern;
  pattern.text = *parse_template(source, {.holes = true});
  return pattern;
}

FieldExpectation field(std::string_view name, std::string_view pattern) {
  return {.field = std::string(name), .has = {text(pattern)}};
}

DialectInfo make_dialect() {
  DialectInfo info;
  info.name = "smtp";
  info.numeric = true;
  info.fields = {
      {.name = "enhanced",
       .type = FieldType::Text,
       .compare = Compare::DottedDigits,
       .if_advertised = "ENHANCEDSTATUSCODES"},
      {.name = "capabilities", .type = FieldType::List, .compare = Compare::IgnoreCase},
      {.name = "lines", .type = FieldType::List},
  };
  return info;
}

TEST(Evaluate, Outcomes) {
  struct Row {
    const char* name;
    const char* expect;
    Event event;
    bool holds;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"code",                  "250",               reply("250"),                                     true},
      {"another code",          "250",               reply("251"),                                     false},
      {"alternatives",          "250|251",           reply("251"),                                     true},
      {"class",                 "5xx",               reply("550"),                                     true},
      {"another class",         "5xx",               reply("450"),                                     false},
      {"tens",                  "25x",               reply("252"),                                     true},
      {"tens differ",           "25x",               reply("220"),                                     false},
      {"word",                  "-ERR",              reply("-ERR"),                                    true},
      {"word differs",          "+OK",               reply("-ERR"),                                    false},
      {"any reply",             "reply",             reply("999"),                                     true},
      {"close",                 "close",             happening(EventKind::Close, "close"),             true},
      {"close, not asked",      "250",               happening(EventKind::Close, "close"),             false},
      {"close is no reply",     "reply",             happening(EventKind::Close, "close"),             false},
      {"silence",               "250|silence",       happening(EventKind::Silence, "silence"),         true},
      {"silence, not asked",    "250",               happening(EventKind::Silence, "silence"),         false},
      {"silence is no reply",   "reply",             happening(EventKind::Silence, "silence"),         false},
      {"garbage is no reply",   "reply|5xx",         happening(EventKind::Garbage, "garbage"),         false},
      {"overflow is no reply",  "reply|5xx",         happening(EventKind::Overflow, "overflow"),       false},
      {"established",           "established",       happening(EventKind::Tls, "established"),         true},
      {"alert by name",         "alert:decode_error", happening(EventKind::Tls, "alert:decode_error"), true},
      {"another alert",         "alert:decode_error", happening(EventKind::Tls, "alert:bad_record_mac"), false},
      {"any alert",             "alert",             happening(EventKind::Tls, "alert:bad_record_mac"), true},
      {"no outcome",            "",                  reply("250"),                                     true},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Scope scope;
    const Met met = evaluate(expecting(row.expect), 0, row.event, scope, {});
    EXPECT_EQ(met.grade, row.holds ? Grade::Held : Grade::Failed);
    EXPECT_EQ(met.reason.empty(), row.holds);
    EXPECT_EQ(guard_holds(outcome(row.expect), &row.event), row.holds && *row.expect != '\0');
  }
  EXPECT_FALSE(guard_holds(outcome("250"), nullptr));
}

TEST(Evaluate, Sequence) {
  Step step = expecting("250");
  step.outcomes.push_back(outcome("close"));
  Scope scope;
  EXPECT_EQ(evaluate(step, 0, reply("250"), scope, {}).grade, Grade::Held);
  EXPECT_EQ(evaluate(step, 1, reply("250"), scope, {}).grade, Grade::Failed);
  EXPECT_EQ(evaluate(step, 1, happening(EventKind::Close, "close"), scope, {}).grade, Grade::Held);
  EXPECT_EQ(evaluate(step, 2, reply("250"), scope, {}).grade, Grade::Failed);
}

TEST(Evaluate, Excuses) {
  Step step = expecting("552");
  step.tolerate = {{outcome("5xx"), "another code of the class"},
                   {outcome("550"), "never reached"}};
  step.skip = {{outcome("502|5xx"), "never reached"}, {outcome("452|silence"), "no room"}};
  struct Row {
    const char* name;
    Event event;
    Grade grade;
    const char* reason;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"expected first",   reply("552"),                             Grade::Held,      ""},
      {"tolerated",        reply("550"),                             Grade::Tolerated, "another code of the class"},
      {"tolerate first",   reply("502"),                             Grade::Tolerated, "another code of the class"},
      {"skipped",          reply("452"),                             Grade::Skipped,   "no room"},
      {"silence excused",  happening(EventKind::Silence, "silence"), Grade::Skipped,   "no room"},
      {"none of them",     reply("250"),                             Grade::Failed,    "the reply is 250, expected 552"},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Scope scope;
    const Met met = evaluate(step, 0, row.event, scope, {});
    EXPECT_EQ(met.grade, row.grade);
    EXPECT_EQ(met.reason, row.reason);
    if (row.grade != Grade::Held) {
      EXPECT_EQ(met.expected, "552");
    }
    if (row.grade != Grade::Held) {
      EXPECT_FALSE(met.received.empty());
    }
  }
}

TEST(Evaluate, ReadingReplacesTheOutcome) {
  Step step = expecting("250|501");
  step.reading["grammar"] = outcome("501");
  Scope scope;
  EXPECT_EQ(evaluate(step, 0, reply("250"), scope, {}).grade, Grade::Held);
  EXPECT_EQ(evaluate(step, 0, reply("250"), scope, {.reading = "robust"}).grade, Grade::Held);
  const Met met = evaluate(step, 0, reply("250"), scope, {.reading = "grammar"});
  EXPECT_EQ(met.grade, Grade::Failed);
  EXPECT_EQ(met.expected, "501");
  EXPECT_EQ(evaluate(step, 0, reply("501"), scope, {.reading = "grammar"}).grade, Grade::Held);
}

TEST(Evaluate, FailureIsDescribed) {
  struct Row {
    const char* name;
    Event event;
    const char* expect;
    const char* reason;
    const char* received;
    std::size_t offset, length;
  };
  const Event http{.cls = "200", .raw = "HTTP/1.1 200 OK\r\nA: 200\r\n\r\n"};
  const Event imap{.cls = "NO", .raw = "* 1 EXISTS\r\na1 NO sorry\r\n"};
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"code",        reply("501", " no\t"), "250|5x0",     "the reply is 501, expected 250|5x0", "501 no\\t\\r\\n", 0, 3},
      {"HTTP",        http,                  "400",         "the reply is 200, expected 400", "HTTP/1.1 200 OK\\r\\nA: 200\\r\\n\\r\\n", 9, 3},
      {"IMAP",        imap,                  "OK",          "the reply is NO, expected OK", "* 1 EXISTS\\r\\na1 NO sorry\\r\\n", 15, 2},
      {"reset",       happening(EventKind::Close, "close", "reset by peer"), "250",
       "closed by the server before a reply (reset by peer), expected 250", "closed by the server before a reply (reset by peer)", 0, 0},
      {"close",       happening(EventKind::Close, "close"), "silence", "closed by the server, expected silence", "closed by the server", 0, 0},
      {"silence",     happening(EventKind::Silence, "silence", "after 10.0 s"), "250",
       "nothing came (after 10.0 s), expected 250", "nothing came (after 10.0 s)", 0, 0},
      {"alert",       happening(EventKind::Tls, "alert:x"), "established", "the handshake ended with alert:x, expected established", "alert:x", 0, 0},
      {"garbage",     happening(EventKind::Garbage, "garbage", "malformed Reply-code", "\x01hi\n"), "250",
       "what came is no reply (malformed Reply-code), expected 250", "\\x01hi\\n (malformed Reply-code)", 0, 0},
      {"overflow",    happening(EventKind::Overflow, "overflow", "", "25"), "250", "the reply is larger than is read, expected 250", "25", 0, 0},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Scope scope;
    const Met met = evaluate(expecting(row.expect), 0, row.event, scope, {});
    EXPECT_EQ(met.grade, Grade::Failed);
    EXPECT_EQ(met.reason, row.reason);
    EXPECT_EQ(met.expected, row.expect);
    EXPECT_EQ(met.received, row.received);
    EXPECT_EQ(met.mark_offset, row.offset);
    EXPECT_EQ(met.mark_length, row.length);
  }
  EXPECT_LT(describe(reply("250", std::string(5000, 'x'))).size(), 250U);
}

TEST(Evaluate, FieldsJudgedByTheirSpec) {
  const DialectInfo dialect = make_dialect();
  Event event = reply("550", " 5.7.1 no");
  event.fields = {{"enhanced", "5.7.1"s},
                  {"capabilities", TextList{"Size=0", "pipelining"}},
                  {"lines", TextList{"5.7.1 no"}}};
  const TextList enhanced = {"enhancedstatuscodes"};
  const TextList none;
  struct Row {
    const char* name;
    FieldExpectation field;
    const TextList* capabilities;
    Grade grade;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"as advertised, differs", field("enhanced", "5.1.x"),          &enhanced, Grade::Failed},
      {"as advertised, holds",   field("enhanced", "5.x.1"),          &enhanced, Grade::Held},
      {"not advertised",         field("enhanced", "5.1.x"),          &none,     Grade::Held},
      {"nothing known",          field("enhanced", "5.1.x"),          nullptr,   Grade::Held},
      {"ignores case",           field("capabilities", "PIPELINING"), nullptr,   Grade::Held},
      {"list lacks",             field("capabilities", "SIZE=10"),    nullptr,   Grade::Failed},
      {"case counts",            field("lines", "5.7.1 NO"),          nullptr,   Grade::Failed},
      {"size of the reply",      field("octets", "14"),               nullptr,   Grade::Held},
      {"size differs",           field("octets", "15"),               nullptr,   Grade::Failed},
      {"no such field",          field("code", "IN-USE"),             nullptr,   Grade::Failed},
      {"unknown variable",       field("lines", "${nobody}"),         nullptr,   Grade::Skipped},
      {"below zero",             field("octets", "${0 - 1}"),         nullptr,   Grade::Skipped},
      {"missing capability",     field("octets", "${cap(SIZE)}"),     &none,     Grade::Skipped},
      {"no number",              field("octets", "${'x' + 1}"),       nullptr,   Grade::Failed},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Step step = expecting("550");
    step.fields = {row.field};
    Scope scope;
    scope.capabilities = row.capabilities;
    const Met met = evaluate(step, 0, event, scope, {.dialect = &dialect});
    EXPECT_EQ(met.grade, row.grade) << met.reason;
    EXPECT_TRUE(scope.variables.empty());
  }
}

TEST(Evaluate, FieldMissIsDescribedAndMarked) {
  const DialectInfo dialect = make_dialect();
  Event event = reply("250", "-x\r\n250 SIZE=0");
  event.fields = {{"capabilities", TextList{"PIPELINING", "SIZE=0"}}};
  Step step = expecting("250");
  step.fields = {field("capabilities", "SIZE=10")};
  Scope scope;
  const Met met = evaluate(step, 0, event, scope, {.dialect = &dialect});
  EXPECT_EQ(met.grade, Grade::Failed);
  EXPECT_EQ(met.expected, "capabilities SIZE=10");
  EXPECT_EQ(met.nearest, "SIZE=0");
  EXPECT_EQ(met.reason, "capabilities lacks SIZE=10");
  EXPECT_EQ(met.received, "250-x\\r\\n250 SIZE=0\\r\\n");
  EXPECT_EQ(event.raw.substr(met.mark_offset, met.mark_length), "SIZE=0");
}

TEST(Evaluate, FieldsBelongToTheOutcome) {
  Event event = reply("450");
  event.fields = {{"lines", TextList{"later"}}};
  Step step = expecting("250");
  step.fields = {field("lines", "${?word}")};
  step.tolerate = {{outcome("450"), "greylisting"}};
  Scope scope;
  EXPECT_EQ(evaluate(step, 0, event, scope, {}).grade, Grade::Tolerated);
  EXPECT_TRUE(scope.variables.empty()) << "fields of another outcome bind nothing";
}

TEST(Evaluate, WhatEndedHasNoFields) {
  Step step = expecting("5xx|close|silence");
  step.fields = {field("lines", "no")};
  Scope scope;
  EXPECT_EQ(evaluate(step, 0, happening(EventKind::Close, "close"), scope, {}).grade, Grade::Held);
  EXPECT_EQ(evaluate(step, 0, happening(EventKind::Silence, "silence"), scope, {}).grade,
            Grade::Held);
  EXPECT_EQ(evaluate(step, 0, reply("550"), scope, {}).grade, Grade::Failed);
}

TEST(Evaluate, ExcuseForTheClassIsNoneForTheField) {
  Event event = reply("550");
  event.fields = {{"lines", TextList{"no"}}};
  Step step = expecting("550");
  step.fields = {field("lines", "yes")};
  step.tolerate = {{outcome("5xx"), "another code"}};
  step.skip = {{outcome("5xx"), "no lines"}};
  Scope scope;
  EXPECT_EQ(evaluate(step, 0, event, scope, {}).grade, Grade::Failed);
  step.assume = true;
  const Met met = evaluate(step, 0, event, scope, {});
  EXPECT_EQ(met.grade, Grade::Skipped) << "set-up of hard case 17";
  EXPECT_EQ(met.reason, "no lines");
}

TEST(Evaluate, LastReplyIsLookedAtAgain) {
  Event event = reply("405");
  event.fields = {{"lines", TextList{"a"}}};
  Step step = expecting("");
  step.fields = {field("lines", "a")};
  Scope scope;
  EXPECT_EQ(evaluate(step, 0, event, scope, {}).grade, Grade::Held);
  step.fields = {field("lines", "b")};
  EXPECT_EQ(evaluate(step, 0, event, scope, {}).grade, Grade::Failed);
}

TEST(Evaluate, BindsOnlyWhenTheWholeStepHolds) {
  struct Row {
    const char* name;
    const char* first;
    const char* second;
    const char* check;
    bool holds;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"all holds",          "1 ${?a}", "2 ${?b}", "${a} < ${b}",     true},
      {"second field fails", "1 ${?a}", "3 ${?b}", "1 == 1",          false},
      {"check fails",        "1 ${?a}", "2 ${?b}", "${a} > ${b}",     false},
      {"check not a number", "1 ${?a}", "2 ${?b}", "${m.reply} < 'x'", false},
      {"own name in check",  "1 ${?a}", "2 ${?b}", "${m.reply} == 250", true},
      {"over two fields",    "1 ${?a}", "2 ${?a}", "1 == 1",          false},
  };
  // clang-format on
  Event event = reply("250");
  event.fields = {{"lines", TextList{"1 10"}}, {"more", TextList{"2 20"}}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Step step = expecting("250");
    step.as = "m";
    step.fields = {field("lines", row.first), field("more", row.second)};
    step.checks = {*parse_check(row.check)};
    Scope scope;
    const Met met = evaluate(step, 0, event, scope, {});
    EXPECT_EQ(met.grade, row.holds ? Grade::Held : Grade::Failed) << met.reason;
    EXPECT_EQ(scope.variables.size(), row.holds ? 2U : 0U);
    EXPECT_EQ(scope.named.contains("m"), row.holds);
    if (row.holds) {
      EXPECT_EQ(scope.variables.at("b").octets, "20");
    }
  }
}

TEST(Evaluate, HoleOfAnEarlierStepIsCompared) {
  Step step = expecting("250");
  step.fields = {field("lines", "${?id}")};
  Event first = reply("250");
  first.fields = {{"lines", TextList{"abc"}}};
  Event second = reply("250");
  second.fields = {{"lines", TextList{"abd"}}};
  Scope scope;
  EXPECT_EQ(evaluate(step, 0, first, scope, {}).grade, Grade::Held);
  EXPECT_EQ(evaluate(step, 0, first, scope, {}).grade, Grade::Held);
  const Met met = evaluate(step, 0, second, scope, {});
  EXPECT_EQ(met.grade, Grade::Failed);
  EXPECT_EQ(met.expected, "lines abc");
  EXPECT_EQ(scope.variables.at("id").octets, "abc");
}

TEST(Evaluate, NameIsTakenBackWithTheEventBefore) {
  Step step = expecting("250|251|450");
  step.as = "m";
  step.checks = {*parse_check("${m.reply} != 251")};
  Scope scope;
  EXPECT_EQ(evaluate(step, 0, reply("250"), scope, {}).grade, Grade::Held);
  EXPECT_EQ(evaluate(step, 0, reply("251"), scope, {}).grade, Grade::Failed);
  EXPECT_EQ(scope.named.at("m").cls, "250");
  EXPECT_EQ(evaluate(step, 0, reply("450"), scope, {}).grade, Grade::Held);
  EXPECT_EQ(scope.named.at("m").cls, "450");
  step.tolerate = {{outcome("550"), "refused"}};
  EXPECT_EQ(evaluate(step, 0, reply("550"), scope, {}).grade, Grade::Tolerated);
  EXPECT_EQ(scope.named.at("m").cls, "550") << "the dialogue goes on and may look at it";
}

TEST(Evaluate, Checks) {
  struct Row {
    const char* name;
    const char* check;
    Grade grade;
    const char* expected;
  };
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"holds",      "${a} == 3",       Grade::Held,    ""},
      {"fails",      "${a} > 7",        Grade::Failed,  "check ${a} > 7 (3 > 7)"},
      {"overflow",   "${a} - 4 == 0",   Grade::Skipped, "check ${a} - 4 == 0"},
      {"unknown",    "${nobody} == 0",  Grade::Skipped, "check ${nobody} == 0"},
      {"no number",  "${w} > 0",        Grade::Failed,  "check ${w} > 0"},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Step step = expecting("250");
    step.checks = {*parse_check("1 == 1"), *parse_check(row.check)};
    Scope scope;
    scope.variables["a"] = {"3", false};
    scope.variables["w"] = {"word", false};
    const Met met = evaluate(step, 0, reply("250"), scope, {});
    EXPECT_EQ(met.grade, row.grade);
    EXPECT_EQ(met.expected, row.expected);
  }
}

TEST(Unmet, Requirements) {
  using Term = Requirement::Term;
  struct Row {
    const char* name;
    std::vector<Term> any;
    std::optional<std::string> want;
  };
  const TextList capabilities = {
      "PIPELINING", "Size=0", "AUTH=PLAIN", "AUTH=LOGIN", "X=99999999999999999999", "Y=abc", "Z"};
  // clang-format off: one line for each case
  const Row kRows[] = {
      {"nothing",              {},                                        std::nullopt},
      {"advertised",           {{.capability = "PIPELINING"}},            std::nullopt},
      {"in other case",        {{.capability = "pipelining"}},            std::nullopt},
      {"not advertised",       {{.capability = "STARTTLS"}},              "the server does not advertise STARTTLS"},
      {"no prefix",            {{.capability = "PIPE"}},                  "the server does not advertise PIPE"},
      {"with parameter",       {{.capability = "SIZE"}},                  std::nullopt},
      {"mechanism",            {{.capability = "AUTH=LOGIN"}},            std::nullopt},
      {"any mechanism",        {{.capability = "AUTH"}},                  std::nullopt},
      {"no mechanism",         {{.capability = "AUTH=CRAM-MD5"}},         "the server does not advertise AUTH=CRAM-MD5"},
      {"not",                  {{.capability = "STARTTLS", .negated = true}}, std::nullopt},
      {"not, but there",       {{.capability = "PIPELINING", .negated = true}}, "the server advertises PIPELINING"},
      {"number too small",     {{.capability = "SIZE", .op = ">", .number = 0}}, "the server advertises SIZE=0, wanted SIZE>0"},
      {"number equal",         {{.capability = "SIZE", .op = "==", .number = 0}}, std::nullopt},
      {"number at least",      {{.capability = "SIZE", .op = ">=", .number = 1}}, "the server advertises SIZE=0, wanted SIZE>=1"},
      {"number at most",       {{.capability = "SIZE", .op = "<=", .number = 1}}, std::nullopt},
      {"number less",          {{.capability = "SIZE", .op = "<", .number = 1}}, std::nullopt},
      {"number differs",       {{.capability = "SIZE", .op = "!=", .number = 0}}, "the server advertises SIZE=0, wanted SIZE!=0"},
      {"beyond 64 bits",       {{.capability = "X", .op = ">", .number = 5}}, std::nullopt},
      {"beyond 64 bits, less", {{.capability = "X", .op = "<", .number = 5}}, "the server advertises X=99999999999999999999, wanted X<5"},
      {"no number",            {{.capability = "Y", .op = ">", .number = 0}}, "the server advertises Y=abc, wanted Y>0"},
      {"without a number",     {{.capability = "Z", .op = ">", .number = 0}}, "the server advertises Z without a number, wanted Z>0"},
      {"number of nothing",    {{.capability = "Q", .op = ">", .number = 0}}, "the server does not advertise Q"},
      {"either",               {{.capability = "Q"}, {.capability = "Z"}}, std::nullopt},
      {"neither",              {{.capability = "Q"}, {.capability = "R"}}, "the server does not advertise Q; the server does not advertise R"},
  };
  // clang-format on
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(unmet({.any = row.any, .source = ""}, capabilities), row.want);
  }
}

}  // namespace
}  // namespace wireassay::scenario
