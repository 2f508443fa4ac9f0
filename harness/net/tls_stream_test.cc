// TLS on connections: how a session begins in a stream, carries octets, and ends.
#include <gtest/gtest.h>

#include "net/tls_test_support.h"

namespace wireassay::net {
namespace {

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
      EXPECT_EQ(failure(written), Why::Tls);
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
    pair.client->shut();
    ReadResult answer = co_await pair.server->read(into, in_time());
    EXPECT_EQ(answer.text, "closed without close_notify");
    EXPECT_EQ(answer.alert, "");  // ours was not what ended it
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
      // After a FIN the first write still goes out; a reset would have been noticed.
      WriteShape past;
      past.plain = true;
      Result<void> written = co_await pair.server->write("x", past, in_time());
      EXPECT_EQ(written.has_value(), row.end == ReadEnd::Closed);
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

}  // namespace
}  // namespace wireassay::net
