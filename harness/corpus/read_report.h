// Reports of runs as talks.
#pragma once

#include <vector>

#include "corpus/talk.h"
#include "report/report.h"

namespace wireassay::corpus {

/// A talk for each case that was played. Names of cases against other servers than the reference
/// begin with the target's: "postfix-…".
std::vector<Talk> talks_of(const report::Run& run);

}  // namespace wireassay::corpus
