// One text played on several surfaces of a server (ID@imaps, ID@imap+starttls): where they differ,
// its implementations of TLS do.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "report/report.h"

namespace wireassay::report {

struct SurfaceCounts {
  std::string target, surface;
  Summary verdicts;
};

/// Cases of one target whose verdicts differ between its surfaces in the same way.
struct SurfaceDifference {
  std::string target;
  std::vector<std::pair<std::string, judge::Verdict>> verdicts;  ///< of each surface, by name
  std::vector<std::string> cases;                                ///< without the surface
};

struct SurfaceReport {
  std::vector<SurfaceCounts> surfaces;         ///< of targets that have more than one
  std::vector<SurfaceDifference> differences;  ///< those of most cases first
};

/// Skips are counted and never differ: what a surface does not offer is no difference.
SurfaceReport compare_surfaces(const Run& run);

/// Lines for people; empty where no target was played on two surfaces.
std::string surfaces_text(const SurfaceReport& report);

}  // namespace wireassay::report
