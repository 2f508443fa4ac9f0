// xtext: the ABNF of RFC 3461 section 4.
#include "wire/smtp/xtext.h"

#include <optional>

#include "core/cursor.h"

namespace wireassay::smtp {
namespace {

// xchar = any ASCII CHAR between "!" (33) and "~" (126) inclusive, except for "+" and "="
constexpr bool is_xchar(char c) { return c >= 33 && c <= 126 && c != '+' && c != '='; }

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

// hexchar = ASCII "+" immediately followed by two upper case hexadecimal digits
std::optional<char> read_hexchar(Cursor& in) {
  Cursor at = in;
  if (!at.take('+')) return std::nullopt;
  std::size_t value = 0;
  const std::string_view digits = at.take_octets(2);
  for (const char c : digits) {
    const std::size_t digit = kHexDigits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    value = value * 16 + digit;
  }
  if (digits.size() != 2) return std::nullopt;
  in = at;
  return static_cast<char>(value);
}

}  // namespace

std::string encode_xtext(std::string_view octets) {
  std::string text;
  for (const char c : octets) {
    if (is_xchar(c)) {
      text.push_back(c);
      continue;
    }
    const auto value = static_cast<unsigned char>(c);
    text.append({'+', kHexDigits[value >> 4], kHexDigits[value & 0xF]});
  }
  return text;
}

// xtext = *( xchar / hexchar )
std::expected<std::string, ParseError> decode_xtext(std::string_view text) {
  std::string octets;
  Cursor in(text);
  while (!in.at_end()) {
    octets += in.take_while(is_xchar);
    if (in.at_end()) break;
    const auto octet = read_hexchar(in);
    if (!octet) return std::unexpected(in.malformed("xtext"));
    octets.push_back(*octet);
  }
  return octets;
}

}  // namespace wireassay::smtp
