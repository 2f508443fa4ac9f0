// file('name'): beside the scenario, no way out of its folder, not too long. A missing one is found
// here, not in a run.
#include <algorithm>
#include <filesystem>
#include <system_error>

#include "core/escape.h"
#include "scenario/lint.h"
#include "scenario/template.h"

namespace wireassay::scenario {
namespace {

namespace fs = std::filesystem;

/// What is wrong with a file that a scenario names; empty if nothing.
std::string file_trouble(const std::string& scenario, const std::string& name, std::size_t limit) {
  const std::string quoted = "`" + escape_short(name, 60) + "`";
  const fs::path relative(name);
  if (name.empty() || name.find('\0') != std::string::npos || relative.is_absolute()) {
    return quoted + " is no name of a file beside the scenario";
  }
  for (const fs::path& part : relative) {
    if (part == "..") return quoted + " leaves the folder of the scenario: `..` is not allowed";
  }
  std::error_code error;
  const fs::path folder = fs::weakly_canonical(
      fs::path(scenario).parent_path().empty() ? fs::path(".") : fs::path(scenario).parent_path(),
      error);
  const fs::path path = error ? fs::path() : fs::canonical(folder / relative, error);
  if (error || !fs::is_regular_file(path, error))
    return "there is no file " + quoted + " beside the scenario";
  const auto [end, rest] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  if (end != folder.end()) return quoted + " is a link out of the folder of the scenario";
  const std::uintmax_t size = fs::file_size(path, error);
  if (error || size > limit) return quoted + " is longer than " + std::to_string(limit) + " octets";
  return {};
}

}  // namespace

void lint_files(const LintContext& context, const Case& c, const Rows& rows) {
  const auto check = [&](const Template& text) {
    for_each_name(text, [&](const NameUse& use) {
      if (use.kind != NameUse::Kind::Function || use.name != "file" || use.call->args.empty())
        return;
      const Expr& name = use.call->args.front();
      const std::string trouble =
          name.kind == Expr::Kind::Text
              ? file_trouble(c.file, name.text, context.limits.attached_file_octets)
              : std::string("the name of a file is a quoted literal: file('name')");
      if (!trouble.empty()) context.source.add_inside(text.at, use.offset, trouble);
    });
  };
  for (const Let& let : c.lets) check(let.value);
  for (const auto& row : rows) {
    for (const Let& let : row) check(let.value);
  }
  for (const auto* steps : {&c.dialogue, &c.cleanup}) {
    for (const Step& step : *steps) {
      for_each_sent(step, check);
      for_each_compared(step, [&](const Pattern& pattern) { check(pattern.text); });
    }
  }
}

}  // namespace wireassay::scenario
