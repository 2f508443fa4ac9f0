// TLS beyond octets and closing: records changed on their way, keys, sessions, and what is told of
// the peer.
#include <gtest/gtest.h>

#include <algorithm>

#include "net/record_tap.h"
#include "net/tls_test_support.h"

namespace wireassay::net {
namespace {

using namespace std::string_literals;

/// Keeps what passes, and does what the test has told it.
class TestTap final : public RecordTap {
 public:
  std::string outgoing(std::string octets) override {
    sent += octets;
    ++acts;
    if (flip_act == acts) octets.back() ^= 1;
    return octets;
  }
  std::string incoming(std::string octets) override {
    came += octets;
    return swallows ? std::string() : octets;
  }
  std::string inject() override { return std::exchange(extra, {}); }
  bool over() const override { return ended; }

  std::string sent, came, extra;
  int acts = 0, flip_act = 0;
  bool swallows = false, ended = false;
};

class TlsPeer : public Tls, public testing::WithParamInterface<const char*> {
 protected:
  static TlsOptions ours() {
    TlsOptions options = client();
    options.min = options.max = GetParam();
    return options;
  }
  static bool is_13() { return std::string_view(GetParam()) == "1.3"; }
};

/// Both ends with contexts that the test keeps.
Task<Outcomes> shake_with(Pair& pair, std::shared_ptr<TlsContext> client, const TlsOptions& options,
                          std::shared_ptr<TlsContext> server,
                          std::shared_ptr<RecordTap> tap = nullptr) {
  std::tuple<TlsOutcome, TlsOutcome> done =
      co_await both(pair.client->start_tls(std::move(client), options, in_time()),
                    pair.server->accept_tls(std::move(server), in_time(), std::move(tap)));
  co_return Outcomes{std::get<0>(done), std::get<1>(done)};
}

TEST_P(TlsPeer, TapsSeeAndChangeRecords) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    auto near = std::make_shared<TestTap>(), far = std::make_shared<TestTap>();
    TlsOptions options = ours();
    options.tap = near;
    Outcomes up =
        co_await shake_with(pair, client_context(options), options, server_context(server()), far);
    EXPECT_TRUE(up.client.established && up.server.established) << up.client.text;
    EXPECT_TRUE(near->sent.starts_with("\x16\x03\x01"s));
    EXPECT_EQ(near->sent, far->came);
    near->flip_act = near->acts + 1;
    co_await write_all(*pair.client, "NOOP\r\n");
    std::string into;
    ReadResult got = co_await pair.server->read(into, in_time());
    EXPECT_EQ(got.alert, "bad_record_mac");
    EXPECT_TRUE(got.sent_alert);
    got = co_await pair.client->read(into, in_time());
    EXPECT_EQ(got.alert, "bad_record_mac");
    EXPECT_FALSE(got.sent_alert);
    EXPECT_EQ(near->came, far->sent);
    EXPECT_EQ(into, "");
  });
}

TEST_P(TlsPeer, TapOfAServerAnswersItself) {
  for (const std::string& first :
       {"\x63\x03\x01\x00\x01x"s, "EHLO in clear\r\n"s, "\x80\x2e\x01"s}) {
    SCOPED_TRACE(first);
    play([&](Loop& loop) -> Task<void> {
      Pair pair = co_await connect(loop);
      auto tap = std::make_shared<TestTap>();
      tap->swallows = tap->ended = true;
      tap->extra = "\x15\x03\x03\x00\x02\x02\x0a"s;
      co_await write_all(*pair.client, first);
      TlsOutcome outcome =
          co_await pair.server->accept_tls(server_context(server()), in_time(), tap);
      EXPECT_FALSE(outcome.established || outcome.plaintext || outcome.closed);
      EXPECT_EQ(co_await read_exactly(*pair.client, 7), "\x15\x03\x03\x00\x02\x02\x0a"s);
    });
  }
}

TEST_P(TlsPeer, TapEndsAReading) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    auto tap = std::make_shared<TestTap>();
    co_await shake_with(pair, client_context(ours()), ours(), server_context(server()), tap);
    tap->swallows = tap->ended = true;
    co_await write_all(*pair.client, "NOOP\r\n");
    std::string into;
    ReadResult got = co_await pair.server->read(into, in_time());
    EXPECT_EQ(got.end, ReadEnd::TlsError);
    EXPECT_EQ(got.text, "ended between TLS and the socket");
  });
}

