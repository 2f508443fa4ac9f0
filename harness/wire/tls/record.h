// The record layer in the clear: RFC 5246 section 6.2.1, RFC 8446 section 5.1, and what may stand
// in the place of a record: a hello in the framing of SSL 2.0, or plain text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/parsed.h"
#include "wire/tls/field.h"
#include "wire/tls/reader.h"

namespace wireassay::tls {

inline constexpr std::size_t kRecordHeader = 5;
/// "The length MUST NOT exceed 2^14" (RFC 5246 section 6.2.1)
inline constexpr std::size_t kMaxPlaintext = 1 << 14;
/// "The length MUST NOT exceed 2^14 + 2048." (RFC 5246 section 6.2.3)
inline constexpr std::size_t kMaxCiphertext = (1 << 14) + 2048;
/// "The length MUST NOT exceed 2^14 + 256 bytes." (RFC 8446 section 5.2)
inline constexpr std::size_t kMaxCiphertext13 = (1 << 14) + 256;

struct Record {
  std::uint8_t type = 0;
  std::uint16_t version = 0;
  std::string fragment;
  bool operator==(const Record&) const = default;
};

/// What the first octets of a stream, or those where a record should begin, look like.
enum class Framing {
  Record,     ///< a type, and a version 3.x
  Ssl2,       ///< a length with the highest bit set, then CLIENT-HELLO or SERVER-HELLO
  Plaintext,  ///< octets as the mail and web protocols send them in the clear
  Garbage,    ///< nothing of these
};
/// Needs up to 3 octets to tell. No error.
Parsed<Framing> framing_of(std::string_view in);

/// Reads a record's header and fragment. TooLong "length" as soon as the header is there if it
/// declares more than `limit`; malformed "ProtocolVersion" if framing_of() is not Record.
Parsed<Record> parse_record(std::string_view in, std::size_t limit = kMaxPlaintext);

/// What a single record breaks by itself; offsets from its first octet.
std::vector<Deviation> broken_rules(const Record& record);

Field fields(const Record& record);
std::string to_wire(const Record& record);

/// A message cut into records: of the lengths named, the rest in records of `limit` at most. A
/// message without octets makes one empty record.
std::vector<Record> to_records(std::uint8_t type, std::uint16_t version, std::string_view message,
                               const std::vector<std::size_t>& lengths = {},
                               std::size_t limit = kMaxPlaintext);

}  // namespace wireassay::tls
