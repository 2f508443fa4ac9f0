// Connections in clear: every way in which a dial, a read or a write can end.
#include "net/connection.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "net/net_test_support.h"
#include "net/socket.h"

namespace wireassay::net {
namespace {

bool has_ipv6() {
  Loop loop;
  return Listener::open(loop, "::1", 0).has_value();
}

// A port on which nobody listens: bound, and therefore given to nobody else, but not listening.
struct ClosedPort {
  ClosedPort() : descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    asio::ip::tcp::endpoint any(asio::ip::address_v4::loopback(), 0);
    EXPECT_EQ(::bind(descriptor.get(), any.data(), static_cast<socklen_t>(any.size())), 0);
    auto size = static_cast<socklen_t>(any.capacity());
    EXPECT_EQ(::getsockname(descriptor.get(), any.data(), &size), 0);
    port = any.port();
  }
  Descriptor descriptor;
  std::uint16_t port = 0;
};

Task<Why> why_not(Loop& loop, Endpoint to, Clock::time_point deadline, std::string& text) {
  Result<std::unique_ptr<Connection>> got = co_await Connection::dial(loop, to, deadline);
  EXPECT_FALSE(got.has_value());
  if (got) co_return Why::Bad;
  text = got.error().text;
  co_return got.error().why;
}

TEST(Endpoint, Text) {
  EXPECT_EQ((Endpoint{"127.0.0.1", 25, {}}.text()), "127.0.0.1:25");
  EXPECT_EQ((Endpoint{"::1", 25, {}}.text()), "[::1]:25");
  EXPECT_EQ((Endpoint{"localhost", 25, {}}.text()), "localhost:25");
}

TEST(Dial, Failures) {
  ClosedPort closed;
  std::string impossible(
      64, 'x');  // RFC 1035 section 2.3.4: a label has at most 63 octets; no server is asked
  struct Row {
    const char* name;
    Endpoint to;
    Why why;
    const char* text;
  };
  const Row kRows[] = {
      {"refused", {"127.0.0.1", closed.port, ""}, Why::Refused, ": connection refused"},
      {"refused by name", {"localhost", closed.port, ""}, Why::Refused, ": connection refused"},
      {"refused, source", {"127.0.0.1", closed.port, "127.0.0.2"}, Why::Refused, "refused"},
      {"no name", {impossible, 25, ""}, Why::Unreachable, "xxx: "},
      {"source not ours", {"127.0.0.1", 25, "192.0.2.77"}, Why::Unreachable, "from 192.0.2.77"},
      {"source no address",
       {"127.0.0.1", 25, "somewhere"},
       Why::Bad,
       "not an IP address: somewhere"},
      {"families differ",
       {"127.0.0.1", 25, "::1"},
       Why::Unreachable,
       "no address of the source's family"}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    play([&](Loop& loop) -> Task<void> {
      std::string text;
      Why why = co_await why_not(loop, row.to, in_time(), text);
      EXPECT_EQ(why, row.why) << text;
      EXPECT_NE(text.find(row.text), std::string::npos) << text;
    });
  }
}

// A listener whose queue is full drops the SYN: the only way to time out on loopback.
TEST(Dial, TimesOutWhereTheQueueIsFull) {
  ClosedPort full;
  ASSERT_EQ(::listen(full.descriptor.get(), 0), 0);
  play([&](Loop& loop) -> Task<void> {
    Endpoint to{"127.0.0.1", full.port, {}};
    std::vector<std::unique_ptr<Connection>> queued;
    for (int i = 0; i < 8; ++i) {
      Result<std::unique_ptr<Connection>> got =
          co_await Connection::dial(loop, to, Clock::now() + Millis(60));
      if (got) {
        queued.push_back(*std::move(got));
        continue;
      }
      EXPECT_EQ(got.error().why, Why::Timeout) << got.error().text;
      EXPECT_EQ(got.error().text, to.text() + ": connection timed out");
      co_return;
    }
    ADD_FAILURE() << "eight connections fitted into a queue of none";
  });
}

TEST(Connection, AddressesOfBothEnds) {
  struct Row {
    const char* name;
    const char* address;
    const char* source;
    const char* client_begins;
  };
  const Row kRows[] = {{"IPv4", "127.0.0.1", "", "127.0.0.1:"},
                       {"source", "127.0.0.1", "127.0.0.2", "127.0.0.2:"},
                       {"IPv6", "::1", "", "[::1]:"}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    if (std::string(row.address) == "::1" && !has_ipv6()) GTEST_SKIP() << "this machine has no ::1";
    play([&](Loop& loop) -> Task<void> {
      Pair pair = co_await connect(loop, row.address, row.source);
      if (!pair.server) co_return;
      EXPECT_EQ(pair.client->peer(), pair.server->local());
      EXPECT_EQ(pair.client->local(), pair.server->peer());
      EXPECT_TRUE(pair.server->peer().starts_with(row.client_begins)) << pair.server->peer();
      co_await write_all(*pair.client, "ping");
      EXPECT_EQ(co_await read_exactly(*pair.server, 4), "ping");
    });
  }
}

// Where the name has ::1 too, nobody listens there, and it is passed over.
TEST(Dial, TriesAllAddressesOfAName) {
  play([&](Loop& loop) -> Task<void> {
    Result<std::unique_ptr<Listener>> listener = Listener::open(loop, "127.0.0.1", 0);
    EXPECT_TRUE(listener.has_value());
    Endpoint to{"localhost", (*listener)->port(), {}};
    Result<std::unique_ptr<Connection>> client = co_await Connection::dial(loop, to, in_time());
    EXPECT_TRUE(client.has_value()) << client.error().text;
  });
}

TEST(Read, TimesOutAndStillReadsAfterwards) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    std::string into = "kept ";
    Clock::time_point deadline = shortly();
    ReadResult got = co_await pair.client->read(into, deadline);
    EXPECT_EQ(got.end, ReadEnd::Timeout);
    EXPECT_GE(Clock::now(), deadline);
    EXPECT_EQ(into, "kept ");
    co_await write_all(*pair.server, "250 OK\r\n");
    got = co_await pair.client->read(into, in_time());
    EXPECT_EQ(got.end, ReadEnd::Data);
    EXPECT_EQ(into, "kept 250 OK\r\n");
  });
}

