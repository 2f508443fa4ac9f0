// Escaping for people.
#include "core/escape.h"

#include <algorithm>
#include <string>

namespace wireassay {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

void append_escaped(std::string& out, char octet) {
  switch (octet) {
    case '\r': out += "\\r"; return;
    case '\n': out += "\\n"; return;
    case '\t': out += "\\t"; return;
    case '\\': out += "\\\\"; return;
    default: break;
  }
  const auto value = static_cast<unsigned char>(octet);
  if (value >= 0x20 && value < 0x7f) {
    out += octet;
    return;
  }
  out += "\\x";
  out += kHex[value >> 4U];
  out += kHex[value & 15U];
}

}  // namespace

std::string escape(std::string_view octets) {
  std::string out;
  out.reserve(octets.size() + 8);
  for (const char octet : octets) append_escaped(out, octet);
  return out;
}

std::string escape_short(std::string_view octets, std::size_t limit) {
  std::string out;
  for (const char octet : octets) {
    if (out.size() >= limit) return out + "… (" + std::to_string(octets.size()) + " octets)";
    append_escaped(out, octet);
  }
  return out;
}

std::string to_hex(std::string_view octets) {
  std::string out;
  out.reserve(octets.size() * 2);
  for (const char octet : octets) {
    const auto value = static_cast<unsigned char>(octet);
    out += kHex[value >> 4U];
    out += kHex[value & 15U];
  }
  return out;
}

bool is_plain_text(std::string_view octets) {
  return std::ranges::all_of(octets, [](char octet) {
    const auto value = static_cast<unsigned char>(octet);
    return (value >= 0x20 && value < 0x7f) || octet == '\r' || octet == '\n' || octet == '\t';
  });
}

}  // namespace wireassay
