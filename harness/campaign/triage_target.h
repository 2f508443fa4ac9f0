// One target as triage uses it: runs it over one input, and makes an input smaller.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include "campaign/triage_report.h"

namespace wireassay::campaign {

struct TargetProgram {
  std::filesystem::path program;  ///< STEM_fuzzer
  std::filesystem::path tmp;      ///< a folder that exists, for inputs on their way
  std::string symbolizer;         ///< llvm-symbolizer; empty: stacks have no names
  std::chrono::seconds timeout{5};
  unsigned rss_mb = 2048;
};

/// What the target said of the input; kind "hang" where even its engine's alarm did not ring. An
/// input that is harmless, or a program that cannot be started (`trouble`), has no kind.
CrashReport run_input(const TargetProgram& target, const std::filesystem::path& input,
                      std::string* trouble = nullptr);

/// The smallest input found within the time that has the key: lines and marked turns are left out
/// first, then libFuzzer's own minimisation goes on. Each step is run again and kept only if its
/// report has the same key.
std::string minimised(const TargetProgram& target, std::string octets, const std::string& key,
                      std::chrono::milliseconds time);

}  // namespace wireassay::campaign
