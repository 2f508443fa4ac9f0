// Ids over all files: each stands once, and a published one never goes away.
#pragma once

#include <string>
#include <vector>

#include "scenario/source.h"

namespace wireassay::scenario {

/// The same id in two cases: a mistake at the later one that names the place of the first.
void check_ids(const std::vector<Case>& cases, std::vector<Source>& sources);

/// The list of published ids, one a line, `#` begins a comment: an id that no case has any more is
/// a mistake.
void check_published_ids(const std::string& path, const std::vector<Case>& cases,
                         std::vector<Problem>& problems);

}  // namespace wireassay::scenario
