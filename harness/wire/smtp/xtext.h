// xtext of RFC 3461 section 4: octets that cannot stand in an esmtp-value as "+" and two
// hexadecimal digits.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "core/parsed.h"

namespace wireassay::smtp {

std::string encode_xtext(std::string_view octets);
std::expected<std::string, ParseError> decode_xtext(std::string_view text);

}  // namespace wireassay::smtp
