// Round trips per second of a line protocol on loopback: through Connection, and through plain
// blocking sockets.
#include <arpa/inet.h>
#include <benchmark/benchmark.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "core/temp_dir.h"
#include "net/certificate.h"
#include "net/connection.h"

namespace wireassay::net {
namespace {

constexpr std::string_view kCommand = "NOOP\r\n", kReply = "250 2.0.0 OK\r\n";
constexpr std::int64_t kTrips = 200;  // of one connection in one iteration

Clock::time_point in_time() { return Clock::now() + std::chrono::seconds(30); }

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "net_bench: %s\n", why.c_str());
  std::abort();
}

// --- plain blocking sockets ---

bool read_line(int socket, char* line, std::size_t room) {
  std::size_t size = 0;
  while (size == 0 || line[size - 1] != '\n') {
    ssize_t got = ::recv(socket, line + size, room - size, 0);
    if (got <= 0) return false;
    size += static_cast<std::size_t>(got);
  }
  return true;
}

void no_delay(int socket) {
  int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

class BlockingServer {
 public:
  BlockingServer() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in any = {};
    any.sin_family = AF_INET;
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof any;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&any), size) != 0 ||
        ::listen(listener_, 128) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&any), &size) != 0) {
      give_up("no listener");
    }
    address = any;
    thread_ = std::thread([this] { serve(); });
  }
  ~BlockingServer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  sockaddr_in address = {};

 private:
  void serve() {
    while (true) {
      int peer = ::accept(listener_, nullptr, nullptr);
      if (peer < 0) return;
      no_delay(peer);
      char line[512];
      while (read_line(peer, line, sizeof line))
        ::send(peer, kReply.data(), kReply.size(), MSG_NOSIGNAL);
      ::close(peer);
    }
  }
  int listener_;
  std::thread thread_;
};

int blocking_dial(sockaddr_in address) {
  int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    give_up("connect");
  no_delay(socket);
  return socket;
}

void blocking_trip(int socket) {
  char line[512];
  ::send(socket, kCommand.data(), kCommand.size(), MSG_NOSIGNAL);
  if (!read_line(socket, line, sizeof line)) give_up("the server closed");
}

void BlockingRoundTrips(benchmark::State& state) {
  BlockingServer server;
  int socket = blocking_dial(server.address);
  for (auto _ : state) {
    for (std::int64_t i = 0; i < kTrips; ++i) blocking_trip(socket);
  }
  ::close(socket);
  state.SetItemsProcessed(state.iterations() * kTrips);
}
BENCHMARK(BlockingRoundTrips)->UseRealTime();

