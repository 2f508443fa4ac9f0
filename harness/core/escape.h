// The one function that makes octets readable for people, used by transcripts, errors and reports
// alike.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wireassay {

/// Printable ASCII stays; CR, LF, TAB and backslash become \r \n \t \\; every other octet becomes
/// \xNN.
std::string escape(std::string_view octets);

/// As escape(), cut after about `limit` characters with "… (N octets)" behind.
std::string escape_short(std::string_view octets, std::size_t limit);

/// Lower-case hexadecimal, no separators.
std::string to_hex(std::string_view octets);

/// True if escape() would change nothing but line ends: text that may be shown and stored as text.
bool is_plain_text(std::string_view octets);

}  // namespace wireassay
