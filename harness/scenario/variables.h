// The variables that the language itself knows (LANGUAGE section 6): one table for the lint and
// `explain --language`.
#pragma once

#include <span>
#include <string_view>

namespace wireassay::scenario {

struct VariableSpec {
  std::string_view name;
  bool numbered = false;  ///< user2 … user9
  std::string_view doc;
};

std::span<const VariableSpec> variables();
/// True for a variable of the table, numbered ones from 2 to 9 included.
bool is_variable(std::string_view name);

}  // namespace wireassay::scenario
