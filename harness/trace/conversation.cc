// Both streams see every packet: what one side acknowledges says what the other side sent.
#include "trace/conversation.h"

#include <algorithm>
#include <iterator>

namespace wireassay::trace {
namespace {

constexpr std::uint16_t kWellKnown = 1024;  // RFC 6335 section 6: System Ports

/// Behind the first `skip` ones.
std::vector<DirectedEvent> directed(const TcpStream& stream, Direction from, std::uint64_t skip) {
  std::vector<DirectedEvent> events;
  const auto begin = static_cast<std::size_t>(skip - std::min(skip, stream.released()));
  for (std::size_t at = begin; at < stream.events().size(); ++at)
    events.push_back({from, stream.events()[at]});
  return events;
}

}  // namespace

Conversation::Conversation(const Endpoint& source, const Endpoint& target,
                           const StreamLimits& limits, std::uint64_t number)
    : ends_{source, target}, streams_{TcpStream(limits), TcpStream(limits)}, number_(number) {}

bool Conversation::is_over() const {
  const auto reset = [](const TcpStream& stream) { return stream.is_reset(); };
  const auto ended = [](const TcpStream& stream) { return stream.has_ended(); };
  return std::ranges::any_of(streams_, reset) || std::ranges::all_of(streams_, ended);
}

void Conversation::release(Budget& budget, bool all) {
  for (TcpStream& stream : streams_) stream.release(budget, all);
}

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
  if (told_client_) return *told_client_;
  if (opener_) return *opener_;
  const bool first_known = ends_[0].port < kWellKnown, second_known = ends_[1].port < kWellKnown;
  if (first_known != second_known) return first_known ? 1 : 0;
  return ends_[0].port < ends_[1].port ? 1 : 0;
}

const TcpStream& Conversation::stream(Direction from) const {
  return streams_[from == Direction::FromClient ? client_index() : 1 - client_index()];
}

std::vector<DirectedEvent> Conversation::events() const { return merged(0, 0); }

std::vector<DirectedEvent> Conversation::take_new_events() {
  // The server may be known only later; what was told of the sides stands.
  if (!told_client_ && (!streams_[0].events().empty() || !streams_[1].events().empty()))
    told_client_ = client_index();
  const auto all = [](const TcpStream& stream) {
    return stream.released() + stream.events().size();
  };
  const std::array<std::uint64_t, 2> now = {all(streams_[0]), all(streams_[1])};
  if (now == taken_) return {};
  const std::size_t client = client_index();
  const auto events = merged(taken_[client], taken_[1 - client]);
  taken_ = now;
  return events;
}

/// Without the first events of the client and of the server.
std::vector<DirectedEvent> Conversation::merged(std::uint64_t of_client,
                                                std::uint64_t of_server) const {
  const auto client = directed(stream(Direction::FromClient), Direction::FromClient, of_client);
  const auto server = directed(stream(Direction::FromServer), Direction::FromServer, of_server);
  std::vector<DirectedEvent> both;
  both.reserve(client.size() + server.size());
  const auto earlier = [](const DirectedEvent& a, const DirectedEvent& b) {
    const bool a_ends = a.event.kind == StreamEventKind::End;
    const bool b_ends = b.event.kind == StreamEventKind::End;
    if (a.event.at.frame != b.event.at.frame) return a.event.at.frame < b.event.at.frame;
    return !a_ends && b_ends;
  };
  std::ranges::merge(client, server, std::back_inserter(both), earlier);
  return both;
}

}  // namespace wireassay::trace
