// Numbers of fixed width from a Cursor: headers below TCP are all made of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/cursor.h"

namespace wireassay::trace {

/// In network order. The caller has looked that the octets are there; what is not counts as less.
constexpr std::uint32_t take_number(Cursor& in, std::size_t width) {
  std::uint32_t number = 0;
  for (const char c : in.take_octets(width)) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}
constexpr std::uint8_t take_u8(Cursor& in) { return static_cast<std::uint8_t>(take_number(in, 1)); }
constexpr std::uint16_t take_u16(Cursor& in) {
  return static_cast<std::uint16_t>(take_number(in, 2));
}
constexpr std::uint32_t take_u32(Cursor& in) { return take_number(in, 4); }

}  // namespace wireassay::trace
