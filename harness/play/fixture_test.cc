// Maildrops before, in and after a case, against a small mail server of the test's own.
#include "play/fixture.h"

#include <gtest/gtest.h>

#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "play/messages.h"
#include "play/pool.h"
#include "testing/peer.h"

namespace wireassay::play {
namespace {

using judge::Verdict;
using testing::Peer;
using testing::PeerConnection;

constexpr std::string_view kHead = R"(
protocol = "pop3"
spec     = "RFC 1939"
clause   = "4"
[[case]]
id    = "pop3.test.case"
title = "t"
level = "MUST"
quote = "q"
)";

constexpr std::string_view kOpenings = R"(
[opening.transaction]
after    = "connected"
dialogue = [ { send = "USER ${user}", assume = "+OK" }, { send = "PASS ${password}", assume = "+OK" } ]
)";

/// A mailbox for everybody, served over POP3 (a snapshot at PASS) and filled over SMTP.
class Mailbox {
 public:
  void put(std::string message) {
    const std::lock_guard lock(mutex_);
    messages_.push_back(std::move(message));
  }
  std::size_t size() {
    const std::lock_guard lock(mutex_);
    return messages_.size();
  }

  bool refuse_passwords = false;
  bool keep_all = false;            ///< DELE is answered, and nothing is removed
  std::string behind_noop;          ///< one reply too many
  std::deque<std::string> to_come;  ///< one of these arrives with each session

  void pop3(PeerConnection& c) {
    c.say("+OK\r\n");
    std::vector<std::string> seen;
    std::size_t marked = 0;
    for (std::string line = c.line(); !line.empty(); line = c.line()) {
      if (line.starts_with("PASS")) {
        if (refuse_passwords) {
          c.say("-ERR no\r\n");
          continue;
        }
        seen = open();
        c.say("+OK\r\n");
      } else if (line.starts_with("STAT")) {
        c.say("+OK " + std::to_string(seen.size()) + " 0\r\n");
      } else if (line.starts_with("RETR")) {
        c.say("+OK\r\n" + seen.at(std::stoul(line.substr(5)) - 1) + ".\r\n");
      } else if (line.starts_with("DELE")) {
        marked = std::stoul(line.substr(5));
        c.say("+OK\r\n");
      } else if (line.starts_with("CAPA")) {
        c.say("-ERR no\r\n");
      } else if (line.starts_with("NOOP")) {
        c.say("+OK\r\n" + behind_noop);
      } else if (line.starts_with("QUIT")) {
        if (!keep_all) remove_first(marked);
        c.say("+OK\r\n");
        return;
      } else {
        c.say("+OK\r\n");
      }
    }
  }

  void smtp(PeerConnection& c) {
    c.say("220 peer\r\n");
    for (std::string line = c.line(); !line.empty(); line = c.line()) {
      if (line.starts_with("DATA")) {
        c.say("354 go\r\n");
        std::string content;
        while (!content.ends_with("\r\n.\r\n")) content += c.packet();
        put(content.substr(0, content.size() - 3));
        c.say("250 ok\r\n");
      } else {
        c.say(line.starts_with("QUIT") ? "221 bye\r\n" : "250 ok\r\n");
      }
    }
  }

 private:
  std::vector<std::string> open() {
    const std::lock_guard lock(mutex_);
    if (!to_come.empty()) {
      messages_.push_back(to_come.front());
      to_come.pop_front();
    }
    return messages_;
  }
  void remove_first(std::size_t count) {
    const std::lock_guard lock(mutex_);
    messages_.erase(messages_.begin(), messages_.begin() + static_cast<std::ptrdiff_t>(count));
  }

  std::mutex mutex_;
  std::vector<std::string> messages_;
};

