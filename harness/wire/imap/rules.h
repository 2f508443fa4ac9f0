// How the values of each response and each response code are compared: one table, which is also
// what `explain --fields imap` prints.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/imap/compare.h"

namespace wireassay::imap {

struct ComparisonRule {
  /// Names that it is about, separated by spaces; empty: all others.
  std::string_view names;
  bool (*matches)(Comparer& comparer, Wanted wanted, Came came);
  /// The name alone is the empty set or list; else it matches whatever follows.
  bool alone_is_empty = false;
  /// A number stands before the name.
  bool numbered = false;
  /// Where lists of pairs stand among the values, or -1.
  int pairs_at = -1;
  Structure::Rule rule;
};

/// By the name of a data response ("FETCH"), or of a response code.
const ComparisonRule& data_rule(std::string_view name);
const ComparisonRule& code_rule(std::string_view name);
std::span<const Structure::Rule> data_rules();
std::span<const Structure::Rule> code_rules();

}  // namespace wireassay::imap
