// For the tests of net/: two ends of one connection on one loop.
#pragma once

#include <gtest/gtest.h>

#include <asio/experimental/awaitable_operators.hpp>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "net/connection.h"

namespace wireassay::net {

struct Pair {
  std::unique_ptr<Connection> client, server;
};

/// A deadline that is there only so that a broken test ends.
inline Clock::time_point in_time() { return Clock::now() + std::chrono::seconds(60); }
/// A deadline that is meant to pass.
inline Clock::time_point shortly() { return Clock::now() + Millis(30); }

inline Task<Pair> connect(Loop& loop, std::string address = "127.0.0.1", std::string source = {}) {
  Pair pair;
  Result<std::unique_ptr<Listener>> listener = Listener::open(loop, address, 0);
  EXPECT_TRUE(listener.has_value()) << listener.error().text;
  if (!listener) co_return pair;
  Endpoint to;
  to.host = address;
  to.port = (*listener)->port();
  to.source = source;
  Result<std::unique_ptr<Connection>> client = co_await Connection::dial(loop, to, in_time());
  EXPECT_TRUE(client.has_value()) << client.error().text;
  if (!client) co_return pair;
  Result<std::unique_ptr<Connection>> server = co_await (*listener)->accept();
  EXPECT_TRUE(server.has_value()) << server.error().text;
  if (!server) co_return pair;
  pair.client = *std::move(client);
  pair.server = *std::move(server);
  co_return pair;
}

/// Runs a coroutine to its end; fails if it did not get there.
template <class Body>
void play(Body body) {
  Loop loop;
  bool ended = false;
  auto whole = [&]() -> Task<void> {
    co_await body(loop);
    ended = true;
  };
  loop.spawn(whole());
  loop.run();
  EXPECT_TRUE(ended);
}

/// Both at once.
template <class A, class B>
Task<std::tuple<A, B>> both(Task<A> first, Task<B> second) {
  using namespace asio::experimental::awaitable_operators;
  co_return co_await (std::move(first) && std::move(second));
}

/// Why it failed; nullopt if it did not.
inline std::optional<Why> failure(const Result<void>& result) {
  return result ? std::nullopt : std::optional(result.error().why);
}

/// Reads until so many octets are there or the connection ends.
inline Task<std::string> read_exactly(Connection& from, std::size_t size) {
  std::string octets;
  while (octets.size() < size) {
    ReadResult got = co_await from.read(octets, in_time());
    EXPECT_EQ(got.end, ReadEnd::Data) << got.text;
    if (got.end != ReadEnd::Data) break;
  }
  co_return octets;
}

inline Task<bool> write_all(Connection& to, std::string octets, WriteShape shape = {}) {
  Result<void> written = co_await to.write(octets, std::move(shape), in_time());
  EXPECT_TRUE(written.has_value()) << written.error().text;
  co_return written.has_value();
}

}  // namespace wireassay::net