judge::Result play_on(Mailbox& mailbox, const std::string& body) {
  scenario::LoadContext context;
  context.dialects = dialect_infos();
  const scenario::Suite suite = scenario::load_text(std::string(kHead) + body, "test.toml",
                                                    {{"pop3", std::string(kOpenings)}}, context);
  for (const auto& problem : suite.problems) ADD_FAILURE() << scenario::to_string(problem);
  Peer pop3([&](PeerConnection& c) { mailbox.pop3(c); });
  Peer smtp([&](PeerConnection& c) { mailbox.smtp(c); });
  auto target = scenario::target_from_url("pop3://127.0.0.1:" + std::to_string(pop3.port()));
  if (!target || suite.cases.empty()) return {};
  target->services["smtp"] = {
      .service = "smtp", .protocol = "smtp", .host = "127.0.0.1", .port = smtp.port()};
  target->timeouts = {.connect = scenario::Millis(2000),
                      .reply = scenario::Millis(2000),
                      .silence = scenario::Millis(100),
                      .tls = scenario::Millis(400)};
  target->users = {{"alice", "alice@x.test", "open-sesame"}};
  const RunOutcome outcome = run(suite, {*target}, {}, {});
  return outcome.results.empty() ? judge::Result{} : outcome.results.front();
}

TEST(Fixture, EmptiesTheMaildropBeforeAndAfter) {
  Mailbox mailbox;
  mailbox.put("old\r\n");
  mailbox.put("older\r\n");
  const judge::Result result = play_on(mailbox, R"(
given    = { mailbox = "inbox" }
begin    = "transaction"
dialogue = [ { send = "STAT", expect = "+OK", args = "0 0" } ]
)");
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.reason;
  EXPECT_EQ(mailbox.size(), 0U);
}

TEST(Fixture, DeliversNamedMessagesInOrder) {
  Mailbox mailbox;
  mailbox.put("old\r\n");
  const judge::Result result = play_on(mailbox, R"(
given    = { maildrop = ["plain", "dots"] }
begin    = "transaction"
dialogue = [
  { send = "STAT", expect = "+OK", args = "2 0" },
  { send = "RETR 1", expect = "+OK", lines = ["A plain message."] },
  { send = "RETR 2", expect = "+OK", lines = { order = [".", "..", ".one", "end"] } },
]
)");
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.reason << result.received;
  EXPECT_EQ(mailbox.size(), 0U);
  EXPECT_TRUE(result.notes.empty());
}

