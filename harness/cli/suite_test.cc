// The project's own scenarios: they load, their files are not stale, their quotes are true, and
// every case can fail.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "cli/context.h"
#include "cli/quotes.h"
#include "core/files.h"
#include "judge/judge.h"
#include "play/runner.h"
#include "reference/server.h"

namespace wireassay::cli {
namespace {

using judge::Result;
using judge::Verdict;
using scenario::Case;

const scenario::Suite& suite() {
  static const scenario::Suite kSuite = [] {
    scenario::LoadContext context;
    context.dialects = play::dialect_infos();
    context.paths = {WIREASSAY_SOURCE_DIR "/scenarios"};
    context.openings_dir = WIREASSAY_SOURCE_DIR "/scenarios/_begin";
    context.ids_file = WIREASSAY_SOURCE_DIR "/scenarios/ids.txt";
    return scenario::load_suite(context);
  }();
  return kSuite;
}

TEST(Suite, Loads) {
  for (const scenario::Problem& problem : suite().problems)
    ADD_FAILURE() << scenario::to_string(problem);
  std::set<std::string> ids;
  for (const Case& c : suite().cases) ids.insert(c.id);
  EXPECT_GE(ids.size(), 150U);
}

TEST(Suite, SchemaIsNotStale) {
  const auto committed = read_file(WIREASSAY_SOURCE_DIR "/scenarios/schema.json");
  ASSERT_TRUE(committed.has_value()) << committed.error();
  EXPECT_EQ(*committed, scenario::json_schema(play::dialect_infos()))
      << "run: ./wireassay check --write-schema scenarios/schema.json";
}

TEST(Suite, IdsAreListed) {
  const auto committed = read_file(WIREASSAY_SOURCE_DIR "/scenarios/ids.txt");
  ASSERT_TRUE(committed.has_value()) << committed.error();
  std::set<std::string> ids;
  for (const Case& c : suite().cases) ids.insert(c.id);
  for (const std::string& id : ids) {
    EXPECT_NE(("\n" + *committed).find("\n" + id + "\n"), std::string::npos)
        << id << ": run ./wireassay check --write-ids scenarios/ids.txt";
  }
}

/// True if a step demands a refusal, silence or a close, where nothing that says yes is allowed; or
/// that something is withheld.
bool is_negative(const Case& c) {
  return std::ranges::any_of(c.dialogue, [](const scenario::Step& step) {
    if (step.assume) return false;
    return std::ranges::any_of(
               step.outcomes,
               [](const scenario::Outcome& outcome) {
                 return std::ranges::all_of(outcome.atoms, [](const std::string& atom) {
                   return atom.starts_with('4') || atom.starts_with('5') || atom == "close" ||
                          atom == "silence" || atom.starts_with("alert") || atom == "-ERR" ||
                          atom == "NO" || atom == "BAD" || atom == "BYE";
                 });
               }) ||
           std::ranges::any_of(step.fields, [](const scenario::FieldExpectation& field) {
             return !field.none.empty();
           });
  });
}

TEST(Suite, AtLeastFortyPercentAreNegative) {
  for (const std::string_view protocol : {"smtp.", "imap.", "tls."}) {
    SCOPED_TRACE(protocol);
    std::size_t all = 0, negative = 0;
    for (const Case& c : suite().cases) {
      if (!c.id.starts_with(protocol)) continue;
      ++all;
      negative += is_negative(c) ? 1 : 0;
    }
    EXPECT_GE(static_cast<double>(negative), 0.40 * static_cast<double>(all))
        << negative << " of " << all;
  }
}

TEST(Suite, QuotesStandInTheRfcs) {
  const char* folder = std::getenv("WIREASSAY_RFC");
  if (folder == nullptr) GTEST_SKIP() << "$WIREASSAY_RFC names no folder of rfcNNNN.txt";
  const QuoteCheck checked = check_quotes(suite().cases, folder);
  for (const scenario::Problem& problem : checked.problems)
    ADD_FAILURE() << scenario::to_string(problem);
  EXPECT_GT(checked.checked, 150U);
}

TEST(Quotes, PageBreaksAreNoText) {
  const std::string rfc =
      "   The server MUST\n   discard\n\n\n\nHoffman                     Standards Track           "
      "          [Page 5]\n\f\n"
      "RFC 3207          SMTP Service Extension - Secure SMTP     February 2002\n\n\n   any "
      "knowledge.\n";
  EXPECT_EQ(fold_rfc(rfc), "The server MUST discard any knowledge.");
}

/// Everything that happened on the reference server, once for all tests.
struct Played {
  play::RunOutcome outcome;
  std::vector<std::pair<const Case*, Transcript>> transcripts;
};

const Played& played() {
  static const Played kPlayed = [] {
    Played result;
    auto servers = reference::Servers::start({});
    if (!servers) return result;
    play::RunHooks hooks;
    hooks.played = [&](const Case& c, const Transcript& transcript) {
      result.transcripts.emplace_back(&c, transcript);
    };
    result.outcome = play::run(suite(), {(*servers)->target()}, {}, hooks);
    return result;
  }();
  return kPlayed;
}

TEST(Suite, ReferenceServerConforms) {
  std::size_t passed = 0;
  for (const Result& result : played().outcome.results) {
    // These two name LOGIN-REFERRALS, which the document's server had and ours has not.
    const bool example = result.verdict == Verdict::Warn &&
                         (result.id == "imap.example.seed001.capabilities-before-login" ||
                          result.id == "imap.example.seed001.capabilities-after-login");
    EXPECT_TRUE(result.verdict == Verdict::Pass || result.verdict == Verdict::Skip || example)
        << to_string(result.verdict) << " " << result.id << ": " << result.reason << "; expected "
        << result.expected << ", received " << result.received;
    passed += result.verdict == Verdict::Pass ? 1 : 0;
  }
  EXPECT_GT(passed, 150U);
}

/// An event that the step allows in no way: a reply of a class that nothing names.
Event contrary(const scenario::Step& step, std::size_t index) {
  const Event reply{.kind = EventKind::Reply, .cls = "000", .raw = "000 contrary\r\n"};
  const Event close{.kind = EventKind::Close, .cls = "close", .note = "closed by the server"};
  const auto allows = [&](const scenario::Outcome& outcome, const Event& event) {
    return std::ranges::any_of(outcome.atoms,
                               [&](const std::string& atom) { return class_matches(atom, event); });
  };
  const auto excused = [&](const Event& event) {
    const auto by = [&](const scenario::Excuse& excuse) { return allows(excuse.outcome, event); };
    return std::ranges::any_of(step.tolerate, by) || std::ranges::any_of(step.skip, by);
  };
  const Event garbage{.kind = EventKind::Garbage, .cls = "garbage", .raw = "contrary\r\n"};
  if (!allows(step.outcomes[index], reply) && !excused(reply)) return reply;
  return allows(step.outcomes[index], close) || excused(close) ? garbage : close;
}

/// The step asks for the contrary: what must be there must not be, and the other way round.
void turn_round(scenario::Step& step) {
  for (scenario::FieldExpectation& field : step.fields) std::swap(field.has, field.none);
  const std::map<std::string, std::string> contrary_of = {{"==", "!="}, {"!=", "=="}, {"<", ">="},
                                                          {">=", "<"},  {">", "<="},  {"<=", ">"}};
  for (scenario::Check& check : step.checks) check.op = contrary_of.at(check.op);
}

/// "Every oracle is tested from both sides": the answer that came passes, a contrary one in its
/// place does not; nor does it where a step that looks at it again asks for the contrary.
TEST(Suite, EveryCaseThatPassedCanFail) {
  judge::JudgeContext context{.target = "t"};
  for (const DialectInfo* info : play::dialect_infos())
    context.dialects[std::string(info->name)] = info;
  std::map<std::string, bool> convicts;
  for (const auto& [c, transcript] : played().transcripts) {
    if (judge::judge(*c, transcript, context).verdict != Verdict::Pass) continue;
    bool& found = convicts[c->full_id()];
    for (std::size_t at = 0; at < transcript.steps.size() && !found; ++at) {
      const StepRecord& record = transcript.steps[at];
      if (record.phase != Phase::Dialogue || record.step >= c->dialogue.size() || record.superseded)
        continue;
      const scenario::Step& step = c->dialogue[record.step];
      if (step.assume || record.events.empty()) continue;
      Case asked = *c;
      Transcript changed = transcript;
      if (step.outcomes.empty())
        turn_round(asked.dialogue[record.step]);
      else
        changed.steps[at].events.front() = contrary(step, 0);
      const Verdict verdict = judge::judge(asked, changed, context).verdict;
      found =
          verdict == Verdict::Fail || verdict == Verdict::Warn || c->level == scenario::Level::May;
    }
  }
  EXPECT_GT(convicts.size(), 150U);
  for (const auto& [id, found] : convicts) EXPECT_TRUE(found) << id << " cannot fail";
}

TEST(Suite, ATranscriptJudgedAgainGivesTheSame) {
  judge::JudgeContext context{.target = "t"};
  for (const DialectInfo* info : play::dialect_infos())
    context.dialects[std::string(info->name)] = info;
  std::map<std::string, std::set<Verdict>> by_id;
  for (const Result& result : played().outcome.results)
    by_id[result.id.substr(0, result.id.find('@'))].insert(result.verdict);
  for (const auto& [c, transcript] : played().transcripts) {
    const Result again = judge::judge(*c, transcript, context);
    EXPECT_TRUE(by_id[c->full_id()].contains(again.verdict)) << again.id << " " << again.reason;
  }
}

}  // namespace
}  // namespace wireassay::cli
