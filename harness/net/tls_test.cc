// TLS on connections: what is agreed on, and every way in which a handshake or a session can end.
#include <gtest/gtest.h>

#include "core/temp_dir.h"
#include "net/certificate.h"
#include "net/net_test_support.h"

namespace wireassay::net {
namespace {

struct Outcomes {
  TlsOutcome client, server;
};

// One CA and the contexts that all tests share.
class Tls : public testing::Test {
 protected:
  struct Shared {
    TempDir folder, other_folder;
    std::string trust, other_trust;
    CertificateFiles server, client, expired;
  };

  static void SetUpTestSuite() {
    shared_ = new Shared;
    Result<std::unique_ptr<CertificateAuthority>> ca =
        CertificateAuthority::make(shared_->folder.path());
    Result<std::unique_ptr<CertificateAuthority>> other =
        CertificateAuthority::make(shared_->other_folder.path());
    ASSERT_TRUE(ca && other);
    shared_->trust = (*ca)->file();
    shared_->other_trust = (*other)->file();
    CertificateRequest server{"server", {"mail.test", "127.0.0.1"}, 7, false, KeyKind::Ec};
    CertificateRequest expired{"expired", {"mail.test"}, -2, false, KeyKind::Ec};
    CertificateRequest client{"client", {"alice"}, 7, true, KeyKind::Ec};
    shared_->server = (*ca)->issue(server).value_or(CertificateFiles());
    shared_->expired = (*ca)->issue(expired).value_or(CertificateFiles());
    shared_->client = (*ca)->issue(client).value_or(CertificateFiles());
  }
  static void TearDownTestSuite() {
    delete shared_;
    shared_ = nullptr;
  }

  static TlsOptions client() {
    TlsOptions options;
    options.trust = shared_->trust;
    options.verify = true;
    options.verify_name = options.sni = "mail.test";
    return options;
  }
  static TlsOptions server() {
    TlsOptions options;
    options.certificate = shared_->server.certificate;
    options.key = shared_->server.key;
    return options;
  }
  static std::shared_ptr<TlsContext> client_context(const TlsOptions& options) {
    Result<std::shared_ptr<TlsContext>> context = TlsContext::client(options);
    EXPECT_TRUE(context.has_value()) << context.error().text;
    return context.value_or(nullptr);
  }
  static std::shared_ptr<TlsContext> server_context(const TlsOptions& options) {
    Result<std::shared_ptr<TlsContext>> context = TlsContext::server(options);
    EXPECT_TRUE(context.has_value()) << context.error().text;
    return context.value_or(nullptr);
  }

  static Task<Outcomes> shake(Pair& pair, TlsOptions client_side, TlsOptions server_side) {
    std::tuple<TlsOutcome, TlsOutcome> done =
        co_await both(pair.client->start_tls(client_context(client_side), client_side, in_time()),
                      pair.server->accept_tls(server_context(server_side), in_time()));
    Outcomes outcomes;
    outcomes.client = std::get<0>(done);
    outcomes.server = std::get<1>(done);
    co_return outcomes;
  }

  // Both ends, with TLS up.
  static Task<Pair> secure(Loop& loop, std::string version) {
    TlsOptions ours = client();
    ours.min = ours.max = version;
    Pair pair = co_await connect(loop);
    Outcomes outcomes = co_await shake(pair, ours, server());
    EXPECT_TRUE(outcomes.client.established) << outcomes.client.text;
    EXPECT_TRUE(outcomes.server.established) << outcomes.server.text;
    co_return pair;
  }

