// Layouts: https://www.tcpdump.org/linktypes.html.
#include "trace/link_layer.h"

#include <algorithm>
#include <array>

#include "trace/octets.h"

namespace wireassay::trace {
namespace {

constexpr std::size_t kMacAddresses = 12;
/// IEEE 802.3: numbers below are lengths.
constexpr std::uint16_t kLeastEtherType = 0x0600;
/// 802.1Q, 802.1ad, and what was used for the outer tag before that.
constexpr std::array<std::uint16_t, 3> kVlanTags = {0x8100, 0x88a8, 0x9100};
/// Of Netlink the protocol is a family, of GRE it is one of its own.
constexpr std::uint16_t kArphrdNetlink = 824;

using Answer = Parsed<LinkHeader>;

/// LLC and SNAP before an EtherType: AA AA 03, and 0 for the organisation (RFC 1042).
constexpr std::string_view kSnap("\xaa\xaa\x03\x00\x00\x00", 6);

/// An EtherType that is a tag stands before two octets and the next one.
Answer behind_tags(Cursor& in, std::uint16_t type) {
  std::size_t tags = 0;
  while (std::ranges::find(kVlanTags, type) != kVlanTags.end()) {
    if (++tags > kMaxVlanTags) return ParseError{Errc::TooMany, in.offset(), "VLAN tag"};
    if (in.rest().size() < 4) return NeedMore{};
    in.take_octets(2);
    type = take_u16(in);
  }
  return Got<LinkHeader>{{EtherType{type}, tags}, in.offset()};
}

Answer ethernet(Cursor in) {
  if (in.rest().size() < kMacAddresses + 2) return NeedMore{};
  in.take_octets(kMacAddresses);
  const std::uint16_t type = take_u16(in);
  if (type >= kLeastEtherType) return behind_tags(in, type);
  if (!kSnap.starts_with(in.rest().substr(0, kSnap.size()))) return behind_tags(in, 0);
  if (in.rest().size() < kSnap.size() + 2) return NeedMore{};
  in.take_octets(kSnap.size());
  return behind_tags(in, take_u16(in));
}

/// AF_INET is 2 everywhere; AF_INET6 is 10 on Linux, 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on
/// Darwin.
EtherType of_family(std::uint32_t family) {
  switch (family) {
    case 2: return EtherType::Ipv4;
    case 10:
    case 24:
    case 28:
    case 30: return EtherType::Ipv6;
    default: return EtherType::None;
  }
}

constexpr std::uint32_t swapped(std::uint32_t number) {
  return number >> 24 | (number >> 8 & 0xff00) | (number << 8 & 0xff0000) | number << 24;
}

/// Families are small numbers: the order of the octets shows.
Answer loopback(LinkType link, Cursor in) {
  if (in.rest().size() < 4) return NeedMore{};
  std::uint32_t family = take_u32(in);
  if (link == LinkType::Null && family > 0xffff) family = swapped(family);
  return Got<LinkHeader>{{of_family(family), 0}, in.offset()};
}

Answer raw(Cursor in) {
  if (in.at_end()) return NeedMore{};
  const std::uint8_t version = take_u8(in) >> 4;
  if (version == 4) return Got<LinkHeader>{{EtherType::Ipv4, 0}, 0};
  if (version == 6) return Got<LinkHeader>{{EtherType::Ipv6, 0}, 0};
  return ParseError{Errc::Malformed, 0, "Version"};
}

/// Packet type, ARPHRD_ type, length of the address, 8 octets of address, protocol.
Answer linux_sll(Cursor in) {
  if (in.rest().size() < 16) return NeedMore{};
  in.take_octets(2);
  const std::uint16_t device = take_u16(in);
  in.take_octets(10);
  const std::uint16_t protocol = take_u16(in);
  return behind_tags(in, device == kArphrdNetlink ? 0 : protocol);
}

/// Protocol, 2 reserved, interface index, ARPHRD_ type, packet type, length of the address, 8
/// octets of address.
Answer linux_sll2(Cursor in) {
  if (in.rest().size() < 20) return NeedMore{};
  const std::uint16_t protocol = take_u16(in);
  in.take_octets(6);
  const std::uint16_t device = take_u16(in);
  in.take_octets(10);
  return behind_tags(in, device == kArphrdNetlink ? 0 : protocol);
}

}  // namespace

Parsed<LinkHeader> parse_link_header(LinkType link, std::string_view frame) {
  const Cursor in(frame);
  switch (link) {
    case LinkType::Null:
    case LinkType::Loop: return loopback(link, in);
    case LinkType::Ethernet: return ethernet(in);
    case LinkType::Raw: return raw(in);
    case LinkType::LinuxSll: return linux_sll(in);
    case LinkType::Ipv4: return Got<LinkHeader>{{EtherType::Ipv4, 0}, 0};
    case LinkType::Ipv6: return Got<LinkHeader>{{EtherType::Ipv6, 0}, 0};
    case LinkType::LinuxSll2: return linux_sll2(in);
  }
  return ParseError{Errc::Malformed, 0, "link type"};
}

}  // namespace wireassay::trace
