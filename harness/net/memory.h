// Connections without a network: both ends in one process and on one loop, for tests and fuzzing.
#pragma once

#include <memory>
#include <string>

#include "net/connection.h"

namespace wireassay::net {

struct MemoryPair {
  std::unique_ptr<Connection> client, server;
};

/// The most octets that lie between the ends in one direction; what is written beyond waits for the
/// reader.
inline constexpr std::size_t kMemoryPipe = 256UL * 1024;

/// Two connected ends that behave as TCP on loopback does: octets come in the pieces they were
/// written in and in no time; an end that is closed with octets unread resets the other.
MemoryPair memory_pair(Loop& loop, const std::string& client = "127.0.0.1:49152",
                       const std::string& server = "127.0.0.1:25");

/// Who answers when somebody dials on a loop of its own world.
class Exchange {
 public:
  virtual ~Exchange() = default;
  /// Takes the server's end of a new connection to `to`; or says why there is none, and the dial
  /// fails by it. No connection outlives its loop.
  virtual Result<void> accept(Loop& loop, const Endpoint& to,
                              std::unique_ptr<Connection> server) = 0;
};

}  // namespace wireassay::net
