#include "wire/tls/agreement/capture_file.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "wire/tls/field.h"

namespace wireassay::tls::agreement {
namespace {

constexpr std::uint64_t kMagic = 0xa1b2c3d4, kRawIp = 101;
constexpr std::size_t kMostOctets = 60000, kIpHeader = 20, kTcpHeader = 20;
constexpr std::uint64_t kServerPort = 443, kFirstPort = 10000, kPorts = 50000;
constexpr std::uint64_t kClient = 0x0a000000, kServer = 0x0b000001;
constexpr std::uint64_t kPushAck = 0x18;

/// Where each side of a conversation is.
struct Side {
  std::uint64_t address, port, sequence;
};

std::string packet(const Side& from, const Side& to, std::string_view octets) {
  const std::size_t size = kIpHeader + kTcpHeader + octets.size();
  std::string out = number(size, 4) + number(size, 4);  // captured, and on the wire
  out += number(0x4500, 2) + number(size, 2) + number(0, 4) + number(0x4006, 2) + number(0, 2) +
         number(from.address, 4) + number(to.address, 4);
  out += number(from.port, 2) + number(to.port, 2) + number(from.sequence, 4) +
         number(to.sequence, 4) + number(0x50, 1) + number(kPushAck, 1) + number(0xffff, 2) +
         number(0, 4);
  return out.append(octets);
}

}  // namespace

std::string to_capture(const std::vector<Input>& inputs) {
  std::string out = number(kMagic, 4) + number(2, 2) + number(4, 2) + number(0, 8) +
                    number(0x40000, 4) + number(kRawIp, 4);
  std::uint64_t time = 0;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    Side client{kClient + i / kPorts, kFirstPort + i % kPorts, 1};
    Side server{kServer, kServerPort, 1};
    for (const Flight& flight : inputs.at(i).flights) {
      Side& from = flight.from_server ? server : client;
      const Side& to = flight.from_server ? client : server;
      for (std::string_view rest = flight.octets; !rest.empty();) {
        const std::string_view part = rest.substr(0, kMostOctets);
        ++time;
        out += number(time / 1000, 4) + number(time % 1000 * 1000, 4) + packet(from, to, part);
        from.sequence += part.size();
        rest.remove_prefix(part.size());
      }
    }
  }
  return out;
}

}  // namespace wireassay::tls::agreement
