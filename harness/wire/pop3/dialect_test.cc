// The client's view of whole conversations: what is sent and what comes, in order.
#include "wire/pop3/dialect.h"

#include <gtest/gtest.h>

namespace wireassay::pop3 {
namespace {

/// A conversation: what we send (C), what the server says (S). Tells the classes of the events.
struct Talk {
  std::unique_ptr<DialectSession> session = Pop3Dialect().session(ReadLimits{});
  Event last;

  Talk& client(std::string_view octets) {
    session->sent(octets);
    return *this;
  }
  /// Class of the next event, which must take all of it; "" for NeedMore.
  std::string server(std::string_view octets) {
    Parsed<Event> parsed = session->next(octets);
    auto* got = std::get_if<Got<Event>>(&parsed);
    if (got == nullptr) return "";
    EXPECT_EQ(got->used, octets.size());
    last = std::move(got->value);
    return last.cls;
  }
  template <class T>
  T field(std::string_view name) const {
    const auto found = last.fields.find(name);
    if (found == last.fields.end()) return T{};
    const T* value = std::get_if<T>(&found->second);
    return value == nullptr ? T{} : *value;
  }
  bool has(std::string_view name) const { return last.fields.contains(std::string(name)); }
};

Talk logged_in() {
  Talk talk;
  talk.server("+OK ready <1@x>\r\n");
  talk.client("USER a\r\n").server("+OK\r\n");
  talk.client("PASS b\r\n").server("+OK\r\n");
  return talk;
}

TEST(Pop3Dialect, ABodyFollowsByCommand) {
  struct Row {
    std::string_view command, reply, cls;
    bool body;
  };
  const Row kRows[] = {{"RETR 1\r\n", "+OK\r\nx\r\n.\r\n", "+OK", true},
                       {"RETR 1\r\n", "-ERR no\r\n", "-ERR", false},
                       {"TOP 1 0\r\n", "+OK\r\n.\r\n", "+OK", true},
                       {"LIST\r\n", "+OK\r\n1 2\r\n.\r\n", "+OK", true},
                       {"LIST 1\r\n", "+OK 1 2\r\n", "+OK", false},
                       {"UIDL\r\n", "+OK\r\n1 a\r\n.\r\n", "+OK", true},
                       {"STAT\r\n", "+OK 1 2\r\n", "+OK", false},
                       {"RETR 1\r\n", "+OK\r\nnot yet ended\r\n", "", false},
                       {"STAT\r\n", "what?\r\n", "garbage", false}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.command);
    Talk talk = logged_in();
    EXPECT_EQ(talk.client(row.command).server(row.reply), row.cls);
    EXPECT_EQ(talk.has("body"), row.body);
  }
}

TEST(Pop3Dialect, Fields) {
  Talk talk = logged_in();
  talk.client("RETR 1\r\n").server("+OK 9 octets\r\n..a\r\nbc\r\n.\r\n");
  EXPECT_EQ(talk.field<std::string>("args"), "9 octets");
  EXPECT_EQ(talk.field<std::string>("body"), ".a\r\nbc\r\n");
  EXPECT_EQ(talk.field<std::uint64_t>("body_octets"), 8U);
  EXPECT_EQ(talk.field<std::uint64_t>("octets"), 26U);
  EXPECT_EQ(talk.field<TextList>("lines"), (TextList{".a", "bc"}));
  talk.client("STAT\r\n").server("-ERR [SYS/TEMP] later\r\n");
  EXPECT_EQ(talk.field<std::string>("code"), "SYS/TEMP");
  EXPECT_FALSE(talk.has("args"));
}

TEST(Pop3Dialect, PipelinedCommandsAreAnsweredInOrder) {
  Talk talk = logged_in();
  talk.client("STAT\r\nRET").client("R 1\r\nLIST 1\r\n");
  EXPECT_EQ(talk.session->outstanding(), 3U);
  EXPECT_EQ(talk.server("+OK 1 1\r\n"), "+OK");
  EXPECT_EQ(talk.server("+OK\r\nx\r\n.\r\n"), "+OK");
  EXPECT_EQ(talk.server("+OK 1 1\r\n"), "+OK");
  EXPECT_EQ(talk.session->outstanding(), 0U);
}

TEST(Pop3Dialect, AnswersNamesTheCommandWhereTheOctetsDoNot) {
  Talk talk = logged_in();
  talk.session->answers("RETR 1");
  talk.client("RETR 1\n");
  EXPECT_EQ(talk.server("+OK\r\nx\r\n.\r\n"), "+OK");
  EXPECT_EQ(talk.field<std::string>("body"), "x\r\n");
}

TEST(Pop3Dialect, Capabilities) {
  Talk talk;
  talk.server("+OK\r\n");
  talk.client("CAPA\r\n").server("+OK\r\nTOP\r\nSASL PLAIN CRAM-MD5\r\nEXPIRE 60 USER\r\n.\r\n");
  const TextList want = {"TOP", "AUTH=PLAIN", "AUTH=CRAM-MD5", "EXPIRE=60 USER"};
  EXPECT_EQ(talk.session->capabilities(), want);
  EXPECT_EQ(talk.field<TextList>("capabilities"), want);
  talk.session->tls_started();
  EXPECT_TRUE(talk.session->capabilities().empty());
}

TEST(Pop3Dialect, SaslExchange) {
  Talk talk;
  talk.server("+OK\r\n");
  EXPECT_EQ(talk.client("AUTH PLAIN\r\n").server("+ \r\n"), "+");
  EXPECT_EQ(Pop3Dialect().auth_challenge(talk.last), "");
  EXPECT_FALSE(talk.session->barrier());
  EXPECT_EQ(talk.client("LIST\r\n").server("+OK in\r\n"), "+OK");  // a response, not a command
  EXPECT_FALSE(Pop3Dialect().auth_challenge(talk.last));
  EXPECT_EQ(talk.session->barrier(), "NOOP\r\n");
}

TEST(Pop3Dialect, CommandsBehindAuthWaitForItsAnswer) {
  Talk talk;
  talk.server("+OK\r\n");
  talk.client("AUTH PLAIN AGEAYg==\r\nLIST\r\n");
  EXPECT_EQ(talk.server("+OK\r\n"), "+OK");
  EXPECT_EQ(talk.server("+OK\r\n1 1\r\n.\r\n"), "+OK");
  EXPECT_TRUE(talk.has("body"));
}

TEST(Pop3Dialect, BarrierNeverDeletes) {
  Talk talk;
  talk.server("+OK\r\n");
  EXPECT_EQ(talk.session->barrier(), "QUIT\r\n");
  talk = logged_in();
  EXPECT_EQ(talk.session->barrier(), "NOOP\r\n");
  talk.client("DELE 1");
  EXPECT_FALSE(talk.session->barrier());  // half a command
  talk.client("\r\n").server("+OK\r\n");
  EXPECT_EQ(talk.session->barrier(), "NOOP\r\n");
  talk.client("QUIT\r\n").server("+OK\r\n");
  EXPECT_FALSE(talk.session->barrier());
}

TEST(Pop3Dialect, BarrierIsRecognisedByCount) {
  Talk talk = logged_in();
  talk.client("STAT\r\n").client("NOOP\r\n");
  talk.server("+OK 0 0\r\n");
  EXPECT_FALSE(talk.session->answers_barrier(talk.last));
  talk.server("+OK\r\n");
  EXPECT_TRUE(talk.session->answers_barrier(talk.last));
}

TEST(Pop3Dialect, WhatWasInjectedBehindStlsIsNoCommand) {
  Talk talk;
  talk.server("+OK\r\n");
  talk.client("STLS\r\nCAPA\r\n").server("+OK\r\n");
  EXPECT_FALSE(talk.session->barrier());
  talk.session->tls_started();
  EXPECT_EQ(talk.session->outstanding(), 0U);
  EXPECT_EQ(talk.session->barrier(), "QUIT\r\n");
}

TEST(Pop3Dialect, LimitsBecomeOverflow) {
  Talk talk;
  talk.session = Pop3Dialect().session({.line = 64, .reply = 64});
  EXPECT_EQ(talk.server(std::string(64, 'x')), "overflow");
}

TEST(Pop3Dialect, AuthCommand) {
  EXPECT_EQ(Pop3Dialect().auth_command("PLAIN", std::nullopt), "AUTH PLAIN");
  EXPECT_EQ(Pop3Dialect().auth_command("PLAIN", ""), "AUTH PLAIN =");
  EXPECT_EQ(Pop3Dialect().auth_command("PLAIN", "YQ=="), "AUTH PLAIN YQ==");
}

}  // namespace
}  // namespace wireassay::pop3
