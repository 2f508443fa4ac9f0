// ClientHellos of TLS scenarios, and changes to records (LANGUAGE section 9).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "scenario/hello.h"
#include "scenario/load_values.h"

namespace wireassay::scenario {

/// By name, with what they are built on already in them.
using Hellos = std::map<std::string, std::shared_ptr<const HelloSpec>, std::less<>>;

/// The [hello.NAME] tables of a file; those of `shared` may be built on, and replaced.
Hellos read_hellos(Loading& loading, const Node& table, const Hellos& shared);
/// `hello` of a step: a name, or a table.
std::shared_ptr<const HelloSpec> read_hello(Loading& loading, const Node& value,
                                            const Hellos& known);
/// `records = [{ record = 1, xor = "01", at = -1 }]` of a step.
std::vector<RecordChange> read_record_changes(Loading& loading, const Node& array);

}  // namespace wireassay::scenario
