// The users of an instance.
#pragma once

#include <cstddef>
#include <vector>

#include "lab/recipe.h"

namespace wireassay::lab {

// u01, u02, … with passwords from the kernel's random numbers: made up anew for each instance, and
// of letters and digits only, so that a failing AUTH is never a question of quoting.
std::vector<User> make_pool(std::size_t size);

}  // namespace wireassay::lab
