// One target's engine: its command lines, what a killed one leaves behind, and how it is told to
// end.
#pragma once

#include <filesystem>
#include <vector>

#include "campaign/plan.h"
#include "campaign/process.h"

namespace wireassay::campaign {

/// The mark of its processes: "ID/TARGET/".
std::string mark_of(const Plan& plan, const TargetPlan& target);

/// libFuzzer on the target's corpus: with -fork for `seconds`, or plainly for Plan::runs.
Program fuzz_command(const Plan& plan, const TargetPlan& target, const TargetFolder& folder,
                     unsigned jobs, double seconds);

/// libFuzzer's -merge of `from` into the target's corpus.
Program merge_command(const Plan& plan, const TargetPlan& target, const TargetFolder& folder,
                      const std::vector<std::filesystem::path>& from);

/// Of an engine that is gone: moves what it found to artifacts/, appends the logs of its jobs to
/// the log, and names the folders with inputs that were not taken into the corpus yet.
std::vector<std::filesystem::path> take_leftovers(const TargetFolder& folder);

/// Copies those inputs into the corpus as they are: when they cannot be merged.
void keep_all(const TargetFolder& folder, const std::vector<std::filesystem::path>& from);

/// Removes what the engine left in tmp/.
void clear_leftovers(const TargetFolder& folder);

/// Tells the jobs of a -fork engine to end after the input they are at.
void ask_to_stop(const TargetFolder& folder);

/// Ends all processes of the mark without tearing a file that they write: jobs are asked first, and
/// killed after a second.
void end_engine(const TargetFolder& folder, const std::string& mark);

}  // namespace wireassay::campaign
