// One direction of a connection: trace/tcp_stream.h. An input is four octets of initial sequence
// number, then steps: a letter, two octets of distance, one of size. D data (they follow), C data
// whose last quarter was cut off, S SYN, F FIN, A acknowledgment, R reset, T a packet goes by.
// However data are cut and repeated the stream is the same; so it is in any order, if its octets
// agree with each other; and small limits hold.
#include "trace/tcp_stream.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "bounded.h"
#include "core/cursor.h"
#include "trace/octets.h"
#include "trace/trace_test_support.h"

namespace wireassay {
namespace {

using namespace trace;

constexpr std::size_t kMaxInput = 4096;
/// Nothing is given up before the end.
constexpr StreamLimits kPatient = {
    .pending = 1 << 20, .pieces = 1 << 20, .reorder_packets = 1 << 20, .anomalies = 10};
constexpr StreamLimits kNarrow = {
    .pending = 64, .pieces = 4, .reorder_packets = 3, .window = 4096, .anomalies = 4};
constexpr std::size_t kNarrowKept = 1000, kNarrowPending = 100;

struct Step {
  char what;
  std::uint32_t sequence;
  std::string data;
  std::size_t missing = 0;
};
using Steps = std::vector<Step>;

Steps steps_of(std::string_view in) {
  Cursor cursor(in);
  const std::uint32_t begin = take_u32(cursor);
  Steps steps;
  while (cursor.rest().size() >= 4) {
    const char what = static_cast<char>(take_u8(cursor));
    Step step{.what = what, .sequence = begin + take_u16(cursor), .data = {}};
    const std::size_t size = take_u8(cursor);
    if (what == 'D' || what == 'C') step.data = cursor.take_octets(size);
    if (what == 'C') step.missing = step.data.size() / 4 + 1;
    steps.push_back(step);
  }
  return steps;
}

void apply(TcpStream& stream, const Step& step, Moment at, Budget& budget) {
  switch (step.what) {
    case 'C':
    case 'D': return stream.add(step.sequence, step.data, step.missing, at, budget);
    case 'S': return stream.syn(step.sequence, at, budget);
    case 'F': return stream.fin(step.sequence, at);
    case 'A': return stream.acknowledged(step.sequence);
    case 'R': return stream.reset(at);
    default: return stream.tick(budget);
  }
}

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

std::string play(const Steps& steps, const StreamLimits& limits, Budget budget,
                 std::string_view in) {
  TcpStream stream(limits);
  const std::size_t kept = budget.kept;
  Moment at{};
  for (const Step& step : steps) {
    ++at.frame;
    apply(stream, step, at, budget);
    require(budget.waiting <= std::min(limits.pending, budget.pending), "too much waits", in);
  }
  stream.finish(at, budget);
  fuzzing::require(broken_stream(stream));
  require(budget.waiting == 0, "octets wait behind the end", in);
  require(stream.octets().size() <= kept, "more is kept than may be", in);
  require(stream.anomalies().size() <= limits.anomalies, "too many anomalies", in);
  return to_text(stream);
}

Steps octet_by_octet(const Steps& steps) {
  Steps pieces;
  for (const Step& step : steps) {
    if (step.data.size() < 2) {
      pieces.push_back(step);
      continue;
    }
    std::uint32_t sequence = step.sequence;
    for (const char octet : step.data) pieces.push_back({'D', sequence++, std::string(1, octet)});
    pieces.back().missing = step.missing;
  }
  return pieces;
}

Steps twice(const Steps& steps) {
  Steps doubled;
  for (const Step& step : steps) doubled.insert(doubled.end(), 2, step);
  return doubled;
}

/// Data and the first SYN; each octet is what its place says.
Steps agreeing(const Steps& steps) {
  Steps kept;
  bool has_syn = false;
  for (Step step : steps) {
    if (step.what == 'S' && !has_syn) kept.push_back(step);
    has_syn = has_syn || step.what == 'S';
    if (step.what != 'D') continue;
    std::uint32_t place = step.sequence;
    for (char& octet : step.data) octet = static_cast<char>('a' + place++ % 23);
    kept.push_back(step);
  }
  return kept;
}

}  // namespace

void fuzz(std::string_view in) {
  if (in.size() > kMaxInput || in.size() < 4) return;
  const fuzzing::Bounded bounded(in);
  const Steps steps = steps_of(in);
  const std::string whole = play(steps, kPatient, {}, in);
  require(play(octet_by_octet(steps), kPatient, {}, in) == whole, "pieces give another stream", in);
  require(play(twice(steps), kPatient, {}, in) == whole, "twice gives another stream", in);
  Steps order = agreeing(steps);
  const std::string agreed = play(order, kPatient, {}, in);
  std::ranges::reverse(order);
  require(play(order, kPatient, {}, in) == agreed, "backwards gives another stream", in);
  std::ranges::sort(order, {}, &Step::sequence);
  require(play(order, kPatient, {}, in) == agreed, "sorted gives another stream", in);
  play(steps, kNarrow, {.kept = kNarrowKept, .pending = kNarrowPending}, in);
}

}  // namespace wireassay
