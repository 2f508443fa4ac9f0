// A finding and its folder findings/NAME/: finding.json, input, minimised, stack.txt, reproduce.sh
// and, where the octets are a dialogue, scenario.toml.
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/triage_report.h"

namespace wireassay::campaign {

/// An artifact that shows the finding: its file's name and size.
struct FoundInput {
  std::string name;
  std::size_t octets = 0;
  bool operator==(const FoundInput&) const = default;
};

struct Finding {
  std::string name;  ///< of its folder: target, then what, readable
  std::string target, kind, invariant, key;
  std::vector<Frame> frames;  ///< of our code, the nearest first (a timeout: the outermost)
  std::vector<FoundInput> inputs;
  std::string first_seen;  ///< RFC 3339, when the engine wrote its oldest input
  std::string reproduces;  ///< "always", "sometimes" (under the same conditions), "never"
  std::size_t size = 0, minimised = 0;  ///< octets of the smallest input before and after
  std::string status = "open";          ///< people may write "known" or "fixed"
  bool is_new = false;                  ///< this triage made it
  bool open() const { return status == "open" && reproduces != "never"; }
};

/// "smtp_reply-heap-buffer-overflow-parse-reply"; not yet unique.
std::string name_for(std::string_view target, const CrashReport& report);

/// All findings of a campaign's folder by name; those of other versions are an error that names
/// the file.
std::expected<std::vector<Finding>, std::string> read_findings(const std::filesystem::path& folder);

/// What its folder is made from.
struct Evidence {
  std::string input, minimised, stack;
  std::filesystem::path program;  ///< STEM_fuzzer
  std::filesystem::path root;     ///< the repository
};

/// Makes what is missing in findings/NAME/. Files that are there stay as they are, and so do keys
/// of finding.json that triage does not know. Error: what could not be written.
std::expected<void, std::string> write_finding(const std::filesystem::path& folder,
                                               const Finding& finding, const Evidence& evidence);

}  // namespace wireassay::campaign
