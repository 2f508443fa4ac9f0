// Both streams see every packet: what one side acknowledges says what the other side sent.
#include "trace/conversation.h"

#include <algorithm>
#include <iterator>

namespace wireassay::trace {
namespace {

constexpr std::uint16_t kWellKnown = 1024;  // RFC 6335 section 6: System Ports

std::vector<DirectedEvent> directed(const TcpStream& stream, Direction from) {
  std::vector<DirectedEvent> events;
  events.reserve(stream.events().size());
  for (const StreamEvent& event : stream.events()) events.push_back({from, event});
  return events;
}

}  // namespace

Conversation::Conversation(const Endpoint& source, const Endpoint& target,
                           const StreamLimits& limits)
    : ends_{source, target}, streams_{TcpStream(limits), TcpStream(limits)} {}

void Conversation::add(const Endpoint& source, const TcpSegment& segment, Moment at,
                       Budget& budget) {
  const std::size_t index = source == ends_[0] ? 0 : 1;
  TcpStream& mine = streams_[index];
  TcpStream& peer = streams_[1 - index];
  if (packets_++ == 0) {
    first_ = at;
    earliest_ns_ = latest_ns_ = at.time_ns;
  }
  last_ = at;
  earliest_ns_ = std::min(earliest_ns_, at.time_ns);
  latest_ns_ = std::max(latest_ns_, at.time_ns);
  if (segment.window == 0 && !segment.rst) ++zero_windows_;
  if (segment.syn) {
    if (!opener_) opener_ = segment.ack ? 1 - index : index;
    mine.syn(segment.sequence, at, budget);
  }
  if (segment.rst) {
    mine.reset(at);
    peer.peer_reset(at);
  } else {
    // RFC 9293 section 3.4: SYN takes a number before the data, FIN one behind them.
    const std::uint32_t from = segment.sequence + (segment.syn ? 1U : 0U);
    const std::size_t size = segment.octets.size() + segment.missing;
    if (size > 0 || !(segment.syn || segment.fin))
      mine.add(from, segment.octets, segment.missing, at, budget);
    if (segment.fin) mine.fin(from + static_cast<std::uint32_t>(size), at);
    if (segment.ack) peer.acknowledged(segment.acknowledgment);
  }
  for (TcpStream& stream : streams_) stream.tick(budget);
}

bool Conversation::is_reused_by(const Endpoint& source, const TcpSegment& segment) const {
  if (!segment.syn || segment.rst) return false;
  const TcpStream& mine = streams_[source == ends_[0] ? 0 : 1];
  if (mine.is_beginning(segment.sequence)) return false;
  // Where the SYN of the client was not captured, that of the server tells; one with FIN does not,
  // or it would begin another connection each time it is repeated.
  const bool ended = streams_[0].has_ended() || streams_[1].has_ended();
  return !segment.ack || (ended && !segment.fin);
}

void Conversation::finish(Budget& budget) {
  for (TcpStream& stream : streams_) stream.finish(last_, budget);
}

ClientBy Conversation::client_by() const {
  if (opener_) return ClientBy::Syn;
  return ends_[0].port == ends_[1].port ? ClientBy::FirstSeen : ClientBy::Port;
}

std::size_t Conversation::client_index() const {
  if (opener_) return *opener_;
  const bool first_known = ends_[0].port < kWellKnown, second_known = ends_[1].port < kWellKnown;
  if (first_known != second_known) return first_known ? 1 : 0;
  return ends_[0].port < ends_[1].port ? 1 : 0;
}

const TcpStream& Conversation::stream(Direction from) const {
  return streams_[from == Direction::FromClient ? client_index() : 1 - client_index()];
}

std::vector<DirectedEvent> Conversation::events() const {
  const auto client = directed(stream(Direction::FromClient), Direction::FromClient);
  const auto server = directed(stream(Direction::FromServer), Direction::FromServer);
  std::vector<DirectedEvent> merged;
  merged.reserve(client.size() + server.size());
  const auto earlier = [](const DirectedEvent& a, const DirectedEvent& b) {
    const bool a_ends = a.event.kind == StreamEventKind::End;
    const bool b_ends = b.event.kind == StreamEventKind::End;
    if (a.event.at.frame != b.event.at.frame) return a.event.at.frame < b.event.at.frame;
    return !a_ends && b_ends;
  };
  std::ranges::merge(client, server, std::back_inserter(merged), earlier);
  return merged;
}

}  // namespace wireassay::trace
