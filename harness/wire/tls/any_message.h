// A handshake message of whatever type: its tree of fields, and the tree as lines for people and
// machines.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wire/tls/certificate.h"
#include "wire/tls/messages.h"
#include "wire/tls/registry.h"

namespace wireassay::tls {

/// What of the connection decides how a message is laid out.
struct MessageContext {
  std::uint16_t version = kTls12;  ///< as negotiated
  std::uint16_t cipher_suite = 0;
  Sender sender = Sender::Server;
};

/// A type without a decoder gives one field "octets". The root is named after the type.
Decoded<Field> decode_message(std::uint8_t type, std::string_view body,
                              const MessageContext& context);

/// Fields that are in `root`, itself included.
std::size_t count(const Field& root);

/// One line for each field that has octets of its own: offset in what print(root) gives, path,
/// length where it has one, and the octets: as text where they are printable, else in hexadecimal.
/// Nothing but ASCII, whatever the peer sent.
std::string to_text(const Field& root);

}  // namespace wireassay::tls