  static Shared* shared_;
};

Tls::Shared* Tls::shared_ = nullptr;

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

// RFC 3207 section 4.1: a server may go on in clear when the negotiation has failed; records are no
// data.
TEST_F(Tls, AfterAFailedHandshakeOnlyClearOctetsAreData) {
  using namespace std::string_literals;
  for (bool together : {true, false}) {
    SCOPED_TRACE(together);
    play([&](Loop& loop) -> Task<void> {
      Pair pair = co_await connect(loop);
      const std::string alert = "\x15\x03\x03\x00\x02\x02\x28"s,
                        record = "\x17\x03\x03\x00\x04meow"s;
      auto script = [&]() -> Task<bool> {
        std::string hello;
        co_await pair.server->read(hello, in_time());
        if (together) co_return co_await write_all(*pair.server, alert + record + "554 no TLS\r\n");
        co_return co_await write_all(*pair.server, alert);
      };
      std::tuple<TlsOutcome, bool> done = co_await both(
          pair.client->start_tls(client_context(client()), client(), in_time()), script());
      EXPECT_EQ(std::get<0>(done).alert, "handshake_failure");
      if (!together) {
        co_await write_all(*pair.server, record);
        co_await write_all(*pair.server, "554 no TLS\r\n");
      }
      EXPECT_EQ(co_await read_exactly(*pair.client, 12), "554 no TLS\r\n");
      Result<void> written = co_await pair.client->write("QUIT\r\n", {}, in_time());
      EXPECT_FALSE(written.has_value());
      if (!written) EXPECT_EQ(written.error().why, Why::Tls);
      WriteShape past;
      past.plain = true;
      co_await write_all(*pair.client, "QUIT\r\n", past);
      EXPECT_EQ(co_await read_exactly(*pair.server, 6), "QUIT\r\n");
    });
  }
}

TEST_F(Tls, BeginsInTheMiddleOfAStream) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    co_await write_all(*pair.client, "STARTTLS\r\n");
    EXPECT_EQ(co_await read_exactly(*pair.server, 10), "STARTTLS\r\n");
    co_await write_all(*pair.server, "220 go\r\n");
    EXPECT_EQ(co_await read_exactly(*pair.client, 8), "220 go\r\n");
    Outcomes outcomes = co_await shake(pair, client(), server());
    EXPECT_TRUE(outcomes.client.established) << outcomes.client.text;
    co_await write_all(*pair.client, "EHLO again\r\n");
    EXPECT_EQ(co_await read_exactly(*pair.server, 12), "EHLO again\r\n");
    TlsOutcome twice =
        co_await pair.client->start_tls(client_context(client()), client(), in_time());
    EXPECT_FALSE(twice.established);
    EXPECT_EQ(twice.text, "TLS has already been started on this connection");
    EXPECT_TRUE(pair.client->tls());
  });
}

class TlsVersions : public Tls, public testing::WithParamInterface<const char*> {};

TEST_P(TlsVersions, CloseNotifyEndsReadingAndLeavesTheSocketOpen) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await secure(loop, GetParam());
    Result<void> sent = co_await pair.server->close_notify(in_time());
    EXPECT_TRUE(sent.has_value());
    for (int i = 0; i < 2; ++i) {
      std::string into;
      ReadResult got = co_await pair.client->read(into, in_time());
      EXPECT_EQ(got.end, ReadEnd::Closed);
      EXPECT_EQ(got.text, "closed with close_notify");
      EXPECT_EQ(got.alert, "close_notify");
      EXPECT_EQ(into, "");
    }
    std::string into;  // no FIN came with it
    WriteShape past;
    past.plain = true;
    co_await write_all(*pair.server, "past", past);
    Result<void> after = co_await pair.server->write("inside", {}, in_time());
    EXPECT_FALSE(after.has_value());
  });
}

TEST_P(TlsVersions, Ends) {
  struct Row {
    const char* name;
    void (*act)(Connection&);
    ReadEnd end;
    const char* text;
    const char* alert;
  };
  const Row kRows[] = {
      {"close", [](Connection& peer) { peer.close(); }, ReadEnd::Closed, "closed with close_notify",
       "close_notify"},
      {"no alert", [](Connection& peer) { peer.shut(); }, ReadEnd::Closed,
       "closed without close_notify", ""},
      {"reset", [](Connection& peer) { peer.reset(); }, ReadEnd::Reset, "reset by peer", ""}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    play([&](Loop& loop) -> Task<void> {
      Pair pair = co_await secure(loop, GetParam());
      // The client closes: it has the server's session tickets unread, which must not make a reset
      // of its FIN.
      row.act(*pair.client);
      std::string into;
      ReadResult got = co_await pair.server->read(into, in_time());
      EXPECT_EQ(got.end, row.end);
      EXPECT_EQ(got.text, row.text);
      EXPECT_EQ(got.alert, row.alert);
    });
  }
}

