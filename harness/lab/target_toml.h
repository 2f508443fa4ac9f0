// The fragment of wireassay.toml that describes an instance (LANGUAGE section 8).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lab/recipe.h"

namespace wireassay::lab {

// `trust` is the CA's file; `software` name and version.
std::string target_toml(const Recipe& recipe, const Plan& plan, std::string_view trust,
                        std::string_view software);

// A TOML basic string with its quotes.
std::string toml_string(std::string_view text);

}  // namespace wireassay::lab
