// Outcomes: atoms joined by '|', each known to the connection it stands on (LANGUAGE section 4).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scenario/load_values.h"

namespace wireassay::scenario {

/// Which atoms may stand in an outcome.
struct Alphabet {
  const DialectInfo* dialect = nullptr;  ///< null: the connection is unknown, nothing is checked
  bool handshake = false;                ///< also what a `tls` act can bring
  bool listening = false;                ///< also verbs
};

/// One outcome: a string or an integer. Nullopt where it is wrong (and reported).
std::optional<Outcome> read_outcome(Loading& loading, const Node& value, const Alphabet& alphabet);
/// One outcome or a sequence of them.
std::vector<Outcome> read_outcomes(Loading& loading, const Node& value, const Alphabet& alphabet);
/// { "outcome" = "reason" }.
std::vector<Excuse> read_excuses(Loading& loading, const Node& table, std::string_view key,
                                 const Alphabet& alphabet);
/// { NAME = outcome }.
std::map<std::string, Outcome> read_readings(Loading& loading, const Node& table,
                                             const Alphabet& alphabet);

/// True if everything the atom `narrow` stands for is also matched by `wide`.
bool covers(std::string_view wide, std::string_view narrow);
/// True if one event could match both.
bool may_both_match(std::string_view a, std::string_view b);

}  // namespace wireassay::scenario
