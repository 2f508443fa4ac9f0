// Whether a field of an event is what a step demands, and if not, what came nearest.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/evaluate.h"

namespace wireassay::scenario {

struct MatchLimits {
  static constexpr std::size_t kSteps =
      1'000'000;  ///< comparisons of one field; more is a miss that says so
  static constexpr std::size_t kPatterns = 1024;  ///< of one list
  static constexpr std::size_t kPieces = 512;     ///< of one expected value
};

/// Holes bound since this was made. They are in the scope at once, and gone again unless keep() is
/// called.
class Bindings {
 public:
  explicit Bindings(Scope& scope) : scope_(scope) {}
  ~Bindings() { rollback(0); }
  Bindings(const Bindings&) = delete;
  Bindings& operator=(const Bindings&) = delete;

  /// `name` must not be in the scope yet.
  void bind(std::string_view name, std::string_view octets);
  std::size_t mark() const { return names_.size(); }
  void rollback(std::size_t mark);
  void keep() { names_.clear(); }

 private:
  Scope& scope_;
  std::vector<std::string> names_;
};

/// Why a field does not hold; all texts but `offending` are escaped, secrets in what is expected
/// are hidden.
struct FieldMiss {
  std::string expected;   ///< "enhanced 5.1.x"
  std::string nearest;    ///< "SIZE=0", or empty
  std::string reason;     ///< "capabilities lacks SIZE=1000"
  std::string offending;  ///< the octets of the value that is wrong, or empty
  std::optional<ExpansionError> error = std::nullopt;  ///< the expectation could not be expanded
};

/// `has`, `only`, `order` and `not` of one field (for a table: of one key). Lists are compared
/// element by element; each expected value takes an element of its own.
std::expected<void, FieldMiss> match_field(const FieldExpectation& expectation,
                                           const FieldValue& value, const FieldSpec& spec,
                                           Scope& scope, Bindings& bindings);

}  // namespace wireassay::scenario
