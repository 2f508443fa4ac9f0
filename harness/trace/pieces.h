// Octets at positions, in whatever order they come: each position keeps what was there first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "trace/packet.h"

namespace wireassay::trace {

struct Piece {
  std::string octets;
  std::uint64_t missing = 0;  ///< instead of octets: so many that were not captured
  Moment at;                  ///< the packet that brought it

  std::uint64_t size() const { return octets.empty() ? missing : octets.size(); }
};

/// What an insertion met.
struct Overlap {
  std::uint64_t octets = 0;             ///< positions that were taken before
  std::optional<std::int64_t> differs;  ///< the first of them that has other octets
};

class Pieces {
 public:
  /// Work is linear in `octets`, but for finding the place.
  Overlap insert(std::int64_t position, std::string_view octets, Moment at);
  /// Notes octets that were not captured, as far as the next piece.
  void insert_missing(std::int64_t position, std::uint64_t size, Moment at);
  /// Drops what lies before the position.
  void remove_before(std::int64_t position);

  bool empty() const { return pieces_.empty(); }
  std::size_t count() const { return pieces_.size(); }
  std::size_t octets() const { return octets_; }
  /// Of the first piece; there must be one.
  std::int64_t lowest() const { return pieces_.begin()->first; }
  /// Behind the last piece; there must be one.
  std::int64_t end() const;
  Piece take_lowest();

 private:
  using Map = std::map<std::int64_t, Piece>;
  /// The first piece that ends behind the position.
  Map::iterator behind(std::int64_t position);
  void put(std::int64_t position, std::string_view octets, Moment at);

  Map pieces_;  ///< no two overlap
  std::size_t octets_ = 0;
};

}  // namespace wireassay::trace