TEST(Fixture, TroubleBeforeTheCaseIsAnError) {
  struct Row {
    std::string_view name;
    bool refuse_passwords, keep_all;
    std::string_view given, reason;
  };
  const Row kRows[] = {
      {"login refused", true, false, R"({ mailbox = "inbox" })", "PASS was answered by -ERR"},
      {"nothing is removed", false, true, R"({ mailbox = "inbox" })", "does not get empty"},
      {"no such message", false, false, R"({ maildrop = ["nonsense"] })", "no message is called"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Mailbox mailbox;
    mailbox.refuse_passwords = row.refuse_passwords;
    mailbox.keep_all = row.keep_all;
    if (row.keep_all) mailbox.put("stays\r\n");
    const judge::Result result = play_on(mailbox, "given = " + std::string(row.given) + R"(
begin    = "connected"
dialogue = [ { send = "QUIT", expect = "+OK" } ]
)");
    EXPECT_EQ(result.verdict, Verdict::Error);
    EXPECT_NE(result.reason.find(row.reason), std::string::npos) << result.reason;
    EXPECT_EQ(result.reason.find("open-sesame"), std::string::npos);
  }
}

TEST(Fixture, PollOpensANewSessionEachTime) {
  Mailbox mailbox;
  mailbox.to_come = {"a\r\n", "b\r\n", "c\r\n"};
  const judge::Result result = play_on(mailbox, R"(
begin    = "transaction"
dialogue = [
  { poll = "5s", send = "STAT", expect = "+OK", args = "3 0" },
  { send = "RETR 3", expect = "+OK", lines = ["c"] },
]
)");
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.reason << result.received;
}

TEST(Fixture, AReplyTooManyIsFoundAtTheEndOfTheConnection) {
  Mailbox mailbox;
  mailbox.behind_noop = "+OK again\r\n";
  const judge::Result result = play_on(mailbox, R"(
begin    = "transaction"
dialogue = [ { send = "STAT", expect = "+OK" } ]
)");
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_NE(result.received.find("again"), std::string::npos) << result.received;
}

TEST(Fixture, MessagesHaveHeadersAndLines) {
  std::set<std::string> ids;
  for (const std::string_view name : fixture_message_names()) {
    SCOPED_TRACE(name);
    const auto message = fixture_message(name, "u1");
    ASSERT_TRUE(message.has_value());
    EXPECT_TRUE(message->ends_with("\r\n"));
    const std::string header = message->substr(0, message->find("\r\n\r\n"));
    ASSERT_LT(header.size(), message->size());
    const std::string mark = std::string(name) + "-u1", id = "Message-ID: <" + mark + "@";
    EXPECT_EQ(header.find(mark), header.find(mark, header.find("\r\nSubject: ")))
        << "first in the subject";
    EXPECT_NE(header.find("\r\n" + id), std::string::npos);
    EXPECT_TRUE(ids.insert(id).second);
    for (std::size_t at = 0, line = 0; at < message->size(); ++at, ++line) {
      if ((*message)[at] == '\n') {
        EXPECT_EQ((*message)[at - 1], '\r');
        EXPECT_LE(line, 999U);
        line = 0;
      }
    }
  }
  EXPECT_FALSE(fixture_message("none", "u1"));
}

TEST(Fixture, MessagesWithFieldsOfTheirOwn) {
  const auto starts = [](std::string_view name, std::string_view start) {
    return fixture_message(name, "u1")->find(start) != std::string::npos;
  };
  EXPECT_TRUE(starts("plain", "From: <sender@wireassay.test>\r\n"));
  EXPECT_TRUE(starts("plain", "\r\nSubject: plain-u1\r\n"));
  EXPECT_TRUE(starts("encoded-words",
                     "\r\nSubject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe_?= =?UTF-8?Q?encoded-words-u1?=\r\n"));
  EXPECT_TRUE(starts("long-subject", "\r\nSubject: long-subject-u1\r\n sssss"));
  EXPECT_TRUE(
      starts("quoted-name", "From: \"The \\\"Quoted\\\" \\\\ Name\" <sender@wireassay.test>\r\n"));
}

scenario::Target with_users(std::size_t count) {
  scenario::Target target;
  for (std::size_t at = 0; at < count; ++at) target.users.push_back({std::to_string(at), "", ""});
  return target;
}

TEST(UserPool, CasesThatLookIntoAMaildropShareNoUserWithOthers) {
  const scenario::Target target = with_users(8);
  UserPool pool(target);
  const auto first = pool.lease(4, true);
  ASSERT_TRUE(first && first->size() == 4);
  EXPECT_EQ(first->front()->name, "4");
  EXPECT_FALSE(pool.lease(1, true));  // the others are not for them
  const auto others = pool.lease(4);
  ASSERT_TRUE(others && others->size() == 4);
  EXPECT_FALSE(pool.lease(1));
  pool.give_back(*others);
  EXPECT_FALSE(pool.lease(1, true));
  pool.withdraw(*first);
  EXPECT_TRUE(pool.lease(4, true));  // withdrawn, but there is nobody else
}

TEST(UserPool, FewUsersServeAllCases) {
  const scenario::Target target = with_users(2);
  UserPool pool(target);
  const auto lease = pool.lease(2, true);
  EXPECT_TRUE(lease && lease->size() == 2);
  EXPECT_FALSE(pool.lease(1));
}

TEST(UserPool, NobodyWaitsForUsersThatAreNotThere) {
  const scenario::Target target = with_users(1);
  UserPool pool(target);
  const auto lease = pool.lease(2);
  ASSERT_TRUE(lease.has_value());
  EXPECT_TRUE(lease->empty());
}

}  // namespace
}  // namespace wireassay::play
