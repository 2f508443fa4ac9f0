// Files, frames, segments and records out of captures.
#include <algorithm>
#include <array>

#include "corpus/capture.h"
#include "corpus/sources.h"
#include "wire/tls/registry.h"

namespace wireassay::corpus {
namespace {

using trace::Direction;

std::string octet(std::size_t value) { return std::string(1, static_cast<char>(value & 0xff)); }
std::string two_octets(std::size_t value) { return octet(value >> 8) + octet(value); }

void file(const CapturedConnection& connection, const Put& put) { put(connection.file); }

void key_log(const CapturedConnection& connection, const Put& put) { put(connection.key_log); }

/// The place of a link type in the target, and that nothing was cut off.
void frames(const CapturedConnection& connection, const Put& put) {
  using trace::LinkType;
  constexpr std::array kTypes = {LinkType::Null, LinkType::Ethernet, LinkType::Raw,
                                 LinkType::Loop, LinkType::LinuxSll, LinkType::Ipv4,
                                 LinkType::Ipv6, LinkType::LinuxSll2};
  constexpr std::size_t kMostFrame = 600, kMostFrames = 8;
  for (std::size_t i = 0; i < std::min(kMostFrames, connection.frames.size()); ++i) {
    const CapturedFrame& frame = connection.frames[i];
    const auto* type = std::find(kTypes.begin(), kTypes.end(), frame.link);
    if (frame.octets.size() <= kMostFrame)
      put(octet(static_cast<std::size_t>(type - kTypes.begin())) + octet(0) + frame.octets);
  }
}

/// Steps of one direction: a letter, the distance from the first number, a size, octets.
void segments(const CapturedConnection& connection, const Put& put) {
  constexpr std::size_t kMostPiece = 255, kWindow = 0xffff;
  for (const Direction from : {Direction::FromClient, Direction::FromServer}) {
    std::string steps;
    std::uint32_t begin = 0;
    for (const CapturedSegment& segment : connection.segments) {
      if (segment.from != from) continue;
      if (steps.empty()) {
        begin = segment.sequence;
        steps = two_octets(begin >> 16) + two_octets(begin);
      }
      std::size_t distance = segment.sequence - begin;
      if (distance > kWindow || steps.size() > kMostSeed) break;
      if (segment.syn) steps += "S" + two_octets(distance) + octet(0);
      for (std::size_t at = 0; at < segment.octets.size(); at += kMostPiece) {
        const std::string piece = segment.octets.substr(at, kMostPiece);
        steps += "D" + two_octets(distance + at) + octet(piece.size()) + piece;
      }
      if (segment.fin) steps += "F" + two_octets(distance + segment.octets.size()) + octet(0);
    }
    put(steps);
  }
}

/// The server's port by its place in the target (the last one is any other), then pieces.
void summary(const CapturedConnection& connection, const Put& put) {
  constexpr std::array<std::uint16_t, 7> kPorts = {25, 587, 465, 110, 143, 993, 80};
  const auto* port = std::find(kPorts.begin(), kPorts.end(), connection.server_port);
  std::string out = octet(static_cast<std::size_t>(port - kPorts.begin()));
  for (const auto& [from, octets] : connection.said) {
    if (octets.size() > kMostSeed) break;
    const std::string piece =
        (from == Direction::FromClient ? "C" : "S") + two_octets(octets.size()) + octets;
    if (out.size() + piece.size() > kMostSeed) break;
    out += piece;
  }
  put(out);
}

/// What was under keys, sealed again by the target: its suite, then steps.
void opened(const CapturedConnection& connection, const Put& put) {
  constexpr std::uint16_t kSuites[] = {0x1301, 0x1302, 0x1303, 0x1304, 0x1305,
                                       0xc02f, 0xc030, 0xcca8, 0xc09c, 0xc0a1};
  const auto* suite = std::find(std::begin(kSuites), std::end(kSuites), connection.tls_suite);
  std::string out = octet(static_cast<std::size_t>(suite - std::begin(kSuites)));
  for (const TlsSaid& said : connection.tls) {
    if (!said.under_keys) continue;
    std::string octets = said.octets;
    if (said.kind == tls::ItemKind::Handshake)
      octets = octet(said.type) + octet(octets.size() >> 16) + two_octets(octets.size()) + octets;
    const std::size_t type =
        said.kind == tls::ItemKind::Handshake ? tls::content::kHandshake : said.type;
    const std::string step = (said.from == Direction::FromClient ? "P" : "p") + octet(type) +
                             two_octets(octets.size()) + octets;
    if (out.size() + step.size() > kMostSeed) continue;
    out += step;
  }
  if (out.size() > 1) put(out);
}

constexpr CaptureSource kSources[] = {
    {"trace_capture", file},    {"trace_pcapng_secrets", file}, {"trace_pcapng_secrets", key_log},
    {"trace_key_log", key_log}, {"trace_link_layer", frames},   {"trace_tcp_stream", segments},
    {"trace_summary", summary}, {"trace_decrypt", opened},
};

}  // namespace

std::span<const CaptureSource> trace_sources() { return kSources; }

}  // namespace wireassay::corpus
