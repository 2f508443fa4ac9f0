// Sections 5.1.3 of RFC 3501 and A.1 of RFC 9051: UTF-16 in base64 with "," for "/", between "&"
// and "-".
#include "wire/imap/utf7.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/cursor.h"
#include "wire/message/utf8.h"

namespace wireassay::imap {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

constexpr bool is_printable(char c) { return c >= ' ' && c <= '~'; }
constexpr bool is_high(std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
constexpr bool is_low(std::uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }
constexpr char octet(std::uint32_t value) { return static_cast<char>(value & 0xFF); }

void append_utf8(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += octet(c);
    return;
  }
  const std::size_t more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  constexpr std::uint32_t kLead[] = {0xC0, 0xE0, 0xF0};
  out += octet(kLead[more - 1] | (c >> (6 * more)));
  for (std::size_t i = more; i-- > 0;) out += octet(0x80 | ((c >> (6 * i)) & 0x3F));
}

/// The UTF-16 of base64 without padding; nullopt unless it is whole and its spare bits are zero.
std::optional<std::vector<std::uint32_t>> units_of(std::string_view base64) {
  std::vector<std::uint32_t> units;
  std::uint32_t bits = 0;
  std::size_t count = 0;
  for (const char c : base64) {
    bits = (bits << 6 | static_cast<std::uint32_t>(kAlphabet.find(c))) & 0x3FFFFF;
    count += 6;
    if (count < 16) continue;
    count -= 16;
    units.push_back(bits >> count & 0xFFFF);
  }
  if (count >= 6 || (bits & ((1U << count) - 1)) != 0) return std::nullopt;
  return units;
}

bool append_units(std::string& out, const std::vector<std::uint32_t>& units) {
  std::optional<std::uint32_t> high;
  for (const std::uint32_t unit : units) {
    if (high.has_value() != is_low(unit)) return false;
    if (is_high(unit)) {
      high = unit;
      continue;
    }
    if (unit == 0 || (unit < 0x80 && is_printable(octet(unit)))) return false;
    append_utf8(out, high ? 0x10000 + ((*high - 0xD800) << 10) + (unit - 0xDC00) : unit);
    high.reset();
  }
  return !high && !units.empty();
}

/// Behind "&".
bool decode_shift(Cursor& in, std::string& out) {
  const std::string_view base64 =
      in.take_while([](char c) { return kAlphabet.find(c) != std::string_view::npos; });
  if (!in.take('-')) return false;
  const auto units = units_of(base64);
  return units && append_units(out, *units);
}

/// The code point at the front of text that is UTF-8.
std::uint32_t take_code_point(Cursor& in) {
  const std::size_t size = std::max<std::size_t>(1, message::utf8_non_ascii_size(in.rest()));
  const std::string_view octets = in.take_octets(size);
  std::uint32_t c = static_cast<unsigned char>(octets.front());
  if (size > 1) c &= 0xFFU >> (size + 1);
  for (const char next : octets.substr(1)) c = c << 6 | (static_cast<unsigned char>(next) & 0x3F);
  return c;
}

std::string base64_of(std::string_view octets) {
  std::string out;
  std::uint32_t bits = 0;
  std::size_t count = 0;
  for (const char c : octets) {
    bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xFFFF;
    for (count += 8; count >= 6;) {
      count -= 6;
      out += kAlphabet[bits >> count & 0x3F];
    }
  }
  if (count > 0) out += kAlphabet[bits << (6 - count) & 0x3F];
  return out;
}

void append_utf16(std::string& out, std::uint32_t c) {
  const auto unit = [&](std::uint32_t value) {
    out += octet(value >> 8);
    out += octet(value);
  };
  if (c < 0x10000) return unit(c);
  unit(0xD800 + ((c - 0x10000) >> 10));
  unit(0xDC00 + ((c - 0x10000) & 0x3FF));
}

}  // namespace

std::optional<std::string> utf7_decode(std::string_view name) {
  std::string out;
  bool shifted = false;  // what was read last was base64
  for (Cursor in(name); !in.at_end();) {
    if (!is_printable(*in.peek())) return std::nullopt;
    if (!in.take('&')) {
      out += in.take_octets(1);
      shifted = false;
    } else if (in.take('-')) {
      out += '&';
      shifted = false;
    } else if (shifted || !decode_shift(in, out)) {
      return std::nullopt;
    } else {
      shifted = true;
    }
  }
  return out;
}

std::optional<std::string> utf7_encode(std::string_view utf8) {
  if (!message::is_utf8(utf8) || utf8.find('\0') != std::string_view::npos) return std::nullopt;
  std::string out;
  for (Cursor in(utf8); !in.at_end();) {
    if (is_printable(*in.peek())) {
      const std::string_view c = in.take_octets(1);
      out += c == "&" ? "&-" : c;
      continue;
    }
    std::string utf16;
    while (!in.at_end() && !is_printable(*in.peek())) append_utf16(utf16, take_code_point(in));
    out += "&" + base64_of(utf16) + "-";
  }
  return out;
}

}  // namespace wireassay::imap
