// Connections in memory keep every promise of those over TCP, and deadlines pass at once.
#include "net/memory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "net/tls_test_support.h"
#include "net/wire_log.h"

namespace wireassay::net {
namespace {

/// Hands the server's ends to the test; refuses port 1.
class Ends : public Exchange {
 public:
  Result<void> accept(Loop&, const Endpoint& to, std::unique_ptr<Connection> server) override {
    if (to.port == 1)
      return std::unexpected(Error{Why::Refused, to.text() + ": connection refused"});
    accepted.push_back(std::move(server));
    return {};
  }
  std::vector<std::unique_ptr<Connection>> accepted;
};

using Body = std::function<Task<void>(Loop&, Pair&)>;

/// Runs the body in a world of its own; gives the time that it took there.
Clock::duration play_pair(const Body& body) {
  Loop loop(std::make_shared<Ends>());
  const Clock::time_point start = loop.now();
  bool ended = false;
  auto whole = [&]() -> Task<void> {
    MemoryPair both = memory_pair(loop);
    Pair pair{std::move(both.client), std::move(both.server)};
    co_await body(loop, pair);
    ended = true;
  };
  loop.spawn(whole());
  loop.run();
  EXPECT_TRUE(ended) << "nothing was left to wait for, and yet it had not ended";
  return loop.now() - start;
}

Clock::time_point in(Loop& loop, Millis time) { return loop.now() + time; }

struct Ending {
  std::string name;
  std::function<void(Connection&)> end;
  ReadEnd read;
  std::optional<Why> write;
};

TEST(Memory, WhatWasWrittenComesBeforeTheEnd) {
  const Ending rows[] = {
      {"FIN", [](Connection& c) { c.shut(); }, ReadEnd::Closed, std::nullopt},
      {"close", [](Connection& c) { c.close(); }, ReadEnd::Closed, Why::Closed},
      {"RST", [](Connection& c) { c.reset(); }, ReadEnd::Reset, Why::Reset},
  };
  for (const Ending& row : rows) {
    SCOPED_TRACE(row.name);
    play_pair([&](Loop& loop, Pair& pair) -> Task<void> {
      EXPECT_TRUE(co_await write_all(*pair.server, "220 hello\r\n"));
      row.end(*pair.server);
      std::string octets;
      EXPECT_EQ((co_await pair.client->read(octets, in(loop, Millis(1)))).end, ReadEnd::Data);
      EXPECT_EQ(octets, "220 hello\r\n");
      for (int i = 0; i < 2; ++i) {
        EXPECT_EQ((co_await pair.client->read(octets, in(loop, Millis(1)))).end, row.read);
      }
      // As over TCP, what is said first to an end that has gone is only lost.
      (void)co_await pair.client->write("QUIT\r\n", {}, in(loop, Millis(1)));
      const auto written = co_await pair.client->write("QUIT\r\n", {}, in(loop, Millis(1)));
      EXPECT_EQ(failure(written), row.write);
    });
  }
}

TEST(Memory, ClosedOnThisSide) {
  play_pair([](Loop& loop, Pair& pair) -> Task<void> {
    pair.client->close();
    std::string octets;
    EXPECT_EQ((co_await pair.client->read(octets, in(loop, Millis(1)))).end, ReadEnd::Closed);
    EXPECT_EQ(failure(co_await pair.client->write("x", {}, in(loop, Millis(1)))), Why::Cancelled);
    EXPECT_EQ((co_await pair.server->read(octets, in(loop, Millis(1)))).end, ReadEnd::Closed);
  });
}

TEST(Memory, OctetsUnreadAtTheCloseAreAReset) {
  play_pair([](Loop& loop, Pair& pair) -> Task<void> {
    EXPECT_TRUE(co_await write_all(*pair.client, "nobody reads this"));
    pair.server->close();
    std::string octets;
    EXPECT_EQ((co_await pair.client->read(octets, in(loop, Millis(1)))).end, ReadEnd::Reset);
  });
}

TEST(Memory, PiecesComeAsTheyWereWritten) {
  play_pair([](Loop& loop, Pair& pair) -> Task<void> {
    EXPECT_TRUE(co_await write_all(*pair.server, "abcde", {.cuts = {1, 3}}));
    for (const char* piece : {"a", "bc", "de"}) {
      std::string octets;
      EXPECT_EQ((co_await pair.client->read(octets, in(loop, Millis(1)))).end, ReadEnd::Data);
      EXPECT_EQ(octets, piece);
    }
  });
}

TEST(Memory, DeadlinesPassAtOnce) {
  const auto real = Clock::now();
  const auto took = play_pair([](Loop& loop, Pair& pair) -> Task<void> {
    std::string octets;
    const auto begin = loop.now();
    const ReadResult read = co_await pair.client->read(octets, begin + std::chrono::hours(2));
    EXPECT_EQ(read.end, ReadEnd::Timeout);
    EXPECT_EQ(loop.now() - begin, std::chrono::hours(2)) << "neither early nor late";
    co_await loop.sleep_until(loop.now() + std::chrono::hours(1));
    EXPECT_TRUE(co_await write_all(*pair.server, "still"));
    EXPECT_EQ(co_await read_exactly(*pair.client, 5), "still");
  });
  EXPECT_EQ(took, std::chrono::hours(3));
  EXPECT_LT(Clock::now() - real, std::chrono::minutes(30));
}

TEST(Memory, PausesBetweenPiecesTakeTime) {
  play_pair([](Loop& loop, Pair& pair) -> Task<void> {
    const auto begin = loop.now();
    const auto written = co_await pair.client->write("abc", {.every = 1, .pause = Millis(100)},
                                                     begin + std::chrono::seconds(1));
    EXPECT_TRUE(written.has_value());
    EXPECT_EQ(loop.now() - begin, Millis(200));
    const auto late = co_await pair.client->write("abc", {.every = 1, .pause = Millis(100)},
                                                  loop.now() + Millis(150));
    EXPECT_EQ(failure(late), Why::Timeout);
  });
}

TEST(Memory, AReaderThatWaitsIsWoken) {
  const auto took = play_pair([](Loop& loop, Pair& pair) -> Task<void> {
    const auto later = [&]() -> Task<bool> {
      co_await loop.sleep_until(in(loop, Millis(300)));
      co_return co_await write_all(*pair.server, "now");
    };
    std::string octets;
    const auto done = co_await both(pair.client->read(octets, in(loop, Millis(1000))), later());
    EXPECT_EQ(std::get<0>(done).end, ReadEnd::Data);
    EXPECT_EQ(octets, "now");
  });
  EXPECT_EQ(took, Millis(300));
}

TEST(Memory, StopReading) {
  const auto took = play_pair([](Loop& loop, Pair& pair) -> Task<void> {
    const auto stop = [&]() -> Task<bool> {
      co_await loop.sleep_until(in(loop, Millis(5)));
      pair.client->stop_reading();
      co_return true;
    };
    std::string octets;
    const auto done = co_await both(pair.client->read(octets, in(loop, Millis(1000))), stop());
    EXPECT_EQ(std::get<0>(done).end, ReadEnd::Timeout);
  });
  EXPECT_EQ(took, Millis(5));
}

TEST(Memory, AFullPipeHoldsTheWriterUp) {
  play_pair([](Loop& loop, Pair& pair) -> Task<void> {
    const std::string much(3 * kMemoryPipe, 'x');
    const auto alone = co_await pair.client->write(much, {}, in(loop, Millis(50)));
    EXPECT_EQ(failure(alone), Why::Timeout) << "nobody reads";
  });
  play_pair([](Loop&, Pair& pair) -> Task<void> {
    const std::string much(3 * kMemoryPipe, 'x');
    const auto done =
        co_await both(write_all(*pair.client, much), read_exactly(*pair.server, much.size()));
    EXPECT_EQ(std::get<1>(done), much);
  });
}

TEST(Memory, AReadTakesNoMoreThanItsLimit) {
  play_pair([](Loop&, Pair& pair) -> Task<void> {
    EXPECT_TRUE(co_await write_all(*pair.client, std::string(2 * Connection::kReadLimit, 'x')));
    std::string octets;
    (void)co_await pair.server->read(octets, in_time());
    EXPECT_EQ(octets.size(), Connection::kReadLimit);
  });
}

TEST(Memory, DialsGoToTheExchange) {
  auto ends = std::make_shared<Ends>();
  Loop loop(ends);
  bool ended = false;
  auto whole = [&]() -> Task<void> {
    auto log = std::make_shared<WireLog>();
    const Endpoint to{"mail.test", 25, "127.0.0.9", log};
    auto client = co_await Connection::dial(loop, to, loop.now());
    EXPECT_TRUE(client.has_value());
    if (!client) co_return;
    EXPECT_EQ((*client)->peer(), "mail.test:25");
    EXPECT_EQ(ends->accepted.at(0)->peer(), "127.0.0.9:49152");
    EXPECT_TRUE(co_await write_all(**client, "EHLO x\r\n"));
    EXPECT_TRUE(co_await write_all(*ends->accepted.at(0), "250 y\r\n"));
    (void)co_await read_exactly(**client, 7);
    (*client)->close();
    EXPECT_EQ(log->events().size(), 3U);
    if (log->events().size() != 3U) co_return;
    EXPECT_EQ(log->events()[0].octets, "EHLO x\r\n");
    EXPECT_EQ(log->events()[1].octets, "250 y\r\n");
    EXPECT_EQ(log->events()[2].what, WireEvent::What::Fin);
    auto refused = co_await Connection::dial(loop, {"mail.test", 1, ""}, loop.now());
    EXPECT_EQ(refused ? Why::Bad : refused.error().why, Why::Refused);
    ends->accepted.clear();
    ended = true;
  };
  loop.spawn(whole());
  loop.run();
  EXPECT_TRUE(ended);
}

TEST(Memory, WhoWaitsForeverDoesNotHoldTheLoopUp) {
  Loop loop(std::make_shared<Ends>());
  MemoryPair pair = memory_pair(loop);
  bool ended = false;
  auto whole = [&]() -> Task<void> {
    std::string octets;
    (void)co_await pair.client->read(octets, Clock::time_point::max());
    ended = true;
  };
  loop.spawn(whole());
  loop.run();
  EXPECT_FALSE(ended);
  pair.server->close();
  loop.run();
  EXPECT_TRUE(ended) << "it may be run again";
}

TEST(Memory, WorldsAreAlike) {
  const auto draw = [] {
    Loop loop(std::make_shared<Ends>());
    const std::uint64_t first = loop.random_bits();
    const std::uint64_t second = loop.random_bits();
    EXPECT_NE(first, second);
    return std::tuple(first, second, loop.wall_nanoseconds(), loop.now());
  };
  EXPECT_EQ(draw(), draw());
  Loop system;
  EXPECT_GT(system.wall_nanoseconds(), 1'700'000'000'000'000'000U);
}

TEST(Memory, WorksOnALoopOfTheSystemToo) {
  play([](Loop& loop) -> Task<void> {
    MemoryPair pair = memory_pair(loop);
    EXPECT_TRUE(co_await write_all(*pair.client, "hello"));
    EXPECT_EQ(co_await read_exactly(*pair.server, 5), "hello");
    std::string octets;
    EXPECT_EQ((co_await pair.client->read(octets, shortly())).end, ReadEnd::Timeout);
  });
}

using MemoryTls = Tls;

TEST_F(MemoryTls, StartsBehindADialogueInClear) {
  for (const char* version : {"1.2", "1.3"}) {
    SCOPED_TRACE(version);
    TlsOptions ours = client();
    ours.min = ours.max = version;
    play_pair([&](Loop& loop, Pair& pair) -> Task<void> {
      EXPECT_TRUE(co_await write_all(*pair.client, "STARTTLS\r\n"));
      EXPECT_EQ(co_await read_exactly(*pair.server, 10), "STARTTLS\r\n");
      EXPECT_TRUE(co_await write_all(*pair.server, "220 go\r\n"));
      EXPECT_EQ(co_await read_exactly(*pair.client, 8), "220 go\r\n");
      const Outcomes done = co_await shake(pair, ours, server());
      EXPECT_TRUE(done.client.established) << done.client.text;
      EXPECT_EQ(done.server.version, version);
      EXPECT_TRUE(co_await write_all(*pair.client, "EHLO x\r\n"));
      EXPECT_EQ(co_await read_exactly(*pair.server, 8), "EHLO x\r\n");
      pair.server->close();
      std::string octets;
      const ReadResult end = co_await pair.client->read(octets, in(loop, Millis(10)));
      EXPECT_EQ(end.end, ReadEnd::Closed);
      EXPECT_EQ(end.alert, "close_notify");
    });
  }
}

TEST_F(MemoryTls, HandshakesThatFail) {
  struct Row {
    std::string name, answer;
    bool closed, plaintext, timed_out;
  };
  const Row rows[] = {
      {"answered in clear", "454 no TLS today\r\n", false, true, false},
      {"closed", "", true, false, false},
      {"silence", "", false, false, true},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    play_pair([&](Loop& loop, Pair& pair) -> Task<void> {
      if (!row.answer.empty()) EXPECT_TRUE(co_await write_all(*pair.server, row.answer));
      if (row.closed) pair.server->shut();
      const TlsOptions options = client();
      const TlsOutcome outcome =
          co_await pair.client->start_tls(client_context(options), options, in(loop, Millis(400)));
      EXPECT_FALSE(outcome.established);
      EXPECT_EQ(outcome.plaintext_octets, row.answer);
      EXPECT_EQ(outcome.closed, row.closed) << outcome.text;
      EXPECT_EQ(outcome.plaintext, row.plaintext);
      EXPECT_EQ(outcome.timed_out, row.timed_out);
    });
  }
}

}  // namespace
}  // namespace wireassay::net
