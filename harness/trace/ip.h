// IPv4 (RFC 791) and IPv6 (RFC 8200) packets. Checksums are not looked at: offloading leaves them
// to the network card, behind the capture.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/parsed.h"

namespace wireassay::trace {

/// Extension headers in a row (RFC 8200 section 4.1 has seven kinds, one of them twice).
inline constexpr std::size_t kMaxExtensionHeaders = 16;
inline constexpr std::uint8_t kProtocolTcp = 6;

struct Address {
  std::array<char, 16> octets{};  ///< in network order; of IPv4 the first four
  bool v6 = false;
  auto operator<=>(const Address&) const = default;
};
/// "192.0.2.1", "2001:db8::1"
std::string to_string(const Address& address);

struct Endpoint {
  Address address;
  std::uint16_t port = 0;
  auto operator<=>(const Endpoint&) const = default;
};
/// "192.0.2.1:25", "[2001:db8::1]:25"
std::string to_string(const Endpoint& endpoint);

struct Fragment {
  std::uint32_t id = 0;
  std::size_t offset = 0;  ///< octets
  bool more = false;
  bool operator==(const Fragment&) const = default;
};

struct IpPacket {
  Address source, target;
  std::uint8_t protocol = 0;  ///< of the payload, behind extension headers
  std::string_view payload;   ///< what was captured of it, without padding of the link
  std::size_t missing = 0;    ///< octets of the payload that were not captured
  /// Where it is only a part. The payload of an IPv6 fragment may begin with extension headers.
  std::optional<Fragment> fragment;
  bool operator==(const IpPacket&) const = default;
};

/// `original` are the octets on the wire: segmentation offload leaves length fields at 0, and then
/// they tell. NeedMore: not all headers were captured.
Parsed<IpPacket> parse_ip(std::string_view captured, std::size_t original);

/// What stands behind a chain of extension headers that begins with a header of that number.
struct UpperLayer {
  std::uint8_t protocol = 0;
  std::optional<Fragment> fragment;
};
/// Got::used are the octets of the chain; it ends with a fragment header if there is more than that
/// fragment. `missing` octets were not captured behind those.
Parsed<UpperLayer> skip_extension_headers(std::uint8_t first, std::string_view octets,
                                          std::size_t missing);

}  // namespace wireassay::trace