TEST_P(TlsPeer, TellsGroupAndChain) {
  for (const char* group : {"x25519", "secp256r1", "secp521r1"}) {
    SCOPED_TRACE(group);
    play([&](Loop& loop) -> Task<void> {
      Pair pair = co_await connect(loop);
      TlsOptions options = ours();
      // P-256 is also the curve of the certificates.
      options.groups = group == "x25519"s      ? "X25519:P-256"
                       : group == "secp521r1"s ? "P-521:P-256"
                                               : "P-256";
      options.certificate = shared_->client.certificate;
      options.key = shared_->client.key;
      TlsOptions theirs = server();
      theirs.verify = true;
      theirs.trust = shared_->trust;
      Outcomes up = co_await shake(pair, options, theirs);
      EXPECT_TRUE(up.client.established && up.server.established) << up.client.text;
      EXPECT_EQ(up.client.group, group);
      EXPECT_EQ(up.server.group, group);
      for (const std::vector<std::string>& chain : {up.client.chain, up.server.chain}) {
        EXPECT_EQ(chain.size(),
                  2U);  // with the CA's, which files of certificates have behind theirs
        for (const std::string& der : chain) EXPECT_TRUE(der.starts_with("\x30\x82"s));
      }
      EXPECT_NE(up.client.chain.front(), up.server.chain.front());
      EXPECT_EQ(up.client.chain.back(), up.server.chain.back());
      EXPECT_FALSE(up.client.resumed || up.server.resumed);
    });
  }
}

TEST_P(TlsPeer, VerifiedIsToldEvenUnasked) {
  struct Row {
    const char* name;
    bool other_trust, expired;
    const char* verified;
  };
  const Row kRows[] = {
      {"good", false, false, "ok"},
      {"not ours", true, false, "unable to get local issuer certificate"},
      {"expired", false, true, "certificate has expired"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    play([&](Loop& loop) -> Task<void> {
      Pair pair = co_await connect(loop);
      TlsOptions options = ours(), theirs = server();
      options.verify = false;
      if (row.other_trust) options.trust = shared_->other_trust;
      if (row.expired) {
        theirs.certificate = shared_->expired.certificate;
        theirs.key = shared_->expired.key;
      }
      Outcomes up = co_await shake(pair, options, theirs);
      EXPECT_TRUE(up.client.established) << up.client.text;
      EXPECT_EQ(up.client.verified, row.verified);
      EXPECT_EQ(up.server.verified, "");
    });
  }
}

TEST_P(TlsPeer, LogsItsKeys) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    std::vector<std::string> lines, theirs;
    TlsOptions options = ours(), far = server();
    options.keylog = [&](std::string_view line) { lines.emplace_back(line); };
    far.keylog = [&](std::string_view line) { theirs.emplace_back(line); };
    Outcomes up = co_await shake(pair, options, far);
    EXPECT_TRUE(up.client.established) << up.client.text;
    std::vector<std::string> labels;
    for (const std::string& line : lines) labels.push_back(line.substr(0, line.find(' ')));
    std::ranges::sort(labels);
    if (is_13()) {
      EXPECT_TRUE(std::ranges::includes(
          labels,
          std::vector<std::string>{"CLIENT_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0",
                                   "SERVER_HANDSHAKE_TRAFFIC_SECRET", "SERVER_TRAFFIC_SECRET_0"}));
    } else {
      EXPECT_EQ(labels, std::vector<std::string>{"CLIENT_RANDOM"});
    }
    std::ranges::sort(lines);
    std::ranges::sort(theirs);
    EXPECT_EQ(lines, theirs);
  });
}

TEST_P(TlsPeer, ExtendedMasterSecretCanBeLeftOut) {
  for (bool extended : {true, false}) {
    SCOPED_TRACE(extended);
    play([&](Loop& loop) -> Task<void> {
      Pair pair = co_await connect(loop);
      auto tap = std::make_shared<TestTap>();
      TlsOptions options = ours();
      options.tap = tap;
      options.extended_master_secret = extended;
      Outcomes up = co_await shake(pair, options, server());
      EXPECT_TRUE(up.client.established) << up.client.text;
      const std::string hello = tap->sent.substr(0, 5 + 256U);
      EXPECT_EQ(hello.find("\x00\x17\x00\x00"s) != std::string::npos, extended);
    });
  }
}

TEST_P(TlsPeer, SessionsAreResumed) {
  std::shared_ptr<TlsContext> near = client_context(client()), far = server_context(server());
  for (bool offered : {true, false}) {
    SCOPED_TRACE(offered);
    play([&](Loop& loop) -> Task<void> {
      Pair first = co_await connect(loop);
      co_await shake_with(first, near, ours(), far);
      if (is_13()) {
        EXPECT_EQ(first.client->resumption(), nullptr);  // no ticket was read yet
      }
      co_await write_all(*first.server, "250 OK\r\n");
      co_await read_exactly(*first.client, 8);
      TlsOptions options = ours();
      if (offered) options.resume = first.client->resumption();
      EXPECT_EQ(options.resume != nullptr, offered);
      Pair second = co_await connect(loop);
      Outcomes up = co_await shake_with(second, near, options, far);
      EXPECT_TRUE(up.client.established) << up.client.text;
      EXPECT_EQ(up.client.resumed, offered);
      EXPECT_EQ(up.server.resumed, offered);
      co_await write_all(*second.client, "NOOP\r\n");
      EXPECT_EQ(co_await read_exactly(*second.server, 6), "NOOP\r\n");
    });
  }
}

