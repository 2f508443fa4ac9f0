// What mutants of the TLS server refuse that they should not, and what they make of the server's
// flight.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reference/tls_faults.h"
#include "wire/tls/handshake.h"
#include "wire/tls/hello.h"

namespace wireassay::reference {

/// A hello as it came.
struct Heard {
  tls::ClientHello hello;
  std::uint16_t version = 0;         ///< that both know; 0: none
  std::uint16_t record_version = 0;  ///< of its first record
  std::size_t records = 0, pieces = 0, octets = 0;
  bool retried = false;  ///< it answers a HelloRetryRequest
  /// It comes from a whole client, which would notice another flight than the one that OpenSSL
  /// signs: such a flight is shown to others.
  bool finishes() const;
};

/// Description of the alert by which a mutant refuses a good hello.
std::optional<std::uint8_t> refuses(const Heard& heard, const TlsFaults& faults);

/// Changes a good hello before OpenSSL sees it; true if there was something to change.
bool spoil(tls::ClientHello& hello, const Heard& heard, const TlsFaults& faults);

/// Makes the server's messages in clear wrong.
class FlightMutant {
 public:
  /// The messages that go out in the place of this one.
  std::vector<tls::HandshakeMessage> spoil(const tls::HandshakeMessage& message, const Heard& heard,
                                           const TlsFaults& faults);

 private:
  std::string retry_;    // body of the HelloRetryRequest that went out
  bool silent_ = false;  // the rest of the flight is kept back
};

/// The version that a hello without a common one is answered by, by a mutant that agrees to it.
std::uint16_t old_version(const tls::ClientHello& hello);

}  // namespace wireassay::reference
