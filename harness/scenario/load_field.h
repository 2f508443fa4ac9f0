// Fields of a step: what a reply must hold (LANGUAGE section 5).
#pragma once

#include <vector>

#include "scenario/load_values.h"

namespace wireassay::scenario {

/// The demands of one field; several for a field that is a table (one for each name in it).
std::vector<FieldExpectation> read_field(Loading& loading, const Entry& entry,
                                         const FieldSpec& spec);

}  // namespace wireassay::scenario
