// What a service offers, asked before the cases: by a command, or, below TLS, by some hellos.
#pragma once

#include <map>
#include <string>

#include "play/link.h"

namespace wireassay::play {

struct Learnt {
  TextList capabilities;
  std::string unreachable;  ///< the reason, if not even a connection was possible
  std::string missing;      ///< why there is no such surface: nobody said that there was
};

/// All that the connections of a unit share but its transcript.
struct Surroundings {
  net::Loop& loop;
  TlsContexts& contexts;
  const scenario::Target& target;
  const Unit& unit;
  scenario::Timeouts timeouts;
};

/// The first connection of the unit's case, asked once.
net::Task<Learnt> learn(Surroundings where);

/// RFC 8446 and 5246 hellos to the surface: "TLS1.3", "GROUP=x25519", "KX=ECDHE", "CERT=RSA",
/// "EXT=extended_master_secret", "ALPN".
net::Task<Learnt> learn_tls(Surroundings where);

/// A handshake by OpenSSL and a harmless command on a connection of its own. Empty if all went
/// well, else what did not.
net::Task<std::string> good_conversation(Surroundings where);

/// When a surface was last seen to serve: the good conversation behind one case is the one before
/// the next.
class Served {
 public:
  void saw(const Route& where, Clock::time_point now) { last_[key(where)] = now; }
  /// True if it is no longer ago than kFresh.
  bool lately(const Route& where, Clock::time_point now) const;
  static constexpr scenario::Millis kFresh{1000};

 private:
  static std::string key(const Route& where) {
    return where.url.authority() + "/" + std::to_string(static_cast<int>(where.security));
  }
  std::map<std::string, Clock::time_point> last_;
};

}  // namespace wireassay::play
