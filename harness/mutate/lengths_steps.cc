// Lengths in captures and packets (pcap, pcapng, IP), and in the inputs of targets of trace/ that
// are steps with a size.
#include <algorithm>

#include "mutate/pieces.h"

namespace wireassay::mutate {
namespace {

/// Steps of one kind behind `skip` octets.
struct Layout {
  std::size_t skip, header, length_at, width;
  std::string_view without_octets;  ///< letters of steps that have only a header
};

void add_steps(std::string_view text, const Layout& layout, Structure& out) {
  std::size_t at = layout.skip;
  while (at + layout.header <= text.size() && !out.full()) {
    const std::size_t body = at + layout.header;
    const auto letter = static_cast<char>(text[at]);
    const auto value = number_at(text, at + layout.length_at, layout.width, Digits::Big);
    std::size_t size = static_cast<std::size_t>(value.value_or(0));
    if (layout.without_octets.find(letter) != std::string_view::npos) size = 0;
    size = std::min(size, text.size() - body);
    out.add({at + layout.length_at, layout.width, Digits::Big, {body, size}},
            {at, layout.header + size});
    at = body + size;
  }
}

constexpr std::size_t kPcapHeader = 24, kPcapRecord = 16, kBlock = 12, kPacketHeader = 28;
/// Link headers are shorter: an IP header begins within so many octets.
constexpr std::size_t kMaxLinkHeader = 40;

/// Lengths of IP headers that end where the packet does.
void add_ip(std::string_view text, Piece packet, Structure& out) {
  const std::string_view octets = text.substr(0, packet.end());
  for (std::size_t at = packet.at; at < packet.end() && at < packet.at + kMaxLinkHeader; ++at) {
    const int version = octet(octets, at) >> 4;
    const std::size_t left = packet.end() - at;
    if (version == 4 && number_at(octets, at + 2, 2, Digits::Big) == left && left >= 20)
      return out.add({at + 2, 2, Digits::Big, {at + 4, left - 4}}, {at, left});
    if (version == 6 && left >= 40 && number_at(octets, at + 4, 2, Digits::Big) == left - 40)
      return out.add({at + 4, 2, Digits::Big, {at + 40, left - 40}}, {at, left});
  }
}

/// Both lengths of a packet's header, and those within.
void add_packet(std::string_view text, Piece unit, std::size_t lengths_at, Piece data,
                Digits digits, Structure& out) {
  out.add({lengths_at, 4, digits, data}, unit);
  out.add({lengths_at + 4, 4, digits, data}, data);
  add_ip(text, data, out);
}

void add_pcap(std::string_view text, Digits digits, Structure& out) {
  for (std::size_t at = kPcapHeader; at + kPcapRecord <= text.size() && !out.full();) {
    const std::size_t data = at + kPcapRecord;
    const auto size = number_at(text, at + 8, 4, digits);
    if (!size || *size > text.size() - data) return;
    const auto octets = static_cast<std::size_t>(*size);
    add_packet(text, {at, kPcapRecord + octets}, at + 8, {data, octets}, digits, out);
    at = data + octets;
  }
}

void add_pcapng(std::string_view text, Digits digits, Structure& out) {
  constexpr std::uint64_t kEnhancedPacket = 6;
  for (std::size_t at = 0; at + kBlock <= text.size() && !out.full();) {
    const auto total = number_at(text, at + 4, 4, digits);
    if (!total || *total < kBlock || *total > text.size() - at) return;
    const auto size = static_cast<std::size_t>(*total);
    const Piece body{at + 8, size - kBlock};
    out.add({at + 4, 4, digits, body}, {at, size});
    out.add({at + size - 4, 4, digits, body}, body);
    const auto captured = number_at(text, at + 20, 4, digits);
    if (number_at(text, at, 4, digits) == kEnhancedPacket && size >= kPacketHeader + 4 &&
        captured && *captured <= size - kPacketHeader - 4)
      add_packet(text, body, at + 20, {at + kPacketHeader, static_cast<std::size_t>(*captured)},
                 digits, out);
    at += size;
  }
}

}  // namespace

void capture_lengths(std::string_view text, Structure& out) {
  constexpr std::string_view kPcapLittle = "\xd4\xc3\xb2\xa1", kPcapLittleNano = "\x4d\x3c\xb2\xa1";
  constexpr std::string_view kPcapngMagic = "\x1a\x2b\x3c\x4d", kSection = "\x0a\x0d\x0d\x0a";
  const std::string_view magic = text.substr(0, 4);
  if (magic == kSection) {
    const bool big = text.size() > 12 && text.substr(8, 4) == kPcapngMagic;
    return add_pcapng(text, big ? Digits::Big : Digits::Little, out);
  }
  const bool little = magic == kPcapLittle || magic == kPcapLittleNano;
  add_pcap(text, little ? Digits::Little : Digits::Big, out);
}

void frame_lengths(std::string_view text, Structure& out) {
  if (text.size() > 2) add_ip(text, {2, text.size() - 2}, out);
}

void sealed_lengths(std::string_view text, Structure& out) {
  add_steps(text, {.skip = 1, .header = 4, .length_at = 2, .width = 2, .without_octets = {}}, out);
}
void segment_lengths(std::string_view text, Structure& out) {
  add_steps(text, {.skip = 4, .header = 4, .length_at = 3, .width = 1, .without_octets = "SFART"},
            out);
}
void said_lengths(std::string_view text, Structure& out) {
  add_steps(text, {.skip = 1, .header = 3, .length_at = 1, .width = 2, .without_octets = {}}, out);
}

}  // namespace wireassay::mutate
