// What a connection logs is what went over its socket: in clear, inside TLS, to every kind of end.
#include "net/wire_log.h"

#include <gtest/gtest.h>

#include "core/escape.h"
#include "net/tls_test_support.h"

namespace wireassay::net {
namespace {

/// "> octets", "< octets", "> fin": runs of octets of one direction are joined.
std::string text(const WireLog& log) {
  std::string out;
  char before = ' ';
  for (const WireEvent& event : log.events()) {
    const char way = event.sent ? '>' : '<';
    const bool octets = event.what == WireEvent::What::Octets;
    if (!octets || before != way) (out += out.empty() ? "" : " ") += way;
    if (octets) out += escape(event.octets);
    if (!octets) out += event.what == WireEvent::What::Fin ? "fin" : "reset";
    before = octets ? way : ' ';
  }
  return out;
}

std::string octets_of(const WireLog& log, bool sent) {
  std::string all;
  for (const WireEvent& event : log.events()) all += event.sent == sent ? event.octets : "";
  return all;
}

/// A pair of which the client logs.
Task<Pair> connect_logged(Loop& loop, std::shared_ptr<WireLog> log) {
  Pair pair;
  auto listener = Listener::open(loop, "127.0.0.1", 0);
  EXPECT_TRUE(listener);
  Endpoint to;
  to.host = "127.0.0.1";
  to.port = (*listener)->port();
  to.wire_log = std::move(log);
  auto client = co_await Connection::dial(loop, to, in_time());
  auto server = co_await (*listener)->accept();
  EXPECT_TRUE(client && server);
  pair.client = *std::move(client);
  pair.server = *std::move(server);
  co_return pair;
}

TEST(WireLog, OctetsAndEnds) {
  play([](Loop& loop) -> Task<void> {
    auto log = std::make_shared<WireLog>();
    Pair pair = co_await connect_logged(loop, log);
    EXPECT_TRUE(log->has_begun());
    EXPECT_EQ(log->client(), pair.server->peer());
    EXPECT_EQ(log->server(), pair.client->peer());
    co_await write_all(*pair.client, "EHLO x\r\n");
    co_await read_exactly(*pair.server, 8);
    co_await write_all(*pair.server, "250 ok\r\n");
    co_await read_exactly(*pair.client, 8);
    pair.client->shut();
    pair.server->close();
    std::string rest;
    co_await pair.client->read(rest, in_time());
    pair.client->close();
    EXPECT_EQ(text(*log), ">EHLO x\\r\\n <250 ok\\r\\n >fin <fin");
  });
}

TEST(WireLog, Resets) {
  play([](Loop& loop) -> Task<void> {
    auto log = std::make_shared<WireLog>(), other = std::make_shared<WireLog>();
    Pair pair = co_await connect_logged(loop, log);
    pair.server->reset();
    std::string rest;
    co_await pair.client->read(rest, in_time());
    pair.client->close();
    EXPECT_EQ(text(*log), "<reset >fin");
    Pair second = co_await connect_logged(loop, other);
    second.client->reset();
    EXPECT_EQ(text(*other), ">reset");
  });
}

TEST(WireLog, MoreThanTheSystemTakesAtOnce) {
  play([](Loop& loop) -> Task<void> {
    auto log = std::make_shared<WireLog>();
    Pair pair = co_await connect_logged(loop, log);
    std::string large(std::size_t{4} << 20, 'x');
    large.back() = 'y';
    auto [written, read] =
        co_await both(write_all(*pair.client, large), read_exactly(*pair.server, large.size()));
    EXPECT_TRUE(written);
    EXPECT_EQ(octets_of(*log, true), large);
  });
}

TEST(WireLog, TheLimitCutsTheEnd) {
  WireLog log(1000);
  log.connected("127.0.0.1:1", "127.0.0.1:2");
  log.octets(true, "1");
  log.octets(true, std::string(2000, 'x'));
  log.octets(true, "2");
  log.ended(true, WireEvent::What::Fin);
  EXPECT_TRUE(log.is_cut());
  EXPECT_EQ(text(log), ">1");
}

class WireLogTls : public Tls {};

TEST_F(WireLogTls, RecordsAndTheirKeys) {
  for (const char* version : {"1.2", "1.3"}) {
    SCOPED_TRACE(version);
    play([&](Loop& loop) -> Task<void> {
      auto log = std::make_shared<WireLog>();
      Pair pair = co_await connect_logged(loop, log);
      TlsOptions options = client();
      options.min = options.max = version;
      options.keylog = [log](std::string_view line) { log->key(line); };
      const Outcomes outcomes = co_await shake(pair, options, server());
      EXPECT_TRUE(outcomes.client.established);
      co_await write_all(*pair.client, "secret words");
      co_await read_exactly(*pair.server, 12);
      co_await pair.server->close_notify(in_time());
      std::string rest;
      co_await pair.client->read(rest, in_time());
      pair.client->close();
      const std::string sent = octets_of(*log, true);
      EXPECT_TRUE(sent.starts_with("\x16\x03\x01"));
      EXPECT_TRUE(octets_of(*log, false).starts_with("\x16\x03\x03"));
      EXPECT_EQ(sent.find("secret words"), std::string::npos);
      EXPECT_NE(log->keys().find(std::string_view(version) == "1.2" ? "CLIENT_RANDOM "
                                                                    : "CLIENT_TRAFFIC_SECRET_0 "),
                std::string::npos);
      EXPECT_TRUE(log->keys().ends_with("\n"));
    });
  }
}

}  // namespace
}  // namespace wireassay::net
