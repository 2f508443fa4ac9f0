// Lengths are what the header says, bounded by what was captured.
#include "trace/ip.h"

#include <arpa/inet.h>

#include <algorithm>

#include "trace/octets.h"

namespace wireassay::trace {
namespace {

constexpr std::size_t kIpv4Header = 20;
constexpr std::size_t kIpv6Header = 40;

// RFC 8200 section 4.1, RFC 4302, RFC 6275, RFC 7401, RFC 5533
constexpr std::uint8_t kHopByHop = 0, kRouting = 43, kFragment = 44, kAuthentication = 51,
                       kDestination = 60, kMobility = 135, kHip = 139, kShim6 = 140;

Address take_address(Cursor& in, bool v6) {
  Address address{.v6 = v6};
  std::ranges::copy(in.take_octets(v6 ? 16 : 4), address.octets.begin());
  return address;
}

/// What is there of `declared` octets, and how many are not.
void set_payload(IpPacket& packet, std::string_view captured, std::size_t declared) {
  packet.payload = captured.substr(0, declared);
  packet.missing = declared - packet.payload.size();
}

/// The octets ended: because the capture did, or because the packet does.
Parsed<UpperLayer> ended(const Cursor& in, std::size_t missing) {
  if (missing > 0) return NeedMore{};
  return in.malformed("extension-header");
}

/// Moves the packet's payload behind its extension headers. NeedMore or an error, if there is one.
std::optional<Parsed<IpPacket>> enter(IpPacket& packet, std::size_t header) {
  const auto chain = skip_extension_headers(packet.protocol, packet.payload, packet.missing);
  if (std::holds_alternative<NeedMore>(chain)) return NeedMore{};
  if (const auto* error = std::get_if<ParseError>(&chain))
    return ParseError{error->code, header + error->offset, error->rule};
  const auto& got = std::get<Got<UpperLayer>>(chain);
  packet.protocol = got.value.protocol;
  packet.payload.remove_prefix(got.used);
  if (!packet.fragment) packet.fragment = got.value.fragment;
  return std::nullopt;
}

Parsed<IpPacket> parse_ipv4(std::string_view captured, std::size_t original) {
  if (captured.size() < kIpv4Header) return NeedMore{};
  Cursor in(captured);
  const std::size_t header = (take_u8(in) & 0x0fU) * std::size_t{4};
  in.take_octets(1);
  std::size_t total = take_u16(in);
  const std::uint32_t id = take_u16(in);
  const std::uint16_t flags = take_u16(in);
  in.take_octets(1);
  IpPacket packet;
  packet.protocol = take_u8(in);
  in.take_octets(2);
  packet.source = take_address(in, false);
  packet.target = take_address(in, false);
  if (header < kIpv4Header) return ParseError{Errc::Malformed, 0, "IHL"};
  if (total == 0) total = std::max(original, captured.size());
  if (total < header) return ParseError{Errc::Malformed, 2, "Total Length"};
  if (captured.size() < header) return NeedMore{};
  set_payload(packet, captured.substr(header), total - header);
  const std::size_t used = header + packet.payload.size();
  // RFC 791: bit 2 is More Fragments, 13 bits count units of 8 octets.
  const bool more = (flags & 0x2000) != 0;
  const std::size_t offset = (flags & 0x1fffU) * std::size_t{8};
  if (more || offset > 0) packet.fragment = Fragment{id, offset, more};
  if (!packet.fragment && packet.protocol == kAuthentication) {
    if (const auto stop = enter(packet, header)) return *stop;
  }
  return Got<IpPacket>{packet, used};
}

Parsed<IpPacket> parse_ipv6(std::string_view captured, std::size_t original) {
  if (captured.size() < kIpv6Header) return NeedMore{};
  Cursor in(captured);
  in.take_octets(4);
  std::size_t length = take_u16(in);
  IpPacket packet;
  packet.protocol = take_u8(in);
  in.take_octets(1);
  packet.source = take_address(in, true);
  packet.target = take_address(in, true);
  // 0 in jumbograms (RFC 2675), which TCP offload uses for what it hands to the card as one.
  if (length == 0) length = std::max(original, captured.size()) - kIpv6Header;
  set_payload(packet, in.rest(), length);
  const std::size_t used = kIpv6Header + packet.payload.size();
  if (const auto stop = enter(packet, kIpv6Header)) return *stop;
  return Got<IpPacket>{packet, used};
}

/// Octets of an extension header, and what it says of fragments.
struct Extension {
  std::uint8_t next = 0;
  std::size_t size = 0;
  std::optional<Fragment> fragment;
};

bool is_extension(std::uint8_t number) {
  switch (number) {
    case kHopByHop:
    case kRouting:
    case kFragment:
    case kAuthentication:
    case kDestination:
    case kMobility:
    case kHip:
    case kShim6: return true;
    default: return false;
  }
}

/// All of them have 8 octets at least.
Extension read_extension(std::uint8_t number, Cursor in) {
  Extension extension;
  extension.next = take_u8(in);
  const std::size_t length = take_u8(in);
  if (number != kFragment) {
    // RFC 4302 section 2.2 counts in units of 4 octets, minus 2; the others in 8, minus 1.
    extension.size = number == kAuthentication ? (length + 2) * 4 : (length + 1) * 8;
    return extension;
  }
  extension.size = 8;
  const std::uint16_t offset = take_u16(in);
  const std::uint32_t id = take_u32(in);
  extension.fragment = Fragment{id, offset & 0xfff8U, (offset & 1) != 0};
  return extension;
}

}  // namespace

Parsed<UpperLayer> skip_extension_headers(std::uint8_t first, std::string_view octets,
                                          std::size_t missing) {
  Cursor in(octets);
  UpperLayer upper{.protocol = first, .fragment = {}};
  for (std::size_t count = 0; is_extension(upper.protocol); ++count) {
    if (count == kMaxExtensionHeaders)
      return ParseError{Errc::TooMany, in.offset(), "extension-header"};
    if (in.rest().size() < 8) return ended(in, missing);
    const Extension extension = read_extension(upper.protocol, in);
    if (in.rest().size() < extension.size) return ended(in, missing);
    in.take_octets(extension.size);
    upper.protocol = extension.next;
    // RFC 6946: a fragment that is all there is is handled as if it were none.
    const bool part =
        extension.fragment && (extension.fragment->more || extension.fragment->offset > 0);
    if (!part) continue;
    upper.fragment = extension.fragment;
    break;
  }
  return Got<UpperLayer>{upper, in.offset()};
}

Parsed<IpPacket> parse_ip(std::string_view captured, std::size_t original) {
  Cursor in(captured);
  if (in.at_end()) return NeedMore{};
  const std::uint8_t version = take_u8(in) >> 4;
  if (version == 4) return parse_ipv4(captured, original);
  if (version == 6) return parse_ipv6(captured, original);
  return ParseError{Errc::Malformed, 0, "Version"};
}

std::string to_string(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(address.v6 ? AF_INET6 : AF_INET, address.octets.data(), text.data(), text.size());
  return text.data();
}

std::string to_string(const Endpoint& endpoint) {
  const std::string host = to_string(endpoint.address);
  return (endpoint.address.v6 ? "[" + host + "]" : host) + ":" + std::to_string(endpoint.port);
}

}  // namespace wireassay::trace
