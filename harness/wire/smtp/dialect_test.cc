// Dialogues: what each reply answers, which invariants it breaks, and when nobody can be sure.
#include "wire/smtp/dialect.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>

namespace wireassay::smtp {
namespace {

using namespace std::string_view_literals;

/// C: sent, S: came (with what is expected of it), T: TLS is set up, A: the next octets answer this
/// command.
struct Turn {
  char who;
  std::string_view octets;
  std::string_view events = "";
};

struct Dialogue {
  std::string_view name;
  std::vector<Turn> turns;
  std::string_view barrier;  ///< at the end: "QUIT", "none"
  std::size_t outstanding;
};

std::string describe(const Event& event) {
  std::string text = event.cls;
  for (const Deviation& deviation : event.deviations)
    text += " " + std::string(deviation.rule.substr(5));
  return text;
}

/// "250, 354 crlf": every event that the octets hold.
std::string events_of(DialectSession& session, std::string_view octets) {
  std::string text;
  while (true) {
    const Parsed<Event> parsed = session.next(octets);
    const auto* got = std::get_if<Got<Event>>(&parsed);
    if (got == nullptr) break;
    EXPECT_GT(got->used, 0U);
    EXPECT_LE(got->used, octets.size());
    EXPECT_EQ(got->value.raw, octets.substr(0, got->used));
    for (const Deviation& deviation : got->value.deviations) {
      EXPECT_LE(deviation.offset, got->used);
    }
    text += (text.empty() ? "" : ", ") + describe(got->value);
    octets.remove_prefix(got->used);
  }
  return octets.empty() ? text : text + " (more)";
}

void send(DialectSession& session, std::string_view octets, std::size_t piece) {
  for (; !octets.empty(); octets.remove_prefix(std::min(piece, octets.size())))
    session.sent(octets.substr(0, piece));
}

void play(const Dialogue& dialogue, std::size_t piece) {
  SCOPED_TRACE(std::string(dialogue.name) + ", pieces of " + std::to_string(piece));
  const auto session = SmtpDialect().session({});
  for (const Turn& turn : dialogue.turns) {
    if (turn.who == 'C') send(*session, turn.octets, piece);
    if (turn.who == 'A') session->answers(turn.octets);
    if (turn.who == 'T') session->tls_started();
    if (turn.who == 'S') {
      EXPECT_EQ(events_of(*session, turn.octets), turn.events) << turn.octets;
    }
  }
  EXPECT_EQ(session->barrier().value_or("none"),
            dialogue.barrier == "QUIT" ? "QUIT\r\n" : dialogue.barrier);
  EXPECT_EQ(session->outstanding(), dialogue.outstanding);
}

void play_all(std::span<const Dialogue> dialogues) {
  for (const Dialogue& dialogue : dialogues) {
    play(dialogue, SIZE_MAX);
    const bool forced =
        std::ranges::any_of(dialogue.turns, [](const Turn& turn) { return turn.who == 'A'; });
    if (!forced) play(dialogue, 1);
  }
}

constexpr Turn kGreeting{'S', "220 mx.test ESMTP\r\n", "220"};
constexpr Turn kEhlo{'C', "EHLO x.test\r\n"};
constexpr Turn kEhloReply{'S', "250-mx.test\r\n250-ENHANCEDSTATUSCODES\r\n250 CHUNKING\r\n", "250"};

TEST(SmtpDialogue, WhatAnswersWhat) {
  const Dialogue dialogues[] = {
      {"greeting is due", {}, "QUIT", 1},
      {"greeting", {kGreeting}, "QUIT", 0},
      {"half a greeting", {{'S', "220 mx", " (more)"}}, "QUIT", 1},
      {"two greetings", {kGreeting, {'S', "220 again\r\n", "220 unasked-reply"}}, "QUIT", 0},
      {"421 may come unasked", {kGreeting, {'S', "421 bye\r\n", "421"}}, "QUIT", 0},
      {"early talker", {kEhlo, kGreeting, kEhloReply}, "QUIT", 0},
      {"one reply too many",
       {kGreeting, {'C', "NOOP\r\n"}, {'S', "250 a\r\n250 b\r\n", "250, 250 unasked-reply"}},
       "QUIT",
       0},
      {"pipelined",
       {kGreeting, {'C', "NOOP\r\nNOOP\r\n"}, {'S', "250 a\r\n250 b\r\n", "250, 250"}},
       "QUIT",
       0},
      {"content",
       {kGreeting,
        {'C', "DATA\r\n"},
        {'S', "354 go\r\n", "354"},
        {'C', "x\r\n..\r\n.\r\n"},
        {'S', "250 ok\r\n", "250"}},
       "QUIT",
       0},
      {"content is no command",
       {kGreeting,
        {'C', "DATA\r\n"},
        {'S', "354 go\r\n", "354"},
        {'C', "NOOP\r\nQUIT\r\n.\r\n"},
        {'S', "250 ok\r\n250 b\r\n", "250, 250 unasked-reply"}},
       "QUIT",
       0},
      {"empty content",
       {kGreeting,
        {'C', "DATA\r\n"},
        {'S', "354 go\r\n", "354"},
        {'C', ".\r\n"},
        {'S', "250 ok\r\n", "250"}},
       "QUIT",
       0},
      {"content before the 354",
       {kGreeting, {'C', "DATA\r\nx\r\n.\r\n"}, {'S', "354 go\r\n250 ok\r\n", "354, 250"}},
       "QUIT",
       0},
      {"commands behind a refused DATA",
       {kGreeting,
        {'C', "DATA\r\nx\r\n.\r\n"},
        {'S', "503 a\r\n500 b\r\n500 c\r\n", "503, 500, 500"}},
       "QUIT",
       0},
      {"within content",
       {kGreeting, {'C', "DATA\r\n"}, {'S', "354 go\r\n", "354"}, {'C', "x\r\n"}},
       "none",
       0},
      {"hasty reply in content",
       {kGreeting,
        {'C', "DATA\r\n"},
        {'S', "354 go\r\n", "354"},
        {'C', "x\r\n"},
        {'S', "552 too much\r\n", "552"},
        {'C', "y\r\n.\r\n"},
        {'S', "500 a\r\n500 b\r\n500 c\r\n", "500, 500, 500"}},
       "QUIT",
       0},
      {"DATA without an answer", {kGreeting, {'C', "DATA\r\n"}}, "none", 1},
      {"chunk",
       {kGreeting,
        {'C', "BDAT 6\r\nNOOP\r\n"},
        {'S', "250 a\r\n250 b\r\n", "250, 250 unasked-reply"}},
       "QUIT",
       0},
      {"two chunks",
       {kGreeting, {'C', "BDAT 2\r\nabBDAT 0 LAST\r\n"}, {'S', "250 a\r\n250 b\r\n", "250, 250"}},
       "QUIT",
       0},
      {"half a chunk", {kGreeting, {'C', "BDAT 5\r\nab"}, {'S', "250 a\r\n", "250"}}, "none", 0},
      {"chunk with a bad size",
       {kGreeting, {'C', "BDAT x\r\nNOOP\r\n"}, {'S', "501 a\r\n250 b\r\n", "501, 250"}},
       "QUIT",
       0},
      {"BDAT with another word",
       {kGreeting, {'C', "BDAT 9 x\r\nNOOP\r\n"}, {'S', "501 a\r\n250 b\r\n", "501, 250"}},
       "QUIT",
       0},
      {"BDAT with a tab",
       {kGreeting, {'C', "BDAT 9\t LAST\r\nNOOP\r\n"}, {'S', "501 a\r\n250 b\r\n", "501, 250"}},
       "QUIT",
       0},
      {"server without BDAT",
       {kGreeting,
        {'C', "BDAT 4 LAST\r\na\r\nb\r\n"},
        {'S', "502 a\r\n500 b\r\n500 c\r\n", "502, 500, 500"}},
       "QUIT",
       0},
      {"SASL exchange",
       {kGreeting,
        {'C', "AUTH LOGIN\r\n"},
        {'S', "334 VXNlcjo=\r\n", "334"},
        {'C', "YQ==\r\n"},
        {'S', "334 UGFzczo=\r\n", "334"},
        {'C', "YQ==\r\n"},
        {'S', "235 ok\r\n", "235"}},
       "QUIT",
       0},
      {"SASL at once",
       {kGreeting,
        {'C', "AUTH PLAIN AAAA\r\n"},
        {'S', "235 ok\r\n235 b\r\n", "235, 235 unasked-reply"}},
       "QUIT",
       0},
      {"within a SASL exchange",
       {kGreeting, {'C', "AUTH LOGIN\r\n"}, {'S', "334 \r\n", "334"}},
       "none",
       0},
      {"AUTH refused, then commands",
       {kGreeting, {'C', "AUTH X\r\nNOOP\r\n"}, {'S', "504 no\r\n250 ok\r\n", "504, 250"}},
       "QUIT",
       0},
      {"half a command", {kGreeting, {'C', "NOO"}}, "none", 0},
      {"half a command and a reply",
       {kGreeting, {'C', "NOO"}, {'S', "500 hm\r\n", "500"}},
       "QUIT",
       0},
  };
  play_all(dialogues);
}

TEST(SmtpDialogue, Tls) {
  const Dialogue dialogues[] = {
      {"STARTTLS forgets",
       {kGreeting,
        kEhlo,
        kEhloReply,
        {'C', "STARTTLS\r\n"},
        {'S', "220 2.0.0 go\r\n", "220"},
        {'T', ""}},
       "QUIT",
       0},
      {"no command between",
       {kGreeting, {'C', "STARTTLS\r\n"}, {'S', "220 go\r\n", "220"}},
       "none",
       0},
      {"refused",
       {kGreeting, {'C', "STARTTLS\r\nNOOP\r\n"}, {'S', "454 no\r\n250 ok\r\n", "454, 250"}},
       "QUIT",
       0},
      {"injected command answered inside TLS",
       {kGreeting,
        {'C', "STARTTLS\r\nNOOP\r\n"},
        {'S', "220 go\r\n", "220"},
        {'T', ""},
        {'S', "250 ok\r\n", "250 unasked-reply"}},
       "QUIT",
       0},
      {"implicit TLS greets afterwards", {{'T', ""}, kGreeting}, "QUIT", 0},
      {"what was advertised in clear is forgotten",
       {kGreeting,
        kEhlo,
        kEhloReply,
        {'C', "STARTTLS\r\n"},
        {'S', "220 2.0.0 go\r\n", "220"},
        {'T', ""},
        {'C', "NOOP\r\n"},
        {'S', "250 ok\r\n", "250"}},
       "QUIT",
       0},
  };
  play_all(dialogues);
}

TEST(SmtpDialogue, Enhanced) {
  const Dialogue dialogues[] = {
      {"not advertised", {kGreeting, {'C', "NOOP\r\n"}, {'S', "250 ok\r\n", "250"}}, "QUIT", 0},
      {"missing",
       {kGreeting,
        kEhlo,
        kEhloReply,
        {'C', "NOOP\r\n"},
        {'S', "250 ok\r\n", "250 enhanced-missing"}},
       "QUIT",
       0},
      {"class",
       {kGreeting,
        kEhlo,
        kEhloReply,
        {'C', "NOOP\r\n"},
        {'S', "250 5.0.0 ok\r\n", "250 enhanced-class"}},
       "QUIT",
       0},
      {"good",
       {kGreeting, kEhlo, kEhloReply, {'C', "NOOP\r\n"}, {'S', "250 2.0.0 ok\r\n", "250"}},
       "QUIT",
       0},
      {"EHLO and HELO have none",
       {kGreeting,
        kEhlo,
        kEhloReply,
        {'C', "EHLO\r\nHELO x\r\n"},
        {'S', "501 what\r\n250 mx\r\n", "501, 250"}},
       "QUIT",
       0},
      {"3xx has none",
       {kGreeting, kEhlo, kEhloReply, {'C', "DATA\r\n"}, {'S', "354 go\r\n", "354"}},
       "none",
       0},
      {"HELO keeps what EHLO said",
       {kGreeting,
        kEhlo,
        kEhloReply,
        {'C', "HELO x\r\nNOOP\r\n"},
        {'S', "250 mx\r\n250 ok\r\n", "250, 250 enhanced-missing"}},
       "QUIT",
       0},
      {"class where nobody is sure",
       {kGreeting,
        kEhlo,
        kEhloReply,
        {'C', "NOOP\nNOOP\r\n"},
        {'S', "250 5.0.0 a\r\n250 b\r\n", "250 enhanced-class, 250"}},
       "QUIT",
       0},
  };
  play_all(dialogues);
}

TEST(SmtpDialogue, WhereNobodyIsSure) {
  const std::string long_line = "NOOP " + std::string(600, 'x') + "\r\n";
  const Dialogue dialogues[] = {
      {"bare LF between commands",
       {kGreeting, {'C', "NOOP\nNOOP\r\n"}, {'S', "250 a\r\n250 b\r\n", "250, 250"}},
       "QUIT",
       0},
      {"bare LF alone, answered",
       {kGreeting,
        {'C', "NOOP\n"},
        {'S', "250 a\r\n", "250"},
        {'C', "NOOP\r\n"},
        {'S', "250 b\r\n", "250"}},
       "QUIT",
       0},
      {"bare LF alone, not answered", {kGreeting, {'C', "NOOP\n"}}, "none", 0},
      {"bare CR",
       {kGreeting, {'C', "NOOP\rNOOP\r\n"}, {'S', "250 a\r\n250 b\r\n", "250, 250"}},
       "QUIT",
       0},
      {"NUL",
       {kGreeting, {'C', "NO\0OP\r\n"sv}, {'S', "500 a\r\n500 b\r\n", "500, 500"}},
       "QUIT",
       0},
      {"long line",
       {kGreeting, {'C', long_line}, {'S', "500 a\r\n500 b\r\n", "500, 500"}},
       "QUIT",
       0},
      {"smuggled end of content",
       {kGreeting,
        {'C', "DATA\r\n"},
        {'S', "354 go\r\n", "354"},
        {'C', "x\n.\nMAIL FROM:<a@x>\r\n.\r\n"},
        {'S', "250 a\r\n250 b\r\n500 c\r\n", "250, 250, 500"}},
       "QUIT",
       0},
      {"EHLO that ends in LF", {kGreeting, {'C', "EHLO x\n"}, kEhloReply}, "QUIT", 0},
      {"DATA that ends in LF",
       {kGreeting,
        {'C', "DATA\n"},
        {'S', "354 go\r\n", "354"},
        {'C', "x\r\n.\r\n"},
        {'S', "250 ok\r\n", "250"}},
       "QUIT",
       0},
      {"354 finds its DATA",
       {kGreeting,
        {'C', "NOOP\nX\r\nDATA\r\n"},
        {'S', "354 go\r\n", "354"},
        {'C', "x\r\n.\r\n"},
        {'S', "250 ok\r\n", "250"}},
       "QUIT",
       0},
      {"garbage",
       {kGreeting, {'C', "NOOP\r\n"}, {'S', "OK\r\n250 a\r\n", "garbage three-digits, 250"}},
       "QUIT",
       0},
      {"TLS makes sure again",
       {kGreeting,
        {'C', "X\nY\r\nSTARTTLS\r\n"},
        {'S', "500 a\r\n220 go\r\n", "500, 220"},
        {'T', ""},
        {'S', "250 a\r\n", "250 unasked-reply"}},
       "QUIT",
       0},
  };
  play_all(dialogues);
}

TEST(SmtpDialogue, Forced) {
  const Dialogue dialogues[] = {
      {"EHLO by other octets", {kGreeting, {'A', "EHLO"}, {'C', "\x01"}, kEhloReply}, "QUIT", 0},
      {"end of content",
       {kGreeting,
        {'C', "DATA\r\n"},
        {'S', "354 go\r\n", "354"},
        {'A', "."},
        {'C', "\n.\n"},
        {'S', "250 ok\r\n", "250"}},
       "QUIT",
       0},
      {"DATA", {kGreeting, {'A', "DATA"}, {'C', "DATA\n"}, {'S', "354 go\r\n", "354"}}, "none", 0},
  };
  play_all(dialogues);
}

TEST(SmtpDialogue, ReplySyntax) {
  const Dialogue dialogues[] = {
      {"bare LF", {{'S', "220 mx\n", "220 crlf"}}, "QUIT", 0},
      {"codes differ", {{'S', "220-a\r\n221 b\r\n", "221 same-code"}}, "QUIT", 0},
      {"code 0xx keeps three digits", {{'S', "020 a\r\n", "020 three-digits"}}, "QUIT", 0},
      {"EHLO keyword",
       {kGreeting, kEhlo, {'S', "250-mx\r\n250-OK\r\n250 X_Y\r\n", "250 ehlo-keyword-syntax"}},
       "QUIT",
       0},
      {"first EHLO line is no keyword",
       {kGreeting, kEhlo, {'S', "250 mx at_your_service\r\n", "250"}},
       "QUIT",
       0},
      {"8-bit",
       {kGreeting, {'C', "VRFY a\r\n"}, {'S', "250 \xc3\xa9\r\n", "250 reply-text-octets"}},
       "QUIT",
       0},
      {"8-bit with SMTPUTF8",
       {kGreeting, {'C', "VRFY a smtputf8\r\n"}, {'S', "250 \xc3\xa9\r\n", "250"}},
       "QUIT",
       0},
  };
  play_all(dialogues);
}

TEST(SmtpDialect, Fields) {
  const auto session = SmtpDialect().session({});
  session->sent("EHLO x\r\nRCPT TO:<a>\r\n");
  EXPECT_EQ(events_of(*session, "220 mx\r\n"), "220");
  const auto ehlo =
      std::get<Got<Event>>(session->next("250-mx\r\n250-SIZE 1000\r\n250 AUTH PLAIN LOGIN\r\n"))
          .value;
  EXPECT_EQ(std::get<TextList>(ehlo.fields.at("capabilities")),
            (TextList{"SIZE=1000", "AUTH=PLAIN", "AUTH=LOGIN"}));
  EXPECT_EQ(session->capabilities(), (TextList{"SIZE=1000", "AUTH=PLAIN", "AUTH=LOGIN"}));
  const auto rcpt =
      std::get<Got<Event>>(session->next("550-5.1.1 no\r\n550 5.1.1 such user\r\n")).value;
  EXPECT_EQ(std::get<std::string>(rcpt.fields.at("enhanced")), "5.1.1");
  EXPECT_EQ(std::get<TextList>(rcpt.fields.at("lines")), (TextList{"5.1.1 no", "5.1.1 such user"}));
  EXPECT_EQ(std::get<std::uint64_t>(rcpt.fields.at("octets")), 35U);
  EXPECT_FALSE(rcpt.fields.contains("capabilities"));
  session->tls_started();
  EXPECT_TRUE(session->capabilities().empty());
}

TEST(SmtpDialect, Overflow) {
  const auto session = SmtpDialect().session({.line = 32, .reply = 64, .lines = 2});
  const std::string endless(40, '2');
  const auto parsed = session->next(endless);
  const auto* got = std::get_if<Got<Event>>(&parsed);
  ASSERT_NE(got, nullptr);
  EXPECT_EQ(got->value.kind, EventKind::Overflow);
  EXPECT_EQ(got->value.cls, "overflow");
  EXPECT_EQ(got->used, endless.size());
  EXPECT_EQ(events_of(*session, "250-a\r\n250-b\r\n250-c\r\n"), "overflow");
}

TEST(SmtpDialect, Barrier) {
  const auto session = SmtpDialect().session({});
  EXPECT_TRUE(session->answers_barrier({.cls = "221"}));
  EXPECT_TRUE(session->answers_barrier({.cls = "421"}));
  EXPECT_FALSE(session->answers_barrier({.cls = "250"})) << "it may be one reply too many";
}

TEST(SmtpDialect, Lines) {
  const SmtpDialect smtp;
  EXPECT_EQ(smtp.ask_capabilities("c.test"), "EHLO c.test");
  EXPECT_EQ(smtp.auth_command("PLAIN", std::nullopt), "AUTH PLAIN");
  EXPECT_EQ(smtp.auth_command("PLAIN", ""), "AUTH PLAIN =");
  EXPECT_EQ(smtp.auth_command("PLAIN", "AAAA"), "AUTH PLAIN AAAA");
  ASSERT_EQ(smtp.upgrade("c.test").size(), 2U);
  EXPECT_EQ(smtp.upgrade("c.test")[1].line, "STARTTLS");
  const auto session = smtp.session({});
  const auto challenge = std::get<Got<Event>>(session->next("334 VXNlcjo=\r\n")).value;
  EXPECT_EQ(smtp.auth_challenge(challenge), "VXNlcjo=");
  const auto empty = std::get<Got<Event>>(session->next("334 \r\n")).value;
  EXPECT_EQ(smtp.auth_challenge(empty), "");
  const auto over = std::get<Got<Event>>(session->next("235 ok\r\n")).value;
  EXPECT_EQ(smtp.auth_challenge(over), std::nullopt);
}

TEST(SmtpDialect, InvariantsHaveTheirSource) {
  const DialectInfo& info = SmtpDialect().info();
  EXPECT_EQ(info.name, "smtp");
  for (const Invariant& invariant : info.invariants) {
    SCOPED_TRACE(invariant.id);
    EXPECT_TRUE(invariant.id.starts_with("smtp."));
    EXPECT_TRUE(invariant.spec.starts_with("RFC "));
    EXPECT_FALSE(invariant.clause.empty() || invariant.title.empty() || invariant.quote.empty());
    EXPECT_TRUE(invariant.level.starts_with("MUST") || invariant.level.starts_with("SHOULD"));
  }
}

}  // namespace
}  // namespace wireassay::smtp
