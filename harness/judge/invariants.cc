// One pseudo-case for each invariant and target.
#include <algorithm>

#include "judge/judge.h"

namespace wireassay::judge {
namespace {

Verdict verdict_for(std::string_view level) {
  return level.starts_with("MUST") ? Verdict::Fail : Verdict::Warn;
}

Result blank(const Invariant& invariant, const std::string& target) {
  Result result;
  result.id = "invariant." + std::string(invariant.id);
  result.target = target;
  result.title = invariant.title;
  result.level = invariant.level;
  result.spec = invariant.spec;
  result.clause = invariant.clause;
  result.quote = invariant.quote;
  result.verdict = Verdict::Pass;
  return result;
}

void take_first(Result& result, const Result& seen, const Breach& breach) {
  result.verdict = verdict_for(result.level);
  result.received = breach.octets;
  result.expected = result.title;
  result.mark = breach.mark;
  result.transcript = seen.transcript;
  result.connections = seen.connections;
  result.file = seen.file;
  result.at = seen.at;
  result.step_text = "first seen in " + seen.id;
}

Result over_cases(const Invariant& invariant, std::span<const Result> cases,
                  const std::string& target, std::size_t spoken) {
  Result result = blank(invariant, target);
  for (const Result& seen : cases) {
    const auto breach = std::ranges::find(seen.breaches, invariant.id, &Breach::rule);
    if (breach == seen.breaches.end()) continue;
    if (result.count++ == 0) take_first(result, seen, *breach);
  }
  if (result.count == 0) {
    result.reason = "kept in " + std::to_string(spoken) + " cases";
  } else {
    result.reason =
        "broken in " + std::to_string(result.count) + " of " + std::to_string(spoken) + " cases";
  }
  return result;
}

}  // namespace

std::vector<Result> invariant_results(std::span<const Result> cases,
                                      const std::vector<const DialectInfo*>& dialects,
                                      const std::string& target) {
  std::vector<Result> results;
  for (const DialectInfo* info : dialects) {
    const auto spoke = [&](const Result& seen) {
      return seen.id.starts_with(std::string(info->name) + ".") && !seen.transcript.empty();
    };
    const auto spoken = static_cast<std::size_t>(std::ranges::count_if(cases, spoke));
    if (spoken == 0) continue;
    for (const Invariant& invariant : info->invariants) {
      results.push_back(over_cases(invariant, cases, target, spoken));
    }
  }
  return results;
}

}  // namespace wireassay::judge
