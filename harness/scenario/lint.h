// What `check` finds wrong in a case that is well-formed (LANGUAGE section 10): each rule is an
// error of its own.
#pragma once

#include <vector>

#include "scenario/dialects.h"
#include "scenario/hello.h"
#include "scenario/load.h"
#include "scenario/source.h"

namespace wireassay::scenario {

struct LintContext {
  Source& source;
  const Limits& limits;
  const Dialects& dialects;
};

/// Variables of each row of a case.
using Rows = std::vector<std::vector<Let>>;

/// All rules. `c` is the case before its rows.
void lint_case(const LintContext& context, const Case& c, const Rows& rows);

/// Names used in the steps of an opening: variables of the language, params, what it binds itself
/// and what the openings `before` it bind.
void lint_opening(Source& source, const std::vector<Step>& before, const std::vector<Step>& steps,
                  const std::vector<Let>& params);

// The rules by file; each is called by lint_case.
void lint_names(const LintContext& context, const Case& c, const Rows& rows);  // lint_names.cc
void lint_injection(const LintContext& context, const Case& c);                // lint_injection.cc
void lint_passwords(const LintContext& context, const Case& c,
                    const Rows& rows);                                         // lint_passwords.cc
void lint_sizes(const LintContext& context, const Case& c, const Rows& rows);  // lint_sizes.cc
void lint_files(const LintContext& context, const Case& c, const Rows& rows);  // lint_files.cc

/// Calls visit(template) for each string of a step that is expanded before the octets of the peer
/// are read (`before`), or compared with them (`after`).
template <class F>
void for_each_sent(const Step& step, F&& visit) {
  for (const Template& line : step.send) visit(line);
  if (step.tag) visit(*step.tag);
  for (const Template& line : step.answer) visit(line);
  if (step.hello) for_each_text(*step.hello, visit);
  for (const auto& [key, text] : step.tls_texts) visit(text);
  for (const RecordChange& change : step.records) visit(change.value);
  if (step.act != ActKind::Auth) return;
  visit(step.auth.mechanism);
  for (const auto* text : {&step.auth.user, &step.auth.password, &step.auth.authzid}) {
    if (*text) visit(**text);
  }
}
template <class F>
void for_each_compared(const Step& step, F&& visit) {
  const auto all = [&](const std::vector<Pattern>& patterns) {
    for (const Pattern& pattern : patterns) visit(pattern);
  };
  for (const FieldExpectation& field : step.fields) {
    all(field.has), all(field.order), all(field.none);
    if (field.only) all(*field.only);
  }
}

}  // namespace wireassay::scenario
