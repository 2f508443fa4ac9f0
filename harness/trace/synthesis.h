// TCP connections as packets that were never captured: what a client wrote and read, in the packets
// that would have carried it. IPv4 or IPv6, with checksums, sequence numbers and both handshakes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "trace/conversation.h"

namespace wireassay::trace {

/// Data of one packet at most.
inline constexpr std::size_t kSegment = 16 * 1024;

enum class Happening { Octets, Fin, Reset };

struct Happened {
  Direction from = Direction::FromClient;
  Happening what = Happening::Octets;
  std::int64_t time_ns = 0;  ///< since 1970
  std::string octets;
};

/// A connection that has been made. Both ends have addresses of one family; happenings are in the
/// order of their times, and behind its FIN or any reset a side is silent.
struct Recording {
  Endpoint client, server;
  std::int64_t begin_ns = 0;
  std::vector<Happened> happenings;
  std::uint32_t client_sequence = 0, server_sequence = 0;  ///< initial ones
};

/// An IP packet without a link header.
struct RawPacket {
  std::int64_t time_ns = 0;
  std::string octets;
};

std::vector<RawPacket> packets_of(const Recording& recording);

}  // namespace wireassay::trace
