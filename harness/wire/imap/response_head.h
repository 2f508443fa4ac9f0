// How a response begins: what it is must be known before its end can be found, because "{3}" in
// text for people announces nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "core/cursor.h"
#include "wire/imap/faults.h"
#include "wire/imap/response.h"

namespace wireassay::imap {

struct Head {
  Response::Kind kind = Response::Kind::Untagged;
  std::string_view tag;
  std::string_view digits;  ///< "3" of "3 FETCH"
  std::string_view name;
  std::size_t number_offset = 0;
  std::size_t name_offset = 0;

  bool is_status() const;
};

/// Reads up to the name, and leaves the cursor behind it; of a continuation, behind "+".
std::expected<Head, ParseError> read_head(Cursor& in, Faults& faults);

}  // namespace wireassay::imap
