// A scenario file of the octets of a finding, where they are a dialogue: people replay it against
// the reference server, or against a server of their own.
#pragma once

#include <string>
#include <string_view>

namespace wireassay::campaign {

/// True for targets whose inputs are what a client sends, or both sides of a dialogue: "*_tracker"
/// ("~C" sent, "~S" came; fuzz/dialogue.h), "*_session" ("~2" goes on in connection 2;
/// fuzz/connections.h) and "player_*".
bool is_dialogue(std::string_view target);

/// TOML that `wireassay check` accepts; empty where the target's inputs are no dialogue, or the
/// client sends nothing. `name` is the finding's, `what` one line that says what went wrong.
std::string scenario_of(std::string_view target, std::string_view octets, std::string_view name,
                        std::string_view what);

}  // namespace wireassay::campaign