TEST(Read, CanBeStoppedAndStillReadsAfterwards) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    pair.client->stop_reading();  // nobody reads
    loop.post([&pair] { pair.client->stop_reading(); });
    std::string into;
    ReadResult got = co_await pair.client->read(into, in_time());
    EXPECT_EQ(got.end, ReadEnd::Timeout);
    co_await write_all(*pair.server, "250 OK\r\n");
    got = co_await pair.client->read(into, in_time());
    EXPECT_EQ(got.end, ReadEnd::Data);
    EXPECT_EQ(into, "250 OK\r\n");
  });
}

TEST(Read, WhatIsThereIsReadThoughTheDeadlineHasPassed) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    co_await write_all(*pair.server, "there");
    std::string into;
    ReadResult got = co_await pair.client->read(into, Clock::now() - Millis(1));
    EXPECT_EQ(got.end, ReadEnd::Data);
    EXPECT_EQ(into, "there");
  });
}

TEST(Read, Ends) {
  struct Row {
    const char* name;
    void (*act)(Connection&);
    ReadEnd end;
    const char* text;
  };
  const Row kRows[] = {
      {"close", [](Connection& peer) { peer.close(); }, ReadEnd::Closed, "closed"},
      {"half close", [](Connection& peer) { peer.shut(); }, ReadEnd::Closed, "closed"},
      {"reset", [](Connection& peer) { peer.reset(); }, ReadEnd::Reset, "reset by peer"}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    play([&](Loop& loop) -> Task<void> {
      Pair pair = co_await connect(loop);
      row.act(*pair.server);
      for (int i = 0; i < 2; ++i) {
        std::string into;
        ReadResult got = co_await pair.client->read(into, in_time());
        EXPECT_EQ(got.end, row.end) << "read " << i;
        EXPECT_EQ(got.text, row.text);
        EXPECT_EQ(into, "");
      }
    });
  }
}

