// `requires`: what the server advertises against what a case wants.
#include <algorithm>

#include "core/escape.h"
#include "scenario/functions.h"

namespace wireassay::scenario {
namespace {

constexpr std::size_t kShownOctets = 80;

std::string wanted(const Requirement::Term& term) {
  return term.op.empty() ? term.capability
                         : term.capability + term.op + std::to_string(term.number);
}

bool compares(std::uint64_t left, std::string_view op, std::uint64_t right) {
  if (op == ">") return left > right;
  if (op == ">=") return left >= right;
  if (op == "<") return left < right;
  if (op == "<=") return left <= right;
  if (op == "==") return left == right;
  return op == "!=" && left != right;
}

/// A number beyond 64 bits is larger than any that a case can name.
bool number_holds(const Requirement::Term& term, std::string_view value) {
  const Expanded<std::uint64_t> number = to_number(value);
  if (number.has_value()) return compares(*number, term.op, term.number);
  const bool huge = number.error().kind == ExpansionError::Kind::Overflow;
  return huge && (term.op == ">" || term.op == ">=" || term.op == "!=");
}

bool holds(const Requirement::Term& term, const TextList& capabilities) {
  if (term.op.empty()) return advertises(capabilities, term.capability);
  const std::optional<std::string_view> value = parameter_of(capabilities, term.capability);
  return value.has_value() && number_holds(term, *value);
}

std::string lack(const Requirement::Term& term, const TextList& capabilities) {
  if (term.negated) return "the server advertises " + wanted(term);
  if (!advertises(capabilities, term.capability))
    return "the server does not advertise " + term.capability;
  const std::optional<std::string_view> value = parameter_of(capabilities, term.capability);
  const std::string shown = value ? "=" + escape_short(*value, kShownOctets) : " without a number";
  return "the server advertises " + term.capability + shown + ", wanted " + wanted(term);
}

}  // namespace

std::optional<std::string> unmet(const Requirement& requirement, const TextList& capabilities) {
  std::string out;
  for (const Requirement::Term& term : requirement.any) {
    if (holds(term, capabilities) != term.negated) return std::nullopt;
    if (!out.empty()) out += "; ";
    out += lack(term, capabilities);
  }
  if (requirement.any.empty()) return std::nullopt;
  return out;
}

}  // namespace wireassay::scenario
