// Layer by layer; what cannot be read is counted and named, and the next packet is read.
#include "trace/conversation_table.h"

#include <algorithm>

#include "trace/link_layer.h"
#include "trace/tcp_segment.h"

namespace wireassay::trace {

std::string to_string(const Problem& problem) {
  const std::string where =
      "packet " + std::to_string(problem.frame) + ": " + std::string(problem.layer) + ": ";
  return where + (problem.truncated ? "cut off by the capture" : to_string(problem.error));
}

ConversationTable::ConversationTable(const TraceLimits& limits)
    : limits_(limits), budget_(limits.budget), fragments_(limits.fragments) {}

void ConversationTable::report(const Problem& problem) {
  ++(problem.truncated ? counts_.headers_truncated : counts_.malformed);
  if (problems_.size() < limits_.problems) problems_.push_back(problem);
}

/// What was read; otherwise the problem is noted. A header that is not all there is no fault of the
/// capture if the packet had no more octets.
template <class T>
const Got<T>* ConversationTable::read(const Parsed<T>& parsed, std::string_view layer,
                                      std::size_t size, bool truncated, Moment at) {
  if (const auto* got = std::get_if<Got<T>>(&parsed)) return got;
  if (const auto* error = std::get_if<ParseError>(&parsed))
    report({at.frame, layer, false, *error});
  else
    report({at.frame, layer, truncated, {Errc::Malformed, size, "header"}});
  return nullptr;
}

void ConversationTable::add(const Packet& packet) {
  ++counts_.packets;
  const bool truncated = packet.octets.size() < packet.original;
  const auto link = parse_link_header(packet.link, packet.octets);
  const auto* header = read(link, "link", packet.octets.size(), truncated, packet.at);
  if (header == nullptr) return;
  switch (header->value.type) {
    case EtherType::Ipv4:
    case EtherType::Ipv6: return add_ip(packet, header->used);
    case EtherType::None: break;
  }
  ++counts_.not_ip;
}

void ConversationTable::add_ip(const Packet& packet, std::size_t header) {
  const std::string_view octets = packet.octets.substr(header);
  const std::size_t original = packet.original - header;
  const auto ip = parse_ip(octets, original);
  const auto* got = read(ip, "IP", octets.size(), octets.size() < original, packet.at);
  if (got == nullptr) return;
  if (!got->value.fragment) return add_tcp(got->value, packet.at);
  const auto whole = fragments_.add(got->value, packet.at);
  if (whole) return add_tcp(*whole, packet.at);
  ++counts_.fragments;
}

void ConversationTable::add_tcp(const IpPacket& ip, Moment at) {
  if (ip.protocol != kProtocolTcp) {
    ++counts_.not_tcp;
    return;
  }
  const auto tcp = parse_tcp_segment(ip.payload, ip.missing);
  const auto* got = read(tcp, "TCP", ip.payload.size(), ip.missing > 0, at);
  if (got == nullptr) return;
  const TcpSegment& segment = got->value;
  const Endpoint source{ip.source, segment.source}, target{ip.target, segment.target};
  Conversation* const conversation = find(source, target, segment);
  if (conversation == nullptr) {
    ++counts_.refused;
    return;
  }
  ++counts_.tcp;
  if (segment.missing > 0) ++counts_.truncated;
  conversation->add(source, segment, at, budget_);
}

/// The connection that the segment belongs to, maybe a new one. nullptr: there are too many.
Conversation* ConversationTable::find(const Endpoint& source, const Endpoint& target,
                                      const TcpSegment& segment) {
  const Key key = std::minmax(source, target);
  const auto known = open_.find(key);
  const bool reused =
      known != open_.end() && conversations_[known->second].is_reused_by(source, segment);
  if (known != open_.end() && !reused) return &conversations_[known->second];
  if (conversations_.size() == limits_.connections) return nullptr;
  if (reused) conversations_[known->second].finish(budget_);
  open_[key] = conversations_.size();
  return &conversations_.emplace_back(source, target, limits_.stream);
}

void ConversationTable::finish() {
  for (const auto& [key, index] : open_) conversations_[index].finish(budget_);
  fragments_.finish();
}

}  // namespace wireassay::trace
