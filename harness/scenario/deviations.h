// Lists of known failures, in a target and in files of their own.
#pragma once

#include <vector>

#include "scenario/load_values.h"
#include "scenario/target.h"

namespace wireassay::scenario {

std::vector<Deviation> read_deviations(Loading& loading, const Node& array);

}  // namespace wireassay::scenario
