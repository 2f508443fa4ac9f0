// Packets to the TCP connections of a capture, in the order of their first packets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/parsed.h"
#include "trace/conversation.h"
#include "trace/ip_fragments.h"
#include "trace/packet.h"

namespace wireassay::trace {

struct TraceLimits {
  std::size_t connections = 65536;  ///< with a listener: at one time
  std::size_t lingering = 1024;     ///< connections that are over, and wait for delayed packets
  std::int64_t linger_ns = 60'000'000'000;
  std::size_t problems = 100;  ///< more are only counted
  Budget budget;
  StreamLimits stream;
  FragmentLimits fragments;
};

/// Follows the connections of a table while it reads. A conversation that has ended is gone behind
/// the call.
class ConversationListener {
 public:
  virtual ~ConversationListener() = default;
  /// Its streams may have new events.
  virtual void came(Conversation& conversation) = 0;
  virtual void ended(Conversation& conversation) = 0;
};

/// A packet that could not be read, or not all of it.
struct Problem {
  std::uint64_t frame = 0;
  std::string_view layer;  ///< "link", "IP", "TCP"
  bool truncated = false;  ///< by the capture; otherwise `error` says what is wrong
  ParseError error;        ///< its offset counts from the beginning of the layer
  bool operator==(const Problem&) const = default;
};
/// "packet 7: IP: malformed Total Length at octet 2"
std::string to_string(const Problem& problem);

/// Every packet counts once below `packets`, but those of TCP may be truncated, too.
struct TraceCounts {
  std::uint64_t packets = 0;
  std::uint64_t not_ip = 0, not_tcp = 0, tcp = 0;
  std::uint64_t fragments = 0;  ///< parts that made nothing whole yet
  std::uint64_t malformed = 0;
  std::uint64_t headers_truncated = 0;
  std::uint64_t refused = 0;    ///< of connections beyond the limit
  std::uint64_t truncated = 0;  ///< TCP segments that lack data
  bool operator==(const TraceCounts&) const = default;
};

class ConversationTable {
 public:
  explicit ConversationTable(const TraceLimits& limits = {});

  /// With a listener, which must outlive the table, nothing is kept of connections that have ended:
  /// conversations() are those that have not.
  ConversationTable(const TraceLimits& limits, ConversationListener& listener);

  void add(const Packet& packet);
  /// Once, when no more comes.
  void finish();

  const std::vector<Conversation>& conversations() const { return conversations_; }
  /// Connections that there were so far.
  std::uint64_t connections() const { return next_number_; }
  const TraceCounts& counts() const { return counts_; }
  const FragmentCounts& fragments() const { return fragments_.counts(); }
  const std::vector<Problem>& problems() const { return problems_; }
  const Budget& budget() const { return budget_; }

 private:
  using Key = std::pair<Endpoint, Endpoint>;  ///< the lower one first
  void add_ip(const Packet& packet, std::size_t header);
  void add_tcp(const IpPacket& ip, Moment at);
  Conversation* find(const Endpoint& source, const Endpoint& target, const TcpSegment& segment);
  template <class T>
  const Got<T>* read(const Parsed<T>& parsed, std::string_view layer, std::size_t size,
                     bool truncated, Moment at);
  void report(const Problem& problem);
  void end(std::size_t index);
  void end_lingering(Moment now);
  void end_idle();

  struct Lingering {
    std::uint64_t number = 0;
    std::size_t index = 0;
    std::int64_t since_ns = 0;
  };

  TraceLimits limits_;
  ConversationListener* listener_ = nullptr;
  Budget budget_;
  FragmentTable fragments_;
  std::vector<Conversation> conversations_;
  std::map<Key, std::size_t> open_;  ///< index of the latest connection between two endpoints
  std::vector<std::size_t> free_;    ///< indexes of connections that are gone
  std::deque<Lingering> lingering_;
  std::uint64_t next_number_ = 0;
  TraceCounts counts_;
  std::vector<Problem> problems_;
};

}  // namespace wireassay::trace