TEST_P(TlsVersions, TicketsAreNoDataAndSilenceIsATimeout) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await secure(loop, GetParam());
    std::string into;
    EXPECT_EQ((co_await pair.client->read(into, shortly())).end, ReadEnd::Timeout);
    EXPECT_EQ(into, "");
    co_await write_all(*pair.server, "250 OK\r\n");
    EXPECT_EQ(co_await read_exactly(*pair.client, 8), "250 OK\r\n");
  });
}

TEST_P(TlsVersions, OctetsPastTlsAreARecordThatIsWrong) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await secure(loop, GetParam());
    WriteShape past;
    past.plain = true;
    co_await write_all(*pair.server, "* BYE in clear\r\n", past);
    std::string into;
    ReadResult got = co_await pair.client->read(into, in_time());
    EXPECT_EQ(got.end, ReadEnd::TlsError);
    EXPECT_TRUE(got.sent_alert) << got.text;
    EXPECT_NE(got.alert, "");
    EXPECT_EQ(into, "");
    got = co_await pair.server->read(into, in_time());
    EXPECT_EQ(got.end, ReadEnd::TlsError);
    EXPECT_FALSE(got.sent_alert) << got.text;
  });
}

TEST_P(TlsVersions, PiecesAreRecords) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await secure(loop, GetParam());
    std::vector<std::string> pieces;
    auto record = [&]() -> Task<bool> {
      while (true) {
        std::string piece;
        ReadResult got = co_await pair.server->read(piece, in_time());
        if (got.end != ReadEnd::Data) co_return got.end == ReadEnd::Closed;
        pieces.push_back(piece);
      }
    };
    auto send = [&]() -> Task<bool> {
      WriteShape shape;
      shape.cuts = {1, 4};
      shape.pause = Millis(5);
      co_await write_all(*pair.client, "NOOP\r\n", shape);
      co_return (co_await pair.client->close_notify(in_time())).has_value();
    };
    co_await both(send(), record());
    EXPECT_EQ(pieces, (std::vector<std::string>{"N", "OOP", "\r\n"}));
  });
}

TEST_P(TlsVersions, MuchInBothDirections) {
  play([](Loop& loop) -> Task<void> {
    const std::size_t size = 1U << 20U;
    Pair pair = co_await secure(loop, GetParam());
    auto fill = [](char first) {
      std::string octets(size, '\0');
      for (std::size_t i = 0; i < size; ++i)
        octets[i] = static_cast<char>(first + static_cast<char>(i % 61));
      return octets;
    };
    const std::string up = fill('A'), down = fill('0');
    std::tuple<bool, bool> sent_and_read;
    auto write_both = [&]() -> Task<bool> {
      std::tuple<bool, bool> sent =
          co_await both(write_all(*pair.client, up), write_all(*pair.server, down));
      co_return std::get<0>(sent) && std::get<1>(sent);
    };
    auto read_both = [&]() -> Task<bool> {
      std::tuple<std::string, std::string> got =
          co_await both(read_exactly(*pair.server, size), read_exactly(*pair.client, size));
      co_return std::get<0>(got) == up&& std::get<1>(got) == down;
    };
    sent_and_read = co_await both(write_both(), read_both());
    EXPECT_TRUE(std::get<0>(sent_and_read));
    EXPECT_TRUE(std::get<1>(sent_and_read));
  });
}

TEST_P(TlsVersions, DestroyedInTheHandshake) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    TlsOptions ours = client();
    ours.min = ours.max = GetParam();
    auto destroy = [&]() -> Task<bool> {
      std::string hello;
      co_await pair.server->read(hello, in_time());
      pair.client.reset();
      co_return true;
    };
    std::tuple<TlsOutcome, bool> done =
        co_await both(pair.client->start_tls(client_context(ours), ours, in_time()), destroy());
    EXPECT_FALSE(std::get<0>(done).established);
    EXPECT_EQ(std::get<0>(done).text, "closed on this side in the handshake");
  });
}

INSTANTIATE_TEST_SUITE_P(All, TlsVersions, testing::Values("1.2", "1.3"),
                         [](const testing::TestParamInfo<const char*>& version) {
                           return std::string(version.param) == "1.2" ? "Tls12" : "Tls13";
                         });

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
