// Content-Transfer-Encoding undone: RFC 2045 sections 6.7 and 6.8.
#include <cstdint>

#include "core/cursor.h"
#include "wire/message/mime.h"

namespace wireassay::message {
namespace {

struct Row {
  std::string_view name;
  Encoding encoding;
};
constexpr Row kEncodings[] = {{"7bit", Encoding::Identity},
                              {"8bit", Encoding::Identity},
                              {"binary", Encoding::Identity},
                              {"quoted-printable", Encoding::QuotedPrintable},
                              {"base64", Encoding::Base64}};

/// -1: not in the alphabet.
int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

int hex_value(char c) { return is_digit(c) ? c - '0' : to_upper(c) - 'A' + 10; }

/// One line without its line end; true if it ends in a soft line break.
bool decode_line(std::string_view line, std::string& octets) {
  // "trailing white space … must be deleted" (rule 3)
  line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
  const bool soft = line.ends_with('=');
  if (soft) line.remove_suffix(1);
  for (Cursor in(line); !in.at_end();) {
    const std::string_view next = in.rest().substr(0, 3);
    if (next.size() == 3 && next[0] == '=' && is_hex(next[1]) && is_hex(next[2])) {
      octets.push_back(static_cast<char>(hex_value(next[1]) * 16 + hex_value(next[2])));
      in.take_octets(3);
    } else {
      octets += in.take_octets(1);
    }
  }
  return soft;
}

}  // namespace

Encoding encoding_of(const Entity& entity) {
  for (const Row& row : kEncodings) {
    if (equal_ignoring_case(entity.encoding, row.name)) return row.encoding;
  }
  return Encoding::Unknown;
}

std::string decode(Encoding encoding, std::string_view octets) {
  switch (encoding) {
    case Encoding::Base64: return decode_base64(octets);
    case Encoding::QuotedPrintable: return decode_quoted_printable(octets);
    case Encoding::Identity:
    case Encoding::Unknown: break;
  }
  return std::string(octets);
}

std::string decode_base64(std::string_view text) {
  std::string octets;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '=') count = 0;  // what is left of a quantum is filling
    const int value = base64_value(c);
    if (value < 0) continue;
    bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xFFFFFF;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    octets.push_back(static_cast<char>(bits >> count & 0xFF));
  }
  return octets;
}

std::string decode_quoted_printable(std::string_view text) {
  std::string octets;
  octets.reserve(text.size());
  while (!text.empty()) {
    const std::size_t lf = text.find('\n');
    const bool ended = lf != std::string_view::npos;
    const std::string_view line = text.substr(0, lf);
    const bool soft = decode_line(line, octets);
    if (ended && !soft) octets += line.ends_with('\r') ? "\r\n" : "\n";
    text.remove_prefix(ended ? lf + 1 : text.size());
  }
  return octets;
}

}  // namespace wireassay::message
