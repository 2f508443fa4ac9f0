// Last barrier before a terminal or a file: no control octet of a server passes.
#pragma once

#include <string>
#include <string_view>

#include "core/escape.h"

namespace wireassay::report {

/// Escapes control octets but line ends; UTF-8, which our own texts hold, stays.
inline std::string safe(std::string_view text) {
  std::string out;
  for (const char octet : text) {
    const auto value = static_cast<unsigned char>(octet);
    if (octet == '\n' || (value >= 0x20 && value != 0x7f)) {
      out += octet;
    } else {
      out += escape(std::string_view(&octet, 1));
    }
  }
  return out;
}

}  // namespace wireassay::report
