// Strings of the language: scenario/template.h, expression.h, check.h. Mistakes lie in the string;
// what has nothing in it to expand stays as it is; results and secrets keep their limits.
#include "scenario/template.h"

#include "bounded.h"
#include "scenario/check.h"
#include "testing/text.h"

namespace wireassay {
namespace {

using scenario::Scope, scenario::Template;

constexpr std::size_t kMostOctets = 64 * 1024;
/// Expansion is bounded by the limit of its result, and not by the octets of the string.
constexpr testing::WorkLimits kExpansion{
    .steps = 4'000'000, .steps_per_octet = 40'000, .heap = 2 << 20, .heap_per_octet = 1024};

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

Scope make_scope() {
  static const TextList kCapabilities = {"SIZE=1000", "PIPELINING", "AUTH=PLAIN"};
  Scope scope;
  scope.variables = {{"v", {.octets = "a b"}},
                     {"n", {.octets = "7"}},
                     {"password", {.octets = "hidden", .secret = true}}};
  scope.capabilities = &kCapabilities;
  return scope;
}

void check_template(const scenario::TemplateResult<Template>& parsed, std::string_view in) {
  if (!parsed) return;
  require(parsed->pieces.size() <= scenario::TemplateLimits::kPieces, "too many parts", in);
  scenario::for_each_name(*parsed, [&](const scenario::NameUse& use) {
    require(use.offset <= in.size() && !use.name.empty(), "a name out of place", in);
  });
  const fuzzing::Bounded bounded(in, kExpansion);
  const auto expanded = scenario::expand(*parsed, make_scope(), kMostOctets);
  if (!expanded) {
    require(!expanded.error().message.empty(), "an expansion fails and says nothing", in);
    return;
  }
  require(expanded->octets.size() <= kMostOctets, "expanded beyond its limit", in);
  for (const auto& [from, size] : expanded->secrets)
    require(from + size <= expanded->octets.size(), "a secret beyond the text", in);
  const bool plain = !in.contains("${") && !in.contains('\\');
  require(!plain || expanded->octets == in, "nothing to expand, and changed", in);
}

void check_check(std::string_view in) {
  const auto parsed = scenario::parse_check(in);
  if (!parsed) return;
  const fuzzing::Bounded bounded(in, kExpansion);
  const auto answer = scenario::evaluate_check(*parsed, make_scope());
  if (!answer) return require(!answer.error().message.empty(), "no answer, and no reason", in);
  require(answer->holds || !answer->sides.empty(), "it does not hold, and says nothing", in);
  require(!answer->sides.contains("hidden"), "a secret is shown", in);
}

}  // namespace

void fuzz(std::string_view in) {
  using testing::broken_text;
  // A part of one octet is a node.
  const testing::WorkLimits limits{.steps_per_octet = 2000, .heap_per_octet = 4096};
  for (const bool holes : {false, true}) {
    const auto parse = [holes](std::string_view text) {
      return scenario::parse_template(text, {.holes = holes});
    };
    fuzzing::require(broken_text(in, parse, limits));
    check_template(parse(in), in);
  }
  fuzzing::require(broken_text(in, scenario::parse_bytes_template, limits));
  check_template(scenario::parse_bytes_template(in), in);
  fuzzing::require(broken_text(in, scenario::parse_check, limits));
  check_check(in);
  fuzzing::require(broken_text(in, scenario::unescape_bytes));
  fuzzing::require(broken_text(in, scenario::parse_hex));
}

}  // namespace wireassay
