// A whole file: libpcap, then every layer up to streams: trace/capture.h,
// trace/conversation_table.h. Every packet is counted once, nothing is invented, and packets that
// come twice change no stream.
#include "trace/capture.h"

#include "bounded.h"
#include "trace/conversation_table.h"
#include "trace/trace_test_support.h"

namespace wireassay {
namespace {

using namespace trace;

/// Nothing is given up before the end.
TraceLimits patient() {
  TraceLimits limits;
  limits.stream = {.pending = 1 << 20, .pieces = 1 << 20, .reorder_packets = 1 << 20};
  return limits;
}

TraceLimits narrow() {
  TraceLimits limits;
  limits.connections = 4;
  limits.problems = 2;
  limits.budget = {.kept = 2000, .pending = 200};
  limits.stream = {.pending = 100, .pieces = 4, .reorder_packets = 2, .anomalies = 2};
  limits.fragments = {.datagrams = 2, .octets = 200, .pieces = 8};
  return limits;
}

/// libpcap allocates what a block of pcapng says to be long, up to its MAX_BLOCKSIZE of 16 MiB,
/// before it reads the first octet.
constexpr testing::WorkLimits kWork{.heap = 17 << 20};

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

void check(const ConversationTable& table, const TraceLimits& limits, std::string_view in) {
  const TraceCounts& counts = table.counts();
  const std::uint64_t sum = counts.not_ip + counts.not_tcp + counts.tcp + counts.fragments +
                            counts.malformed + counts.headers_truncated + counts.refused;
  require(sum == counts.packets, "packets are not counted once each", in);
  require(table.conversations().size() <= limits.connections, "too many connections", in);
  require(table.problems().size() <= limits.problems, "too many problems", in);
  require(table.budget().waiting == 0, "octets wait behind the end", in);
  std::size_t kept = 0;
  for (const Conversation& one : table.conversations()) {
    for (const Direction from : {Direction::FromClient, Direction::FromServer}) {
      fuzzing::require(broken_stream(one.stream(from)));
      kept += one.stream(from).octets().size();
    }
    require(one.events().size() >= 2 && one.duration_ns() >= 0, "a connection without ends", in);
  }
  require(kept <= limits.budget.kept, "more is kept than may be", in);
}

/// The streams of a file, each packet `times` times.
std::string read(std::string_view in, int times, const TraceLimits& limits) {
  auto capture = Capture::open_octets("input", in);
  if (!capture) return capture.error();
  ConversationTable table(limits);
  std::size_t octets = 0;
  std::string error;
  while (true) {
    const auto packet = capture->next();
    if (!packet) error = packet.error();
    if (!packet || !*packet) break;
    octets += (*packet)->octets.size();
    for (int i = 0; i < times; ++i) table.add(**packet);
  }
  table.finish();
  require(octets <= in.size(), "more octets than the file has", in);
  check(table, limits, in);
  for (const Conversation& one : table.conversations()) {
    error += "\n" + to_string(one.client()) + " " + to_string(one.server()) + " " +
             to_text(one.stream(Direction::FromClient)) + " | " +
             to_text(one.stream(Direction::FromServer));
  }
  return error;
}

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in, kWork);
  const testing::ExactBuffer buffer(in);
  const std::string once = read(buffer.view(), 1, patient());
  require(!once.starts_with("input: ") || once.size() > 7, "an error that says nothing", in);
  const std::string twice = read(buffer.view(), 2, patient());
  require(twice == once, "packets twice give other streams: " + twice + " instead of " + once, in);
  read(buffer.view(), 1, narrow());
}

}  // namespace wireassay
