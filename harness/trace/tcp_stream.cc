// A stream holds its first data until it knows where it begins, then delivers whatever is next.
#include "trace/tcp_stream.h"

#include <algorithm>

namespace wireassay::trace {
std::string_view to_string(AnomalyKind kind) {
  switch (kind) {
    case AnomalyKind::OverlapDiffers: return "overlap-differs";
    case AnomalyKind::BeforeBeginning: return "before-beginning";
    case AnomalyKind::BeyondFin: return "beyond-fin";
    case AnomalyKind::FinMoved: return "fin-moved";
    case AnomalyKind::OutOfWindow: return "out-of-window";
    case AnomalyKind::SynMoved: return "syn-moved";
  }
  return "";
}

/// RFC 9293 section 3.4: numbers are compared modulo 2^32, here by their distance from what is
/// next.
std::int64_t TcpStream::position_from(std::uint32_t sequence) const {
  const std::uint32_t here = origin_.value_or(sequence) + static_cast<std::uint32_t>(next_);
  return next_ + static_cast<std::int32_t>(sequence - here);
}

std::int64_t TcpStream::position(std::uint32_t sequence) {
  if (!origin_) origin_ = sequence;
  return position_from(sequence);
}

std::int64_t TcpStream::end_seen() const {
  return pending_.empty() ? next_ : std::max(next_, pending_.end());
}

std::uint64_t TcpStream::offset_of(std::int64_t position) const {
  return static_cast<std::uint64_t>(position - begin_);
}

void TcpStream::note(AnomalyKind kind, std::int64_t position, Moment at) {
  ++counts_.anomalies;
  if (anomalies_.size() < limits_.anomalies) anomalies_.push_back({kind, position - begin_, at});
}

void TcpStream::begin(std::int64_t position) {
  begun_ = true;
  begin_ = next_ = position;
  waited_ = 0;
}

bool TcpStream::is_beginning(std::uint32_t sequence) const {
  if (syn_) return position_from(sequence) == *syn_;
  if (!origin_) return true;
  const std::int64_t first = position_from(sequence) + 1;
  if (begun_) return first == begin_;
  return pending_.empty() || first <= pending_.lowest();
}

void TcpStream::syn(std::uint32_t sequence, Moment at, Budget& budget) {
  const std::int64_t here = position(sequence);
  if (syn_ || (begun_ && here + 1 != begin_)) {
    if (!syn_ || *syn_ != here) note(AnomalyKind::SynMoved, here, at);
    return;
  }
  syn_ = here;
  if (begun_) return;
  if (!pending_.empty() && pending_.lowest() <= here)
    note(AnomalyKind::BeforeBeginning, pending_.lowest(), at);
  begin(here + 1);
  deliver(budget);
}

bool TcpStream::is_keep_alive(std::uint32_t sequence, std::size_t size) const {
  const bool known = begun_ || !pending_.empty();
  if (!known || size > 1) return false;
  const std::int64_t here = position_from(sequence);
  return fin_ ? here == *fin_ : here == end_seen() - 1;
}

void TcpStream::add(std::uint32_t sequence, std::string_view octets, std::size_t missing, Moment at,
                    Budget& budget) {
  if (is_keep_alive(sequence, octets.size() + missing)) {
    ++counts_.keep_alives;
    return;
  }
  if (octets.empty() && missing == 0) return;
  ++counts_.segments;
  const std::int64_t from = position(sequence);
  const std::int64_t end = from + static_cast<std::int64_t>(octets.size() + missing);
  if (end - next_ > limits_.window || next_ - from > limits_.window)
    return note(AnomalyKind::OutOfWindow, from, at);
  std::int64_t stored = end;
  if (fin_ && end > *fin_) {
    note(AnomalyKind::BeyondFin, std::max(from, *fin_), at);
    stored = *fin_;
  }
  if (stored > from) {
    const auto room = static_cast<std::size_t>(stored - from);
    const std::string_view kept = octets.substr(0, room);
    store(from, kept, room - kept.size(), at, budget);
  }
  if (begun_) deliver(budget);
  relieve(budget);
}

void TcpStream::store(std::int64_t from, std::string_view octets, std::size_t missing, Moment at,
                      Budget& budget) {
  const std::int64_t end = from + static_cast<std::int64_t>(octets.size());
  if (begun_ && from < begin_) {
    note(AnomalyKind::BeforeBeginning, from, at);
    octets.remove_prefix(std::min(octets.size(), static_cast<std::size_t>(begin_ - from)));
    from = end - static_cast<std::int64_t>(octets.size());
  }
  if (begun_ && from < next_ && !octets.empty()) {
    const std::string_view old = octets.substr(0, static_cast<std::size_t>(next_ - from));
    compare(from, old, at);
    counts_.retransmitted += old.size();
    octets.remove_prefix(old.size());
    from += static_cast<std::int64_t>(old.size());
  }
  if (begun_ && from == next_ && pending_.empty() && missing == 0) {
    emit(octets, 0, at, budget);
    return;
  }
  const std::size_t before = pending_.octets();
  const Overlap overlap = pending_.insert(from, octets, at);
  budget.waiting += pending_.octets() - before;
  counts_.retransmitted += overlap.octets;
  if (overlap.differs) note(AnomalyKind::OverlapDiffers, *overlap.differs, at);
  // What begins behind the octets is noted once: where more is known already, that stands.
  if (missing > 0 && !(begun_ && end < next_)) pending_.insert_missing(end, missing, at);
}

/// Holds what came again against what was delivered.
void TcpStream::compare(std::int64_t from, std::string_view octets, Moment at) {
  const std::uint64_t offset = offset_of(from), end = offset + octets.size();
  auto event = std::ranges::upper_bound(events_, offset, {}, &StreamEvent::offset);
  if (event != events_.begin()) --event;
  for (; event != events_.end() && event->offset < end; ++event) {
    if (event->kind != StreamEventKind::Octets) continue;
    const std::uint64_t low = std::max(offset, event->offset);
    const std::uint64_t high = std::min(end, event->offset + event->size);
    if (low >= high) continue;
    const std::string_view kept = octets_of(*event).substr(low - event->offset, high - low);
    const std::string_view again = octets.substr(low - offset, high - low);
    const auto differs = std::ranges::mismatch(kept, again);
    if (differs.in1 == kept.end()) continue;
    return note(AnomalyKind::OverlapDiffers,
                begin_ + static_cast<std::int64_t>(low) + (differs.in1 - kept.begin()), at);
  }
}

void TcpStream::fin(std::uint32_t sequence, Moment at) {
  const std::int64_t here = position(sequence);
  if (here - next_ > limits_.window || next_ - here > limits_.window)
    return note(AnomalyKind::OutOfWindow, here, at);
  if (fin_ && *fin_ == here) return;
  const bool has_more = begun_ ? here < end_seen() : !pending_.empty() && here < pending_.end();
  if (fin_ || has_more) return note(AnomalyKind::FinMoved, here, at);
  fin_ = here;
  fin_at_ = at;
}

void TcpStream::reset(Moment at) {
  if (!reset_) reset_ = at;
}

void TcpStream::peer_reset(Moment at) {
  if (!peer_reset_) peer_reset_ = at;
}

void TcpStream::acknowledged(std::uint32_t number) {
  if (!origin_) return;
  const std::int64_t here = position_from(number);
  if (here - next_ <= limits_.window) acknowledged_ = std::max(acknowledged_, here);
}

void TcpStream::tick(Budget& budget) {
  if (pending_.empty()) return;
  if (begun_ && acknowledged_ < pending_.lowest()) return;
  if (++waited_ >= limits_.reorder_packets) give_up(budget);
}

/// What waits goes on without what is missing before it.
void TcpStream::give_up(Budget& budget) {
  if (!begun_)
    begin(pending_.lowest());
  else
    emit_gap(static_cast<std::uint64_t>(pending_.lowest() - next_), GapReason::Lost, budget);
  deliver(budget);
}

void TcpStream::relieve(Budget& budget) {
  while (!pending_.empty() &&
         (pending_.octets() > limits_.pending || pending_.count() > limits_.pieces ||
          budget.waiting > budget.pending)) {
    give_up(budget);
  }
}

}  // namespace wireassay::trace
