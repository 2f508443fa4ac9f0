// Address literals of RFC 5321 section 4.1.3: [192.0.2.1], [IPv6:2001:db8::1], [tag:content].
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "core/cursor.h"
#include "core/parsed.h"

namespace wireassay::message {

enum class LiteralKind { Ipv4, Ipv6, General };

struct AddressLiteral {
  LiteralKind kind = LiteralKind::Ipv4;
  std::string text;    ///< between the brackets, as it was written
  std::string octets;  ///< the address, 4 or 16 octets in network order; empty for General
  bool operator==(const AddressLiteral&) const = default;
};

/// Reads "[" … "]" at the cursor.
std::expected<AddressLiteral, ParseError> read_address_literal(Cursor& in);
/// The same for text that must be nothing else.
std::expected<AddressLiteral, ParseError> parse_address_literal(std::string_view text);

/// With its brackets.
std::string to_wire(const AddressLiteral& literal);

/// The 4 or 16 octets of an address without brackets or tag ("192.0.2.1", "2001:db8::1").
std::expected<std::string, ParseError> parse_ipv4(std::string_view text);
std::expected<std::string, ParseError> parse_ipv6(std::string_view text);

}  // namespace wireassay::message
