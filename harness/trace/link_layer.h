// Link headers: where in a captured frame the network protocol begins, and which it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/parsed.h"
#include "trace/packet.h"

namespace wireassay::trace {

/// IEEE 802 numbers; others keep theirs. Families of loopback headers are told by the same.
enum class EtherType : std::uint16_t { None = 0, Ipv4 = 0x0800, Ipv6 = 0x86dd };

/// Tags in a row: 802.1ad has two, nobody has more than a few.
inline constexpr std::size_t kMaxVlanTags = 8;

struct LinkHeader {
  EtherType type = EtherType::None;
  std::size_t vlan_tags = 0;
  bool operator==(const LinkHeader&) const = default;
};

/// Got::used are the octets of the header: none for raw IP. NeedMore: the frame ends in its header.
Parsed<LinkHeader> parse_link_header(LinkType link, std::string_view frame);

}  // namespace wireassay::trace
