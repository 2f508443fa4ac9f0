// Options are passed over: what they negotiate does not change the octets of a stream.
#include "trace/tcp_segment.h"

#include "trace/octets.h"

namespace wireassay::trace {
namespace {

constexpr std::size_t kHeader = 20;
constexpr std::uint8_t kFin = 0x01, kSyn = 0x02, kRst = 0x04, kAck = 0x10;

Parsed<TcpSegment> ended(std::size_t size, std::size_t missing) {
  if (missing > 0) return NeedMore{};
  return ParseError{Errc::Malformed, size, "TCP header"};
}

}  // namespace

Parsed<TcpSegment> parse_tcp_segment(std::string_view captured, std::size_t missing) {
  if (captured.size() < kHeader) return ended(captured.size(), missing);
  Cursor in(captured);
  TcpSegment segment;
  segment.source = take_u16(in);
  segment.target = take_u16(in);
  segment.sequence = take_u32(in);
  segment.acknowledgment = take_u32(in);
  const std::size_t header = (take_u8(in) >> 4) * std::size_t{4};
  const std::uint8_t flags = take_u8(in);
  segment.window = take_u16(in);
  segment.fin = (flags & kFin) != 0;
  segment.syn = (flags & kSyn) != 0;
  segment.rst = (flags & kRst) != 0;
  segment.ack = (flags & kAck) != 0;
  if (header < kHeader) return ParseError{Errc::Malformed, 12, "Data Offset"};
  if (captured.size() < header) return ended(captured.size(), missing);
  segment.octets = captured.substr(header);
  segment.missing = missing;
  return Got<TcpSegment>{segment, captured.size()};
}

}  // namespace wireassay::trace
