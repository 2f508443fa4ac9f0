// Stands between OpenSSL and the socket: for records that are changed on their way, and for servers
// that answer a hello themselves.
#pragma once

#include <string>

namespace wireassay::net {

/// Of one connection and used on its loop's thread only.
class RecordTap {
 public:
  virtual ~RecordTap() = default;
  /// What OpenSSL wants to send: whole records, all that one act of it made. What comes back goes
  /// out.
  virtual std::string outgoing(std::string octets) = 0;
  /// What came from the socket, cut anywhere; nothing once before all else. What comes back OpenSSL
  /// reads.
  virtual std::string incoming(std::string octets) = 0;
  /// Asked after each of both: octets that go to the socket past TLS, behind what outgoing() gave.
  virtual std::string inject() { return {}; }
  /// Asked after inject(): TLS is over on this side. A handshake fails and a read ends by TlsError;
  /// the socket stays open.
  virtual bool over() const { return false; }
};

}  // namespace wireassay::net
