// Whether a `check` of a step holds. Parsing is declared in template.h.
#pragma once

#include <string>

#include "scenario/template.h"

namespace wireassay::scenario {

struct CheckAnswer {
  bool holds = false;
  std::string sides;  ///< when it does not: "3 > 7", secrets hidden
};

/// Two numbers are compared as numbers; == and != also compare octets; < <= > >= of anything else
/// is Bad.
Expanded<CheckAnswer> evaluate_check(const Check& check, const Scope& scope);

}  // namespace wireassay::scenario
