// Datagrams from their fragments (RFC 791 section 3.2, RFC 8200 section 4.5).
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "trace/ip.h"
#include "trace/pieces.h"

namespace wireassay::trace {

struct FragmentLimits {
  std::size_t datagram = 65535;               ///< octets of one payload, RFC 791
  std::size_t datagrams = 256;                ///< at one time
  std::size_t octets = 4 * 1024 * 1024;       ///< of all of them
  std::size_t pieces = 16384;                 ///< of all of them
  std::int64_t lifetime_ns = 60'000'000'000;  ///< RFC 8200: "within 60 seconds"
};

struct FragmentCounts {
  std::uint64_t fragments = 0;   ///< that came
  std::uint64_t datagrams = 0;   ///< that became whole
  std::uint64_t incomplete = 0;  ///< datagrams of which something never came
  std::uint64_t refused = 0;     ///< fragments that cannot be: cut, too long, of a wrong size
  std::uint64_t differing = 0;   ///< fragments with other octets for a place; the first ones hold
  bool operator==(const FragmentCounts&) const = default;
};

class FragmentTable {
 public:
  explicit FragmentTable(const FragmentLimits& limits = {}) : limits_(limits) {}

  /// `packet.fragment` must be set. The whole packet once its last part is there; its payload lies
  /// in this table until the next call.
  std::optional<IpPacket> add(const IpPacket& packet, Moment at);
  /// What is not whole now never will be.
  void finish();
  const FragmentCounts& counts() const { return counts_; }

 private:
  /// RFC 791: source, destination, protocol, identification; RFC 8200: without the protocol.
  using Key = std::tuple<Address, Address, std::uint8_t, std::uint32_t>;
  struct Datagram {
    Key key;
    Pieces pieces;
    std::optional<std::int64_t> total;
    std::uint8_t protocol = 0;
    std::int64_t begin_ns = 0;
  };
  using List = std::list<Datagram>;

  List::iterator find(const IpPacket& packet, Moment at);
  bool is_possible(const IpPacket& packet) const;
  bool put(Datagram& datagram, const IpPacket& packet, Moment at);
  std::optional<IpPacket> join(List::iterator datagram, const IpPacket& packet);
  void drop(List::iterator datagram);
  void make_room(Moment now);

  FragmentLimits limits_;
  FragmentCounts counts_;
  List datagrams_;  ///< the oldest first
  std::map<Key, List::iterator> by_key_;
  std::size_t octets_ = 0, pieces_ = 0;
  std::string whole_;
};

}  // namespace wireassay::trace
