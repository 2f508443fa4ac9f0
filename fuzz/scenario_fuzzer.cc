// Scenario files: scenario/load.h. Loading never crashes, gives cases or says why not, and the same
// twice.
#include "scenario/load.h"

#include "fuzzer.h"
#include "wire/smtp/dialect.h"

namespace wireassay {
namespace {

std::string broken_problem(const scenario::Suite& suite) {
  for (const scenario::Problem& problem : suite.problems) {
    if (problem.message.empty()) return "a problem says nothing";
    if (problem.message.find('\n') != std::string::npos)
      return "a problem is not one line: " + problem.message;
  }
  return {};
}

}  // namespace

void fuzz(std::string_view in) {
  const smtp::SmtpDialect dialect;
  const scenario::LoadContext context{.dialects = {&dialect.info()}};
  const auto load = [&] { return scenario::load_text(in, "fuzz.toml", {}, context); };
  const scenario::Suite suite = load();
  fuzzing::require(broken_problem(suite));
  const scenario::Suite again = load();
  if (again.cases.size() != suite.cases.size() || again.problems.size() != suite.problems.size()) {
    fuzzing::require("loading twice gives another suite");
  }
}

}  // namespace wireassay