TEST(Read, DataBeforeACloseComesFirst) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    co_await write_all(*pair.server, "221 bye\r\n");
    pair.server->close();
    EXPECT_EQ(co_await read_exactly(*pair.client, 9), "221 bye\r\n");
    std::string into;
    EXPECT_EQ((co_await pair.client->read(into, in_time())).end, ReadEnd::Closed);
  });
}

TEST(Connection, TalksOnAfterTheOtherSidesHalfClose) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    pair.client->shut();
    std::string into;
    EXPECT_EQ((co_await pair.server->read(into, in_time())).end, ReadEnd::Closed);
    co_await write_all(*pair.server, "still here");
    EXPECT_EQ(co_await read_exactly(*pair.client, 10), "still here");
    Result<void> written = co_await pair.client->write("x", {}, in_time());
    EXPECT_EQ(failure(written), Why::Closed);
  });
}

// The first write provokes the reset; what the peer had said before can still be read, and then it
// was a reset.
TEST(Write, ToAPeerThatHasGone) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    co_await write_all(*pair.server, "554 go away\r\n");
    pair.server->reset();
    Result<void> written = Result<void>();
    for (int i = 0; i < 2 && written; ++i)
      written = co_await pair.client->write("RSET\r\n", {}, in_time());
    EXPECT_EQ(failure(written), Why::Reset);
    std::string into;
    ReadResult got = co_await pair.client->read(into, in_time());
    if (got.end == ReadEnd::Data) got = co_await pair.client->read(into, in_time());
    EXPECT_EQ(got.end, ReadEnd::Reset) << got.text;
  });
}

TEST(Write, TimesOutWhereNobodyReads) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    std::string much(64U << 20U, 'x');
    Result<void> written = co_await pair.client->write(much, {}, shortly());
    EXPECT_EQ(failure(written), Why::Timeout);
  });
}

// A deadline of one direction cancels both in the system, and must not be seen by the other.
TEST(Connection, DeadlineOfOneDirectionLeavesTheOtherAlone) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    std::string much(16U << 20U, 'x');
    auto write_much = [&]() -> Task<bool> { co_return co_await write_all(*pair.client, much); };
    auto read_late = [&]() -> Task<std::size_t> {
      std::string nothing;
      EXPECT_EQ((co_await pair.client->read(nothing, shortly())).end, ReadEnd::Timeout);
      co_return (co_await read_exactly(*pair.server, much.size())).size();
    };
    std::tuple<bool, std::size_t> done = co_await both(write_much(), read_late());
    EXPECT_TRUE(std::get<0>(done));
    EXPECT_EQ(std::get<1>(done), much.size());
  });
}

TEST(Connection, DeadlineOfAWriteLeavesAReadAlone) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    std::string much(64U << 20U, 'x');
    auto read = [&]() -> Task<std::string> { co_return co_await read_exactly(*pair.client, 4); };
    auto write = [&]() -> Task<bool> {
      EXPECT_EQ(failure(co_await pair.client->write(much, {}, shortly())), Why::Timeout);
      co_return co_await write_all(*pair.server, "late");
    };
    std::tuple<std::string, bool> done = co_await both(read(), write());
    EXPECT_EQ(std::get<0>(done), "late");
  });
}

TEST(Read, IsLimitedPerCall) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    const std::size_t size = 1U << 20U;
    auto write_much = [&]() -> Task<bool> {
      co_return co_await write_all(*pair.client, std::string(size, 'x'));
    };
    auto read_much = [&]() -> Task<std::size_t> {
      std::size_t most = 0;
      std::string into;
      while (into.size() < size) {
        std::size_t before = into.size();
        ReadResult got = co_await pair.server->read(into, in_time());
        EXPECT_EQ(got.end, ReadEnd::Data);
        if (got.end != ReadEnd::Data) break;
        most = std::max(most, into.size() - before);
      }
      co_return most;
    };
    std::tuple<bool, std::size_t> done = co_await both(write_much(), read_much());
    EXPECT_GT(std::get<1>(done), 0U);
    EXPECT_LE(std::get<1>(done), Connection::kReadLimit);
  });
}

