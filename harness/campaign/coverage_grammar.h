// The rules and rows of the grammars as they stand in the sources: names of rules at the places
// that say "this rule did not hold", and rows of the tables of verbs, parameters and codes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wireassay::campaign {

struct Source {
  std::string file;  ///< relative to the repository
  std::string text;
};

/// Where a rule stands. A place that `states` it makes the refusal or the deviation itself: when it
/// ran, the rule was reached. Others hand the name on, and only a report at run time tells.
struct RulePlace {
  std::string rule;  ///< "size-value", "http.date-missing"
  std::string file;
  unsigned line = 0, column = 0;  ///< from 1
  bool states = false;
  bool operator==(const RulePlace&) const = default;
};

/// Rules of the sources of one folder: literals in calls that refuse or need something, and uses of
/// the constants of its namespace `rule`. Tests are left out by the caller.
std::vector<RulePlace> rule_places(const std::vector<Source>& sources);

struct RowPlace {
  std::string name, file;
  unsigned line = 0;
  bool operator==(const RowPlace&) const = default;
};

/// Rows of `constexpr T ARRAY[] = {…}` or `constexpr auto ARRAY = std::to_array<T>({…})`: the first
/// text of each.
std::vector<RowPlace> table_rows(const Source& source, std::string_view array);

/// A table whose rows are words of the protocol: reached when a target of the protocol accepted
/// something that holds the word.
struct WatchedTable {
  std::string_view title, file, array, targets;  ///< targets: what their stems begin with
  /// Also in small letters. Not where what is accepted holds human text, which may have the word.
  bool any_case = false;
};
const std::vector<WatchedTable>& watched_tables();

}  // namespace wireassay::campaign
