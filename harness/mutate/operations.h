// Small changes to an input, each one replacement of octets by others, from a table. Lengths that
// count what is replaced are repaired by apply().
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mutate/grammar.h"
#include "mutate/pieces.h"
#include "mutate/random.h"

namespace wireassay::mutate {

/// An input as an operation sees it.
struct Sight {
  std::string_view octets;
  const Grammar* grammar = nullptr;
  const std::vector<std::string>* words = nullptr;  ///< not empty
  Pieces pieces;         ///< of the level that this mutation works on, not empty
  Structure structure;   ///< lengths
  std::size_t room = 0;  ///< octets that the input may grow by
};

/// `removed` octets at `at` become `inserted`.
struct Edit {
  std::size_t at = 0, removed = 0;
  std::string inserted;
};

struct Operation {
  std::string_view name;
  /// nullopt: this input has nothing for it.
  std::optional<Edit> (*make)(const Sight& sight, Random& random);
};
std::span<const Operation> operations();

/// The input as an operation sees it; nullopt for one without pieces.
std::optional<Sight> look(const Grammar& grammar, const std::vector<std::string>& words,
                          std::string_view octets, std::size_t most, Random& random);

/// How lengths that count what an edit changes are kept.
enum class Repair { Right, Stale, OffByOne };

/// The octets with the edit made. Right: every length that counts the replaced octets is what it
/// was and the difference; OffByOne: one octet more; Stale: as they were.
std::string apply(std::string_view octets, const Structure& structure, const Edit& edit,
                  Repair repair);

}  // namespace wireassay::mutate
