// `term OP term` of `check`: parsing, and whether it holds.
#include "scenario/check.h"

#include <algorithm>
#include <array>
#include <compare>
#include <utility>

#include "core/escape.h"
#include "scenario/expression.h"
#include "scenario/functions.h"

namespace wireassay::scenario {
namespace {

constexpr std::array<std::string_view, 6> kOperators = {"==", "!=", "<=", ">=", "<", ">"};
constexpr std::size_t kShownOctets = 80;

bool is_space(char c) { return c == ' ' || c == '\t'; }

/// Position behind a quoted literal that begins at `at`, or the end of the text.
std::size_t skip_quoted(std::string_view text, std::size_t at) {
  const std::size_t end = text.find(text[at], at + 1);
  return end == std::string_view::npos ? text.size() : end + 1;
}

/// Position behind a ${…} that begins at `at`, or the end of the text.
std::size_t skip_braces(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] != '}') {
    at = text[at] == '\'' || text[at] == '"' ? skip_quoted(text, at) : at + 1;
  }
  return std::min(at + 1, text.size());
}

struct FoundOperator {
  std::size_t at = std::string_view::npos;
  std::string_view text;
};

/// First comparison at or behind `at`, outside of ${…} and quotes.
FoundOperator find_operator(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("${")) {
      at = skip_braces(text, at);
      continue;
    }
    if (rest.front() == '\'' || rest.front() == '"') {
      at = skip_quoted(text, at);
      continue;
    }
    for (const std::string_view op : kOperators) {
      if (rest.starts_with(op)) return {at, op};
    }
    ++at;
  }
  return {};
}

/// A word such as `x-${a}`: with a ${…}, without white space, quotes or arithmetic around it.
bool is_one_word(std::string_view term) {
  if (term.find("${") == std::string_view::npos) return false;
  for (std::size_t at = 0; at < term.size();) {
    if (term.substr(at).starts_with("${")) {
      at = skip_braces(term, at);
      continue;
    }
    if (std::string_view(" \t'\"+*()").find(term[at]) != std::string_view::npos) return false;
    ++at;
  }
  return true;
}

/// The term text[begin, end); offsets count from the start of `text`.
TemplateResult<Template> parse_term(std::string_view text, std::size_t begin, std::size_t end) {
  while (begin < end && is_space(text[begin])) ++begin;
  while (end > begin && is_space(text[end - 1])) --end;
  if (begin == end) return std::unexpected(TemplateError{begin, "a term is missing"});
  const std::string_view upto = text.substr(0, end);
  TemplateResult<ParsedExpr> parsed = parse_expression(upto, begin, {.braced = true});
  const bool whole = parsed && parsed->end == end;
  if (!whole && is_one_word(upto.substr(begin))) return parse_template_from(upto, begin, {});
  if (!parsed) return std::unexpected(parsed.error());
  if (!whole)
    return std::unexpected(
        TemplateError{parsed->end, "expected an operator or the end of the term"});
  Template out;
  out.source = upto.substr(begin);
  const bool constant = parsed->expr.kind == Expr::Kind::Text;
  Piece& piece = out.pieces.emplace_back();
  piece.offset = begin;
  piece.kind = constant ? Piece::Kind::Literal : Piece::Kind::Value;
  if (constant)
    piece.text = std::move(parsed->expr.text);
  else
    piece.value = std::move(parsed->expr);
  return out;
}

bool ordered(std::string_view op, std::strong_ordering order) {
  if (op == "==") return order == 0;
  if (op == "!=") return order != 0;
  if (op == "<=") return order <= 0;
  if (op == ">=") return order >= 0;
  return op == "<" ? order < 0 : order > 0;
}

std::string shown(const ExpandedText& value) {
  return value.secrets.empty() ? escape_short(value.octets, kShownOctets) : "***";
}

}  // namespace

TemplateResult<Check> parse_check(std::string_view text) {
  const FoundOperator op = find_operator(text, 0);
  if (op.text.empty()) {
    return std::unexpected(
        TemplateError{0, "no comparison: one of == != < <= > >= must stand between two terms"});
  }
  const std::size_t behind = op.at + op.text.size();
  if (const FoundOperator second = find_operator(text, behind); !second.text.empty()) {
    return std::unexpected(
        TemplateError{second.at, "a second comparison: write one check for each"});
  }
  TemplateResult<Template> left = parse_term(text, 0, op.at);
  if (!left) return std::unexpected(left.error());
  TemplateResult<Template> right = parse_term(text, behind, text.size());
  if (!right) return std::unexpected(right.error());
  Check check;
  check.left = std::move(*left);
  check.right = std::move(*right);
  check.op = op.text;
  check.source = text;
  return check;
}

Expanded<CheckAnswer> evaluate_check(const Check& check, const Scope& scope) {
  const Expanded<ExpandedText> left = expand(check.left, scope);
  if (!left) return std::unexpected(left.error());
  const Expanded<ExpandedText> right = expand(check.right, scope);
  if (!right) return std::unexpected(right.error());
  const Expanded<std::uint64_t> left_number = to_number(left->octets);
  const Expanded<std::uint64_t> right_number = to_number(right->octets);
  CheckAnswer answer;
  if (left_number.has_value() && right_number.has_value()) {
    answer.holds = ordered(check.op, *left_number <=> *right_number);
  } else if (check.op == "==" || check.op == "!=") {
    answer.holds = (left->octets == right->octets) == (check.op == "==");
  } else {
    return std::unexpected(left_number.has_value() ? right_number.error() : left_number.error());
  }
  if (!answer.holds) answer.sides = shown(*left) + " " + check.op + " " + shown(*right);
  return answer;
}

}  // namespace wireassay::scenario
