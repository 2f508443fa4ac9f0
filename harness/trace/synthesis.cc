#include "trace/synthesis.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace wireassay::trace {
namespace {

// Flags of RFC 9293 section 3.1.
constexpr std::uint8_t kFin = 0x01, kSyn = 0x02, kRst = 0x04, kPsh = 0x08, kAck = 0x10;
constexpr std::size_t kTcpHeader = 20, kIpv4Header = 20;
constexpr std::uint16_t kWindow = 0xffff;
constexpr std::uint8_t kHops = 64;
constexpr std::uint16_t kDoNotFragment = 0x4000;

std::string big(std::uint64_t number, std::size_t width) {
  std::string out(width, '\0');
  for (std::size_t i = width; i-- > 0; number >>= 8) out.at(i) = static_cast<char>(number & 0xff);
  return out;
}

/// Maximum segment size, and the largest window scale of RFC 7323 section 2.3: nobody has to wait
/// for an acknowledgment that was not recorded.
std::string syn_options() {
  constexpr std::uint8_t kMss = 2, kNoOperation = 1, kWindowScale = 3, kMostScale = 14;
  return big(kMss, 1) + big(4, 1) + big(kSegment, 2) + big(kNoOperation, 1) + big(kWindowScale, 1) +
         big(3, 1) + big(kMostScale, 1);
}

/// RFC 1071.
std::uint16_t checksum(std::string_view octets) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < octets.size(); ++i)
    sum += static_cast<std::uint64_t>(static_cast<unsigned char>(octets.at(i)))
           << (i % 2 == 0 ? 8 : 0);
  while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

void put(std::string& into, std::size_t at, std::uint16_t number) {
  into.replace(at, 2, big(number, 2));
}

std::string_view octets_of(const Address& address) {
  return {address.octets.data(), address.v6 ? std::size_t{16} : std::size_t{4}};
}

/// RFC 9293 section 3.1, RFC 8200 section 8.1.
std::string pseudo_header(const Endpoint& from, const Endpoint& to, std::size_t size) {
  std::string out(octets_of(from.address));
  out += octets_of(to.address);
  if (from.address.v6) return out + big(size, 4) + big(kProtocolTcp, 4);
  return out + big(kProtocolTcp, 2) + big(size, 2);
}

std::string ip_header(const Address& from, const Address& to, std::size_t size) {
  std::string out;
  if (from.v6) {
    out = big(0x60000000, 4) + big(size, 2) + big(kProtocolTcp, 1) + big(kHops, 1);
  } else {
    out = big(0x4500, 2) + big(kIpv4Header + size, 2) + big(0, 2) + big(kDoNotFragment, 2) +
          big(kHops, 1) + big(kProtocolTcp, 1) + big(0, 2);
  }
  out += octets_of(from);
  out += octets_of(to);
  if (!from.v6) put(out, 10, checksum(out));
  return out;
}

class Synthesis {
 public:
  explicit Synthesis(const Recording& recording) : recording_(recording) {
    side(Direction::FromClient) = {&recording.client, recording.client_sequence};
    side(Direction::FromServer) = {&recording.server, recording.server_sequence};
  }

  std::vector<RawPacket> run() {
    const auto client = Direction::FromClient, server = Direction::FromServer;
    send(client, kSyn, {}, recording_.begin_ns);
    send(server, kSyn | kAck, {}, recording_.begin_ns);
    send(client, kAck, {}, recording_.begin_ns);
    for (const Happened& one : recording_.happenings) happen(one);
    return std::move(packets_);
  }

 private:
  struct Side {
    const Endpoint* end = nullptr;
    std::uint32_t next = 0;
    bool silent = false;
  };

  Side& side(Direction of) { return sides_.at(of == Direction::FromClient ? 0 : 1); }
  static Direction other(Direction of) {
    return of == Direction::FromClient ? Direction::FromServer : Direction::FromClient;
  }

  void happen(const Happened& one) {
    if (side(one.from).silent) return;
    switch (one.what) {
      case Happening::Octets: {
        for (std::size_t at = 0; at < one.octets.size(); at += kSegment)
          send(one.from, kPsh | kAck, std::string_view(one.octets).substr(at, kSegment),
               one.time_ns);
        return;
      }
      case Happening::Fin:
        send(one.from, kFin | kAck, {}, one.time_ns);
        side(one.from).silent = true;
        send(other(one.from), kAck, {}, one.time_ns);
        return;
      case Happening::Reset:
        send(one.from, kRst | kAck, {}, one.time_ns);
        for (Side& both : sides_) both.silent = true;
        return;
    }
  }

  void send(Direction from, int flags, std::string_view data, std::int64_t time_ns) {
    Side& source = side(from);
    const Side& target = side(other(from));
    const std::string options = (flags & kSyn) != 0 ? syn_options() : "";
    const std::uint32_t acknowledgment = (flags & kAck) != 0 ? target.next : 0;
    std::string segment =
        big(source.end->port, 2) + big(target.end->port, 2) + big(source.next, 4) +
        big(acknowledgment, 4) + big((kTcpHeader + options.size()) / 4 << 4, 1) +
        big(static_cast<std::uint64_t>(flags), 1) + big(kWindow, 2) + big(0, 4) + options;
    segment += data;
    put(segment, 16, checksum(pseudo_header(*source.end, *target.end, segment.size()) + segment));
    const std::string header = ip_header(source.end->address, target.end->address, segment.size());
    packets_.push_back({time_ns, header + segment});
    const bool counts = (flags & (kSyn | kFin)) != 0;
    source.next += static_cast<std::uint32_t>(data.size()) + (counts ? 1 : 0);
  }

  const Recording& recording_;
  std::array<Side, 2> sides_;
  std::vector<RawPacket> packets_;
};

}  // namespace

std::vector<RawPacket> packets_of(const Recording& recording) { return Synthesis(recording).run(); }

}  // namespace wireassay::trace
