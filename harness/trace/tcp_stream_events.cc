// What a stream delivers: octets, gaps and its end, within the budget.
#include <algorithm>

#include "trace/tcp_stream.h"

namespace wireassay::trace {
namespace {

/// Octets of one more event, for the budget.
constexpr std::size_t kEventCost = sizeof(StreamEvent);

}  // namespace

std::string_view TcpStream::octets_of(const StreamEvent& event) const {
  if (event.kind != StreamEventKind::Octets) return {};
  return std::string_view(octets_).substr(event.kept_at, event.size);
}

std::uint64_t TcpStream::gap_octets() const {
  std::uint64_t sum = 0;
  for (const StreamEvent& event : events_) {
    if (event.kind == StreamEventKind::Gap) sum += event.size;
  }
  return sum;
}

std::size_t TcpStream::kept() const { return octets_.size() + events_.size() * kEventCost; }

void TcpStream::release(Budget& budget, bool all) {
  if (all) {
    budget.kept += kept();
    released_ += events_.size();
    events_ = {};
    octets_ = {};
    return;
  }
  if (octets_.size() < kKeptForComparison + kReleasedAtOnce) return;
  const std::size_t most = octets_.size() - kKeptForComparison;
  const auto keeps = [&](const StreamEvent& event) {
    return event.kind == StreamEventKind::Octets && event.kept_at + event.size > most;
  };
  const auto first = std::ranges::find_if(events_, keeps);
  const auto count = static_cast<std::size_t>(first - events_.begin());
  const std::size_t gone = first == events_.end() ? octets_.size() : first->kept_at;
  events_.erase(events_.begin(), first);
  octets_.erase(0, gone);
  for (StreamEvent& event : events_) event.kept_at -= std::min(event.kept_at, gone);
  released_ += count;
  budget.kept += gone + count * kEventCost;
}

void TcpStream::deliver(Budget& budget) {
  if (!pending_.empty() && pending_.lowest() < next_) {
    const std::size_t before = pending_.octets();
    pending_.remove_before(next_);
    budget.waiting -= before - pending_.octets();
  }
  while (!pending_.empty() && pending_.lowest() == next_) {
    const Piece piece = pending_.take_lowest();
    budget.waiting -= piece.octets.size();
    emit(piece.octets, piece.octets.empty() ? piece.missing : 0, piece.at, budget);
  }
}

void TcpStream::emit(std::string_view octets, std::uint64_t missing, Moment at, Budget& budget) {
  if (octets.empty() && missing == 0) return;
  if (at.frame > latest_.frame) latest_ = at;
  if (missing > 0) return emit_gap(missing, GapReason::Truncated, budget);
  if (budget.kept < octets.size() + kEventCost)
    return emit_gap(octets.size(), GapReason::Limit, budget);
  budget.kept -= octets.size();
  StreamEvent event{.kind = StreamEventKind::Octets, .offset = offset_of(next_), .at = latest_};
  event.size = octets.size();
  event.kept_at = octets_.size();
  octets_ += octets;
  next_ += static_cast<std::int64_t>(octets.size());
  waited_ = 0;
  push(event, budget);
}

void TcpStream::emit_gap(std::uint64_t size, GapReason reason, Budget& budget) {
  if (size == 0) return;
  const std::uint64_t offset = offset_of(next_);
  next_ += static_cast<std::int64_t>(size);
  waited_ = 0;
  const bool full = budget.kept < kEventCost;
  const bool goes_on = !events_.empty() && events_.back().kind == StreamEventKind::Gap &&
                       (full || events_.back().gap == reason);
  if (goes_on) {
    events_.back().size += size;
    return;
  }
  StreamEvent event{.kind = StreamEventKind::Gap, .offset = offset, .size = size, .at = latest_};
  event.gap = reason;
  push(event, budget);
}

/// Events are few behind the limit: one gap and one end for each stream.
void TcpStream::push(const StreamEvent& event, Budget& budget) {
  budget.kept -= std::min(budget.kept, kEventCost);
  events_.push_back(event);
}

void TcpStream::emit_end(Moment last, Budget& budget) {
  StreamEvent event{.kind = StreamEventKind::End, .offset = offset_of(next_)};
  event.end = fin_          ? EndReason::Fin
              : reset_      ? EndReason::Reset
              : peer_reset_ ? EndReason::PeerReset
                            : EndReason::Capture;
  Moment at = last;
  if (fin_)
    at = *fin_at_;
  else if (reset_ || peer_reset_)
    at = reset_ ? *reset_ : *peer_reset_;
  if (at.frame > latest_.frame) latest_ = at;
  event.at = latest_;
  push(event, budget);
}

void TcpStream::finish(Moment last, Budget& budget) {
  while (!pending_.empty()) give_up(budget);
  if (!begun_ && fin_) begin(*fin_);
  // A FIN that was not captured is acknowledged, too: one number more is no octet.
  const std::int64_t end = fin_ ? *fin_ : acknowledged_ > next_ + 1 ? acknowledged_ : next_;
  if (begun_ && end > next_)
    emit_gap(static_cast<std::uint64_t>(end - next_), GapReason::Lost, budget);
  emit_end(last, budget);
}

}  // namespace wireassay::trace
