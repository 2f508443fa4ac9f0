// Verdicts from hand-made transcripts: no server, no clock.
#include "judge/judge.h"

#include <gtest/gtest.h>

namespace wireassay::judge {
namespace {

using scenario::Case;
using scenario::Level;
using scenario::Outcome;
using scenario::Step;

const DialectInfo& dialect() {
  static const DialectInfo kInfo{
      .name = "smtp",
      .numeric = true,
      .invariants = {{"smtp.same-code", "RFC 5321", "4.2.1", "MUST", "one code", "the same code"},
                     {"smtp.crlf", "RFC 5321", "2.3.8", "MUST", "CRLF", "quote"}},
      .unasked = {"421"}};
  return kInfo;
}

JudgeContext context() {
  JudgeContext result{.target = "t"};
  result.dialects["smtp"] = &dialect();
  return result;
}

Outcome outcome(std::vector<std::string> atoms) { return {.atoms = std::move(atoms)}; }

Step step(std::size_t number, bool assume, Outcome expected) {
  Step result{.number = number};
  result.act = scenario::ActKind::Send;
  result.assume = assume;
  result.outcomes = {std::move(expected)};
  return result;
}

Case make_case(Level level, std::vector<Step> steps) {
  Case result{.file = "a.toml",
              .id = "smtp.a.b",
              .spec = "RFC 5321",
              .clause = "4",
              .level = level,
              .protocol = "smtp"};
  result.connections.push_back({.protocol = "smtp", .opening = "connected"});
  result.dialogue = std::move(steps);
  return result;
}

Event reply(const std::string& cls) {
  return {.kind = EventKind::Reply, .cls = cls, .raw = cls + " text\r\n"};
}

StepRecord record(std::size_t at, std::vector<Event> events) {
  StepRecord result{.step = at};
  result.events = std::move(events);
  result.offsets.assign(result.events.size(), 100);
  return result;
}

TEST(Judge, Levels) {
  struct Row {
    std::string_view name;
    Level level;
    Verdict verdict;
  };
  const Row rows[] = {
      {"MUST", Level::Must, Verdict::Fail},     {"MUST NOT", Level::MustNot, Verdict::Fail},
      {"SHOULD", Level::Should, Verdict::Warn}, {"SHOULD NOT", Level::ShouldNot, Verdict::Warn},
      {"MAY", Level::May, Verdict::Pass},       {"EXAMPLE", Level::Example, Verdict::Warn},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const Case c = make_case(row.level, {step(1, false, outcome({"250"}))});
    Transcript transcript;
    transcript.steps = {record(0, {reply("500")})};
    const Result result = judge(c, transcript, context());
    EXPECT_EQ(result.verdict, row.verdict);
    EXPECT_EQ(result.expected, "250");
    EXPECT_NE(result.received.find("500"), std::string::npos);
    EXPECT_EQ(result.step, 1U);
    ASSERT_TRUE(result.mark.has_value());
    EXPECT_GE(result.mark->stream_offset, 100U);
  }
}

TEST(Judge, WhatIsNoFailure) {
  const Case c =
      make_case(Level::Must, {step(1, true, outcome({"250"})), step(2, false, outcome({"5xx"}))});
  const auto verdict = [&](std::vector<StepRecord> steps) {
    Transcript transcript;
    transcript.steps = std::move(steps);
    return judge(c, transcript, context()).verdict;
  };
  EXPECT_EQ(verdict({record(0, {reply("250")}), record(1, {reply("503")})}), Verdict::Pass);
  EXPECT_EQ(verdict({record(0, {reply("450")})}), Verdict::Error)
      << "a precondition that does not hold is no failure";
  EXPECT_EQ(verdict({record(0, {reply("250")})}), Verdict::Error) << "the question was never asked";
  StepRecord trouble{.step = SIZE_MAX};
  trouble.trouble = Trouble::Missing;
  trouble.trouble_text = "no STARTTLS";
  EXPECT_EQ(verdict({trouble}), Verdict::Skip);
  trouble.trouble = Trouble::Overflow;
  EXPECT_EQ(verdict({trouble}), Verdict::Skip);
  trouble.trouble = Trouble::Unreachable;
  EXPECT_EQ(verdict({trouble}), Verdict::Error);
}

TEST(Judge, TolerateAndSkip) {
  Step asked = step(1, false, outcome({"250"}));
  asked.tolerate = {{outcome({"5xx"}), "another code"}};
  asked.skip = {{outcome({"4xx"}), "busy"}};
  const Case c = make_case(Level::Must, {asked});
  const auto judged = [&](const std::string& cls) {
    Transcript transcript;
    transcript.steps = {record(0, {reply(cls)})};
    return judge(c, transcript, context());
  };
  EXPECT_EQ(judged("250").verdict, Verdict::Pass);
  EXPECT_EQ(judged("501").verdict, Verdict::Warn);
  EXPECT_NE(judged("501").reason.find("another code"), std::string::npos);
  EXPECT_EQ(judged("450").verdict, Verdict::Skip);
  EXPECT_EQ(judged("450").reason, "busy");
  EXPECT_EQ(judged("354").verdict, Verdict::Fail);
}

TEST(Judge, LeftoversConvict) {
  const Case c = make_case(Level::MustNot, {step(1, false, outcome({"250"}))});
  Transcript transcript;
  transcript.steps = {record(0, {reply("250")})};
  transcript.leftovers = {{0, 140, reply("421")}};
  EXPECT_EQ(judge(c, transcript, context()).verdict, Verdict::Pass) << "421 may come unasked";
  transcript.leftovers.push_back({0, 150, reply("250")});
  const Result result = judge(c, transcript, context());
  EXPECT_EQ(result.verdict, Verdict::Fail);
  ASSERT_TRUE(result.mark.has_value());
  EXPECT_EQ(result.mark->stream_offset, 150U);
}

TEST(Judge, SupersededAttemptsDoNotCount) {
  const Case c = make_case(Level::Must, {step(1, false, outcome({"250"}))});
  Transcript transcript;
  StepRecord early = record(0, {reply("550")});
  early.superseded = true;
  transcript.steps = {early, record(0, {reply("250")})};
  EXPECT_EQ(judge(c, transcript, context()).verdict, Verdict::Pass);
}

TEST(Judge, SecretsAreMaskedInReasons) {
  const Case c = make_case(Level::Must, {step(1, false, outcome({"250"}))});
  Transcript transcript;
  transcript.secrets.add("hunter2");
  Event event = reply("550");
  event.raw = "550 bad password hunter2\r\n";
  transcript.steps = {record(0, {event})};
  const Result result = judge(c, transcript, context());
  EXPECT_EQ(result.received.find("hunter2"), std::string::npos);
  EXPECT_NE(result.received.find("*******"), std::string::npos);
}

TEST(Invariants, OnePseudoCaseEach) {
  Case c = make_case(Level::Must, {step(1, false, outcome({"250"}))});
  Event event = reply("250");
  event.deviations = {{"smtp.same-code", 3}};
  Transcript transcript;
  transcript.steps = {record(0, {event})};
  transcript.chunks = {{.from = Side::Server, .octets = event.raw}};
  std::vector<Result> results = {judge(c, transcript, context()), judge(c, transcript, context())};
  EXPECT_EQ(results[0].verdict, Verdict::Pass) << "the case keeps its verdict";
  const auto invariants = invariant_results(results, {&dialect()}, "t");
  ASSERT_EQ(invariants.size(), 2U);
  EXPECT_EQ(invariants[0].id, "invariant.smtp.same-code");
  EXPECT_EQ(invariants[0].verdict, Verdict::Fail);
  EXPECT_EQ(invariants[0].count, 2U);
  ASSERT_TRUE(invariants[0].mark.has_value());
  EXPECT_EQ(invariants[0].mark->stream_offset, 103U);
  EXPECT_EQ(invariants[1].verdict, Verdict::Pass);

  c.waive["smtp.same-code"] = "provoked";
  results = {judge(c, transcript, context())};
  EXPECT_EQ(invariant_results(results, {&dialect()}, "t")[0].verdict, Verdict::Pass) << "waived";
}

}  // namespace
}  // namespace wireassay::judge
