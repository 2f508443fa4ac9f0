// What `wireassay campaign` can do beside running: a file each.
#pragma once

#include "cli/commands.h"

namespace wireassay::cli {

Action add_campaign_triage(CLI::App& campaign);
Action add_campaign_coverage(CLI::App& campaign);

}  // namespace wireassay::cli
