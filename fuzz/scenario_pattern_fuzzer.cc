// Expected values beside values: scenario/pattern.h, regex.h. The first line is what is expected
// (behind "re:" a regular expression), the rest what came. What does not match binds nothing; what
// matches does so again with what it bound.
#include "scenario/pattern.h"

#include <algorithm>

#include "bounded.h"
#include "core/cursor.h"
#include "scenario/template.h"

namespace wireassay {
namespace {

using namespace scenario;

constexpr std::size_t kMaxPattern = 512, kBudget = 20'000;
constexpr std::string_view kRegex = "re:";
/// A search may take all of its budget; an expression RE2::Options::max_mem, and more while it is
/// compiled.
constexpr testing::WorkLimits kLimits{.steps = 400 * kBudget,
                                      .steps_per_octet = 2000,
                                      .heap = 4UL * RegexLimits::kMemory,
                                      .heap_per_octet = 1024};

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

/// repeat() may write 64 MiB, and all of them are compared: 15 steps an octet were measured, from
/// 100,000 octets to 8 million. What can write that much is left out.
bool may_write_much(std::string_view line) {
  const std::size_t first = line.find("repeat");
  if (first == std::string_view::npos) return false;
  const bool twice = line.find("repeat", first + 1) != std::string_view::npos;
  return twice || std::ranges::count_if(line, is_digit) > 4;
}

std::optional<Pattern> pattern_of(std::string_view line) {
  Pattern pattern;
  if (line.starts_with(kRegex)) {
    auto regex = compile_regex(line.substr(kRegex.size()));
    if (!regex) return std::nullopt;
    pattern.kind = Pattern::Kind::Regex;
    pattern.text = literal_template(std::string(line.substr(kRegex.size())));
    pattern.regex = std::move(*regex);
    return pattern;
  }
  auto text = parse_template(line, {.holes = true});
  if (!text) return std::nullopt;
  pattern.text = std::move(*text);
  return pattern;
}

std::map<std::string, std::string> octets_of(const Scope& scope) {
  std::map<std::string, std::string> all;
  for (const auto& [name, value] : scope.variables) all[name] = value.octets;
  return all;
}

void match(const Pattern& pattern, Compare compare, std::string_view value, std::string_view in) {
  Scope scope;
  scope.variables = {{"v", {.octets = "a b"}}, {"n", {.octets = "7"}}};
  const auto before = octets_of(scope);
  Bindings bindings(scope);
  MatchContext context{.scope = scope, .bindings = bindings, .compare = compare, .budget = kBudget};
  PreparedPattern prepared(pattern, context);
  require(prepared.common_prefix(value) <= value.size(), "a prefix beyond the value", in);
  (void)prepared.shown();
  const bool found = prepared.matches(value);
  require(found || octets_of(scope) == before, "a hole was left bound", in);
  if (!found || pattern.kind == Pattern::Kind::Regex) return;
  Bindings more(scope);
  MatchContext bound{.scope = scope, .bindings = more, .compare = compare, .budget = 2 * kBudget};
  require(PreparedPattern(pattern, bound).matches(value), "what was bound does not match again",
          in);
}

}  // namespace

void fuzz(std::string_view in) {
  const std::size_t end = in.find('\n');
  if (end == std::string_view::npos || end > kMaxPattern || may_write_much(in.substr(0, end)))
    return;
  const testing::ExactBuffer value(in.substr(end + 1));
  const fuzzing::Bounded bounded(in, kLimits);
  const std::optional<Pattern> pattern = pattern_of(in.substr(0, end));
  if (!pattern) return;
  for (const Compare compare : {Compare::Exact, Compare::IgnoreCase, Compare::DottedDigits})
    match(*pattern, compare, value.view(), in);
}

}  // namespace wireassay
