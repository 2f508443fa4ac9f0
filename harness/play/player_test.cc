// Cases played against scripted peers: what a step means on the wire, and what hostile servers can
// do.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "play/player_test_support.h"
#include "play/variations.h"
#include "testing/peer.h"

namespace wireassay::play {
namespace {

using judge::Result;
using judge::Verdict;
using testing::Peer;
using testing::PeerConnection;

constexpr std::string_view kOpenings = R"(
[opening.greeted]
after    = "connected"
params   = { client = "${client}" }
dialogue = [ { send = "EHLO ${client}", assume = 250 } ]
)";

scenario::Suite suite_of(const std::string& body) {
  return test_suite("smtp", body, {{"smtp", std::string(kOpenings)}});
}

scenario::Target target_on(std::uint16_t port) { return test_target("smtp", port); }

Result play_on(std::uint16_t port, const std::string& body, RunOptions options = {}) {
  const scenario::Suite suite = suite_of(body);
  if (suite.cases.empty()) return {};
  return first_result(run(suite, {target_on(port)}, options, {}));
}

/// A polite server; `odd` answers a line itself and returns true, or leaves it to the good manners.
testing::Script polite(std::function<bool(PeerConnection&, const std::string&)> odd) {
  return [odd = std::move(odd)](PeerConnection& c) {
    if (!c.say("220 peer ESMTP\r\n")) return;
    for (std::string line = c.line(); !line.empty(); line = c.line()) {
      if (odd(c, line)) continue;
      if (line.starts_with("EHLO"))
        c.say("250-peer\r\n250 SIZE 1000\r\n");
      else if (line.starts_with("QUIT")) {
        c.say("221 bye\r\n");
        return;
      } else
        c.say("250 ok\r\n");
    }
  };
}

bool nothing_odd(PeerConnection&, const std::string&) { return false; }

TEST(Player, HostileServers) {
  struct Row {
    std::string_view name;
    testing::Script script;
    Verdict verdict;
    std::string_view reason;  ///< must stand in reason or received
  };
  const std::string kilobyte(1024, 'x');
  const auto endless_line = [kilobyte](PeerConnection& c) {
    if (!c.say("220 ")) return;
    while (c.say(kilobyte)) {
    }
  };
  const auto endless_reply = [](PeerConnection& c) {
    while (c.say("220-on and on and on and on and on and on\r\n")) {
    }
  };
  const Row rows[] = {
      {"hangs before the greeting", [](PeerConnection& c) { c.drain(); }, Verdict::Error,
       "greeting"},
      {"closes at once", [](PeerConnection&) {}, Verdict::Error, "closed"},
      {"resets at once", [](PeerConnection& c) { c.reset(); }, Verdict::Error, "reset"},
      {"garbage for a greeting",
       [](PeerConnection& c) {
         c.say("\x01\x02\x03 hello\r\n");
         c.drain();
       },
       Verdict::Error, "\\x01\\x02\\x03"},
      {"NULs for a greeting",
       [](PeerConnection& c) {
         c.say(std::string(100, '\0'));
         c.drain();
       },
       Verdict::Error, "\\x00"},
      {"refuses with 554",
       [](PeerConnection& c) {
         c.say("554 no\r\n");
         c.drain();
       },
       Verdict::Error, "554"},
      {"endless line", endless_line, Verdict::Error, "too long"},
      {"endless multi-line reply", endless_reply, Verdict::Error, "too many"},
      {"half a greeting",
       [](PeerConnection& c) {
         c.say("220 half");
         c.drain();
       },
       Verdict::Error, "220 half"},
      {"hangs at NOOP",
       polite([](PeerConnection&, const std::string& line) { return line == "NOOP"; }),
       Verdict::Fail, "nothing"},
      {"closes at NOOP", polite([](PeerConnection& c, const std::string& line) {
         if (line == "NOOP") c.reset();
         return line == "NOOP";
       }),
       Verdict::Fail, ""},
      {"garbage at NOOP", polite([](PeerConnection& c, const std::string& line) {
         return line == "NOOP" && c.say("\xff\xfe\r\n");
       }),
       Verdict::Fail, "\\xff\\xfe"},
      {"double reply to NOOP", polite([](PeerConnection& c, const std::string& line) {
         return line == "NOOP" && c.say("250 a\r\n250 b\r\n");
       }),
       Verdict::Fail, "nobody asked"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const Peer peer(row.script);
    const Result result = play_on(
        peer.port(), "begin = \"greeted\"\ndialogue = [ { send = \"NOOP\", expect = 250 } ]\n");
    EXPECT_EQ(result.verdict, row.verdict) << result.reason << " / " << result.received;
    const std::string said = result.reason + " " + result.received;
    EXPECT_NE(said.find(row.reason), std::string::npos) << said;
    EXPECT_LT(peer.sent(), 64U * 1024 * 1024) << "the player read on and on";
  }
}

TEST(Player, RefusedConnectionIsUnreachable) {
  std::uint16_t port = 0;
  {
    const Peer gone(polite(nothing_odd));
    port = gone.port();
  }
  const Result result = play_on(port, "dialogue = [ { send = \"NOOP\", expect = 250 } ]\n");
  EXPECT_EQ(result.verdict, Verdict::Error);
  EXPECT_TRUE(result.unreachable);
  EXPECT_NE(result.reason.find("127.0.0.1:" + std::to_string(port)), std::string::npos)
      << result.reason;
}

TEST(Player, Language) {
  struct Row {
    std::string_view name, body;
    Verdict verdict;
    std::string_view reason;
  };
  const Row rows[] = {
      {"reply class", "begin = \"greeted\"\ndialogue = [ { send = \"NOOP\", expect = \"2xx\" } ]",
       Verdict::Pass, ""},
      {"sequence",
       "begin = \"greeted\"\ndialogue = [ { send = [\"NOOP\", \"NOOP\"], expect = [250, 250] } ]",
       Verdict::Pass, ""},
      {"one reply too few",
       "begin = \"greeted\"\ndialogue = [ { send = \"NOOP\", expect = [250, 250] } ]",
       Verdict::Fail, "nothing"},
      {"silence holds",
       "begin = \"greeted\"\ndialogue = [ { send_bytes = 'NO', expect = \"silence\" } ]",
       Verdict::Pass, ""},
      {"silence broken",
       "begin = \"greeted\"\ndialogue = [ { send = \"NOOP\", expect = \"silence\" } ]",
       Verdict::Fail, "250"},
      {"close after a reply",
       "begin = \"greeted\"\ndialogue = [ { send = \"QUIT\", expect = [221, \"close\"] } ]",
       Verdict::Pass, ""},
      {"assume",
       "begin = \"greeted\"\ndialogue = [ { send = \"NOOP\", assume = 500 }, { send = \"NOOP\", "
       "expect = 250 } ]",
       Verdict::Error, "could not be asked"},
      {"tolerate",
       "begin = \"greeted\"\ndialogue = [ { send = \"NOOP\", expect = 500, tolerate = { \"250\" = "
       "\"kind\" } } ]",
       Verdict::Warn, "kind"},
      {"skip",
       "begin = \"greeted\"\ndialogue = [ { send = \"NOOP\", expect = 500, skip = { \"250\" = "
       "\"other\" } } ]",
       Verdict::Skip, "other"},
      {"requires, not offered",
       "requires = [\"STARTTLS\"]\nbegin = \"greeted\"\ndialogue = [ { send = \"NOOP\", expect = "
       "250 } ]",
       Verdict::Skip, "STARTTLS"},
      {"requires a number",
       "requires = [\"SIZE>0\"]\nbegin = \"greeted\"\ndialogue = [ { send = \"NOOP ${cap(SIZE)}\", "
       "expect = 250 } ]",
       Verdict::Pass, ""},
      {"needs a fact",
       "needs = [\"remote\"]\nbegin = \"greeted\"\ndialogue = [ { send = \"NOOP\", expect = 250 } "
       "]",
       Verdict::Skip, "remote"},
      {"when holds",
       "begin = \"greeted\"\ndialogue = [ { send = \"NOOP\", expect = \"250|500\" }, { when = 250, "
       "send = \"NOOP\", expect = 500 } ]",
       Verdict::Fail, "500"},
      {"when does not hold",
       "begin = \"greeted\"\ndialogue = [ { send = \"NOOP\", expect = \"250|500\" }, { when = 500, "
       "send = \"NOOP\", expect = 500 } ]",
       Verdict::Pass, ""},
      {"times",
       "begin = \"greeted\"\ndialogue = [ { times = 20, send = \"NOOP ${i}\", expect = 250 } ]",
       Verdict::Pass, ""},
      {"hole and check",
       "begin = \"connected\"\ndialogue = [ { send = \"EHLO x.test\", expect = 250, lines = "
       "[\"SIZE ${?n}\"], check = [\"${n} == 1000\"] } ]",
       Verdict::Pass, ""},
      {"check that does not hold",
       "begin = \"connected\"\ndialogue = [ { send = \"EHLO x.test\", expect = 250, lines = "
       "[\"SIZE ${?n}\"], check = [\"${n} > 1000\"] } ]",
       Verdict::Fail, "1000"},
      {"field that misses",
       "begin = \"connected\"\ndialogue = [ { send = \"EHLO x.test\", expect = 250, capabilities = "
       "[\"DSN\"] } ]",
       Verdict::Fail, "DSN"},
      {"look at the last reply again",
       "begin = \"connected\"\ndialogue = [ { send = \"EHLO x.test\", expect = 250 }, { when = "
       "250, capabilities = [\"SIZE=1000\"] } ]",
       Verdict::Pass, ""},
      {"overflow is a skip",
       "begin = \"greeted\"\ndialogue = [ { send = \"NOOP ${cap(SIZE) - 1001}\", expect = 250 } ]",
       Verdict::Skip, ""},
      {"raw sees the greeting", "begin = \"raw\"\ndialogue = [ { expect = 220 } ]", Verdict::Pass,
       ""},
      {"split and pause",
       "begin = \"greeted\"\ndialogue = [ { send = \"NOOP\", split = 1, pause = \"1ms\", expect = "
       "250 } ]",
       Verdict::Pass, ""},
      {"poll until it holds",
       "begin = \"greeted\"\ndialogue = [ { poll = \"5s\", send = \"COUNT\", expect = 252 } ]",
       Verdict::Pass, ""},
      {"two connections",
       "connections = { a = { service = \"smtp\", begin = \"greeted\" }, b = { service = \"smtp\", "
       "begin = \"greeted\" } }\n"
       "dialogue = [ { on = \"a\", send = \"NOOP\", expect = 250 }, { on = \"b\", send = \"NOOP\", "
       "expect = 250 }, { on = \"a\", send = \"NOOP\", expect = 250 } ]",
       Verdict::Pass, ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto count = std::make_shared<std::atomic<int>>(0);
    const Peer peer(polite([count](PeerConnection& c, const std::string& line) {
      if (line != "COUNT") return false;
      return c.say(++*count < 3 ? "450 not yet\r\n" : "252 now\r\n");
    }));
    const Result result = play_on(peer.port(), std::string(row.body));
    EXPECT_EQ(result.verdict, row.verdict) << result.reason << " / " << result.received;
    EXPECT_NE((result.reason + result.received + result.nearest).find(row.reason),
              std::string::npos)
        << result.reason;
  }
}

TEST(Player, SecretsNeverReachAResult) {
  const Peer peer(polite([](PeerConnection& c, const std::string& line) {
    return line.starts_with("SAY") && c.say("250 you said " + line + "\r\n");
  }));
  const Result result = play_on(peer.port(),
                                "needs = [\"user\"]\nbegin = \"greeted\"\ndialogue = [ { send = "
                                "\"SAY ${password} ${plain()}\", expect = 500 } ]\n");
  EXPECT_EQ(result.verdict, Verdict::Fail);
  std::string all = result.reason + result.received + result.nearest;
  for (const Chunk& chunk : result.transcript) all += chunk.octets;
  EXPECT_EQ(all.find("open-sesame"), std::string::npos) << all;
  EXPECT_EQ(all.find("AGFsaWNlAG9wZW4tc2VzYW1l"), std::string::npos) << all;
  EXPECT_NE(all.find("SAY ***********"), std::string::npos) << all;
}

TEST(Player, SecretsOfOtherConnectionsNeverReachAResult) {
  const Peer peer(polite([](PeerConnection& c, const std::string& line) {
    return line == "ASK" && c.say("250 open-sesame and other-secret\r\n");
  }));
  const Result result = play_on(
      peer.port(), "begin = \"greeted\"\ndialogue = [ { send = \"ASK\", expect = 500 } ]\n");
  EXPECT_EQ(result.verdict, Verdict::Fail);
  std::string all = result.reason + result.received + result.nearest;
  for (const Chunk& chunk : result.transcript) all += chunk.octets;
  EXPECT_NE(all.find("250 *********** and ************"), std::string::npos) << all;
}

TEST(Player, CleanupChangesNoVerdict) {
  for (const std::string_view answer : {"250 a\r\n250 b\r\n", "500 no\r\n", "garbage\r\n"}) {
    SCOPED_TRACE(answer);
    const Peer peer(polite([answer](PeerConnection& c, const std::string& line) {
      return line == "RSET" && c.say(answer);
    }));
    const Result result =
        play_on(peer.port(),
                "begin = \"greeted\"\ndialogue = [ { send = \"NOOP\", expect = 250 } ]\n"
                "cleanup = [ { send = \"RSET\", expect = 250 } ]\n");
    EXPECT_EQ(result.verdict, Verdict::Pass) << result.reason;
    EXPECT_FALSE(result.notes.empty());
  }
}

TEST(Player, WhatAServerSaidIsNotSentOn) {
  const Peer peer(polite([](PeerConnection& c, const std::string& line) {
    return line.starts_with("ASK") && c.say(std::string_view("250 a\0b\r\n", 9));
  }));
  const Result result =
      play_on(peer.port(),
              "begin = \"greeted\"\ndialogue = [ { send = \"ASK\", assume = 250, lines = "
              "[\"${?x}\"] }, { send = \"NOOP ${x}\", expect = 250 } ]\n");
  EXPECT_EQ(result.verdict, Verdict::Error) << result.reason;
}

TEST(Runner, ASlowTargetHoldsUpNoOther) {
  const Peer slow([](PeerConnection& c) { c.drain(); });
  const Peer good(polite(nothing_odd));
  const scenario::Suite suite =
      suite_of("begin = \"greeted\"\ndialogue = [ { send = \"NOOP\", expect = 250 } ]\n");
  std::vector<std::string> order;
  RunHooks hooks;
  hooks.judged = [&](const Result& result) { order.push_back(result.target); };
  scenario::Target first = target_on(slow.port()), second = target_on(good.port());
  const RunOutcome outcome = run(suite, {first, second}, {}, hooks);
  ASSERT_EQ(order.size(), 2U);
  EXPECT_EQ(order.front(), second.name) << "the good one ends first";
  EXPECT_EQ(outcome.results.front().target, first.name)
      << "the report keeps the order of the targets";
}

TEST(Runner, ShardsTogetherAreTheWhole) {
  const Peer peer(polite(nothing_odd));
  const scenario::Suite suite = suite_of(
      "for = [ { name = \"a\" }, { name = \"b\" }, { name = \"c\" }, { name = \"d\" }, { name = "
      "\"e\" } ]\n"
      "begin = \"greeted\"\ndialogue = [ { send = \"NOOP\", expect = 250 } ]\n");
  std::vector<std::string> ids;
  for (std::uint32_t shard = 1; shard <= 3; ++shard) {
    const RunOutcome outcome =
        run(suite, {target_on(peer.port())}, {.shard = shard, .shards = 3}, {});
    for (const Result& result : outcome.results) {
      if (result.id.starts_with("smtp.")) ids.push_back(result.id);
    }
  }
  std::ranges::sort(ids);
  EXPECT_EQ(ids,
            (std::vector<std::string>{"smtp.test.case/a", "smtp.test.case/b", "smtp.test.case/c",
                                      "smtp.test.case/d", "smtp.test.case/e"}));
}

TEST(Runner, PreviousResultsAreNotPlayedAgain) {
  const Peer peer([](PeerConnection& c) { c.say("554 never asked\r\n"); });
  const scenario::Suite suite =
      suite_of("begin = \"greeted\"\ndialogue = [ { send = \"NOOP\", expect = 250 } ]\n");
  const scenario::Target target = target_on(peer.port());
  Result before;
  before.id = "smtp.test.case";
  before.target = target.name;
  before.verdict = Verdict::Pass;
  const RunOutcome outcome = run(suite, {target}, {.previous = {before}}, {});
  ASSERT_FALSE(outcome.results.empty());
  EXPECT_EQ(outcome.results.front().verdict, Verdict::Pass);
  EXPECT_EQ(outcome.dialogues, 0U);
}

TEST(Runner, WhatEndsTheServerIsPlayedAlone) {
  const Peer peer(polite(nothing_odd));
  scenario::Target target = target_on(peer.port());
  target.deviations.push_back({.id = "smtp.test.case/b", .reason = "alone: dies of it"});
  const std::string dialogue =
      "begin = \"greeted\"\ndialogue = [ { send = \"NOOP\", expect = 250 } ]\n";
  const RunOutcome both =
      run(suite_of("for = [ { name = \"a\" }, { name = \"b\" } ]\n" + dialogue), {target}, {}, {});
  ASSERT_GE(both.results.size(), 2U);
  EXPECT_EQ(both.dialogues, 1U);
  EXPECT_EQ(both.results[0].verdict, Verdict::Pass);
  EXPECT_EQ(both.results[1].verdict, Verdict::Skip);
  EXPECT_TRUE(both.results[1].reason.ends_with("dies of it")) << both.results[1].reason;
  const RunOutcome alone =
      run(suite_of("for = [ { name = \"b\" } ]\n" + dialogue), {target}, {}, {});
  EXPECT_EQ(alone.dialogues, 1U);
}

TEST(Runner, StopEndsARunThatHangs) {
  const Peer peer([](PeerConnection& c) { c.drain(); });
  const scenario::Suite suite = suite_of("dialogue = [ { send = \"NOOP\", expect = 250 } ]\n");
  scenario::Target target = target_on(peer.port());
  target.timeouts.reply = scenario::Millis(600000);
  std::atomic<bool> stop{true};
  RunHooks hooks;
  hooks.stop = &stop;
  const RunOutcome outcome = run(suite, {target}, {}, hooks);
  EXPECT_TRUE(outcome.interrupted);
}

TEST(Runner, VariationsThatAgreeAreOneResultEach) {
  const Peer peer(polite(nothing_odd));
  const scenario::Suite suite =
      suite_of("begin = \"greeted\"\ndialogue = [ { send = \"NOOP\", expect = 250 } ]\n");
  const RunOutcome outcome =
      run(suite, {target_on(peer.port())}, {.vary_fragments = true, .seed = 7}, {});
  std::map<std::string, Verdict> verdicts;
  for (const Result& result : outcome.results) verdicts[result.id] = result.verdict;
  for (const char* id :
       {"smtp.test.case", "variation.octets", "variation.random", "variation.whole"})
    EXPECT_EQ(verdicts.at(id), Verdict::Pass) << id;
}

TEST(Variations, AnotherVerdictIsAFinding) {
  scenario::Case c;
  c.id = "smtp.test.case";
  const Unit plain{.c = &c},
      octets{.c = &c, .variation = {.name = "octets", .fragments = Fragments::Octets}},
      whole{.c = &c, .variation = {.name = "whole", .fragments = Fragments::Whole}};
  const auto judged = [](const Unit& unit, Verdict verdict) {
    JudgedUnit result{&unit, {}};
    result.result.id = "smtp.test.case";
    result.result.verdict = verdict;
    return result;
  };
  const auto results = compare_variations(
      {judged(plain, Verdict::Pass), judged(octets, Verdict::Fail), judged(whole, Verdict::Pass)},
      "t");
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0].id, "variation.octets.smtp.test.case");
  EXPECT_EQ(results[0].verdict, Verdict::Fail);
  EXPECT_EQ(results[1].id, "variation.whole");
  EXPECT_EQ(results[1].verdict, Verdict::Pass);
  const auto skipped =
      compare_variations({judged(plain, Verdict::Pass), judged(octets, Verdict::Skip)}, "t");
  ASSERT_EQ(skipped.size(), 1U);
  EXPECT_EQ(skipped[0].verdict, Verdict::Pass) << "a skip contradicts nothing";
}

}  // namespace
}  // namespace wireassay::play
