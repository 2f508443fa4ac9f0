// The rules that look at one step, and the order of all of them.
#include "scenario/lint.h"

#include <algorithm>

#include "scenario/load_outcome.h"

namespace wireassay::scenario {
namespace {

bool asks(const Step& step) {
  if (!step.outcomes.empty()) return !step.assume;
  // Looking at the last reply again is a question too.
  return step.act == ActKind::None && (!step.fields.empty() || !step.checks.empty());
}

void lint_question(const LintContext& context, const Case& c) {
  if (c.dialogue.empty()) return;
  if (std::ranges::any_of(c.dialogue, asks)) return;
  context.source.add(c.at, "the case asks nothing: at least one step needs `expect`");
}

/// "`tolerate` atom already in `expect`": it could never be reached. But `skip` beside an `assume`
/// may carry the same class for a field that is not there (LANGUAGE, hard case 17).
void lint_tolerate(const LintContext& context, const Step& step) {
  const bool set_up = step.assume && (!step.fields.empty() || !step.checks.empty());
  for (const auto* excuses : {&step.tolerate, &step.skip}) {
    if (set_up && excuses == &step.skip) continue;
    const std::string key = excuses == &step.tolerate ? "tolerate" : "skip";
    for (const Excuse& excuse : *excuses) {
      for (const std::string& atom : excuse.outcome.atoms) {
        for (const Outcome& outcome : step.outcomes) {
          const auto wide = std::ranges::find_if(
              outcome.atoms, [&](const std::string& a) { return covers(a, atom); });
          if (wide == outcome.atoms.end() || step.outcomes.size() > 1) continue;
          context.source.add(excuse.outcome.at, "`" + key + "` never sees `" + atom + "`: `" +
                                                    *wide + "` of the step's " +
                                                    (step.assume ? "`assume`" : "`expect`") +
                                                    " takes it first");
        }
      }
    }
  }
}

}  // namespace

void lint_case(const LintContext& context, const Case& c, const Rows& rows) {
  lint_question(context, c);
  for (const Step& step : c.dialogue) lint_tolerate(context, step);
  lint_names(context, c, rows);
  lint_injection(context, c);
  lint_passwords(context, c, rows);
  lint_sizes(context, c, rows);
  lint_files(context, c, rows);
}

}  // namespace wireassay::scenario
