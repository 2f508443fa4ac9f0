// One expected value against one text: literals, values, holes and regular expressions. Used by
// match.cc, and by the loader to find mistakes early.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/structure.h"
#include "scenario/match.h"
#include "scenario/regex.h"

namespace wireassay::scenario {

/// What the comparisons of one field share.
struct MatchContext {
  Scope& scope;
  Bindings& bindings;
  Compare compare = Compare::Exact;
  bool whole = false;                    ///< a hole takes white space too: values of header fields
  const Structure* structure = nullptr;  ///< the dialect's own comparison, or nullptr: octets
  std::size_t budget = MatchLimits::kSteps;
  std::optional<ExpansionError> error =
      std::nullopt;  ///< the first value that could not be expanded
};

/// A pattern with its values put in, ready to be compared with many texts.
class PreparedPattern {
 public:
  PreparedPattern(const Pattern& pattern, MatchContext& context);

  /// Binds holes when it matches, and leaves the bindings alone when it does not.
  bool matches(std::string_view value);
  /// Why `value` does not match, where the dialect can say more than that.
  std::optional<StructuredPattern::Miss> miss(std::string_view value);
  /// For people: escaped, secrets hidden.
  std::string shown() const;
  /// How much of `value` agrees from its start.
  std::size_t common_prefix(std::string_view value) const;

 private:
  struct Token {
    Piece::Kind kind = Piece::Kind::Literal;
    std::string_view text;
    bool secret = false;
  };

  void put_in_values();
  void compile(const Structure& structure);
  bool match_regex(std::string_view value);
  bool bind_or_compare(std::string_view name, std::string_view octets);
  bool match_from(std::size_t token, std::string_view value, std::size_t at);
  bool match_hole(std::size_t token, std::string_view value, std::size_t at);
  bool take(std::size_t token, std::string_view value, std::size_t at, std::size_t end);
  /// Behind what a scenario wrote, from `at` on; npos where it is not there.
  std::size_t literal_end(std::string_view literal, std::string_view value, std::size_t at) const;
  /// The same of what a hole took: octets, without wildcards.
  std::size_t bound_end(std::string_view octets, std::string_view value, std::size_t at) const;

  const Pattern& pattern_;
  MatchContext& context_;
  std::shared_ptr<const Regex> regex_;
  std::vector<Token> tokens_;        // empty for a constant
  std::vector<std::string> values_;  // what tokens_ look at
  std::unique_ptr<StructuredPattern> structured_;
};

/// What the dialect finds wrong with an expected text before any variable has a value.
std::optional<StructureProblem> structure_problem(const Template& text, const Structure& structure);

}  // namespace wireassay::scenario