TEST(Write, Shapes) {
  struct Row {
    const char* name;
    WriteShape shape;
    std::vector<std::string> pieces;
  };
  using Pieces = std::vector<std::string>;
  const Millis pause{5};
  const Row kRows[] = {
      {"whole", {{}, 0, pause, false}, Pieces{"RCPT TO"}},
      {"every octet", {{}, 1, pause, false}, Pieces{"R", "C", "P", "T", " ", "T", "O"}},
      {"every three", {{}, 3, pause, false}, Pieces{"RCP", "T T", "O"}},
      {"every million", {{}, 1000000, pause, false}, Pieces{"RCPT TO"}},
      {"cuts", {{2, 5}, 0, pause, false}, Pieces{"RC", "PT ", "TO"}},
      {"cuts that are none", {{0, 3, 3, 1, 7, 99}, 0, pause, false}, Pieces{"RCP", "T TO"}},
      {"past no TLS", {{4}, 0, pause, true}, Pieces{"RCPT", " TO"}}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    play([&](Loop& loop) -> Task<void> {
      Pair pair = co_await connect(loop);
      auto record = [&]() -> Task<Pieces> {
        Pieces pieces;
        while (true) {
          std::string piece;
          ReadResult got = co_await pair.server->read(piece, in_time());
          if (got.end != ReadEnd::Data) break;
          pieces.push_back(piece);
        }
        co_return pieces;
      };
      auto send = [&]() -> Task<bool> {
        bool good = co_await write_all(*pair.client, "RCPT TO", row.shape);
        pair.client->shut();
        co_return good;
      };
      std::tuple<bool, Pieces> done = co_await both(send(), record());
      EXPECT_EQ(std::get<1>(done), row.pieces);
    });
  }
}

TEST(Write, PausesEndWithTheDeadline) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    WriteShape shape;
    shape.every = 1;
    shape.pause = std::chrono::hours(1);
    Result<void> written = co_await pair.client->write("ab", shape, shortly());
    EXPECT_EQ(failure(written), Why::Timeout);
    EXPECT_EQ(co_await read_exactly(*pair.server, 1), "a");
  });
}

Task<void> echo(std::unique_ptr<Connection> peer) {
  std::string octets;
  while ((co_await peer->read(octets, in_time())).end == ReadEnd::Data) {
    co_await write_all(*peer, std::exchange(octets, {}));
  }
}

TEST(Listener, ServesManyAtOnce) {
  constexpr int kClients = 200;
  constexpr int kLines = 5;
  Loop loop;
  Result<std::unique_ptr<Listener>> listener = Listener::open(loop, "127.0.0.1", 0);
  ASSERT_TRUE(listener.has_value()) << listener.error().text;
  int served = 0, done = 0;
  auto serve = [&]() -> Task<void> {
    while (true) {
      Result<std::unique_ptr<Connection>> peer = co_await (*listener)->accept();
      if (!peer) {
        EXPECT_EQ(peer.error().why, Why::Cancelled) << peer.error().text;
        co_return;
      }
      ++served;
      loop.spawn(echo(*std::move(peer)));
    }
  };
  auto ask = [&](int number) -> Task<void> {
    Endpoint to{"127.0.0.1", (*listener)->port(), {}};
    Result<std::unique_ptr<Connection>> client = co_await Connection::dial(loop, to, in_time());
    EXPECT_TRUE(client.has_value()) << client.error().text;
    for (int i = 0; client && i < kLines; ++i) {
      std::string line = "line " + std::to_string(number) + "." + std::to_string(i) + "\r\n";
      co_await write_all(**client, line);
      EXPECT_EQ(co_await read_exactly(**client, line.size()), line);
    }
    if (++done == kClients) (*listener)->close();
  };
  loop.spawn(serve());
  for (int i = 0; i < kClients; ++i) loop.spawn(ask(i));
  loop.run();
  EXPECT_EQ(served, kClients);
  EXPECT_EQ(done, kClients);
}

