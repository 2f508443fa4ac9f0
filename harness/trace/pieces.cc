// The gaps between pieces take what is new; the pieces themselves are only compared.
#include "trace/pieces.h"

#include <algorithm>

namespace wireassay::trace {
namespace {

std::int64_t end_of(std::int64_t position, const Piece& piece) {
  return position + static_cast<std::int64_t>(piece.size());
}

/// Where two texts of one size differ first.
std::optional<std::size_t> first_difference(std::string_view a, std::string_view b) {
  const auto differs = std::ranges::mismatch(a, b);
  if (differs.in1 == a.end()) return std::nullopt;
  return static_cast<std::size_t>(differs.in1 - a.begin());
}

}  // namespace

Pieces::Map::iterator Pieces::behind(std::int64_t position) {
  auto next = pieces_.upper_bound(position);
  if (next == pieces_.begin()) return next;
  const auto before = std::prev(next);
  return end_of(before->first, before->second) > position ? before : next;
}

void Pieces::put(std::int64_t position, std::string_view octets, Moment at) {
  if (octets.empty()) return;
  pieces_.emplace(position, Piece{.octets = std::string(octets), .missing = 0, .at = at});
  octets_ += octets.size();
}

Overlap Pieces::insert(std::int64_t position, std::string_view octets, Moment at) {
  Overlap overlap;
  auto next = behind(position);
  while (!octets.empty() && next != pieces_.end()) {
    const std::int64_t gap = std::max<std::int64_t>(next->first - position, 0);
    const std::string_view fresh = octets.substr(0, static_cast<std::size_t>(gap));
    put(position, fresh, at);
    octets.remove_prefix(fresh.size());
    position += static_cast<std::int64_t>(fresh.size());
    if (octets.empty()) break;
    const auto inside = static_cast<std::size_t>(position - next->first);
    const auto common = static_cast<std::size_t>(
        std::min<std::uint64_t>(octets.size(), next->second.size() - inside));
    const std::string_view old = next->second.octets;
    if (!old.empty() && !overlap.differs) {
      const auto differs = first_difference(old.substr(inside, common), octets.substr(0, common));
      if (differs) overlap.differs = position + static_cast<std::int64_t>(*differs);
    }
    overlap.octets += common;
    octets.remove_prefix(common);
    position += static_cast<std::int64_t>(common);
    ++next;
  }
  put(position, octets, at);
  return overlap;
}

void Pieces::insert_missing(std::int64_t position, std::uint64_t size, Moment at) {
  const auto next = behind(position);
  if (next != pieces_.end()) {
    const std::int64_t gap = std::max<std::int64_t>(next->first - position, 0);
    size = std::min(size, static_cast<std::uint64_t>(gap));
  }
  if (size > 0) pieces_.emplace(position, Piece{.octets = {}, .missing = size, .at = at});
}

void Pieces::remove_before(std::int64_t position) {
  while (!pieces_.empty() && lowest() < position) {
    const std::int64_t from = lowest();
    Piece piece = take_lowest();
    if (end_of(from, piece) <= position) continue;
    const auto cut = static_cast<std::size_t>(position - from);
    if (piece.octets.empty())
      insert_missing(position, piece.missing - cut, piece.at);
    else
      put(position, std::string_view(piece.octets).substr(cut), piece.at);
  }
}

std::int64_t Pieces::end() const {
  const auto& [position, piece] = *pieces_.rbegin();
  return end_of(position, piece);
}

Piece Pieces::take_lowest() {
  const auto first = pieces_.begin();
  Piece piece = std::move(first->second);
  octets_ -= piece.octets.size();
  pieces_.erase(first);
  return piece;
}

}  // namespace wireassay::trace
