// Real handshakes of OpenSSL, and dialogues by hand: what the summary says of them.
#include "trace/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "trace/decrypt.h"
#include "trace/summary_test_support.h"
#include "trace/summary_text.h"
#include "wire/tls/registry.h"

namespace wireassay::trace {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct Handshake {
  std::string_view name;
  TrafficOptions options;
  bool starttls = true;
  std::string version;
  Resumption resumption = Resumption::No;
  std::string client_certificate;
  std::uint64_t commands = 2, handshake = 0, with_ccs = 0, records = 0;
};

TrafficOptions tls12(bool ask = false, bool resume = false) {
  return {.version = TLS1_2_VERSION, .ask = ask, .resume = resume};
}
TrafficOptions tls13(bool ask = false, bool resume = false, std::string groups = "") {
  return {.groups = std::move(groups), .ask = ask, .resume = resume};
}

const Handshake kHandshakes[] = {
    {"1.2", tls12(), true, "TLS 1.2", Resumption::No, "not asked for", 2, 2, 3, 3},
    {"1.2 implicit", tls12(), false, "TLS 1.2", Resumption::No, "not asked for", 0, 2, 3, 3},
    {"1.2 certificate", tls12(true), true, "TLS 1.2", Resumption::No, "1 sent: CN=mx.example.org",
     2, 4, 5, 5},
    {"1.2 resumed", tls12(false, true), true, "TLS 1.2", Resumption::SessionId, "not asked for", 2,
     1, 2, 2},
    {"1.3", tls13(), true, "TLS 1.3", Resumption::No, "not visible: TLS 1.3 sends it under keys", 2,
     1, 2, 2},
    {"1.3 implicit", tls13(), false, "TLS 1.3", Resumption::No,
     "not visible: TLS 1.3 sends it under keys", 0, 1, 2, 2},
    {"1.3 certificate", tls13(true), true, "TLS 1.3", Resumption::No,
     "not visible: TLS 1.3 sends it under keys", 2, 1, 2, 2},
    {"1.3 retry", tls13(false, false, "P-384"), true, "TLS 1.3", Resumption::No,
     "not visible: TLS 1.3 sends it under keys", 2, 2, 3, 3},
    {"1.3 resumed", tls13(false, true), true, "TLS 1.3", Resumption::Psk, "not asked for", 2, 1, 2,
     2},
};

TEST(Summary, Handshakes) {
  for (const Handshake& row : kHandshakes) {
    SCOPED_TRACE(row.name);
    const TlsTraffic traffic(row.options, smtp_dialogue());
    ASSERT_TRUE(traffic.established());
    ASSERT_EQ(traffic.resumed(), row.options.resume);
    std::vector<Happened> happened = row.starttls ? starttls() : std::vector<Happened>();
    add_traffic(happened, traffic);
    const Summary summary = summary_of(recorded(row.starttls ? 587 : 465, happened));
    ASSERT_TRUE(summary.tls);
    const TlsFacts& tls = *summary.tls;
    EXPECT_EQ(negotiated(summary), row.version);
    EXPECT_EQ(tls::show(tls::Registry::CipherSuite, tls.server_hello->suite), traffic.suite());
    EXPECT_EQ(tls.resumption, row.resumption);
    EXPECT_EQ(client_certificate(summary), row.client_certificate);
    EXPECT_TRUE(tls.counts.reached);
    EXPECT_EQ(tls.counts.commands, row.commands);
    EXPECT_EQ(tls.counts.handshake_messages, row.handshake);
    EXPECT_EQ(tls.counts.with_change_cipher_spec, row.with_ccs);
    EXPECT_EQ(tls.counts.records, row.records);
    EXPECT_EQ(summary.tls_begin, row.starttls ? TlsBegin::Upgrade : TlsBegin::Implicit);
    EXPECT_EQ(tls_begin(summary), row.starttls ? "STARTTLS" : "implicit TLS");
    EXPECT_EQ(summary.protocol, Protocol::Smtp);
    EXPECT_EQ(summary.protocol_was_said, row.starttls);
    EXPECT_THAT(name_in_sni(summary).names, ElementsAre("mx.example.org"));
    EXPECT_TRUE(tls.anomalies.empty()) << tls.anomalies.front().rule;
    EXPECT_TRUE(summary.broken.empty());
    EXPECT_EQ(summary.missing, 0U);
    EXPECT_THAT(what_is_missing(summary), ElementsAre());
    EXPECT_EQ(tls.client_hello->ja3.size(), 32U);
    EXPECT_EQ(tls.retried, !row.options.groups.empty());
    // The close_notify of the server is under keys.
    EXPECT_EQ(tls.alerts.size(), 1U);
  }
}

/// Each place says its own name; where there is none, it says why.
TEST(Summary, ServerNames) {
  struct Row {
    std::string_view name;
    TrafficOptions options;
    bool starttls;
    std::string certificate, banner;
  };
  const Row rows[] = {{"1.2", tls12(), true, "mx.example.org (CN)", "mx.example.net"},
                      {"1.3", tls13(), true, "", "mx.example.net"},
                      {"resumed", tls12(false, true), true, "", "mx.example.net"},
                      {"implicit", tls12(), false, "mx.example.org (CN)", ""}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    std::vector<Happened> happened = row.starttls ? starttls() : std::vector<Happened>();
    add_traffic(happened, TlsTraffic(row.options, {}));
    const Summary summary = summary_of(recorded(587, happened));
    const NameSaid certificate = name_in_certificate(summary), banner = name_in_banner(summary);
    EXPECT_EQ(certificate.names.empty() ? "" : certificate.names.front(), row.certificate);
    EXPECT_EQ(certificate.none.empty(), !row.certificate.empty());
    EXPECT_EQ(banner.names.empty() ? "" : banner.names.front(), row.banner);
    EXPECT_EQ(banner.none.empty(), !row.banner.empty());
  }
}

TEST(Summary, NamesInBannersOfSmtp) {
  struct Row {
    std::string_view name, greeting, banner;
  };
  const Row rows[] = {{"a domain alone", "220 mx.example.org", "mx.example.org"},
                      {"a domain and words", "220 mx.example.org ESMTP x", "mx.example.org"},
                      {"of several lines", "220-mx.example.org ESMTP", "mx.example.org"},
                      {"a code alone", "220", ""},
                      {"nothing behind the space", "220 ", ""},
                      {"line ends alone", "\r\r\r\r", ""}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const Summary summary =
        summary_of(recorded(25, {said(Direction::FromServer, std::string(row.greeting) + "\r\n"),
                                 said(Direction::FromClient, "QUIT\r\n")}));
    EXPECT_EQ(summary.banner_name.value_or(""), row.banner);
  }
}

TEST(Summary, AnswersTheQuestions) {
  std::vector<Happened> happened = starttls();
  add_traffic(happened, TlsTraffic(tls13(), smtp_dialogue()));
  const std::string text = answers(summary_of(recorded(587, happened)));
  for (const char* answer :
       {"What is the name of the SMTP server?\n", "in the SNI            mx.example.org\n",
        "in the certificate    not visible: TLS 1.3 sends it under keys\n",
        "in the banner         mx.example.net\n",
        "What is the version of the TLS protocol used for this session?\n    TLS 1.3 (the records "
        "say TLS 1.2, the field in ServerHello TLS 1.2)\n",
        "1 TLS handshake message (client_hello); with ChangeCipherSpec 2 messages; in 2 records; "
        "before them 2 SMTP commands in clear (EHLO, STARTTLS)\n"})
    EXPECT_THAT(text, HasSubstr(answer));
}

std::string all_lines(const Summary& summary) {
  std::string out;
  for (const Line& line : summary.lines)
    if (line.kind != LineKind::Tls && line.kind != LineKind::Note)
      out += (line.from == Direction::FromClient ? "C" : "S") + std::string(line.tls ? "* " : " ") +
             line.text + "|";
  return out;
}

TEST(Summary, WhatIsSaidUnderKeysIsShownWithThem) {
  for (const bool newer : {false, true}) {
    SCOPED_TRACE(newer);
    const TlsTraffic traffic(newer ? tls13(true) : tls12(true), smtp_dialogue());
    KeyLog log;
    ASSERT_TRUE(log.add("keys", traffic.key_log()));
    KeyLogKeys keys(log);
    std::vector<Happened> happened = starttls();
    add_traffic(happened, traffic);
    const Summary summary = summary_of(recorded(587, happened), &keys);
    EXPECT_THAT(all_lines(summary),
                HasSubstr("C* EHLO client.example.org|S* 250-mx.example.org|S* 250-SIZE 1000000|"));
    EXPECT_THAT(all_lines(summary), HasSubstr("C* QUIT|S* 221 2.0.0 Bye|"));
    EXPECT_THAT(client_certificate(summary), HasSubstr("1 sent: CN=mx.example.org"));
    EXPECT_THAT(name_in_certificate(summary).names, ElementsAre("mx.example.org (CN)"));
    EXPECT_EQ(summary.tls->under_keys[0].opened, summary.tls->under_keys[0].records);
    EXPECT_EQ(summary.tls->why_not_opened, "");
    // A greeting inside STARTTLS answers nothing.
    ASSERT_EQ(summary.broken.size(), 1U);
    EXPECT_EQ(summary.broken.front().rule->id, "smtp.unasked-reply");
  }
}

TEST(Summary, TheRulesHoldUnderKeys) {
  using enum Direction;
  const TlsTraffic traffic(tls13(), {{FromServer, "220 mx.example.org ESMTP\r\n"},
                                     {FromClient, "EHLO a\r\n"},
                                     {FromServer, "250-mx\r\n251 b\r\n"}});
  KeyLog log;
  ASSERT_TRUE(log.add("keys", traffic.key_log()));
  KeyLogKeys keys(log);
  std::vector<Happened> happened;
  add_traffic(happened, traffic);
  const Summary summary = summary_of(recorded(465, happened), &keys);
  EXPECT_EQ(summary.banner_name, "mx.example.org");
  ASSERT_FALSE(summary.broken.empty());
  EXPECT_EQ(summary.broken.front().rule->id, "smtp.same-code");
  const KeyLog none;
  KeyLogKeys no_keys(none);
  const Summary closed = summary_of(recorded(465, happened), &no_keys);
  EXPECT_EQ(closed.tls->under_keys[0].opened, 0U);
  EXPECT_NE(closed.tls->why_not_opened, "");
}

struct Secretive {
  std::string_view name;
  std::uint16_t port;
  std::vector<std::string> lines;
  std::string shown;  ///< part of what is shown
};
const Secretive kSecretive[] = {
    {"AUTH PLAIN",
     587,
     {"S: 220 x", "C: AUTH PLAIN AGpvZQBTRUNSRVQ=", "S: 235 ok"},
     "C AUTH PLAIN ********|S 235 ok|"},
    {"AUTH LOGIN",
     587,
     {"S: 220 x", "C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6",
      "C: AGpvZQBTRUNSRVQ=", "S: 334 UGFzc3dvcmQ6", "C: SECRET", "S: 235 ok"},
     "S 334 VXNlcm5hbWU6|C ********|S 334 UGFzc3dvcmQ6|C ********|S 235 ok|"},
    {"CRAM-MD5",
     25,
     {"S: 220 x", "C: AUTH CRAM-MD5", "S: 334 U0VDUkVU", "C: SECRET", "S: 235 ok"},
     "S 334 ********|C ********|"},
    {"PASS",
     110,
     {"S: +OK x", "C: USER joe", "S: +OK", "C: PASS SECRET and more", "S: +OK"},
     "C USER joe|S +OK|C PASS ********|"},
    {"APOP", 110, {"S: +OK <1@x>", "C: APOP joe SECRET", "S: +OK"}, "C APOP joe ********|"},
    {"POP3 AUTH", 110, {"S: +OK", "C: AUTH PLAIN", "S: + ", "C: SECRET", "S: +OK"}, "C ********|"},
    {"LOGIN", 143, {"S: * OK x", "C: a LOGIN joe SECRET", "S: a OK"}, "C a LOGIN joe ********|"},
    {"LOGIN quoted",
     143,
     {"S: * OK x", "C: a LOGIN \"joe doe\" \"SECRET\"", "S: a OK"},
     "C a LOGIN ********|"},
    {"LOGIN literals",
     143,
     {"S: * OK x", "C: a LOGIN {3}", "S: + go", "C: joe {6}", "S: + go", "C: SECRET", "S: a OK"},
     "S + go|"},
    {"AUTHENTICATE",
     143,
     {"S: * OK x", "C: a AUTHENTICATE PLAIN", "S: + ", "C: SECRET", "S: a OK done"},
     "C ********|S a OK done|"},
    {"AUTHENTICATE initial",
     143,
     {"S: * OK x", "C: a AUTHENTICATE PLAIN SECRET", "S: a OK"},
     "C a AUTHENTICATE PLAIN ********|"},
    {"Basic",
     80,
     {"C: GET / HTTP/1.1", "C: Authorization: Basic SECRET", "C: "},
     "C Authorization: Basic ********|"},
    {"cookie", 80, {"C: GET / HTTP/1.1", "C: Cookie: a=SECRET", "C: "}, "C Cookie: ********|"},
};

TEST(Summary, SecretsAreMasked) {
  for (const Secretive& row : kSecretive) {
    SCOPED_TRACE(row.name);
    const Summary summary = summary_of(recorded(row.port, talk(row.lines)));
    EXPECT_THAT(all_lines(summary), HasSubstr(row.shown));
    EXPECT_THAT(to_text(summary), Not(HasSubstr("SECRET")));
  }
}

struct Spoken {
  std::string_view name;
  std::uint16_t port;
  std::vector<std::string> lines;
  Protocol protocol;
  std::uint64_t commands;
  std::string shown;
};
const Spoken kSpoken[] = {
    {"message",
     25,
     {"S: 220 x", "C: DATA", "S: 354 go", "C: Subject: a", "C: ", "C: MAIL FROM:<not a command>",
      "C: .", "S: 250 ok", "C: QUIT", "S: 221 bye"},
     Protocol::Smtp,
     2,
     "S 354 go|C 41 octets in 3 lines: Subject: a\\r\\n\\r\\nMAIL FROM:<not a "
     "command>\\r\\n|C .|S 250 ok|C QUIT|"},
    {"refused",
     25,
     {"S: 220 x", "C: STARTTLS", "S: 454 no", "C: NOOP", "S: 250 ok"},
     Protocol::Smtp,
     2,
     "C STARTTLS|S 454 no|C NOOP|"},
    {"chunk",
     25,
     {"S: 220 x", "C: BDAT 6 LAST", "C: QUIT", "S: 250 ok", "C: QUIT"},
     Protocol::Smtp,
     2,
     "C BDAT 6 LAST|C 6 octets in 1 line: QUIT\\r\\n|S 250 ok|C QUIT|"},
    {"list",
     110,
     {"S: +OK", "C: LIST", "S: +OK", "S: 1 120", "S: .", "C: RETR 1", "S: +OK", "S: From: a",
      "S: ."},
     Protocol::Pop3,
     2,
     "S 1 120|S .|C RETR 1|S +OK|S 9 octets in 1 line: From: a\\r\\n|S .|"},
    {"literal",
     143,
     {"S: * OK", "C: a FETCH 1 BODY[]", "S: * 1 FETCH (BODY[] {6}", "S: C: x", "S: )", "S: a OK"},
     Protocol::Imap,
     1,
     "S * 1 FETCH (BODY[] {6}|S 6 octets in 1 line: C: x\\r\\n|S )|S a OK|"},
    {"body",
     80,
     {"C: GET / HTTP/1.1", "C: ", "S: HTTP/1.1 200 OK", "S: Content-Length: 4", "S: ", "S: ab",
      "C: GET /b HTTP/1.1", "C: "},
     Protocol::Http,
     2,
     "S HTTP/1.1 200 OK|S Content-Length: 4|S |S 4 octets in 1 line: "
     "ab\\r\\n|C GET /b HTTP/1.1|"},
    {"other port", 4000, {"S: 220 x ESMTP", "C: EHLO y"}, Protocol::Smtp, 1, "C EHLO y|"},
    {"FTP", 21, {"S: 220 x FTP", "C: USER y"}, Protocol::Unknown, 0, "C USER y|"},
    {"hostile",
     25,
     {"S: 220 \x1b[2J\xff", "C: EHLO \x07"},
     Protocol::Smtp,
     1,
     "S 220 \\x1b[2J\\xff|C EHLO \\x07|"},
};

TEST(Summary, Dialogues) {
  for (const Spoken& row : kSpoken) {
    SCOPED_TRACE(row.name);
    const Summary summary = summary_of(recorded(row.port, talk(row.lines)));
    EXPECT_EQ(summary.protocol, row.protocol);
    EXPECT_EQ(summary.commands, row.commands);
    EXPECT_THAT(all_lines(summary), HasSubstr(row.shown));
    EXPECT_FALSE(summary.tls);
  }
}

TEST(Summary, CommandsBehindStarttlsAreToldApart) {
  std::vector<Happened> happened = talk({"S: 220 x", "C: EHLO a", "S: 250 STARTTLS"});
  happened.push_back(said(Direction::FromClient, "STARTTLS\r\nRSET\r\n"));
  happened.push_back(said(Direction::FromServer, "220 go\r\n"));
  add_traffic(happened, TlsTraffic(tls12(), {}));
  const Summary summary = summary_of(recorded(587, happened));
  EXPECT_EQ(summary.commands_behind_upgrade, 1U);
  EXPECT_EQ(summary.tls->counts.commands, 3U);
  EXPECT_EQ(summary.tls->counts.handshake_messages, 2U);
  EXPECT_THAT(to_text(summary), HasSubstr("1 command of the client behind STARTTLS"));
}

TEST(Summary, AClientHelloInTheSegmentOfStarttls) {
  const TlsTraffic traffic(tls13(), smtp_dialogue());
  std::vector<Happened> happened = talk({"S: 220 x", "C: EHLO a", "S: 250 STARTTLS"});
  happened.push_back(said(Direction::FromClient, "STARTTLS\r\n" + traffic.flights()[0].octets));
  happened.push_back(said(Direction::FromServer, "220 go\r\n" + traffic.flights()[1].octets));
  for (std::size_t at = 2; at < traffic.flights().size(); ++at)
    happened.push_back(said(traffic.flights()[at].from, traffic.flights()[at].octets));
  const Summary summary = summary_of(recorded(587, happened));
  ASSERT_TRUE(summary.tls);
  EXPECT_EQ(negotiated(summary), "TLS 1.3");
  EXPECT_EQ(summary.tls->counts.records, 2U);
  EXPECT_TRUE(summary.tls->anomalies.empty());
}

TEST(Summary, WhatIsMissingIsSaid) {
  std::vector<Happened> happened = starttls();
  add_traffic(happened, TlsTraffic(tls12(), smtp_dialogue()));
  const Recording recording = recorded(587, happened);
  // Packets 0 to 2 open the connection, 3 is the greeting, 4 its acknowledgment or the next one.
  const Summary no_syn = summary_of(recording, nullptr, {0, 1, 2});
  EXPECT_THAT(to_text(no_syn), HasSubstr("no SYN was captured"));
  EXPECT_EQ(negotiated(no_syn), "TLS 1.2");
  EXPECT_EQ(no_syn.tls->counts.handshake_messages, 2U);
  const std::size_t all = packets_of(recording).size();
  bool cut_hello = false;
  for (std::size_t at = 3; at < all; ++at) {
    const Summary summary = summary_of(recording, nullptr, {at});
    if (summary.missing == 0) continue;
    EXPECT_THAT(to_text(summary), HasSubstr("in no packet of the capture"));
    cut_hello = cut_hello || (summary.tls && !summary.tls->server_hello);
  }
  EXPECT_TRUE(cut_hello);
}

TEST(Summary, AnomaliesHaveTheirClause) {
  std::vector<Happened> happened = starttls();
  // A ClientHello of TLS 1.1 whose session id has 33 octets.
  const std::string hello = octets("\x03\x02") + std::string(32, 'r') + octets("\x21") +
                            std::string(33, 's') + octets("\x00\x02\x00\x2f\x01\x00");
  happened.push_back(said(Direction::FromClient, octets("\x16\x03\x02") + big(hello.size() + 4, 2) +
                                                     octets("\x01\x00\x00") + big(hello.size(), 1) +
                                                     hello));
  happened.push_back(said(Direction::FromServer, octets("\x15\x03\x02\x00\x02\x02\x2f")));
  const Summary summary = summary_of(recorded(587, happened));
  const std::string text = to_text(summary);
  EXPECT_THAT(text, HasSubstr("tls.vector-length: client, client_hello octet 34"));
  EXPECT_THAT(text, HasSubstr("(RFC 8446 section 6)"));
  EXPECT_THAT(text, HasSubstr("server, packet"));
  EXPECT_THAT(text, HasSubstr("fatal alert:illegal_parameter"));
  EXPECT_THAT(text, HasSubstr("none was negotiated; the client offered TLS 1.1"));
  EXPECT_FALSE(summary.tls->counts.reached);
}

}  // namespace
}  // namespace wireassay::trace
