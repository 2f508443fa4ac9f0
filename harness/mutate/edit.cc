// Looking at an input, and changing it with lengths kept.
#include <algorithm>

#include "mutate/operations.h"

namespace wireassay::mutate {
namespace {

/// A replacement; several of one input do not overlap.
struct Replacement {
  std::size_t at, removed;
  std::string inserted;
};

bool counts(const Piece& counted, std::size_t at, std::size_t removed) {
  if (at < counted.at || at + removed > counted.end()) return false;
  return removed > 0 || at < counted.end() || counted.size == 0;
}

std::string replaced(std::string_view octets, std::vector<Replacement>& all) {
  std::ranges::sort(all, {}, &Replacement::at);
  std::string out;
  std::size_t from = 0;
  for (const Replacement& one : all) {
    if (one.at < from) continue;  // two lengths in one place
    out.append(octets.substr(from, one.at - from)).append(one.inserted);
    from = one.at + one.removed;
  }
  return out.append(octets.substr(from));
}

}  // namespace

std::optional<Sight> look(const Grammar& grammar, const std::vector<std::string>& words,
                          std::string_view octets, std::size_t most, Random& random) {
  Sight sight{.octets = octets,
              .grammar = &grammar,
              .words = &words,
              .pieces = {},
              .structure = {},
              .room = most > octets.size() ? most - octets.size() : 0};
  grammar.lengths(octets, sight.structure);
  const std::size_t level = random.below(grammar.levels.size() + 1);
  // What has lengths is the structure of octets; text has its lines.
  const bool units =
      !sight.structure.units.empty() && (!grammar.text ? random.below(4) != 0 : level == 0);
  if (units) {
    sight.pieces = sight.structure.units;
  } else {
    grammar.levels[level % grammar.levels.size()](octets, sight.pieces);
  }
  if (sight.pieces.empty()) grammar.levels.front()(octets, sight.pieces);
  if (sight.pieces.empty() && !octets.empty()) sight.pieces.push_back({0, octets.size()});
  if (sight.pieces.empty()) return std::nullopt;
  return sight;
}

std::string apply(std::string_view octets, const Structure& structure, const Edit& edit,
                  Repair repair) {
  std::vector<Replacement> all{{edit.at, edit.removed, edit.inserted}};
  if (repair != Repair::Stale) {
    std::vector<Length> found;
    for (const Length& length : structure.lengths) {
      const bool touched = length.at < edit.at + edit.removed && edit.at < length.at + length.width;
      if (!touched && counts(length.counted, edit.at, edit.removed)) found.push_back(length);
    }
    // From the inside out: a number that gets another digit makes what is around it longer.
    std::ranges::sort(found, std::ranges::greater{}, &Length::at);
    for (const Length& length : found) {
      std::uint64_t value = *number_at(octets, length.at, length.width, length.digits);
      for (const Replacement& one : all)
        if (counts(length.counted, one.at, one.removed))
          value += std::uint64_t{one.inserted.size()} - one.removed;
      if (repair == Repair::OffByOne) ++value;
      all.push_back({length.at, length.width, written(value, length.width, length.digits)});
    }
  }
  return replaced(octets, all);
}

}  // namespace wireassay::mutate