TEST(Listener, Failures) {
  Loop loop;
  Result<std::unique_ptr<Listener>> first = Listener::open(loop, "127.0.0.1", 0);
  ASSERT_TRUE(first.has_value());
  Result<std::unique_ptr<Listener>> taken = Listener::open(loop, "127.0.0.1", (*first)->port());
  ASSERT_FALSE(taken.has_value());
  EXPECT_NE(taken.error().text.find("address already in use"), std::string::npos)
      << taken.error().text;
  Result<std::unique_ptr<Listener>> named = Listener::open(loop, "localhost", 0);
  ASSERT_FALSE(named.has_value());
  EXPECT_EQ(named.error().text, "not an IP address: localhost");
}

TEST(Connection, DestroyedWhileACoroutineReads) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    auto read = [&]() -> Task<std::string> {
      std::string into;
      ReadResult got = co_await pair.client->read(into, in_time());
      EXPECT_EQ(got.end, ReadEnd::Closed);
      EXPECT_EQ(into, "");
      co_return got.text;
    };
    auto destroy = [&]() -> Task<bool> {
      co_await write_all(*pair.server, "too late");
      pair.client.reset();
      co_return true;
    };
    std::tuple<std::string, bool> done = co_await both(read(), destroy());
    EXPECT_EQ(std::get<0>(done), "closed on this side");
  });
}

// The octets are read by the system, then the connection dies, then the coroutine goes on.
TEST(Connection, DestroyedBetweenOctetsAndTheirReader) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    co_await write_all(*pair.server, "too late");
    auto read = [&]() -> Task<std::string> {
      auto into = std::make_unique<std::string>();
      ReadResult got = co_await pair.client->read(*into, in_time());
      EXPECT_EQ(got.end, ReadEnd::Closed);
      EXPECT_EQ(*into, "");
      co_return got.text;
    };
    auto destroy = [&]() -> Task<bool> {
      pair.client.reset();
      co_return true;
    };
    std::tuple<std::string, bool> done = co_await both(read(), destroy());
    EXPECT_EQ(std::get<0>(done), "closed on this side");
  });
}

TEST(Connection, DestroyedWhileACoroutineWrites) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    std::string much(64U << 20U, 'x');
    auto write = [&]() -> Task<Why> {
      Result<void> written = co_await pair.client->write(much, {}, in_time());
      co_return written ? Why::Bad : written.error().why;
    };
    auto destroy = [&]() -> Task<bool> {
      pair.client.reset();
      co_return true;
    };
    std::tuple<Why, bool> done = co_await both(write(), destroy());
    EXPECT_EQ(std::get<0>(done), Why::Cancelled);
  });
}

TEST(Connection, CloseIsFinal) {
  play([](Loop& loop) -> Task<void> {
    Pair pair = co_await connect(loop);
    pair.client->close();
    pair.client->close();
    pair.client->shut();
    pair.client->reset();
    std::string into;
    EXPECT_EQ((co_await pair.client->read(into, in_time())).end, ReadEnd::Closed);
    Result<void> written = co_await pair.client->write("x", {}, in_time());
    EXPECT_EQ(failure(written), Why::Cancelled);
  });
}

// Coroutines that wait when the loop stops are destroyed with it, with the connections they own.
TEST(Connection, LoopStopsWhileCoroutinesWait) {
  bool came_back = false;
  {
    Loop loop;
    auto wait = [&]() -> Task<void> {
      Pair pair = co_await connect(loop);
      std::string into;
      loop.post([&] { loop.stop(); });
      co_await pair.client->read(into, in_time());
      came_back = true;
    };
    loop.spawn(wait());
    loop.run();
  }
  EXPECT_FALSE(came_back);
}

}  // namespace
}  // namespace wireassay::net
