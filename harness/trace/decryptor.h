// What opens records under keys, for whoever has the keys: the analysis of a conversation asks it
// record by record, in the order in which they could be read.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "trace/conversation.h"
#include "wire/tls/record.h"

namespace wireassay::trace {

/// What was inside a record under keys.
struct Opened {
  std::uint8_t type = 0;  ///< content type inside: of TLS 1.3 the last octet of the plaintext
  std::string octets;     ///< without type and padding
};

/// Of one conversation. All that is told of one direction is in its order.
class Decryptor {
 public:
  virtual ~Decryptor() = default;

  /// A whole handshake message in the clear: ClientHello, ServerHello, HelloRetryRequest … What was
  /// inside opened records is not told again.
  virtual void message(Direction from, std::uint8_t type, std::string_view body) = 0;
  /// In the clear; in TLS 1.3 it means nothing.
  virtual void change_cipher_spec(Direction from) = 0;
  /// The next record under keys, as it came. nullopt: there are no keys for it, or it is not
  /// theirs; why_not() tells then.
  virtual std::optional<Opened> open(Direction from, const tls::Record& record) = 0;
  /// Octets are missing: behind this no record follows in this direction.
  virtual void lost(Direction from) { (void)from; }
  /// Why the last open() opened nothing: "the key log has no secret for this client random".
  virtual std::string why_not() const { return {}; }
};

/// Of a whole capture: makes a decryptor for each conversation that begins with TLS.
class Keys {
 public:
  virtual ~Keys() = default;
  /// May be nullptr: nothing can be opened.
  virtual std::unique_ptr<Decryptor> decryptor() = 0;
};

}  // namespace wireassay::trace
