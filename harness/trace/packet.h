// A packet as the capture holds it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wireassay::trace {

/// Link types by their numbers in files (LINKTYPE_ of https://www.tcpdump.org/linktypes.html).
enum class LinkType : std::uint16_t {
  Null = 0,  ///< BSD loopback, address family in the order of the machine that captured
  Ethernet = 1,
  Raw = 101,   ///< IPv4 or IPv6 without a link header
  Loop = 108,  ///< OpenBSD loopback, address family in network order
  LinuxSll = 113,
  Ipv4 = 228,
  Ipv6 = 229,
  LinuxSll2 = 276,
};

/// Where a packet stands in its capture.
struct Moment {
  std::uint64_t frame = 0;   ///< from 1, as other tools count
  std::int64_t time_ns = 0;  ///< since 1970
  bool operator==(const Moment&) const = default;
};

struct Packet {
  LinkType link = LinkType::Ethernet;
  Moment at;
  std::string_view octets;   ///< what was captured; valid until the next packet is read
  std::size_t original = 0;  ///< octets on the wire, at least those that were captured
};

}  // namespace wireassay::trace
