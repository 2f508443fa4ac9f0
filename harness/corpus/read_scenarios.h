// Scenarios as talks: what a case sends, with the values of variables made up, and replies of the
// classes that it expects. And scenario files as seeds of their own reader.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "corpus/seeds.h"
#include "corpus/talk.h"
#include "scenario/model.h"

namespace wireassay::corpus {

/// Openings, dialogue and the answers in between. Steps that are no text are left out.
Talk talk_of(const scenario::Case& scenario);

/// Each case of a file with the head of the file, for the target `stem`.
void add_scenario_seeds(std::string_view text, std::string_view stem, Seeds& seeds);

/// Expected data of IMAP beside data that matches (imap_match), expected values beside values
/// (scenario_pattern), and strings as they are written (scenario_template).
void add_text_seeds(const scenario::Case& scenario, std::string_view stem, Seeds& seeds);

}  // namespace wireassay::corpus
