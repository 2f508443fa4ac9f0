// Scenario files: scenario/load.h. Loading never crashes, gives cases or says why not, and the same
// twice.
#include "scenario/load.h"

#include "scenario_files.h"
#include "wire/smtp/dialect.h"

namespace wireassay {
void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in, fuzzing::kTomlLimits);
  const smtp::SmtpDialect dialect;
  const scenario::LoadContext context{.dialects = {&dialect.info()}};
  const auto load = [&] { return scenario::load_text(in, "fuzz.toml", {}, context); };
  const scenario::Suite suite = load();
  fuzzing::require_problems(suite.problems, in);
  const scenario::Suite again = load();
  if (again.cases.size() != suite.cases.size() || again.problems.size() != suite.problems.size()) {
    fuzzing::require("loading twice gives another suite");
  }
}

}  // namespace wireassay
