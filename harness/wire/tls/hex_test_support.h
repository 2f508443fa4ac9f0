// Octets in tests as the documents write them: hexadecimal digits, spaces anywhere.
#pragma once

#include <string>
#include <string_view>

#include "core/cursor.h"

namespace wireassay::tls {

inline std::string hex(std::string_view text) {
  const auto digit = [](char c) { return is_digit(c) ? c - '0' : to_lower(c) - 'a' + 10; };
  std::string out;
  bool high = true;
  for (const char c : text) {
    if (!is_hex(c)) continue;
    if (high)
      out.push_back(static_cast<char>(digit(c) << 4));
    else
      out.back() = static_cast<char>(out.back() | digit(c));
    high = !high;
  }
  return out;
}

}  // namespace wireassay::tls
