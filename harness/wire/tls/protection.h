// Records under keys of one direction: RFC 8446 section 5.2, RFC 5246 section 6.2.3.3 with the
// nonces of RFC 5288, RFC 6655 and RFC 7905.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "wire/tls/key_schedule.h"
#include "wire/tls/record.h"

namespace wireassay::tls {

/// What was inside of a record.
struct Content {
  std::uint8_t type = 0;
  std::string octets;
  std::size_t padding = 0;  ///< zeros behind the content, in TLS 1.3
  bool operator==(const Content&) const = default;
};

/// Why a record says nothing.
enum class NotOpened {
  TooShort,  ///< it has no room for nonce and tag
  Tag,       ///< the tag is wrong: other keys, changed octets, or records that are missing
  NoType,    ///< nothing but padding inside
  TooLong,   ///< more plaintext than a record may have
};
std::string_view to_string(NotOpened why);

class Protection {
 public:
  Protection(const SuiteKeys& suite, RecordKeys keys) : suite_(suite), keys_(std::move(keys)) {}

  /// The next record of this direction. One that cannot be opened takes no number: the next may be
  /// meant.
  std::expected<Content, NotOpened> open(const Record& record);
  /// The inverse, with `content.padding`; for tests.
  Record seal(const Content& content);

  std::uint64_t sequence() const { return sequence_; }

 private:
  std::string nonce(std::string_view explicit_part) const;
  std::string associated(const Record& record, std::size_t plain) const;

  SuiteKeys suite_;
  RecordKeys keys_;
  std::uint64_t sequence_ = 0;
};

}  // namespace wireassay::tls
