// TLS on connections: what a handshake agrees on, and every way in which it can end.
#include <gtest/gtest.h>

#include "net/tls_test_support.h"

namespace wireassay::net {
namespace {

TEST_F(Tls, Established) {
  struct Row {
    const char* name;
    const char* min;
    const char* max;
    const char* ciphers;
    std::vector<std::string> client_alpn, server_alpn;
    const char* sni;
    const char* verify_name;
    const char* version;
    const char* cipher;
    const char* alpn;
  };
  using List = std::vector<std::string>;
  const char* const k13 = "TLS_AES_256_GCM_SHA384";
  const char* const k12 = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
  const Row kRows[] = {
      {"defaults", "", "", "", {}, {}, "mail.test", "mail.test", "1.3", k13, ""},
      {"1.3", "1.3", "1.3", "", {}, {}, "mail.test", "mail.test", "1.3", k13, ""},
      {"1.2",
       "1.2",
       "1.2",
       "ECDHE-ECDSA-AES128-GCM-SHA256",
       {},
       {},
       "mail.test",
       "mail.test",
       "1.2",
       k12,
       ""},
      {"1.1",
       "1.0",
       "1.1",
       "",
       {},
       {},
       "mail.test",
       "mail.test",
       "1.1",
       "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
       ""},
      {"1.0",
       "",
       "1.0",
       "",
       {},
       {},
       "mail.test",
       "mail.test",
       "1.0",
       "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
       ""},
      {"alpn", "", "", "", List{"h2", "http/1.1"}, List{"http/1.1"}, "mail.test", "mail.test",
       "1.3", k13, "http/1.1"},
      {"alpn not answered", "", "", "", List{"h2"}, {}, "mail.test", "mail.test", "1.3", k13, ""},
      {"no name", "", "", "", {}, {}, "", "", "1.3", k13, ""},
      {"address", "", "", "", {}, {}, "", "127.0.0.1", "1.3", k13, ""}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    play([&](Loop& loop) -> Task<void> {
      TlsOptions ours = client(), theirs = server();
      ours.min = row.min, ours.max = row.max, ours.ciphers = row.ciphers,
      ours.alpn = row.client_alpn;
      ours.sni = row.sni, ours.verify_name = row.verify_name;
      theirs.min = "1.0", theirs.alpn = row.server_alpn;
      Pair pair = co_await connect(loop);
      Outcomes outcomes = co_await shake(pair, ours, theirs);
      EXPECT_TRUE(pair.client->tls() && pair.server->tls());
      EXPECT_TRUE(outcomes.client.established) << outcomes.client.text;
      EXPECT_TRUE(outcomes.server.established) << outcomes.server.text;
      for (const TlsOutcome* side : {&outcomes.client, &outcomes.server}) {
        EXPECT_EQ(side->version, row.version);
        EXPECT_EQ(side->cipher, row.cipher);
        EXPECT_EQ(side->alpn, row.alpn);
        EXPECT_EQ(side->alert, "");
      }
      EXPECT_EQ(outcomes.client.peer_name, "mail.test");
      EXPECT_EQ(outcomes.server.sni, row.sni);
      co_await write_all(*pair.client, "EHLO\r\n");
      EXPECT_EQ(co_await read_exactly(*pair.server, 6), "EHLO\r\n");
      co_await write_all(*pair.server, "250 hi\r\n");
      EXPECT_EQ(co_await read_exactly(*pair.client, 8), "250 hi\r\n");
    });
  }
}

TEST_F(Tls, Refused) {
  struct Row {
    const char* name;
    void (*change)(TlsOptions& client, TlsOptions& server);
    bool client_sends;  // or the server
    const char* alert;
    const char* text;  // of the client
  };
  const Row kRows[] = {
      {"wrong name", [](TlsOptions& c, TlsOptions&) { c.verify_name = "web.test"; }, true,
       "bad_certificate", "hostname mismatch"},
      {"wrong address", [](TlsOptions& c, TlsOptions&) { c.verify_name = "127.0.0.2"; }, true,
       "bad_certificate", "IP address mismatch"},
      {"unknown CA", [](TlsOptions& c, TlsOptions&) { c.trust = shared_->other_trust; }, true,
       "unknown_ca", "unable to get local issuer certificate"},
      {"expired",
       [](TlsOptions&, TlsOptions& s) {
         s.certificate = shared_->expired.certificate;
         s.key = shared_->expired.key;
       },
       true, "certificate_expired", "certificate has expired"},
      {"version", [](TlsOptions& c, TlsOptions& s) { c.max = "1.2", s.min = "1.3"; }, false,
       "protocol_version", "alert protocol_version received"},
      {"no cipher in common",
       [](TlsOptions& c, TlsOptions& s) {
         c.max = "1.2", c.ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256";
         s.ciphers = "ECDHE-ECDSA-AES256-GCM-SHA384";
       },
       false, "handshake_failure", "alert handshake_failure received"},
      {"no alpn in common",
       [](TlsOptions& c, TlsOptions& s) { c.alpn = {"h2"}, s.alpn = {"http/1.1"}; }, false,
       "no_application_protocol", "alert no_application_protocol received"},
      {"client certificate, 1.2",
       [](TlsOptions& c, TlsOptions& s) {
         c.max = "1.2", s.verify = true, s.trust = shared_->trust;
       },
       false, "handshake_failure", "alert handshake_failure received"}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    play([&](Loop& loop) -> Task<void> {
      TlsOptions ours = client(), theirs = server();
      row.change(ours, theirs);
      Pair pair = co_await connect(loop);
      Outcomes outcomes = co_await shake(pair, ours, theirs);
      EXPECT_FALSE(outcomes.client.established);
      EXPECT_EQ(outcomes.client.alert, row.alert);
      EXPECT_EQ(outcomes.client.sent_alert, row.client_sends);
      EXPECT_NE(outcomes.client.text.find(row.text), std::string::npos) << outcomes.client.text;
      EXPECT_FALSE(pair.client->tls());
      // In TLS 1.3 the server is ready only after the client's Finished, so it hears the alert in
      // the handshake too.
      EXPECT_FALSE(outcomes.server.established);
      EXPECT_EQ(outcomes.server.alert, row.alert);
      EXPECT_EQ(outcomes.server.sent_alert, !row.client_sends);
      EXPECT_FALSE(outcomes.client.closed || outcomes.client.timed_out ||
                   outcomes.client.plaintext);
    });
  }
}

TEST_F(Tls, ServerWithTwoKindsOfKeys) {
  TempDir folder;
  Result<std::unique_ptr<CertificateAuthority>> ca = CertificateAuthority::make(folder.path());
  ASSERT_TRUE(ca.has_value());
  TlsOptions theirs;
  for (KeyKind kind : {KeyKind::Ec, KeyKind::Rsa}) {
    CertificateRequest request{kind == KeyKind::Ec ? "ec" : "rsa", {"mail.test"}, 7, false, kind};
    Result<CertificateFiles> files = (*ca)->issue(request);
    ASSERT_TRUE(files.has_value());
    (kind == KeyKind::Ec ? theirs.certificate : theirs.other_certificate) = files->certificate;
    (kind == KeyKind::Ec ? theirs.key : theirs.other_key) = files->key;
  }
  for (const char* kind : {"ECDSA", "RSA"}) {
    SCOPED_TRACE(kind);
    play([&](Loop& loop) -> Task<void> {
      TlsOptions ours = client();
      ours.trust = (*ca)->file();
      ours.max = "1.2";
      ours.ciphers = std::string("ECDHE-") + kind + "-AES128-GCM-SHA256";
      Pair pair = co_await connect(loop);
      Outcomes outcomes = co_await shake(pair, ours, theirs);
      EXPECT_TRUE(outcomes.client.established) << outcomes.client.text;
      EXPECT_EQ(outcomes.client.cipher,
                std::string("TLS_ECDHE_") + kind + "_WITH_AES_128_GCM_SHA256");
    });
  }
}

TEST_F(Tls, ClientCertificate) {
  play([](Loop& loop) -> Task<void> {
    TlsOptions ours = client(), theirs = server();
    theirs.verify = true;
    theirs.trust = shared_->trust;
    ours.certificate = shared_->client.certificate;
    ours.key = shared_->client.key;
    Pair pair = co_await connect(loop);
    Outcomes outcomes = co_await shake(pair, ours, theirs);
    EXPECT_TRUE(outcomes.client.established) << outcomes.client.text;
    EXPECT_TRUE(outcomes.server.established) << outcomes.server.text;
    EXPECT_EQ(outcomes.server.peer_name, "alice");
  });
}

// RFC 8446 section 4.4.2.4: in TLS 1.3 the client has finished before the server can refuse.
TEST_F(Tls, MissingClientCertificateIsRefusedAfterTheHandshakeOfTls13) {
  play([](Loop& loop) -> Task<void> {
    TlsOptions ours = client(), theirs = server();
    theirs.verify = true;
    theirs.trust = shared_->trust;
    Pair pair = co_await connect(loop);
    Outcomes outcomes = co_await shake(pair, ours, theirs);
    EXPECT_TRUE(outcomes.client.established);
    EXPECT_FALSE(outcomes.server.established);
    EXPECT_EQ(outcomes.server.alert, "certificate_required");
    EXPECT_TRUE(outcomes.server.sent_alert);
    for (int i = 0; i < 2; ++i) {
      std::string into;
      ReadResult got = co_await pair.client->read(into, in_time());
      EXPECT_EQ(got.end, ReadEnd::TlsError);
      EXPECT_EQ(got.alert, "certificate_required");
      EXPECT_FALSE(got.sent_alert);
      EXPECT_EQ(got.text, "alert certificate_required received");
    }
  });
}

// A scripted server: waits for the hello, says one thing, and goes on as told.
enum class Then { Wait, Close, Reset };

TEST_F(Tls, PeersThatSpeakNoTls) {
  using namespace std::string_literals;
  struct Row {
    const char* name;
    std::string answer;
    Then then;
    const char* alert;
    bool sent, plaintext, closed, timed_out;
    const char* text;
  };
  const Row kRows[] = {
      {"SMTP line", "500 what?\r\n", Then::Wait, "", false, true, false, false,
       "the peer answered in clear"},
      {"one octet", "5", Then::Close, "", false, true, false, false, "the peer answered in clear"},
      {"silence", "", Then::Wait, "", false, false, false, true,
       "the peer fell silent in the handshake"},
      {"half a record", "\x16\x03\x03\x00\x40\x02"s, Then::Wait, "", false, false, false, true,
       "the peer fell silent"},
      {"close", "", Then::Close, "", false, false, true, false, "closed in the handshake"},
      {"reset", "", Then::Reset, "", false, false, true, false, "reset by peer in the handshake"},
      {"close in a record", "\x16\x03\x03\x00\x40\x02"s, Then::Close, "", false, false, true, false,
       "closed in the"},
      {"alert", "\x15\x03\x03\x00\x02\x02\x28"s, Then::Close, "handshake_failure", false, false,
       false, false, "alert handshake_failure received"},
      {"unknown alert", "\x15\x03\x03\x00\x02\x02\xc8"s, Then::Wait, "alert_200", false, false,
       false, false, "alert alert_200 received"},
      {"warning, then close", "\x15\x03\x03\x00\x02\x01\x70"s, Then::Close, "", false, false, true,
       false, "closed in"},
      {"warning, then alert", "\x15\x03\x03\x00\x02\x01\x70\x15\x03\x03\x00\x02\x02\x28"s,
       Then::Wait, "handshake_failure", false, false, false, false,
       "alert handshake_failure received"},
      {"close_notify", "\x15\x03\x03\x00\x02\x01\x00"s, Then::Close, "close_notify", false, false,
       false, false, "alert close_notify received"},
      {"garbage in a record", "\x16\x03\x03\x00\x05hello"s, Then::Wait, "unexpected_message", true,
       false, false, false, "alert unexpected_message sent: "},
      {"record too long", "\x16\x03\x03\xff\xff"s, Then::Wait, "record_overflow", true, false,
       false, false, "alert record_overflow sent: "}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    play([&](Loop& loop) -> Task<void> {
      Pair pair = co_await connect(loop);
      auto script = [&]() -> Task<bool> {
        std::string hello;
        co_await pair.server->read(hello, in_time());
        if (!row.answer.empty()) co_await write_all(*pair.server, row.answer);
        if (row.then == Then::Close) pair.server->shut();
        if (row.then == Then::Reset) pair.server->reset();
        co_return hello.starts_with("\x16\x03");
      };
      Clock::time_point deadline = row.timed_out ? shortly() : in_time();
      std::tuple<TlsOutcome, bool> done = co_await both(
          pair.client->start_tls(client_context(client()), client(), deadline), script());
      EXPECT_TRUE(std::get<1>(done)) << "no ClientHello came";
      const TlsOutcome& outcome = std::get<0>(done);
      EXPECT_FALSE(outcome.established);
      EXPECT_EQ(outcome.alert, row.alert);
      EXPECT_EQ(outcome.sent_alert, row.sent);
      EXPECT_EQ(outcome.plaintext, row.plaintext);
      EXPECT_EQ(outcome.plaintext_octets, row.plaintext ? row.answer : "");
      EXPECT_EQ(outcome.closed, row.closed);
      EXPECT_EQ(outcome.timed_out, row.timed_out);
      EXPECT_TRUE(outcome.text.starts_with(row.text)) << outcome.text;
    });
  }
}

TEST_F(Tls, ServerRecognisesClear) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    co_await write_all(*pair.client, "EHLO in clear\r\n");
    TlsOutcome outcome = co_await pair.server->accept_tls(server_context(server()), in_time());
    EXPECT_TRUE(outcome.plaintext);
    EXPECT_EQ(outcome.plaintext_octets, "EHLO in clear\r\n");
    co_await write_all(*pair.server, "500 no TLS\r\n");  // the connection goes on in clear
    EXPECT_EQ(co_await read_exactly(*pair.client, 12), "500 no TLS\r\n");
  });
}

