// A message digest that only old protocols still want.
#pragma once

#include <string>
#include <string_view>

namespace wireassay::net {

/// MD5 (RFC 1321) in 32 small hexadecimal digits, for APOP (RFC 1939 section 7).
std::string md5_hex(std::string_view octets);

}  // namespace wireassay::net
