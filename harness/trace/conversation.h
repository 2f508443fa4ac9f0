// A TCP connection of a capture: who speaks with whom, and both streams.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "trace/ip.h"
#include "trace/tcp_segment.h"
#include "trace/tcp_stream.h"

namespace wireassay::trace {

enum class Direction { FromClient, FromServer };

struct DirectedEvent {
  Direction from = Direction::FromClient;
  StreamEvent event;
};

/// How the client is known.
enum class ClientBy {
  Syn,        ///< it opened the connection
  Port,       ///< the other port is a well-known one, or the lower one
  FirstSeen,  ///< both ports are the same: it spoke first
};

class Conversation {
 public:
  Conversation(const Endpoint& source, const Endpoint& target, const StreamLimits& limits,
               std::uint64_t number = 0);

  /// A segment of this connection that `source` sent.
  void add(const Endpoint& source, const TcpSegment& segment, Moment at, Budget& budget);
  /// True if the segment begins another connection between the same endpoints.
  bool is_reused_by(const Endpoint& source, const TcpSegment& segment) const;
  /// Once, when no more comes.
  void finish(Budget& budget);

  const Endpoint& client() const { return ends_[client_index()]; }
  const Endpoint& server() const { return ends_[1 - client_index()]; }
  ClientBy client_by() const;
  const TcpStream& stream(Direction from) const;
  /// Of both streams, in the order in which they could be read. Complete after finish().
  std::vector<DirectedEvent> events() const;
  /// Those that were not taken yet, in that order. The sides are those of the first call; call it
  /// before release().
  std::vector<DirectedEvent> take_new_events();

  /// Among the connections of its capture, from 0 in the order of their first packets.
  std::uint64_t number() const { return number_; }
  /// Both sides have ended, or one has reset it: only what was delayed can still come.
  bool is_over() const;
  /// See TcpStream::release().
  void release(Budget& budget, bool all);

  Moment first() const { return first_; }
  Moment last() const { return last_; }
  /// Between the earliest and the latest packet: captures need not be in order.
  std::int64_t duration_ns() const { return latest_ns_ - earliest_ns_; }
  std::uint64_t packets() const { return packets_; }
  std::uint64_t zero_windows() const { return zero_windows_; }

 private:
  std::size_t client_index() const;
  std::vector<DirectedEvent> merged(std::uint64_t of_client, std::uint64_t of_server) const;

  std::array<Endpoint, 2> ends_;  ///< the first one sent the first packet
  std::array<TcpStream, 2> streams_;
  std::optional<std::size_t> opener_;
  std::optional<std::size_t> told_client_;  ///< as take_new_events() told it
  std::array<std::uint64_t, 2> taken_{};    ///< events of each stream
  Moment first_, last_;
  std::int64_t earliest_ns_ = 0, latest_ns_ = 0;
  std::uint64_t packets_ = 0, zero_windows_ = 0, number_ = 0;
};

}  // namespace wireassay::trace
