// ClientHellos of TLS scenarios (LANGUAGE section 9): checked, not played yet.
#pragma once

#include <string>
#include <vector>

#include "scenario/load_values.h"

namespace wireassay::scenario {

/// Names of the file's [hello.NAME] tables, each checked.
std::vector<std::string> read_hellos(Loading& loading, const Node& table);
/// `hello` of a step: a name, or a table. The name, or the base of the table.
std::string read_hello(Loading& loading, const Node& value, const std::vector<std::string>& names);

}  // namespace wireassay::scenario
