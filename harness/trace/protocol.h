// Which protocol a conversation speaks, and how that is known.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/dialect.h"
#include "trace/conversation.h"

namespace wireassay::trace {

enum class Protocol { Unknown, Smtp, Pop3, Imap, Http };
/// "SMTP"; "unknown protocol"
std::string_view to_string(Protocol protocol);

/// A line that the server or the client said as its first ones; Unknown if it says nothing.
Protocol protocol_of_line(Direction from, std::string_view line);
/// The server's port (IANA), in clear or inside TLS.
Protocol protocol_of_port(std::uint16_t port);
/// The protocol that ALPN has chosen.
Protocol protocol_of_alpn(std::string_view name);

/// nullptr where there are no rules to judge by.
const Dialect* dialect_of(Protocol protocol);

}  // namespace wireassay::trace
