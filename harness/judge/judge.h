// Case + Transcript to Verdict, and the invariants. Pure: no clock, no socket, no file.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "judge/verdict.h"
#include "scenario/evaluate.h"
#include "scenario/target.h"

namespace wireassay::judge {

struct JudgeContext {
  std::map<std::string, const DialectInfo*, std::less<>> dialects;  ///< by protocol
  std::string reading;
  std::string target;   ///< name
  std::string surface;  ///< appended to the id as @SURFACE, or empty
};

/// Judges one case by what its transcript says.
Result judge(const scenario::Case& c, const Transcript& transcript, const JudgeContext& context);

/// The same, taking the octets of the transcript along instead of copying them.
Result judge(const scenario::Case& c, Transcript&& transcript, const JudgeContext& context);

/// Turns breaches of many cases into one pseudo-case per invariant and target: with the first
/// transcript and a count. Invariants that no case broke become passes with the number of cases
/// they were checked in.
std::vector<Result> invariant_results(std::span<const Result> cases,
                                      const std::vector<const DialectInfo*>& dialects,
                                      const std::string& target);

/// Applies a target's deviations: failing and listed = known; listed and not failing, or expired, =
/// fixed. `today` is an argument so that the judge has no clock. In a part of the suite
/// (`whole_suite` false) an invariant that was kept may be broken in the rest: it is not `fixed`.
void apply_deviations(std::vector<Result>& results,
                      const std::vector<scenario::Deviation>& deviations, const std::string& target,
                      const std::string& software, std::chrono::year_month_day today,
                      bool whole_suite = true);

}  // namespace wireassay::judge
