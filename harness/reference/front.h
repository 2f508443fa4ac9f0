// The front of the reference servers: listeners, TLS and deadlines around sessions without I/O.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "net/connection.h"
#include "reference/session.h"
#include "reference/tls_doorman.h"

namespace wireassay::reference {

struct FrontLimits {
  std::size_t connections = 4096;  ///< at once, of all services; one more is told so and closed
  net::Millis idle = std::chrono::minutes(5);  ///< RFC 5321 4.5.3.2.7
  net::Millis handshake = std::chrono::seconds(10);
  net::Millis write = std::chrono::seconds(60);  ///< until the peer has taken an answer
  net::Millis linger = std::chrono::seconds(2);  ///< for the peer's FIN, after ours
};

/// The addresses of a connection, without ports and brackets.
struct Ends {
  std::string client, server;
};
/// TLS of one service.
struct FrontTls {
  std::shared_ptr<net::TlsContext> context;
  TlsDoor door;
};
using MakeSession = std::function<std::unique_ptr<Session>(const Ends& ends)>;

/// Serves any number of listeners on one loop. Outlives the loop's coroutines.
class Front {
 public:
  explicit Front(net::Loop& loop, const FrontLimits& limits = {}) : loop_(loop), limits_(limits) {}

  /// Listens; `implicit_tls`: the handshake comes before the greeting; `idle`: instead of the
  /// limits' one. Returns the port.
  net::Result<std::uint16_t> listen(const std::string& address, std::uint16_t port,
                                    bool implicit_tls, FrontTls tls, MakeSession make,
                                    std::optional<net::Millis> idle = std::nullopt);
  /// On the loop's thread: the store has changed, and sessions that wait for it are woken.
  void stir();
  /// Once the loop has stopped for good, and before it is destroyed: listeners belong to it.
  void close();

 private:
  struct Service {
    std::unique_ptr<net::Listener> listener;
    bool implicit_tls = false;
    FrontTls tls;
    MakeSession make;
    net::Millis idle;
  };
  struct Talk {
    net::Connection& connection;
    Session& session;
    const Service& service;
    std::shared_ptr<TlsDoorman> doorman = nullptr;  ///< once TLS has begun
    bool stirred = false;
    std::optional<net::ReadResult> failure = std::nullopt;  ///< of TLS, behind the handshake
  };
  net::Task<void> accept_all(Service& service);
  net::Task<void> serve(const Service& service, std::unique_ptr<net::Connection> connection);
  net::Task<bool> shake_hands(Talk& talk);
  net::Task<void> wait_with_banner(Talk& talk);
  net::Task<void> give_up(Talk& talk, const net::ReadResult& why);
  net::Task<bool> converse(Talk& talk);
  net::Task<net::ReadResult> listen_to(Talk& talk, SessionOutput& output);
  net::Task<bool> part(Talk& talk, const net::ReadResult& why);
  net::Task<bool> say(net::Connection& connection, std::string_view octets);
  net::Task<void> hang_up(Talk& talk);

  net::Loop& loop_;
  const FrontLimits limits_;
  std::size_t connections_ = 0;
  std::unordered_set<Talk*> talks_;
  std::vector<std::unique_ptr<Service>> services_;
};

}  // namespace wireassay::reference
