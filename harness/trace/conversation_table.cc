// Layer by layer; what cannot be read is counted and named, and the next packet is read.
#include "trace/conversation_table.h"

#include <algorithm>

#include "trace/link_layer.h"
#include "trace/tcp_segment.h"

namespace wireassay::trace {
namespace {

constexpr std::uint64_t kGone = ~std::uint64_t{0};  ///< the number of none

}  // namespace

std::string to_string(const Problem& problem) {
  const std::string where =
      "packet " + std::to_string(problem.frame) + ": " + std::string(problem.layer) + ": ";
  return where + (problem.truncated ? "cut off by the capture" : to_string(problem.error));
}

ConversationTable::ConversationTable(const TraceLimits& limits)
    : limits_(limits), budget_(limits.budget), fragments_(limits.fragments) {}

ConversationTable::ConversationTable(const TraceLimits& limits, ConversationListener& listener)
    : ConversationTable(limits) {
  listener_ = &listener;
}

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
  const bool was_over = conversation->is_over();
  conversation->add(source, segment, at, budget_);
  if (listener_ == nullptr) return;
  listener_->came(*conversation);
  const bool tight = budget_.kept < limits_.budget.kept / 2;
  conversation->release(budget_, tight || conversation->is_over());
  if (!was_over && conversation->is_over()) {
    const auto index = static_cast<std::size_t>(conversation - conversations_.data());
    lingering_.push_back({conversation->number(), index, at.time_ns});
  }
  end_lingering(at);
}

/// The conversation is finished, told and forgotten.
void ConversationTable::end(std::size_t index) {
  Conversation& conversation = conversations_[index];
  conversation.finish(budget_);
  listener_->ended(conversation);
  const Key key = std::minmax(conversation.client(), conversation.server());
  if (const auto known = open_.find(key); known != open_.end() && known->second == index)
    open_.erase(known);
  for (const Direction from : {Direction::FromClient, Direction::FromServer})
    budget_.kept += conversation.stream(from).kept();
  conversation = Conversation({}, {}, limits_.stream, kGone);
  free_.push_back(index);
}

void ConversationTable::end_lingering(Moment now) {
  while (!lingering_.empty()) {
    const Lingering& oldest = lingering_.front();
    const bool gone = conversations_[oldest.index].number() != oldest.number;
    const bool waits =
        now.time_ns - oldest.since_ns < limits_.linger_ns && lingering_.size() <= limits_.lingering;
    if (!gone && waits) return;
    const std::size_t index = oldest.index;
    lingering_.pop_front();
    if (!gone) end(index);
  }
}

/// Makes room: those end of which nothing was heard for the longest time.
void ConversationTable::end_idle() {
  std::vector<std::pair<std::uint64_t, std::size_t>> by_age;
  for (const auto& [key, index] : open_)
    by_age.emplace_back(conversations_[index].last().frame, index);
  const std::size_t count = std::max<std::size_t>(1, by_age.size() / 16);
  const auto end_of_old =
      by_age.begin() + static_cast<std::ptrdiff_t>(std::min(count, by_age.size()));
  std::ranges::nth_element(by_age, end_of_old);
  for (auto one = by_age.begin(); one != end_of_old; ++one) end(one->second);
}

/// The connection that the segment belongs to, maybe a new one. nullptr: there are too many.
Conversation* ConversationTable::find(const Endpoint& source, const Endpoint& target,
                                      const TcpSegment& segment) {
  const Key key = std::minmax(source, target);
  const auto known = open_.find(key);
  const bool reused =
      known != open_.end() && conversations_[known->second].is_reused_by(source, segment);
  if (known != open_.end() && !reused) return &conversations_[known->second];
  if (listener_ == nullptr) {
    if (conversations_.size() == limits_.connections) return nullptr;
    if (reused) conversations_[known->second].finish(budget_);
  } else {
    if (reused) end(known->second);
    if (free_.empty() && conversations_.size() == limits_.connections) end_idle();
    if (free_.empty() && conversations_.size() == limits_.connections) return nullptr;
  }
  std::size_t index = conversations_.size();
  if (free_.empty()) {
    conversations_.emplace_back(source, target, limits_.stream, next_number_);
  } else {
    index = free_.back();
    free_.pop_back();
    conversations_[index] = Conversation(source, target, limits_.stream, next_number_);
  }
  ++next_number_;
  open_[key] = index;
  return &conversations_[index];
}

void ConversationTable::finish() {
  std::vector<std::size_t> left;
  for (const auto& [key, index] : open_) left.push_back(index);
  const auto number = [&](std::size_t index) { return conversations_[index].number(); };
  std::ranges::sort(left, {}, number);
  for (const std::size_t index : left) {
    if (listener_ != nullptr)
      end(index);
    else
      conversations_[index].finish(budget_);
  }
  fragments_.finish();
}

}  // namespace wireassay::trace
