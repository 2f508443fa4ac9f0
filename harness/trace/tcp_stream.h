// One direction of a TCP connection: segments in whatever order they were captured to one run of
// octets, with what is missing named. Sequence numbers are unwrapped to positions of 64 bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trace/packet.h"
#include "trace/pieces.h"

namespace wireassay::trace {

enum class StreamEventKind { Octets, Gap, End };
enum class GapReason {
  None,
  Lost,       ///< no packet of the capture has them
  Truncated,  ///< the capture has cut the packet that had them
  Limit,      ///< they were there, but more is not kept
};
enum class EndReason {
  None,
  Fin,
  Reset,      ///< RST of this side
  PeerReset,  ///< RST of the other side
  Capture,    ///< it stops before the stream does
};

/// Events of a stream follow each other without a hole: each begins where the last one ended.
struct StreamEvent {
  StreamEventKind kind = StreamEventKind::Octets;
  std::uint64_t offset = 0;  ///< in the stream, gaps counted
  std::uint64_t size = 0;
  Moment at;                ///< the packet with which all before and these could be read
  std::size_t kept_at = 0;  ///< where the octets lie in TcpStream::octets()
  GapReason gap = GapReason::None;
  EndReason end = EndReason::None;
  bool operator==(const StreamEvent&) const = default;
};

enum class AnomalyKind {
  OverlapDiffers,   ///< other octets for a place that has some: the first ones hold
  BeforeBeginning,  ///< octets before the initial sequence number, or before a begin in midstream
  BeyondFin,        ///< octets behind the end; not kept
  FinMoved,         ///< another end than the first one, or one before octets that were there
  OutOfWindow,      ///< farther away than any window reaches; not kept
  SynMoved,         ///< another initial sequence number than the first one
};
std::string_view to_string(AnomalyKind kind);

struct Anomaly {
  AnomalyKind kind = AnomalyKind::OverlapDiffers;
  std::int64_t offset = 0;  ///< in the stream; negative before its beginning
  Moment at;
  bool operator==(const Anomaly&) const = default;
};

/// Octets of a stream that release() leaves, and how many more make it worth the while.
inline constexpr std::size_t kKeptForComparison = 16 * 1024, kReleasedAtOnce = 48 * 1024;

struct StreamLimits {
  std::size_t pending = 4 * 1024 * 1024;  ///< octets that wait behind a hole
  std::size_t pieces = 8192;              ///< runs of octets that wait
  /// Packets of the connection after which a hole whose octets the peer has acknowledged counts as
  /// lost, and a stream without SYN begins. Reordering over half as many changes nothing.
  std::size_t reorder_packets = 32;
  std::int64_t window = std::int64_t{1} << 30;  ///< RFC 7323 section 2.3: 65535 shifted by 14
  std::size_t anomalies = 1000;                 ///< more are only counted
};

/// What all streams of a capture may still take.
struct Budget {
  std::size_t kept = 256 * 1024 * 1024;    ///< octets of streams and their events
  std::size_t pending = 64 * 1024 * 1024;  ///< octets that wait behind holes
  std::size_t waiting = 0;                 ///< of those, so many do
};

struct StreamCounts {
  std::uint64_t segments = 0;       ///< with data
  std::uint64_t retransmitted = 0;  ///< octets that came again
  std::uint64_t keep_alives = 0;
  std::uint64_t anomalies = 0;
  bool operator==(const StreamCounts&) const = default;
};

class TcpStream {
 public:
  explicit TcpStream(const StreamLimits& limits = {}) : limits_(limits) {}

  void syn(std::uint32_t sequence, Moment at, Budget& budget);
  /// Data; `missing` octets behind them were not captured.
  void add(std::uint32_t sequence, std::string_view octets, std::size_t missing, Moment at,
           Budget& budget);
  /// `sequence` is that of the FIN itself.
  void fin(std::uint32_t sequence, Moment at);
  void reset(Moment at);
  void peer_reset(Moment at);
  /// The peer has all before this number.
  void acknowledged(std::uint32_t number);
  /// A segment without data, or with one octet, just before what comes next.
  bool is_keep_alive(std::uint32_t sequence, std::size_t size) const;
  /// A packet of the connection has gone by.
  void tick(Budget& budget);
  /// No more comes: what waits is delivered, and the stream ends. Once; `last` is the last packet
  /// of the connection.
  void finish(Moment last, Budget& budget);

  /// Forgets what was delivered as soon as it is much, but for the last octets: what comes again is
  /// held against those only. `all`: at once, and the last octets, too.
  void release(Budget& budget, bool all = false);
  /// What of the budget the stream has.
  std::size_t kept() const;
  /// Events that were forgotten.
  std::uint64_t released() const { return released_; }

  /// Those that were not forgotten.
  const std::vector<StreamEvent>& events() const { return events_; }
  /// All that was kept, without gaps.
  const std::string& octets() const { return octets_; }
  std::string_view octets_of(const StreamEvent& event) const;
  const std::vector<Anomaly>& anomalies() const { return anomalies_; }
  const StreamCounts& counts() const { return counts_; }
  std::uint64_t gap_octets() const;

  bool has_begun() const { return begun_; }
  bool has_syn() const { return syn_.has_value(); }
  /// FIN was seen, or RST.
  bool has_ended() const { return fin_.has_value() || reset_.has_value(); }
  bool is_reset() const { return reset_.has_value(); }
  /// True if a SYN with this number can be the beginning of what is here.
  bool is_beginning(std::uint32_t sequence) const;

 private:
  std::int64_t position(std::uint32_t sequence);
  std::int64_t position_from(std::uint32_t sequence) const;
  std::int64_t end_seen() const;
  void begin(std::int64_t position);
  void store(std::int64_t from, std::string_view octets, std::size_t missing, Moment at,
             Budget& budget);
  void compare(std::int64_t from, std::string_view octets, Moment at);
  void deliver(Budget& budget);
  void emit(std::string_view octets, std::uint64_t missing, Moment at, Budget& budget);
  void emit_gap(std::uint64_t size, GapReason reason, Budget& budget);
  void emit_end(Moment last, Budget& budget);
  void push(const StreamEvent& event, Budget& budget);
  void give_up(Budget& budget);
  void relieve(Budget& budget);
  void note(AnomalyKind kind, std::int64_t position, Moment at);
  std::uint64_t offset_of(std::int64_t position) const;

  StreamLimits limits_;
  std::optional<std::uint32_t> origin_;  ///< the number that has position 0: the first one seen
  bool begun_ = false;
  std::int64_t begin_ = 0;  ///< position of the first octet
  std::int64_t next_ = 0;   ///< position of the next octet to deliver
  std::optional<std::int64_t> syn_, fin_;
  std::optional<Moment> fin_at_, reset_, peer_reset_;
  std::int64_t acknowledged_ = std::numeric_limits<std::int64_t>::min();
  std::size_t waited_ = 0;  ///< packets
  Moment latest_;
  Pieces pending_;
  std::vector<StreamEvent> events_;
  std::string octets_;
  std::uint64_t released_ = 0;
  std::vector<Anomaly> anomalies_;
  StreamCounts counts_;
};

}  // namespace wireassay::trace