void BlockingDialogues(benchmark::State& state) {
  BlockingServer server;
  for (auto _ : state) {
    int socket = blocking_dial(server.address);
    for (int i = 0; i < 5; ++i) blocking_trip(socket);
    ::close(socket);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BlockingDialogues)->UseRealTime();

// --- Connection ---

Task<bool> trip(Connection& connection, std::string_view send) {
  Result<void> written = co_await connection.write(send, {}, in_time());
  std::string line;
  while (written && !line.ends_with('\n')) {
    ReadResult got = co_await connection.read(line, in_time());
    if (got.end != ReadEnd::Data) co_return false;
  }
  co_return written.has_value();
}

Task<void> answer(std::unique_ptr<Connection> peer, std::shared_ptr<TlsContext> tls) {
  if (tls && !(co_await peer->accept_tls(tls, in_time())).established) co_return;
  std::string line;
  while ((co_await peer->read(line, in_time())).end == ReadEnd::Data) {
    if (!line.ends_with('\n')) continue;
    line.clear();
    if (!co_await peer->write(kReply, {}, in_time())) co_return;
  }
}

// A server on a loop and a thread of its own.
class LoopServer {
 public:
  explicit LoopServer(std::shared_ptr<TlsContext> tls = nullptr) : tls_(std::move(tls)) {
    Result<std::unique_ptr<Listener>> listener = Listener::open(loop_, "127.0.0.1", 0);
    if (!listener) give_up(listener.error().text);
    listener_ = *std::move(listener);
    to = {"127.0.0.1", listener_->port(), {}};
    loop_.spawn(serve());
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~LoopServer() {
    loop_.stop();
    thread_.join();
  }
  Endpoint to;

 private:
  Task<void> serve() {
    while (true) {
      Result<std::unique_ptr<Connection>> peer = co_await listener_->accept();
      if (!peer) co_return;
      loop_.spawn(answer(*std::move(peer), tls_));
    }
  }
  Loop loop_;
  std::unique_ptr<Listener> listener_;
  std::shared_ptr<TlsContext> tls_;
  std::thread thread_;
};

Task<void> ping(Connection& connection, std::int64_t trips) {
  for (std::int64_t i = 0; i < trips; ++i) {
    if (!co_await trip(connection, kCommand)) give_up("round trip failed");
  }
}

Task<void> dial_into(Loop& loop, Endpoint to, std::unique_ptr<Connection>& connection) {
  Result<std::unique_ptr<Connection>> dialled = co_await Connection::dial(loop, to, in_time());
  if (!dialled) give_up(dialled.error().text);
  connection = *std::move(dialled);
}

void round_trips(benchmark::State& state, const Endpoint& to) {
  Loop loop;
  std::vector<std::unique_ptr<Connection>> connections(static_cast<std::size_t>(state.range(0)));
  for (std::unique_ptr<Connection>& connection : connections)
    loop.spawn(dial_into(loop, to, connection));
  loop.run();
  // Within one run of the loop: its end may take a tick, which is no part of a round trip.
  auto measure = [&]() -> Task<void> {
    for (auto _ : state) {
      std::size_t left = connections.size();
      asio::steady_timer all(loop.context(), Clock::time_point::max());
      auto one = [&](Connection& connection) -> Task<void> {
        co_await ping(connection, kTrips);
        if (--left == 0) all.cancel();
      };
      for (std::unique_ptr<Connection>& connection : connections) loop.spawn(one(*connection));
      std::error_code ignored;
      co_await all.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
  };
  loop.spawn(measure());
  loop.run();
  state.SetItemsProcessed(state.iterations() * kTrips * state.range(0));
}

void ConnectionToBlockingServer(benchmark::State& state) {
  BlockingServer server;
  round_trips(state, {"127.0.0.1", ntohs(server.address.sin_port), {}});
}
BENCHMARK(ConnectionToBlockingServer)->Arg(1)->UseRealTime();

void ConnectionRoundTrips(benchmark::State& state) {
  LoopServer server;
  round_trips(state, server.to);
}
BENCHMARK(ConnectionRoundTrips)->Arg(1)->Arg(16)->Arg(256)->UseRealTime();

struct Keys {
  TempDir folder;
  TlsOptions client, server;
  Keys() {
    Result<std::unique_ptr<CertificateAuthority>> ca = CertificateAuthority::make(folder.path());
    if (!ca) give_up(ca.error().text);
    CertificateRequest request;
    request.file = "server";
    request.names = {"mail.test"};
    Result<CertificateFiles> files = (*ca)->issue(request);
    if (!files) give_up(files.error().text);
    server.certificate = files->certificate;
    server.key = files->key;
    client.trust = (*ca)->file();
    client.verify = true;
    client.verify_name = client.sni = "mail.test";
  }
};

Task<void> dialogue(Loop& loop, Endpoint to, std::shared_ptr<TlsContext> tls, TlsOptions options) {
  std::unique_ptr<Connection> connection;
  co_await dial_into(loop, to, connection);
  if (tls) {
    TlsOutcome outcome = co_await connection->start_tls(tls, options, in_time());
    if (!outcome.established) give_up(outcome.text);
  }
  co_await ping(*connection, 5);
}

// Whole dialogues of five commands, so many at a time: dial, (handshake,) talk, close.
void dialogues(benchmark::State& state, const Endpoint& to, std::shared_ptr<TlsContext> tls,
               const TlsOptions& options) {
  Loop loop;
  bool more = true;
  std::int64_t done = 0;
  auto worker = [&]() -> Task<void> {
    while (more) {
      co_await dialogue(loop, to, tls, options);
      ++done;
    }
  };
  auto measure = [&]() -> Task<void> {
    for (std::int64_t i = 1; i < state.range(0); ++i) loop.spawn(worker());
    for (auto _ : state) {
      co_await dialogue(loop, to, tls, options);
      ++done;
    }
    more = false;
    state.SetItemsProcessed(done);
  };
  loop.spawn(measure());
  loop.run();
}

void ConnectionDialogues(benchmark::State& state) {
  LoopServer server;
  dialogues(state, server.to, nullptr, {});
}
BENCHMARK(ConnectionDialogues)->Arg(1)->Arg(16)->Arg(64)->UseRealTime();

void TlsDialogues(benchmark::State& state) {
  Keys keys;
  Result<std::shared_ptr<TlsContext>> ours = TlsContext::client(keys.client),
                                      theirs = TlsContext::server(keys.server);
  if (!ours || !theirs) give_up("no TLS contexts");
  LoopServer server(*theirs);
  dialogues(state, server.to, *ours, keys.client);
}
BENCHMARK(TlsDialogues)->Arg(1)->Arg(16)->UseRealTime();

}  // namespace
}  // namespace wireassay::net

BENCHMARK_MAIN();
