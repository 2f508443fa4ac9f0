// What only IMAP and POP3 bring: tags, literals, data that nobody asked for; and what a hostile
// server of mailboxes can do.
#include <gtest/gtest.h>

#include <algorithm>
#include <future>

#include "play/player_test_support.h"
#include "testing/peer.h"

namespace wireassay::play {
namespace {

using judge::Result;
using judge::Verdict;
using testing::Peer;
using testing::PeerConnection;
using testing::Script;

constexpr std::uint64_t kMostOctets = 128ULL * 1024 * 1024;  // sockets' buffers included

RunOutcome run_on(std::uint16_t port, const std::string& protocol, const std::string& body,
                  const std::string& service = {}) {
  const scenario::Suite suite = test_suite(protocol, body);
  if (suite.cases.empty()) return {};
  return run(suite, {test_target(service.empty() ? protocol : service, port)}, {}, {});
}

Result play_on(std::uint16_t port, const std::string& protocol, const std::string& body) {
  return first_result(run_on(port, protocol, body));
}

/// The tag of a line, with the space behind it.
std::string tag_of(const std::string& line) { return line.substr(0, line.find(' ') + 1); }

/// A polite IMAP server; `odd` answers a line itself and returns true, or leaves it to the good
/// manners.
Script polite(std::function<bool(PeerConnection&, const std::string&)> odd) {
  return [odd = std::move(odd)](PeerConnection& c) {
    if (!c.say("* OK [CAPABILITY IMAP4rev1 IDLE] peer\r\n")) return;
    for (std::string line = c.line(); !line.empty(); line = c.line()) {
      if (odd(c, line)) continue;
      if (line.ends_with("LOGOUT")) {
        c.say("* BYE\r\n" + tag_of(line) + "OK done\r\n");
        return;
      }
      c.say(tag_of(line) + "OK done\r\n");
    }
  };
}

bool peer_of_the_language(PeerConnection& c, const std::string& line) {
  const std::string tag = tag_of(line);
  if (line.ends_with("{3}")) {
    c.say("+ go\r\n");
    const std::string literal = c.line();
    return c.say(tag + (literal == "abc" ? "OK" : "BAD") + " literal\r\n");
  }
  if (line.ends_with("{999}")) return c.say(tag + "NO [TOOBIG] too much\r\n");
  if (line.ends_with("IDLE")) {
    c.say("+ idling\r\n* 4 EXISTS\r\n");
    c.say("* 2 EXPUNGE\r\n");
    const bool done = c.line() == "DONE";
    return c.say(tag + (done ? "OK" : "BAD") + " idle\r\n");
  }
  if (line.ends_with("FETCH 1")) {
    const std::string second = c.line();
    c.say(tag_of(second) + "NO second\r\n");
    return c.say("* 1 FETCH (FLAGS (\\Seen \\Recent) UID 7)\r\n" + tag + "OK first\r\n");
  }
  if (line.ends_with("STATUS"))
    return c.say("* STATUS box (UIDNEXT 8 MESSAGES 3)\r\n" + tag + "OK [READ-ONLY] x\r\n");
  if (line.ends_with("ONLY DATA")) return c.say("* 4 EXISTS\r\n");
  if (line.ends_with(" TAGGED")) return c.say(tag + (tag == "T8 " ? "OK" : "NO") + " x\r\n");
  if (line.ends_with("NOTAG")) return c.say("* BAD what\r\n");
  if (line.ends_with("TWICE")) return c.say(tag + "OK a\r\n" + tag + "OK b\r\n");
  return false;
}

TEST(MailPlayer, ImapLanguage) {
  struct Row {
    std::string_view name, dialogue;
    Verdict verdict;
    std::string_view reason;
  };
  const Row rows[] = {
      {"a tag is put before each line",
       "{ send = [\"NOOP\", \"NOOP\"], expect = [\"OK\", \"OK\"] }", Verdict::Pass, ""},
      {"a literal is waited for",
       "{ send = \"LOGIN {3}\", assume = \"+\" }, { send = \"abc\", expect = \"OK\" }",
       Verdict::Pass, ""},
      {"a refused literal ends the command",
       "{ send = \"LOGIN {999}\", expect = \"NO\", code = \"TOOBIG\" }, { send = \"NOOP\", expect "
       "= \"OK\" }",
       Verdict::Pass, ""},
      {"completions in another order",
       "{ send = [\"FETCH 1\", \"FETCH 2\"], expect = [\"OK\", \"NO\"] }", Verdict::Pass, ""},
      {"a tag of one's own", "{ send = \"NOOP\", tag = \"x.7\", expect = \"OK\" }", Verdict::Pass,
       ""},
      {"a tag of variables",
       "{ send = \"STATUS\", expect = \"OK\", untagged = [\"STATUS box (UIDNEXT ${?n})\"] }, { "
       "send "
       "= \"TAGGED\", tag = \"T${n}\", expect = \"OK\" }",
       Verdict::Pass, ""},
      {"an exchange of two commands",
       "{ send = [\"FETCH 1\", \"FETCH 2\"], expect = [\"OK\", \"NO\"] }, { exchange = \"* 1 fetch "
       "(uid 7)\\n! bye\\ntag2 no second\" }",
       Verdict::Pass, ""},
      {"an exchange that lacks a line",
       "{ send = \"STATUS\", expect = \"OK\", exchange = \"* status box (messages 4)\" }",
       Verdict::Fail, "exchange lacks '* status box (messages 4)'"},
      {"an exchange binds",
       "{ send = \"STATUS\", expect = \"OK\", exchange = \"* status ${?b} (messages ${?n})\" }, { "
       "send = \"STATUS\", expect = \"OK\", untagged = [\"STATUS ${b} (MESSAGES ${n})\"] }",
       Verdict::Pass, ""},
      {"no tag", "{ send = \"* NOTAG\", tag = \"\", expect = \"BAD\" }", Verdict::Pass, ""},
      {"the next tag", "{ send_bytes = '${tag} NOOP\\r\\n', expect = \"OK\" }", Verdict::Pass, ""},
      {"items in any order",
       "{ send = \"STATUS\", expect = \"OK\", untagged = [\"STATUS box (MESSAGES 3 UIDNEXT "
       "${?n})\"], check = [\"${n} == 8\"] }",
       Verdict::Pass, ""},
      {"a value that differs",
       "{ send = \"STATUS\", expect = \"OK\", untagged = [\"STATUS box (MESSAGES 4)\"] }",
       Verdict::Fail, "MESSAGES 4"},
      {"the response code", "{ send = \"STATUS\", expect = \"OK\", code = \"READ-WRITE\" }",
       Verdict::Fail, "READ-WRITE"},
      {"data until the fields hold",
       "{ send = \"IDLE\", assume = \"+\" }, { expect = \"*\", untagged = [\"2 EXPUNGE\"] }, { "
       "send = \"DONE\", expect = \"OK\" }",
       Verdict::Pass, ""},
      {"data that does not come",
       "{ send = \"IDLE\", assume = \"+\" }, { expect = \"*\", untagged = [\"3 EXPUNGE\"] }, { "
       "send = \"DONE\", expect = \"OK\" }",
       Verdict::Fail, "what was awaited was not in the data"},
      {"data that does not come, tolerated",
       "{ send = \"IDLE\", assume = \"+\" }, { expect = \"*\", untagged = [\"3 EXPUNGE\"], "
       "tolerate = { silence = \"slow\" } }, { send = \"DONE\", expect = \"OK\" }",
       Verdict::Warn, "slow"},
      {"data breaks no silence, and is there afterwards",
       "{ send = \"IDLE\", assume = \"+\" }, { expect = \"silence\" }, { send = \"DONE\", expect = "
       "\"OK\", untagged = [\"4 EXISTS\", \"2 EXPUNGE\"] }",
       Verdict::Pass, ""},
      {"data is no reply", "{ send = \"ONLY DATA\", expect = \"OK\" }", Verdict::Fail,
       "data that answers no command: * 4 EXISTS"},
      {"a login for set-up that is not offered",
       "{ auth = { mechanism = \"PLAIN\" }, assume = \"OK\" }, { send = \"NOOP\", expect = \"OK\" "
       "}",
       Verdict::Skip, "does not offer AUTH=PLAIN"},
      {"a completion breaks the silence", "{ send = \"NOOP\", expect = \"silence\" }",
       Verdict::Fail, "the reply is OK"},
      {"a completion that nobody asked for", "{ send = \"TWICE\", expect = \"OK\" }", Verdict::Fail,
       "nobody asked"},
      {"the goodbye of LOGOUT is data", "{ send = \"LOGOUT\", expect = [\"OK\", \"close\"] }",
       Verdict::Pass, ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const Peer peer(polite(peer_of_the_language));
    const Result result =
        play_on(peer.port(), "imap", "dialogue = [ " + std::string(row.dialogue) + " ]\n");
    EXPECT_EQ(result.verdict, row.verdict) << result.reason << " / " << result.received;
    const std::string said = result.reason + result.received + result.nearest;
    EXPECT_NE(said.find(row.reason), std::string::npos) << said;
  }
}

/// One octet after the other, each as late as a bored client allows, until the client goes.
void trickle(PeerConnection& c, std::string_view octets) {
  for (const char octet : octets) {
    if (!c.say(std::string_view(&octet, 1)) || c.disturbed_within(std::chrono::milliseconds(50)))
      return;
  }
}

struct HostileRow {
  std::string_view name;
  std::function<void(PeerConnection&, const std::string& tag)> answer;
  Verdict verdict;
  std::string_view reason;  ///< must stand in reason or received
};

/// `answer` is what the server does when it is asked `verb`, in the middle of a good conversation.
void play_hostile(const HostileRow& row, const std::string& protocol, const std::string& verb,
                  const Script& script) {
  SCOPED_TRACE(row.name);
  const Peer peer(script);
  const std::string expected = protocol == "imap" ? "OK" : "+OK";
  const Result result =
      play_on(peer.port(), protocol,
              "dialogue = [ { send = \"" + verb + "\", expect = \"" + expected + "\" } ]\n");
  EXPECT_EQ(result.verdict, row.verdict) << result.reason << " / " << result.received;
  const std::string said = result.reason + " " + result.received;
  EXPECT_NE(said.find(row.reason), std::string::npos) << said;
  EXPECT_LT(peer.sent(), kMostOctets) << "the player read on and on";
}

const std::string kMuch(64 * 1024, 'x');

TEST(MailPlayer, HostileImapServers) {
  const HostileRow rows[] = {
      {"endless literal",
       [](PeerConnection& c, const std::string&) {
         if (!c.say("* 1 FETCH (BODY[] {60000000}\r\n")) return;
         while (c.say(kMuch)) {
         }
       },
       Verdict::Fail, "larger than is read"},
      {"literal of 4294967296 octets",
       [](PeerConnection& c, const std::string&) {
         c.say("* 1 FETCH (BODY[] {4294967296}\r\n");
         c.drain();
       },
       Verdict::Fail, "{4294967296}"},
      {"nested 10,000 deep",
       [](PeerConnection& c, const std::string& tag) {
         c.say("* 1 FETCH (X " + std::string(10'000, '(') + std::string(10'000, ')') + ")\r\n" +
               tag + "OK x\r\n");
         c.drain();
       },
       Verdict::Fail, ""},
      {"endless untagged data",
       [](PeerConnection& c, const std::string&) {
         std::string many;
         for (int i = 0; i < 1000; ++i) many += "* 1 EXISTS\r\n";
         while (c.say(many)) {
         }
       },
       Verdict::Fail, ""},
      {"endless line",
       [](PeerConnection& c, const std::string&) {
         if (!c.say("* OK ")) return;
         while (c.say(kMuch)) {
         }
       },
       Verdict::Fail, "larger than is read"},
      {"NULs",
       [](PeerConnection& c, const std::string&) {
         c.say(std::string(100, '\0') + "\r\n");
         c.drain();
       },
       Verdict::Fail, "\\x00"},
      {"one octet at a time",
       [](PeerConnection& c, const std::string& tag) {
         trickle(c, tag + "OK " + std::string(100'000, 'z'));
       },
       Verdict::Fail, "unfinished reply"},
      {"an untagged BYE in the middle",
       [](PeerConnection& c, const std::string&) {
         c.say("* 1 EXISTS\r\n* BYE going down\r\n");
         c.reset();
       },
       Verdict::Fail, "BYE"},
      {"nothing", [](PeerConnection& c, const std::string&) { c.drain(); }, Verdict::Fail,
       "nothing came"},
  };
  for (const HostileRow& row : rows) {
    play_hostile(row, "imap", "CHECK", polite([&row](PeerConnection& c, const std::string& line) {
                   if (!line.ends_with("CHECK")) return false;
                   row.answer(c, tag_of(line));
                   return true;
                 }));
  }
}

TEST(MailPlayer, ACompletionOfAnotherTagBreaksAnInvariant) {
  const Peer peer(polite([](PeerConnection& c, const std::string& line) {
    return line.ends_with("CHECK") && c.say("zz9 OK done\r\n");
  }));
  const RunOutcome outcome =
      run_on(peer.port(), "imap", "dialogue = [ { send = \"CHECK\", expect = \"OK\" } ]\n");
  const auto broken = std::ranges::find_if(outcome.results, [](const Result& result) {
    return result.id == "invariant.imap.tag-echoed";
  });
  ASSERT_NE(broken, outcome.results.end());
  EXPECT_EQ(broken->verdict, Verdict::Fail) << broken->reason;
}

TEST(MailPlayer, AServerThatLogsInWhoeverConnectsIsNotAskedForALogin) {
  const Peer peer([](PeerConnection& c) {
    c.say("* PREAUTH welcome\r\n");
    c.drain();
  });
  const Result result =
      play_on(peer.port(), "imap", "dialogue = [ { send = \"NOOP\", expect = \"OK\" } ]\n");
  EXPECT_EQ(result.verdict, Verdict::Skip) << result.reason;
  EXPECT_NE(result.reason.find("PREAUTH"), std::string::npos) << result.reason;
}

// RFC 6409 section 4.3: 530 is what a submission server owes; it is no answer to a relay's case.
TEST(MailPlayer, ASubmissionServerThatWantsALoginIsNoRelay) {
  struct Row {
    std::string_view service;
    std::string_view reply;
    Verdict verdict;
  };
  const Row rows[] = {
      {"submission", "530 5.7.0 Authentication required", Verdict::Skip},
      {"submission", "550 5.7.1 go away", Verdict::Fail},
      {"smtp", "530 5.7.0 Authentication required", Verdict::Fail},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(row.service) + " " + std::string(row.reply));
    const Peer peer([&row](PeerConnection& c) {
      if (!c.say("220 peer\r\n")) return;
      for (std::string line = c.line(); !line.empty(); line = c.line())
        c.say((line.starts_with("MAIL") ? std::string(row.reply) : "250 ok") + "\r\n");
    });
    const RunOutcome outcome =
        run_on(peer.port(), "smtp", "dialogue = [ { send = \"MAIL FROM:<>\", expect = 250 } ]\n",
               std::string(row.service));
    ASSERT_FALSE(outcome.results.empty());
    EXPECT_EQ(outcome.results.front().verdict, row.verdict) << outcome.results.front().reason;
  }
}

TEST(MailPlayer, WhatCouldNotBeSentIsNoQuestion) {
  std::promise<void> judged;
  const std::shared_future<void> over = judged.get_future().share();
  const Peer peer([over](PeerConnection& c) {
    if (c.say("220 peer\r\n")) over.wait();  // and reads nothing
  });
  const Result result =
      play_on(peer.port(), "smtp",
              "dialogue = [ { send_bytes = \"${repeat('x', 40000000)}\", expect = 250 } ]\n");
  judged.set_value();
  EXPECT_EQ(result.verdict, Verdict::Error) << result.reason;
  EXPECT_NE(result.reason.find("timed out while writing"), std::string::npos) << result.reason;
}

TEST(MailPlayer, HostilePop3Servers) {
  const HostileRow rows[] = {
      {"endless body",
       [](PeerConnection& c, const std::string&) {
         if (!c.say("+OK\r\n")) return;
         while (c.say(kMuch + "\r\n")) {
         }
       },
       Verdict::Fail, "larger than is read"},
      {"endless line",
       [](PeerConnection& c, const std::string&) {
         if (!c.say("+OK ")) return;
         while (c.say(kMuch)) {
         }
       },
       Verdict::Fail, "larger than is read"},
      {"NULs",
       [](PeerConnection& c, const std::string&) {
         c.say(std::string(100, '\0') + "\r\n");
         c.drain();
       },
       Verdict::Fail, "\\x00"},
      {"one octet at a time",
       [](PeerConnection& c, const std::string&) { trickle(c, "+OK " + std::string(10'000, 'z')); },
       Verdict::Fail, "unfinished reply"},
      {"a body without end",
       [](PeerConnection& c, const std::string&) {
         c.say("+OK\r\nUIDL\r\n");
         c.drain();
       },
       Verdict::Fail, "unfinished reply"},
      {"closed in a body", [](PeerConnection& c, const std::string&) { c.say("+OK\r\nUIDL\r\n"); },
       Verdict::Fail, "unfinished reply"},
      {"nothing", [](PeerConnection& c, const std::string&) { c.drain(); }, Verdict::Fail,
       "nothing came"},
  };
  for (const HostileRow& row : rows) {
    play_hostile(row, "pop3", "UIDL", [&row](PeerConnection& c) {
      if (!c.say("+OK peer\r\n")) return;
      for (std::string line = c.line(); !line.empty(); line = c.line()) {
        if (line == "UIDL") return row.answer(c, "");
        c.say("-ERR no\r\n");
      }
    });
  }
}

}  // namespace
}  // namespace wireassay::play
