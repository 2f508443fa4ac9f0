// Handshake messages over records: RFC 5246 section 7.4, RFC 8446 sections 4 and 5.1.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/parsed.h"
#include "wire/tls/field.h"

namespace wireassay::tls {

inline constexpr std::size_t kHandshakeHeader = 4;
/// Octets of a message that are kept at most, whatever its 24 bits declare.
inline constexpr std::size_t kMaxMessage = 1 << 17;

struct HandshakeMessage {
  std::uint8_t type = 0;
  std::string body;
  bool operator==(const HandshakeMessage&) const = default;
};

/// TooLong "length" from the header alone.
Parsed<HandshakeMessage> parse_handshake(std::string_view in, std::size_t limit = kMaxMessage);

/// Fields "type" and "body", which has the length; `body` are the fields of the message.
Field handshake_fields(std::uint8_t type, Field body);
std::string to_wire(const HandshakeMessage& message);

/// Joins fragments to messages. Keeps no more than one message and one fragment.
class Joiner {
 public:
  explicit Joiner(std::size_t limit = kMaxMessage) : limit_(limit) {}
  /// `at` is where its record begins in the stream.
  void add(std::string_view fragment, std::size_t at);
  /// The next whole message. After an error nothing follows.
  Parsed<HandshakeMessage> next();
  /// Octets of a message that is not whole yet, or not taken.
  std::size_t pending() const { return octets_.size() - taken_; }
  /// Where the record begins that holds the first octet of the next message.
  std::size_t begins_at() const { return begins_at_; }

 private:
  std::size_t limit_;
  std::string octets_;
  std::size_t taken_ = 0;
  std::size_t begins_at_ = 0, last_at_ = 0;
};

}  // namespace wireassay::tls
