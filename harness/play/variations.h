// Variations are free oracles: played differently, a case must come to the same verdict.
#pragma once

#include <vector>

#include "judge/verdict.h"
#include "play/unit.h"

namespace wireassay::play {

/// A unit and what it was judged to be.
struct JudgedUnit {
  const Unit* unit;
  judge::Result result;
};

/// One failing result for each variation that came to another verdict than the case as written, and
/// one passing result per kind of variation with the number of cases compared.
std::vector<judge::Result> compare_variations(const std::vector<JudgedUnit>& units,
                                              const std::string& target);

}  // namespace wireassay::play
