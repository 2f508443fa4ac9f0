// Who takes part in a case and under which conditions: connections, fixtures, needs, requirements,
// surfaces.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenario/load_case.h"
#include "scenario/load_step.h"

namespace wireassay::scenario {

/// Connections of the case (one without a name where it has no `connections`). Empty where they are
/// wrong.
std::vector<ConnectionSpec> read_connections(const FileContext& context, const Node& table);
Given read_given(Loading& loading, const Node& table);
std::vector<Requirement> read_requires(Loading& loading, const Node& array);
std::vector<std::string> read_needs(Loading& loading, const Node& array);
std::vector<std::string> read_surfaces(Loading& loading, const Node* array,
                                       const std::string& protocol);
/// NAME = text that is not empty.
std::map<std::string, std::string> read_reasons(Loading& loading, const Node& table,
                                                std::string_view key);

}  // namespace wireassay::scenario
