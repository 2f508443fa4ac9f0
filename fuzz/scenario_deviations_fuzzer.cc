// Lists of known failures: scenario/deviations.h. Each has an id and a reason, once for a version.
#include "scenario/deviations.h"

#include <set>

#include "scenario_files.h"

namespace wireassay {

void fuzz(std::string_view in) {
  const auto list = fuzzing::require_file(in, [](std::string_view text) {
    return scenario::parse_deviations(text, "deviations.toml");
  });
  if (!list) return;
  std::set<std::pair<std::string, std::string>> seen;
  for (const scenario::Deviation& one : *list) {
    if (one.id.empty() || one.reason.empty() || one.at.line == 0)
      fuzzing::require(testing::internal::at("a deviation without a reason or a place", in));
    if (!seen.emplace(one.id, one.versions).second)
      fuzzing::require(testing::internal::at("a deviation is listed twice", in));
  }
}

}  // namespace wireassay