// RFC 6066 section 3, RFC 5246 section 7.2.2
TEST_P(TlsPeer, SessionsThatAreNotResumed) {
  struct Row {
    const char* name;
    bool other_name, fatal;
    bool any_name, failed;  // that the server allows
    bool resumed;
  };
  const Row kRows[] = {
      {"same name, in peace", false, false, false, false, true},
      {"other name", true, false, false, false, false},
      {"other name, allowed", true, false, true, false, true},
      {"fatal alert", false, true, false, false, false},
      {"fatal alert, allowed", false, true, false, true, true},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    play([&](Loop& loop) -> Task<void> {
      TlsOptions theirs = server(), options = ours();
      theirs.resumes_any_name = row.any_name;
      theirs.resumes_failed = row.failed;
      std::shared_ptr<TlsContext> near = client_context(client()), far = server_context(theirs);
      Pair first = co_await connect(loop);
      co_await shake_with(first, near, options, far);
      co_await write_all(*first.server, "250 OK\r\n");
      co_await read_exactly(*first.client, 8);
      options.resume = first.client->resumption();
      EXPECT_NE(options.resume, nullptr);
      if (row.fatal) {
        WriteShape past;
        past.plain = true;
        co_await write_all(*first.client, "garbage", past);
        std::string into;
        EXPECT_EQ((co_await first.server->read(into, in_time())).end, ReadEnd::TlsError);
      }
      if (row.other_name) options.sni = "other.test";
      Pair second = co_await connect(loop);
      Outcomes up = co_await shake_with(second, near, options, far);
      EXPECT_TRUE(up.client.established) << up.client.text;
      EXPECT_EQ(up.client.resumed, row.resumed);
      EXPECT_EQ(up.server.resumed, row.resumed);
    });
  }
}

TEST_P(TlsPeer, KeyUpdate) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    auto far = std::make_shared<TestTap>();
    Result<void> clear = co_await pair.client->key_update(in_time());
    EXPECT_EQ(failure(clear), Why::Bad);
    co_await shake_with(pair, client_context(ours()), ours(), server_context(server()), far);
    Result<void> updated = co_await pair.client->key_update(in_time());
    EXPECT_EQ(updated.has_value(), is_13());
    if (!is_13()) co_return;
    const int acts = far->acts;
    co_await write_all(*pair.client, "NOOP\r\n");
    EXPECT_EQ(co_await read_exactly(*pair.server, 6), "NOOP\r\n");
    co_await write_all(*pair.server, "250 OK\r\n");
    EXPECT_EQ(co_await read_exactly(*pair.client, 8), "250 OK\r\n");
    EXPECT_GT(far->acts, acts);
  });
}

// RFC 5246 section 7.2.2: no_renegotiation "is always a warning"; OpenSSL's client ends the session
// for it, with an alert of its own.
TEST_P(TlsPeer, RenegotiationThatIsRefused) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await secure(loop, GetParam());
    Result<void> asked = co_await pair.client->renegotiate(in_time());
    EXPECT_EQ(asked.has_value(), !is_13());
    if (is_13()) {
      EXPECT_EQ(failure(asked), Why::Bad);
      co_return;
    }
    std::string into;
    EXPECT_EQ((co_await pair.server->read(into, shortly())).end, ReadEnd::Timeout);
    ReadResult got = co_await pair.client->read(into, in_time());
    EXPECT_EQ(pair.client->last_warning(), "no_renegotiation");
    EXPECT_EQ(got.end, ReadEnd::TlsError);
    EXPECT_EQ(got.alert, "handshake_failure");
    EXPECT_TRUE(got.sent_alert);
  });
}

TEST_P(TlsPeer, PassesOverUntilThePeerEnds) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await secure(loop, GetParam());
    WriteShape past;
    past.plain = true;
    co_await write_all(*pair.client, std::string(100000, 'x'), past);
    co_await write_all(*pair.server, "last words", past);
    pair.client->shut();
    pair.server->shut();
    co_await pair.server->pass_over(in_time());
    pair.server.reset();
    std::string into;
    ReadResult got = co_await pair.client->read(into, in_time());
    EXPECT_EQ(got.end, ReadEnd::TlsError);  // and no reset
  });
}

INSTANTIATE_TEST_SUITE_P(All, TlsPeer, testing::Values("1.2", "1.3"),
                         [](const testing::TestParamInfo<const char*>& version) {
                           return std::string(version.param) == "1.2" ? "Tls12" : "Tls13";
                         });

}  // namespace
}  // namespace wireassay::net
