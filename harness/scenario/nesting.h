// A look at TOML text before it is parsed: trees of unbounded depth would overflow the stack of the
// parser's destructors.
#pragma once

#include <optional>
#include <string_view>

#include "scenario/model.h"

namespace wireassay::scenario {

/// Where brackets nest, or a dotted key runs, deeper than `limit`; nullopt if nowhere. Needs no
/// valid TOML.
std::optional<Position> nests_deeper(std::string_view text, std::size_t limit);

}  // namespace wireassay::scenario
