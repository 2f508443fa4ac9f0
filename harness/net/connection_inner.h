// What a connection is made of. Internal to net/.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "net/record_filter.h"
#include "net/record_tap.h"
#include "net/tls_session.h"
#include "net/transport.h"

namespace wireassay::net {

struct Connection::Inner {
  /// Broken: a handshake failed. Records that still come can be read by nobody.
  enum class Layer { Clear, Handshake, Tls, Broken };

  explicit Inner(std::shared_ptr<Transport> connected) : socket(std::move(connected)) {}

  std::shared_ptr<Transport> socket;
  Layer layer = Layer::Clear;
  std::shared_ptr<TlsContext> context;  ///< OpenSSL calls back into it
  std::unique_ptr<TlsSession> tls;
  std::shared_ptr<RecordTap> tap;  ///< between `tls` and `socket`, or none
  RecordFilter filter;
  std::string early;       ///< in clear, read together with the end of a handshake that failed
  std::string ciphertext;  ///< on its way from OpenSSL to the socket
  bool ended = false;      ///< TLS is over: `end` is the answer to every further read
  ReadResult end;

  /// Hands what came from the socket to OpenSSL.
  void feed(std::string_view octets);
  /// Hands what OpenSSL wants to send to the socket, which may keep some of it for flush().
  Result<void> push();
};

/// The parts of Connection that know TLS; connection_tls.cc.
Task<ReadResult> read_tls(std::shared_ptr<Connection::Inner> self, std::string& into,
                          Clock::time_point deadline);
Task<TlsOutcome> shake_hands(std::shared_ptr<Connection::Inner> self, Clock::time_point deadline);

}  // namespace wireassay::net
