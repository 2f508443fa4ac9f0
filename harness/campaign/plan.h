// What a campaign runs: written once at its start, read by everything after it.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "campaign/folder.h"

namespace wireassay::campaign {

inline constexpr std::string_view kPlanSchema = "wireassay-campaign/1";

/// What hosted engines give a target (OSS-Fuzz: 2560 MB, 25 s an input).
inline constexpr unsigned kRssLimit = 2560;  ///< MB
inline constexpr unsigned kInputTime = 25;   ///< seconds
/// The pass with limits: an input of 64 KiB has no reason to hold a quarter of this.
inline constexpr unsigned kLowRssLimit = 512;    ///< MB
inline constexpr unsigned kLowMallocLimit = 64;  ///< MB in one allocation

struct TargetPlan {
  std::string name;                  ///< stem: "smtp_reply"
  std::filesystem::path binary;      ///< STEM_fuzzer
  std::filesystem::path dictionary;  ///< empty: none
  std::filesystem::path seeds;       ///< read only; empty: none
};

struct Plan {
  std::string id;            ///< random; marks the processes and lines of this campaign
  std::int64_t started = 0;  ///< seconds since 1970
  std::string sanitizer;     ///< "address" (with undefined) or "memory"
  bool limits = false;
  unsigned cores = 1;
  double seconds = 0;      ///< for each target; 0: `runs` decides
  std::uint64_t runs = 0;  ///< for each target, in one process from a fixed seed; 0: `seconds`
  std::vector<TargetPlan> targets;

  /// Targets that run at the same time, and the cores (jobs of -fork) of the lane with this number.
  std::size_t lanes() const;
  unsigned jobs(std::size_t lane) const;
};

std::string to_json(const Plan& plan);
/// Error: the file and what is wrong in it.
std::expected<Plan, std::string> read_plan(const Folder& folder);

struct Wishes {
  std::filesystem::path root;        ///< of the project: fuzz/, corpus/, build/
  std::vector<std::string> targets;  ///< empty: all
  std::filesystem::path binaries;    ///< empty: build/asan/fuzz or build/msan/fuzz
  std::string sanitizer = "address";
  bool limits = false;
  unsigned cores = 0;             ///< 0: all of the machine
  std::optional<double> hours;    ///< for the whole campaign
  std::optional<double> seconds;  ///< for each target
  std::uint64_t runs = 0;
};

/// Looks for binaries, dictionaries and seeds. Error: what is missing and the command that makes
/// it.
std::expected<Plan, std::string> make_plan(const Wishes& wishes);

}  // namespace wireassay::campaign
