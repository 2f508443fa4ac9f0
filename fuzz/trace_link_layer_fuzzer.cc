// Link, IP and TCP headers of one frame: trace/link_layer.h, trace/ip.h. The first octet chooses
// the link type, the second says how many octets more were on the wire.
#include "trace/link_layer.h"

#include <algorithm>
#include <array>

#include "bounded.h"
#include "trace/ip.h"
#include "trace/tcp_segment.h"

namespace wireassay {
namespace {

using trace::LinkType;

constexpr std::array kTypes = {LinkType::Null, LinkType::Ethernet, LinkType::Raw,
                               LinkType::Loop, LinkType::LinuxSll, LinkType::Ipv4,
                               LinkType::Ipv6, LinkType::LinuxSll2};

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

bool lies_within(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

template <class T>
void check_answer(const Parsed<T>& answer, std::string_view in) {
  if (const auto* error = std::get_if<ParseError>(&answer))
    require(error->offset <= in.size() && !error->rule.empty(), "an error beyond the input", in);
  if (const auto* got = std::get_if<Got<T>>(&answer))
    require(got->used <= in.size(), "took more than there is", in);
}

/// A prefix gives what the whole gives, or less than an answer.
void check_prefixes(LinkType type, std::string_view frame) {
  const auto whole = trace::parse_link_header(type, frame);
  check_answer(whole, frame);
  if (frame.size() > testing::kEverySplit) return;
  testing::ExactBuffer buffer(frame);
  for (std::size_t size = frame.size(); size-- > 0;) {
    const auto answer = trace::parse_link_header(type, buffer.prefix(size));
    require(std::holds_alternative<NeedMore>(answer) || answer == whole,
            "a prefix gives another answer", frame);
  }
}

void check_ip(std::string_view octets, std::size_t original) {
  const auto ip = trace::parse_ip(octets, original);
  check_answer(ip, octets);
  const auto* got = std::get_if<Got<trace::IpPacket>>(&ip);
  if (got == nullptr) return;
  require(lies_within(got->value.payload, octets), "a payload beyond the packet", octets);
  const std::string_view payload = got->value.payload;
  const auto tcp = trace::parse_tcp_segment(payload, got->value.missing);
  check_answer(tcp, payload);
  if (const auto* segment = std::get_if<Got<trace::TcpSegment>>(&tcp))
    require(lies_within(segment->value.octets, payload), "data beyond the segment", payload);
}

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in);
  if (in.size() < 2) return;
  const LinkType type = kTypes.at(static_cast<unsigned char>(in[0]) % kTypes.size());
  const std::size_t more = static_cast<unsigned char>(in[1]);
  const testing::ExactBuffer buffer(in.substr(2));
  const std::string_view frame = buffer.view();
  check_prefixes(type, frame);
  const auto link = trace::parse_link_header(type, frame);
  const auto* got = std::get_if<Got<trace::LinkHeader>>(&link);
  if (got != nullptr) check_ip(frame.substr(got->used), frame.size() - got->used + more);
}

}  // namespace wireassay