TEST_F(Tls, BadOptions) {
  struct Row {
    const char* name;
    void (*change)(TlsOptions& options);
    const char* text;
  };
  const Row kRows[] = {
      {"version", [](TlsOptions& o) { o.min = "1.4"; }, "unknown TLS version \"1.4\""},
      {"min above max", [](TlsOptions& o) { o.min = "1.3", o.max = "1.2"; },
       "TLS versions: min 1.3 is above max 1.2"},
      {"ciphers", [](TlsOptions& o) { o.ciphers = "NO-SUCH"; },
       "ciphers \"NO-SUCH\": no cipher match"},
      {"alpn", [](TlsOptions& o) { o.alpn = {""}; }, "ALPN: not a protocol name: "},
      {"sni", [](TlsOptions& o) { o.sni = std::string(300, 'x'); }, "server name \"xxx"}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    play([&](Loop& loop) -> Task<void> {
      Pair pair = co_await connect(loop);
      TlsOptions options = client();
      row.change(options);
      TlsOutcome outcome =
          co_await pair.client->start_tls(client_context(client()), options, in_time());
      EXPECT_FALSE(outcome.established || outcome.closed || outcome.plaintext || outcome.timed_out);
      EXPECT_TRUE(outcome.text.starts_with(row.text)) << outcome.text;
    });
  }
}

TEST_F(Tls, BadContexts) {
  struct Row {
    const char* name;
    bool server;
    void (*change)(TlsOptions& options);
    const char* text;
  };
  const Row kRows[] = {
      {"no trust file", false, [](TlsOptions& o) { o.trust = "/no/such.pem"; },
       "trust /no/such.pem: "},
      {"no certificate", true, [](TlsOptions& o) { o.certificate = ""; },
       "a TLS server needs a certificate"},
      {"no such certificate", true, [](TlsOptions& o) { o.certificate = "/no/such.pem"; },
       "certificate /no/such.pem: "},
      {"not the key", true, [](TlsOptions& o) { o.key = shared_->client.key; }, "key "}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    TlsOptions options = row.server ? server() : client();
    row.change(options);
    Result<std::shared_ptr<TlsContext>> made =
        row.server ? TlsContext::server(options) : TlsContext::client(options);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().why, Why::Bad);
    EXPECT_TRUE(made.error().text.starts_with(row.text)) << made.error().text;
  }
}

}  // namespace
}  // namespace wireassay::net
