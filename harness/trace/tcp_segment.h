// A TCP segment (RFC 9293 section 3.1), as far as streams need it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/parsed.h"

namespace wireassay::trace {

struct TcpSegment {
  std::uint16_t source = 0, target = 0;  ///< ports
  std::uint32_t sequence = 0, acknowledgment = 0;
  bool fin = false, syn = false, rst = false, ack = false;
  std::uint16_t window = 0;
  std::string_view octets;  ///< what was captured of its data
  std::size_t missing = 0;  ///< octets of data that were not captured
  bool operator==(const TcpSegment&) const = default;
};

/// The payload of an IP packet; `missing` octets of it were not captured. NeedMore: not all of the
/// header was captured. Got::used: all of `captured`.
Parsed<TcpSegment> parse_tcp_segment(std::string_view captured, std::size_t missing);

}  // namespace wireassay::trace
