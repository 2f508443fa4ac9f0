// Dialogues: what goes in, what must come out, each row in one piece and octet by octet.
#include "reference/smtp_session.h"

#include <gtest/gtest.h>

#include "core/escape.h"
#include "reference/smtp_test_support.h"

namespace wireassay::reference::testing {
namespace {

using namespace std::string_view_literals;
using enum Opening;

struct Row {
  const char* name;
  Opening opening;
  std::string_view in;
  std::string_view out;
};

constexpr std::string_view kSyntax = "501 5.5.2 bad syntax: ";

// Whole octets; wider than 100 columns, so that a row stays a line.
// clang-format off
const Row kRows[] = {
    // Session, EHLO, HELO
    {"greeting", Raw, "", "220 reference.test ESMTP ready\r\n"},
    {"ehlo", Connected, "EHLO x.test\r\n",
     "250-reference.test greets you\r\n250-PIPELINING\r\n250-SIZE 1048576\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n"
     "250-ENHANCEDSTATUSCODES\r\n250-CHUNKING\r\n250-BINARYMIME\r\n250-VRFY\r\n250-EXPN\r\n250-ETRN\r\n250-STARTTLS\r\n250 HELP\r\n"},
    {"ehlo inside TLS", Connected, "EHLO x.test\r\nSTARTTLS\r\n{tls}EHLO x.test\r\n",
     "250-reference.test greets you\r\n250-PIPELINING\r\n250-SIZE 1048576\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n"
     "250-ENHANCEDSTATUSCODES\r\n250-CHUNKING\r\n250-BINARYMIME\r\n250-VRFY\r\n250-EXPN\r\n250-ETRN\r\n250-STARTTLS\r\n250 HELP\r\n"
     "220 2.0.0 ready to start TLS\r\n{tls}"
     "250-reference.test greets you\r\n250-PIPELINING\r\n250-SIZE 1048576\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n"
     "250-ENHANCEDSTATUSCODES\r\n250-CHUNKING\r\n250-BINARYMIME\r\n250-VRFY\r\n250-EXPN\r\n250-ETRN\r\n"
     "250-AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256\r\n250 HELP\r\n"},
    {"helo", Connected, "HELO x.test\r\n", "250 reference.test\r\n"},
    {"ehlo literal", Connected, "HELO x.test\r\nRSET\r\n", "250 reference.test\r\n250 2.0.0 ok\r\n"},
    {"mail first", Connected, "MAIL FROM:<a@x.test>\r\n", "503 5.5.1 bad sequence of commands\r\n"},
    {"noop, rset, help first", Connected, "NOOP\r\nRSET\r\nHELP\r\n",
     "250 2.0.0 ok\r\n250 2.0.0 ok\r\n214-2.0.0 EHLO HELO MAIL RCPT DATA BDAT RSET NOOP QUIT\r\n214 2.0.0 VRFY EXPN HELP ETRN STARTTLS AUTH\r\n"},
    {"quit", Connected, "QUIT\r\n", "221 2.0.0 closing\r\n{close}"},
    {"nothing behind quit", Connected, "QUIT\r\nNOOP\r\n", "221 2.0.0 closing\r\n{close}"},
    {"parameter after helo", Connected, "HELO x.test\r\nMAIL FROM:<a@x.test> SIZE=1\r\n", "250 reference.test\r\n555 5.5.4 bad syntax: esmtp-keyword\r\n"},
    // Octets of commands
    {"unknown", Greeted, "XYZZY\r\n", "500 5.5.1 command not recognised\r\n"},
    {"empty line", Greeted, "\r\n", "500 5.5.1 command not recognised\r\n"},
    {"obsolete", Greeted, "TURN\r\nSOML FROM:<a@x.test>\r\nATRN a.test\r\n",
     "502 5.5.1 not implemented\r\n502 5.5.1 not implemented\r\n502 5.5.1 not implemented\r\n"},
    {"bare LF", Greeted, "NOOP\nNOOP\r\n", "500 5.5.2 invalid character in command\r\n"},
    {"bare CR", Greeted, "NOOP\rNOOP\r\n", "500 5.5.2 invalid character in command\r\n"},
    {"NUL", Greeted, "NO\0OP\r\n"sv, "500 5.5.2 invalid character in command\r\n"},
    {"NUL behind the verb", Greeted, "NOOP \0\r\n"sv, "501 5.5.2 invalid character in command\r\n"},
    {"literal with a tag of no standard", Connected, "EHLO [x:y]\r\n", "501 5.5.2 unknown kind of address literal\r\n"},
    {"no etrn on submission", Submission, "ETRN reference.test\r\n", "502 5.5.1 not implemented\r\n"},
    {"no line end yet", Greeted, "NOOP", ""},
    {"any case", Greeted, "nOoP\r\nmail from:<a@x.test>\r\n", "250 2.0.0 ok\r\n250 2.1.0 sender ok\r\n"},
    {"trailing space", Greeted, "NOOP \r\n", "250 2.0.0 ok\r\n"},
    {"noop with text", Greeted, "NOOP hello\r\n", "250 2.0.0 ok\r\n"},
    // Transactions
    {"a message", Greeted, "MAIL FROM:<a@x.test>\r\nRCPT TO:<u01@reference.test>\r\nDATA\r\nSubject: x\r\n\r\nhi\r\n.\r\nQUIT\r\n",
     "250 2.1.0 sender ok\r\n250 2.1.5 recipient ok\r\n354 end with <CRLF>.<CRLF>\r\n250 2.0.0 message taken\r\n221 2.0.0 closing\r\n{close}"},
    {"null sender", Greeted, "MAIL FROM:<>\r\n", "250 2.1.0 sender ok\r\n"},
    {"second mail", Mail, "MAIL FROM:<b@x.test>\r\n", "503 5.5.1 bad sequence of commands\r\n"},
    {"rcpt before mail", Greeted, "RCPT TO:<u01@reference.test>\r\n", "503 5.5.1 bad sequence of commands\r\n"},
    {"data without rcpt", Mail, "DATA\r\n", "503 5.5.1 bad sequence of commands\r\n"},
    {"rset", Rcpt, "RSET\r\nDATA\r\n", "250 2.0.0 ok\r\n503 5.5.1 bad sequence of commands\r\n"},
    {"buffers are cleared", Data, ".\r\nRCPT TO:<u01@reference.test>\r\nMAIL FROM:<>\r\n",
     "250 2.0.0 message taken\r\n503 5.5.1 bad sequence of commands\r\n250 2.1.0 sender ok\r\n"},
    {"unknown mailbox", Mail, "RCPT TO:<nobody@reference.test>\r\nDATA\r\n", "550 5.1.1 no such mailbox here\r\n503 5.5.1 bad sequence of commands\r\n"},
    {"relaying", Mail, "RCPT TO:<x@elsewhere.example>\r\n", "550 5.7.1 relaying denied\r\n"},
    {"postmaster", Mail, "RCPT TO:<Postmaster>\r\nRCPT TO:<postMaster@REFERENCE.test>\r\n", "250 2.1.5 recipient ok\r\n250 2.1.5 recipient ok\r\n"},
    {"any domain case", Mail, "RCPT TO:<u01@REFERENCE.Test>\r\n", "250 2.1.5 recipient ok\r\n"},
    {"quoted", Mail, "RCPT TO:<\"u01\"@reference.test>\r\n", "250 2.1.5 recipient ok\r\n"},
    {"own literal", Mail, "RCPT TO:<u01@[127.0.0.1]>\r\nRCPT TO:<u01@[192.0.2.1]>\r\n", "250 2.1.5 recipient ok\r\n550 5.7.1 relaying denied\r\n"},
    {"source route", Mail, "RCPT TO:<@a.test,@b.test:u01@reference.test>\r\nRCPT TO:<@reference.test:x@elsewhere.example>\r\n",
     "250 2.1.5 recipient ok\r\n550 5.7.1 relaying denied\r\n"},
    {"unknown parameter", Greeted, "MAIL FROM:<a@x.test> FOO=BAR\r\n", "555 5.5.4 bad syntax: esmtp-keyword\r\n"},
    // Extensions of MAIL and RCPT
    {"size", Greeted, "MAIL FROM:<a@x.test> SIZE=1048577\r\nMAIL FROM:<a@x.test> SIZE=1048576\r\n",
     "552 5.3.4 message size exceeds fixed maximum message size\r\n250 2.1.0 sender ok\r\n"},
    {"body", Greeted, "MAIL FROM:<a@x.test> BODY=8BITMIME\r\nRSET\r\nMAIL FROM:<a@x.test> BODY=7BIT\r\n", "250 2.1.0 sender ok\r\n250 2.0.0 ok\r\n250 2.1.0 sender ok\r\n"},
    {"dsn", Greeted, "MAIL FROM:<a@x.test> RET=HDRS ENVID=QQ1\r\nRCPT TO:<u01@reference.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;x@y.test\r\n",
     "250 2.1.0 sender ok\r\n250 2.1.5 recipient ok\r\n"},
    {"utf8", Greeted, "MAIL FROM:<\xc3\xa9@x.test> SMTPUTF8\r\nRCPT TO:<\xc3\xa9@reference.test>\r\n", "250 2.1.0 sender ok\r\n550 5.1.1 no such mailbox here\r\n"},
    {"auth parameter in clear", Greeted, "MAIL FROM:<a@x.test> AUTH=<>\r\n", "555 5.5.4 bad syntax: esmtp-keyword\r\n"},
    {"auth parameter", Tls, "MAIL FROM:<a@x.test> AUTH=<>\r\n", "250 2.1.0 sender ok\r\n"},
    // Content
    {"smuggled", Data, "a\n.\nMAIL FROM:<>\r\n.\r\nNOOP\r\n", "554 5.6.0 bare CR or LF in the message\r\n250 2.0.0 ok\r\n"},
    {"NUL and controls", Data, "a\0b\x01\x7f\r\n.\r\n"sv, "250 2.0.0 message taken\r\n"},
    {"the next transaction behind it", Data, "x\r\n.\r\nMAIL FROM:<>\r\nRSET\r\n", "250 2.0.0 message taken\r\n250 2.1.0 sender ok\r\n250 2.0.0 ok\r\n"},
    // Chunks
    {"chunk with a bare LF", Rcpt, "BDAT 5 LAST\r\na\n\r\nxNOOP\r\nRSET\r\n", "554 5.6.0 bare CR or LF in the message\r\n250 2.0.0 ok\r\n250 2.0.0 ok\r\n"},
    {"chunk with a period", Rcpt, "BDAT 8 LAST\r\na\r\n.\r\nxyNOOP\r\n", "250 2.0.0 message taken\r\n250 2.0.0 ok\r\n"},
    {"two chunks", Rcpt, "BDAT 3\r\na\r\nBDAT 3 LAST\r\nb\r\n", "250 2.0.0 chunk taken\r\n250 2.0.0 message taken\r\n"},
    {"last of none", Rcpt, "BDAT 3\r\na\r\nBDAT 0 LAST\r\nNOOP\r\n", "250 2.0.0 chunk taken\r\n250 2.0.0 message taken\r\n250 2.0.0 ok\r\n"},
    {"refused chunks are thrown away", Greeted, "BDAT 7\r\nXYZZY\r\nBDAT 7 LAST\r\nXYZZY\r\nNOOP\r\n",
     "503 5.5.1 bad sequence of commands\r\n503 5.5.1 bad sequence of commands\r\n250 2.0.0 ok\r\n"},
    {"data after bdat", Rcpt, "BDAT 3\r\na\r\nDATA\r\nRSET\r\n", "250 2.0.0 chunk taken\r\n503 5.5.1 bad sequence of commands\r\n250 2.0.0 ok\r\n"},
    {"bdat after last", Rcpt, "BDAT 3 LAST\r\na\r\nBDAT 0 LAST\r\n", "250 2.0.0 message taken\r\n503 5.5.1 bad sequence of commands\r\n"},
    {"binarymime", Greeted, "MAIL FROM:<> BODY=BINARYMIME\r\nRCPT TO:<u01@reference.test>\r\nDATA\r\nBDAT 4 LAST\r\na\rb\nNOOP\r\n",
     "250 2.1.0 sender ok\r\n250 2.1.5 recipient ok\r\n503 5.5.1 BINARYMIME goes with BDAT\r\n250 2.0.0 message taken\r\n250 2.0.0 ok\r\n"},
    // Other commands
    {"vrfy", Greeted, "VRFY u01\r\nVRFY <U01@reference.test>\r\nVRFY nobody\r\nVRFY postmaster\r\n",
     "250 2.1.5 <u01@reference.test>\r\n250 2.1.5 <u01@reference.test>\r\n550 5.1.1 no such mailbox\r\n250 2.1.5 <postmaster@reference.test>\r\n"},
    {"expn", Greeted, "EXPN everyone\r\nEXPN nobody\r\n", "250-2.1.5 <u01@reference.test>\r\n250 2.1.5 <u02@reference.test>\r\n550 5.1.1 no such list\r\n"},
    {"etrn", Greeted, "ETRN reference.test\r\nETRN other.test\r\n", "251 2.0.0 no messages waiting for node reference.test\r\n459 4.7.1 node not allowed\r\n"},
    // STARTTLS
    {"what follows STARTTLS is dropped", Greeted, "STARTTLS\r\nNOOP\r\n{tls}RSET\r\n", "220 2.0.0 ready to start TLS\r\n{tls}250 2.0.0 ok\r\n"},
    {"starttls forgets", Mail, "STARTTLS\r\n{tls}RCPT TO:<u01@reference.test>\r\nMAIL FROM:<>\r\n",
     "220 2.0.0 ready to start TLS\r\n{tls}503 5.5.1 bad sequence of commands\r\n503 5.5.1 bad sequence of commands\r\n"},
    {"starttls twice", Tls, "STARTTLS\r\n", "503 5.5.1 bad sequence of commands\r\n"},
    // AUTH
    {"in clear", Greeted, "AUTH PLAIN\r\nAUTH FOO\r\n",
     "538 5.7.11 encryption required for requested authentication mechanism\r\n504 5.5.4 unrecognized authentication type\r\n"},
    {"plain", Submission, "AUTH PLAIN AHUwMQBzZWNyZXQ=\r\nAUTH PLAIN\r\n", "235 2.7.0 authentication succeeded\r\n503 5.5.1 bad sequence of commands\r\n"},
    {"plain, challenged", Submission, "AUTH PLAIN\r\nAHUwMQBzZWNyZXQ=\r\n", "334 \r\n235 2.7.0 authentication succeeded\r\n"},
    {"login", Submission, "AUTH LOGIN\r\ndTAx\r\nc2VjcmV0\r\n", "334 VXNlciBOYW1l\r\n334 UGFzc3dvcmQ=\r\n235 2.7.0 authentication succeeded\r\n"},
    {"wrong password", Submission, "AUTH PLAIN AHUwMQBnZWhlaW0=\r\n", "535 5.7.8 authentication credentials invalid\r\n"},
    {"cancelled", Submission, "AUTH PLAIN\r\n*\r\nNOOP\r\n", "334 \r\n501 5.7.0 cancelled\r\n250 2.0.0 ok\r\n"},
    {"not base64", Submission, "AUTH PLAIN !!!\r\nAUTH PLAIN\r\n!!!\r\n", "501 5.5.2 bad syntax: initial-response\r\n334 \r\n501 5.5.2 cannot decode\r\n"},
    {"submission without auth", Submission, "MAIL FROM:<a@x.test>\r\n", "530 5.7.0 authentication required\r\n"},
    {"submission", Authed, "MAIL FROM:<u01@reference.test>\r\nRCPT TO:<x@elsewhere.example>\r\n", "250 2.1.0 sender ok\r\n250 2.1.5 recipient ok\r\n"},
    {"auth in a transaction", Authed, "MAIL FROM:<>\r\nAUTH PLAIN\r\n", "250 2.1.0 sender ok\r\n503 5.5.1 bad sequence of commands\r\n"},
};
// clang-format on

TEST(SmtpSession, Table) {
  for (const Row& row : kRows) {
    for (const bool octet_by_octet : {false, true}) {
      SCOPED_TRACE(std::string(row.name) + (octet_by_octet ? ", octet by octet" : ""));
      Bench bench(row.opening);
      EXPECT_EQ(escape(bench.talk(row.in, octet_by_octet)), escape(row.out));
    }
  }
}

TEST(SmtpSession, SyntaxErrorsNameTheRule) {
  Bench bench(Greeted);
  EXPECT_TRUE(bench.talk("MAIL\r\n", false).starts_with(kSyntax));
  EXPECT_TRUE(bench.talk("MAIL FROM:<a@x.test> SIZE=abc\r\n", false).starts_with(kSyntax));
}

TEST(SmtpSession, WhatIsStoredIsWhatWasSent) {
  struct StoredRow {
    const char* name;
    Opening opening;
    std::string_view in;
    std::string_view stored;
  };
  const StoredRow kStored[] = {
      {"unstuffed", Data, "..a\r\n.b\r\nc.\r\n.\r\n", ".a\r\nb\r\nc.\r\n"},
      {"empty", Data, ".\r\n", ""},
      {"eight bits", Data, "\xff\x80\r\n.\r\n", "\xff\x80\r\n"},
      {"chunks are not unstuffed", Rcpt, "BDAT 4\r\n..a\rBDAT 6 LAST\r\n\n.\r\nb\n", "(none)"},
      {"chunks", Rcpt, "BDAT 4\r\n..a\rBDAT 7 LAST\r\n\n.\r\nb\r\n", "..a\r\n.\r\nb\r\n"},
      {"refused", Data, "a\nb\r\n.\r\n", "(none)"},
  };
  for (const StoredRow& row : kStored) {
    SCOPED_TRACE(row.name);
    Bench bench(row.opening);
    bench.talk(row.in, false);
    EXPECT_EQ(escape(newest(bench.store(), "u01")), escape(row.stored));
    EXPECT_EQ(newest(bench.store(), "u02"), "(none)");
  }
}

TEST(SmtpSession, TraceFields) {
  Bench bench(Authed);
  bench.talk("MAIL FROM:<u01@reference.test>\r\nRCPT TO:<u02@reference.test>\r\nDATA\r\nx\r\n.\r\n",
             false);
  const auto messages = bench.store().snapshot("u02");
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(*messages.front().octets,
            "Return-Path: <u01@reference.test>\r\n"
            "Received: from x.test ([127.0.0.1])\r\n\tby reference.test with ESMTPSA id 1\r\n"
            "\tfor <u02@reference.test>; Sat, 21 Nov 2026 09:30:03 +0000\r\nx\r\n");
}

TEST(SmtpSession, ReportsOfDelivery) {
  struct ReportRow {
    const char* name;
    std::string_view mail, rcpt;
    bool reported;
  };
  const ReportRow kReports[] = {
      {"asked for", "<u02@reference.test> ENVID=QQ1",
       "<u01@reference.test> NOTIFY=SUCCESS ORCPT=rfc822;x@y.test", true},
      {"not asked for", "<u02@reference.test>", "<u01@reference.test>", false},
      {"never", "<u02@reference.test>", "<u01@reference.test> NOTIFY=NEVER", false},
      {"only of failure", "<u02@reference.test>", "<u01@reference.test> NOTIFY=FAILURE", false},
      {"null sender", "<>", "<u01@reference.test> NOTIFY=SUCCESS", false},
      {"foreign sender", "<a@x.test>", "<u01@reference.test> NOTIFY=SUCCESS", false},
  };
  for (const ReportRow& row : kReports) {
    SCOPED_TRACE(row.name);
    Bench bench(Greeted);
    const std::string in = "MAIL FROM:" + std::string(row.mail) +
                           "\r\nRCPT TO:" + std::string(row.rcpt) +
                           "\r\nDATA\r\nSubject: x\r\n\r\nhi\r\n.\r\n";
    EXPECT_EQ(codes(bench.talk(in, false)), "250 250 354 250");
    const auto reports = bench.store().snapshot("u02");
    ASSERT_EQ(reports.size(), row.reported ? 1U : 0U);
    if (!row.reported) continue;
    const std::string& report = *reports.front().octets;
    for (const char* part : {"Return-Path: <>\r\n", "To: <u02@reference.test>\r\n",
                             "\r\n\r\nOriginal-Envelope-Id: QQ1\r\nReporting-MTA: ",
                             "\r\n\r\nOriginal-Recipient: rfc822;x@y.test\r\nFinal-Recipient: "
                             "rfc822;u01@reference.test\r\n"
                             "Action: delivered\r\n",
                             "\r\n\r\nSubject: x\r\n\r\n--report-of-1--\r\n"}) {
      EXPECT_NE(report.find(part), std::string::npos) << part << " in " << report;
    }
  }
}

std::string repeat(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(SmtpSession, Limits) {
  struct LimitRow {
    const char* name;
    Opening opening;
    std::string in;
    const char* last;  ///< of the codes
  };
  const std::string local(64, 'a');
  const LimitRow kLimits[] = {
      {"command of 512", Greeted, "NOOP " + std::string(505, 'x') + "\r\n", "250"},
      {"command of 2050", Greeted, "NOOP " + std::string(2043, 'x') + "\r\n", "250"},
      {"command of 2051", Greeted, "NOOP " + std::string(2044, 'x') + "\r\n", "500"},
      {"command of 1 M", Greeted, "NOOP " + std::string(1 << 20, 'x') + "\r\nNOOP\r\n", "500 250"},
      {"local part of 64", Greeted, "MAIL FROM:<" + local + "@x.test>\r\n", "250"},
      {"local part of 65", Greeted, "MAIL FROM:<a" + local + "@x.test>\r\n", "501"},
      {"text line of 1000", Data, std::string(998, 'x') + "\r\n.\r\n", "250"},
      {"text line of 5000", Data, std::string(4998, 'x') + "\r\n.\r\n", "250"},
      {"message at the limit", Data, repeat("xx\r\n", 262144) + ".\r\n", "250"},
      {"message above it", Data, repeat("xx\r\n", 262144) + "\r\n.\r\n", "552"},
      {"message far above", Data, repeat("xx\r\n", 1'000'000) + ".\r\nNOOP\r\n", "552 250"},
      {"chunk above", Rcpt, "BDAT 1048577 LAST\r\n" + std::string(1048577, 'x') + "NOOP\r\n",
       "552 250"},
      {"sasl line of 12288", Submission,
       "AUTH PLAIN\r\n" + std::string(12288, 'A') + "\r\nNOOP\r\n", "334 535 250"},
      {"sasl line of 12289", Submission,
       "AUTH PLAIN\r\n" + std::string(12289, 'A') + "\r\nNOOP\r\n", "334 500 250"},
      {"too many hops", Data, repeat("Received: by x\r\n", 101) + "\r\nx\r\n.\r\n", "554"},
      {"many hops", Data, repeat("Received: by x\r\n", 100) + "\r\nx\r\n.\r\n", "250"},
  };
  for (const LimitRow& row : kLimits) {
    SCOPED_TRACE(row.name);
    Bench bench(row.opening);
    EXPECT_EQ(codes(bench.talk(row.in, false)), row.last);
  }
}

TEST(SmtpSession, RecipientsAndErrorsAreCounted) {
  Bench recipients(Mail);
  const std::string thousand =
      codes(recipients.talk(repeat("RCPT TO:<u01@reference.test>\r\n", 1001), false));
  EXPECT_EQ(thousand, repeat("250 ", 1000) + "452");
  recipients.talk("DATA\r\nx\r\n.\r\n", false);
  EXPECT_EQ(recipients.store().snapshot("u01").size(), 1U);

  Bench errors(Greeted);
  EXPECT_EQ(codes(errors.talk(repeat("XYZZY\r\n", 200), false)), repeat("500 ", 100) + "421 close");
}

}  // namespace
}  // namespace wireassay::reference::testing
