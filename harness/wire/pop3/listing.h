// Lines that all servers must write in one way: drop, scan and unique-id listings (RFC 1939
// sections 5 and 7), language listings (RFC 6856 section 3.2). All take text without status or
// CRLF.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "core/parsed.h"

namespace wireassay::pop3 {

/// "the number of messages in the maildrop, a single space, and the size of the maildrop in octets.
/// This memo makes no requirement on what follows the maildrop size."
struct DropListing {
  std::uint64_t messages = 0, octets = 0;
  std::string more;  ///< from the space behind the size on
  bool operator==(const DropListing&) const = default;
};
std::expected<DropListing, ParseError> parse_drop_listing(std::string_view text);

/// "the message-number of the message, followed by a single space and the exact size of the message
/// in octets"; again, anything may follow.
struct ScanListing {
  std::uint64_t number = 0, octets = 0;
  std::string more;
  bool operator==(const ScanListing&) const = default;
};
std::expected<ScanListing, ParseError> parse_scan_listing(std::string_view text);

/// "one to 70 characters in the range 0x21 to 0x7E"
inline constexpr std::size_t kMaxUniqueId = 70;

/// "the message-number of the message, followed by a single space and the unique-id of the message.
/// No information follows the unique-id"
struct UniqueIdListing {
  std::uint64_t number = 0;
  std::string unique_id;
  bool operator==(const UniqueIdListing&) const = default;
};
/// The rule of the error is "unique-id" where only the unique-id is wrong.
std::expected<UniqueIdListing, ParseError> parse_unique_id_listing(std::string_view text);

/// "the language tag … optionally followed by a single space and a human-readable description"
struct LanguageListing {
  std::string tag, description;
  bool operator==(const LanguageListing&) const = default;
};
std::expected<LanguageListing, ParseError> parse_language_listing(std::string_view text);

std::string to_text(const DropListing& listing);
std::string to_text(const ScanListing& listing);
std::string to_text(const UniqueIdListing& listing);
std::string to_text(const LanguageListing& listing);

}  // namespace wireassay::pop3
