// From a campaign's artifacts to findings: each input is run again, inputs that show the same bug
// become one finding, its smallest input is made smaller still, and findings/NAME/ is written.
#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "campaign/triage_finding.h"

namespace wireassay::campaign {

struct TriageOptions {
  std::filesystem::path folder;       ///< the campaign's
  std::filesystem::path programs;     ///< where STEM_fuzzer lies
  std::filesystem::path root;         ///< the repository
  std::chrono::seconds minimise{30};  ///< for each new finding
  std::chrono::seconds timeout{5};    ///< an input that takes longer is a timeout
  unsigned rss_mb = 2048;
};

struct TargetInputs {
  std::string target;
  std::vector<std::filesystem::path> files;
};

/// Attempts before an input counts as one that shows nothing.
inline constexpr unsigned kAttempts = 3;

struct Triage {
  std::vector<Finding> findings;   ///< of these targets, also those of earlier triages; by name
  std::vector<std::string> quiet;  ///< artifacts that showed nothing in kAttempts runs, as paths
  std::size_t runs = 0;            ///< artifacts that were run
};

/// Artifacts of these targets, or of all that have some.
std::vector<TargetInputs> artifacts(const std::filesystem::path& folder,
                                    const std::vector<std::string>& targets);

/// `say` hears one line for each thing that takes time. Error: a program is missing or cannot be
/// started, or something cannot be written; it says what to do.
std::expected<Triage, std::string> triage(const TriageOptions& options,
                                          const std::vector<TargetInputs>& inputs,
                                          const std::function<void(const std::string&)>& say);

}  // namespace wireassay::campaign
