// What the front asks of the session of any protocol: octets in, octets out, no I/O.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace wireassay::reference {

struct SessionOutput {
  std::string octets;      ///< to be sent
  bool start_tls = false;  ///< then the handshake, and then tls_started()
  bool close = false;      ///< then the connection is closed
  bool more = false;       ///< once they are sent, feed({}): commands are left that came with these
};

/// Why the front ends a connection of its own accord.
enum class GivingUp { Idle, Busy };

class Session {
 public:
  virtual ~Session() = default;
  /// The opening message.
  virtual SessionOutput greet() = 0;
  /// Octets that were received, in any pieces.
  virtual SessionOutput feed(std::string_view octets) = 0;
  virtual SessionOutput tls_started() = 0;
  /// The peer sends nothing more, but may still read.
  virtual SessionOutput ended() { return {}; }
  /// It waits for changes of the store: then wake() after each.
  virtual bool idling() const { return false; }
  virtual SessionOutput wake() { return {}; }
  /// The last words.
  virtual std::string farewell(GivingUp why) = 0;
};

}  // namespace wireassay::reference
