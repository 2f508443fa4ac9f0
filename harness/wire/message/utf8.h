// UTF8-non-ascii of RFC 6532 section 3.1: well-formed UTF-8 beyond ASCII, without overlong forms or
// surrogates.
#pragma once

#include <cstddef>
#include <string_view>

namespace wireassay::message {

/// Octets of the UTF8-2, UTF8-3 or UTF8-4 at the start of `text`; 0 if there is none.
std::size_t utf8_non_ascii_size(std::string_view text);

/// True if every octet beyond ASCII belongs to one of those.
bool is_utf8(std::string_view text);

}  // namespace wireassay::message
