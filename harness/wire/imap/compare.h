// Expected values against those that came: single ones, lists, sets, pairs and sets of numbers.
// Every function leaves the holes alone when it answers false.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/structure.h"
#include "wire/imap/pattern.h"
#include "wire/imap/value.h"

namespace wireassay::imap {

/// Which letters are equal in both cases.
enum class Fold {
  Nothing,
  Atoms,  ///< of atoms of the pattern against atoms
  All,    ///< names, flags
};

using Wanted = std::span<const Expected>;
using Came = std::span<const Value>;

class Comparer {
 public:
  /// `source`: the octets that the values were read from.
  Comparer(Holes& holes, std::string_view source) : holes_(holes), source_(source) {}

  bool value(const Expected& wanted, const Value& came, Fold fold = Fold::Atoms);
  /// INBOX in any case, else octet by octet.
  bool mailbox(const Expected& wanted, const Value& came);
  /// As sets of numbers where both are some.
  bool number_set(const Expected& wanted, const Value& came);
  /// Text without form.
  bool text(const Expected& wanted, std::string_view came, Fold fold);

  /// In order; ${?*} stands for any number of values.
  bool sequence(Wanted wanted, Came came, Fold fold = Fold::Atoms);
  bool number_sets(Wanted wanted, Came came);
  /// Each a value of its own, in any order. Unless there is ${?*} or `at_least`, no value may be
  /// left but those that `ignored` says.
  using Ignored = std::function<bool(const Value&)>;
  bool set(Wanted wanted, Came came, bool at_least, const Ignored& ignored = {});
  /// Names with their values, in any order, at least those that are wanted.
  using Pair = std::function<bool(const Expected& name, const Expected& wanted, const Value& came)>;
  using SameName = std::function<bool(const Expected& wanted, const Value& came)>;
  bool pairs(Wanted wanted, Came came, const SameName& same, const Pair& pair);
  /// All numbers of all values as one set, exactly.
  bool numbers(Wanted wanted, Came came);

  Holes& holes() { return holes_; }

 private:
  template <class Try>
  bool attempt(const Try& attempt);
  bool scalar(const Expected& wanted, const Value& came, Fold fold);
  bool pieces(const Expected& wanted, std::size_t piece, std::string_view came);
  bool starts_with(std::string_view came, std::string_view piece, bool fold) const;
  bool hole_piece(const Expected& wanted, std::size_t piece, std::string_view came);
  std::string_view raw(const Value& came) const;

  struct SetSearch;
  bool set_from(SetSearch& search, std::size_t next);
  struct PairSearch;
  bool pairs_from(PairSearch& search, std::size_t next);

  Holes& holes_;
  std::string_view source_;
  struct TextMode {
    bool fold_text = false, fold_values = false, unquote = false;
  } mode_;
};

}  // namespace wireassay::imap
