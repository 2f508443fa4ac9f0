// Matching with holes is lazy: a hole ends where what follows it first fits. The number of steps is
// limited, because the text comes from a server that may be hostile.
#include "scenario/pattern.h"

#include <algorithm>
#include <utility>

#include "core/cursor.h"
#include "core/escape.h"
#include "scenario/functions.h"
#include "scenario/template.h"

namespace wireassay::scenario {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;
constexpr std::size_t kShownOctets = 200;
constexpr std::string_view kSpaces = " \t\r\n";

bool folds_case(Compare compare) {
  return compare == Compare::IgnoreCase || compare == Compare::Capability;
}

/// "5.1.x": x stands for one or more digits. Position behind the match in `value`, or kNowhere.
std::size_t dotted_end(std::string_view literal, std::string_view value, std::size_t at) {
  for (const char want : literal) {
    if (at >= value.size()) return kNowhere;
    if (want != 'x') {
      if (value[at++] != want) return kNowhere;
      continue;
    }
    const std::size_t begin = at;
    while (at < value.size() && is_digit(value[at])) ++at;
    if (at == begin) return kNowhere;
  }
  return at;
}

bool same_number(std::uint64_t number, std::string_view value) {
  const Expanded<std::uint64_t> got = to_number(value);
  return got.has_value() && *got == number;
}

/// The text of a pattern without values and holes.
std::string_view constant_of(const Pattern& pattern) {
  return pattern.text.pieces.empty() ? std::string_view()
                                     : std::string_view(pattern.text.pieces.front().text);
}

std::string hole_text(std::string_view name) { return "${?" + std::string(name) + "}"; }

PatternPart::Kind part_kind(Piece::Kind kind) {
  switch (kind) {
    case Piece::Kind::Literal: return PatternPart::Kind::Text;
    case Piece::Kind::Value: return PatternPart::Kind::Value;
    case Piece::Kind::Hole: return PatternPart::Kind::Hole;
    case Piece::Kind::AnyHole: return PatternPart::Kind::AnyHole;
    case Piece::Kind::RestHole: return PatternPart::Kind::RestHole;
  }
  return PatternPart::Kind::Text;
}

/// The holes of a dialect's own comparison are those of the case.
class ScopeHoles : public Holes {
 public:
  explicit ScopeHoles(MatchContext& context) : context_(context) {}

  bool bind(std::string_view name, std::string_view octets) override {
    const auto bound = context_.scope.variables.find(name);
    if (bound != context_.scope.variables.end()) return bound->second.octets == octets;
    context_.bindings.bind(name, octets);
    return true;
  }
  std::optional<std::string> value_of(std::string_view name) const override {
    const auto bound = context_.scope.variables.find(name);
    if (bound == context_.scope.variables.end()) return std::nullopt;
    return bound->second.octets;
  }
  std::size_t mark() const override { return context_.bindings.mark(); }
  void rollback(std::size_t mark) override { context_.bindings.rollback(mark); }
  bool spend() override {
    if (context_.budget == 0) return false;
    --context_.budget;
    return true;
  }

 private:
  MatchContext& context_;
};

}  // namespace

PreparedPattern::PreparedPattern(const Pattern& pattern, MatchContext& context)
    : pattern_(pattern), context_(context) {
  if (pattern.kind == Pattern::Kind::Text) {
    put_in_values();
    if (context.structure != nullptr && !context.error) compile(*context.structure);
  }
  if (pattern.kind != Pattern::Kind::Regex) return;
  regex_ = pattern.regex;
  if (regex_ != nullptr) return;
  auto compiled = compile_regex(constant_of(pattern));
  if (compiled)
    regex_ = std::move(*compiled);
  else
    context.error = ExpansionError{ExpansionError::Kind::Bad, compiled.error()};
}

void PreparedPattern::put_in_values() {
  const auto& pieces = pattern_.text.pieces;
  if (pieces.empty() || (pieces.size() == 1 && pieces.front().kind == Piece::Kind::Literal)) return;
  if (pieces.size() > MatchLimits::kPieces) {
    context_.error =
        ExpansionError{ExpansionError::Kind::Bad, "an expected value has too many parts"};
    return;
  }
  tokens_.reserve(pieces.size());
  values_.reserve(pieces.size());
  for (const Piece& piece : pieces) {
    if (piece.kind != Piece::Kind::Value) {
      tokens_.push_back({piece.kind, piece.text, false});
      continue;
    }
    Expanded<ExpandedText> value = expand_piece(piece, context_.scope);
    if (!value) {
      if (!context_.error) context_.error = std::move(value.error());
      return;
    }
    const bool secret = !value->secrets.empty();
    tokens_.push_back(
        {Piece::Kind::Literal, values_.emplace_back(std::move(value->octets)), secret});
  }
}

void PreparedPattern::compile(const Structure& structure) {
  std::vector<PatternPart> parts;
  const auto& pieces = pattern_.text.pieces;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string_view text =
        tokens_.empty() ? std::string_view(pieces[i].text) : tokens_[i].text;
    parts.push_back({part_kind(pieces[i].kind), text, pieces[i].offset});
  }
  auto compiled = structure.compile(parts);
  if (compiled)
    structured_ = std::move(*compiled);
  else
    context_.error = ExpansionError{ExpansionError::Kind::Bad, compiled.error().message};
}

bool PreparedPattern::matches(std::string_view value) {
  if (context_.error || context_.budget == 0) return false;
  --context_.budget;
  switch (pattern_.kind) {
    case Pattern::Kind::Present: return true;
    case Pattern::Kind::Absent: return false;
    case Pattern::Kind::Number: return same_number(pattern_.number, value);
    case Pattern::Kind::Regex: return match_regex(value);
    case Pattern::Kind::Text: break;
  }
  if (structured_ != nullptr) {
    ScopeHoles holes(context_);
    const std::size_t before = holes.mark();
    if (structured_->matches(value, holes)) return true;
    holes.rollback(before);
    return false;
  }
  if (tokens_.empty()) {
    const std::size_t end = literal_end(constant_of(pattern_), value, 0);
    const bool has_value = context_.compare == Compare::Capability && end < value.size();
    return end == value.size() || (has_value && value[end] == '=');
  }
  const std::size_t mark = context_.bindings.mark();
  if (match_from(0, value, 0)) return true;
  context_.bindings.rollback(mark);
  return false;
}

std::optional<StructuredPattern::Miss> PreparedPattern::miss(std::string_view value) {
  if (structured_ == nullptr) return std::nullopt;
  ScopeHoles holes(context_);
  return structured_->miss(value, holes);
}

bool PreparedPattern::match_regex(std::string_view value) {
  std::vector<std::pair<std::string_view, std::string_view>> groups;
  if (regex_ == nullptr || !regex_->search(value, groups)) return false;
  const std::size_t mark = context_.bindings.mark();
  for (const auto& [name, octets] : groups) {
    if (bind_or_compare(name, octets)) continue;
    context_.bindings.rollback(mark);
    return false;
  }
  return true;
}

bool PreparedPattern::bind_or_compare(std::string_view name, std::string_view octets) {
  const auto bound = context_.scope.variables.find(name);
  if (bound == context_.scope.variables.end()) {
    context_.bindings.bind(name, octets);
    return true;
  }
  return bound_end(bound->second.octets, octets, 0) == octets.size();
}

std::size_t PreparedPattern::literal_end(std::string_view literal, std::string_view value,
                                         std::size_t at) const {
  if (context_.compare == Compare::DottedDigits) return dotted_end(literal, value, at);
  return bound_end(literal, value, at);
}

std::size_t PreparedPattern::bound_end(std::string_view octets, std::string_view value,
                                       std::size_t at) const {
  const std::string_view run = value.substr(at, octets.size());
  const bool same = folds_case(context_.compare) ? equal_ignoring_case(run, octets) : run == octets;
  return same ? at + octets.size() : kNowhere;
}

bool PreparedPattern::match_from(std::size_t token, std::string_view value, std::size_t at) {
  if (token == tokens_.size()) return at == value.size();
  if (context_.budget == 0) return false;
  --context_.budget;
  if (tokens_[token].kind != Piece::Kind::Literal) return match_hole(token, value, at);
  const std::size_t end = literal_end(tokens_[token].text, value, at);
  return end != kNowhere && match_from(token + 1, value, end);
}

bool PreparedPattern::match_hole(std::size_t token, std::string_view value, std::size_t at) {
  const Token& hole = tokens_[token];
  if (hole.kind == Piece::Kind::Hole) {
    const auto bound = context_.scope.variables.find(hole.text);
    if (bound != context_.scope.variables.end()) {
      const std::size_t end = bound_end(bound->second.octets, value, at);
      return end != kNowhere && match_from(token + 1, value, end);
    }
  }
  const bool rest = hole.kind == Piece::Kind::RestHole;
  const std::size_t last = rest || context_.whole
                               ? value.size()
                               : std::min(value.find_first_of(kSpaces, at), value.size());
  const std::size_t first = rest ? at : at + 1;
  if (token + 1 == tokens_.size())
    return last == value.size() && first <= last && take(token, value, at, last);
  const Token& next = tokens_[token + 1];
  for (std::size_t end = first; end <= last && context_.budget != 0; ++end) {
    --context_.budget;
    const bool fits =
        next.kind != Piece::Kind::Literal || literal_end(next.text, value, end) != kNowhere;
    if (fits && take(token, value, at, end)) return true;
  }
  return false;
}

/// Lets the hole be value[at, end) and goes on behind it.
bool PreparedPattern::take(std::size_t token, std::string_view value, std::size_t at,
                           std::size_t end) {
  const std::size_t mark = context_.bindings.mark();
  const Token& hole = tokens_[token];
  if (hole.kind == Piece::Kind::Hole) context_.bindings.bind(hole.text, value.substr(at, end - at));
  if (match_from(token + 1, value, end)) return true;
  context_.bindings.rollback(mark);
  return false;
}

std::optional<StructureProblem> structure_problem(const Template& text,
                                                  const Structure& structure) {
  std::vector<PatternPart> parts;
  for (const Piece& piece : text.pieces) {
    const bool value = piece.kind == Piece::Kind::Value;
    parts.push_back({part_kind(piece.kind), value ? std::string_view() : piece.text, piece.offset});
  }
  auto compiled = structure.compile(parts);
  if (compiled) return std::nullopt;
  return std::move(compiled.error());
}

std::string PreparedPattern::shown() const {
  switch (pattern_.kind) {
    case Pattern::Kind::Present: return "present";
    case Pattern::Kind::Absent: return "absent";
    case Pattern::Kind::Number: return std::to_string(pattern_.number);
    case Pattern::Kind::Regex: return "{ re = '" + std::string(constant_of(pattern_)) + "' }";
    case Pattern::Kind::Text: break;
  }
  if (context_.error) return escape_short(pattern_.text.source, kShownOctets);
  if (tokens_.empty()) return escape_short(constant_of(pattern_), kShownOctets);
  std::string out;
  for (const Token& token : tokens_) {
    const auto bound = token.kind == Piece::Kind::Hole ? context_.scope.variables.find(token.text)
                                                       : context_.scope.variables.end();
    if (bound != context_.scope.variables.end()) {
      out += bound->second.secret ? "***" : escape_short(bound->second.octets, kShownOctets);
    } else if (token.kind == Piece::Kind::Literal) {
      out += token.secret ? "***" : escape_short(token.text, kShownOctets);
    } else {
      out += hole_text(token.kind == Piece::Kind::RestHole ? "*" : token.text);
    }
  }
  return out;
}

std::size_t PreparedPattern::common_prefix(std::string_view value) const {
  if (pattern_.kind != Pattern::Kind::Text || pattern_.text.pieces.empty()) return 0;
  std::string_view head = tokens_.empty() ? constant_of(pattern_) : tokens_.front().text;
  if (!tokens_.empty() && tokens_.front().kind != Piece::Kind::Literal) head = {};
  const bool fold = folds_case(context_.compare);
  std::size_t count = 0;
  while (count < head.size() && count < value.size() &&
         (fold ? to_upper(head[count]) == to_upper(value[count]) : head[count] == value[count])) {
    ++count;
  }
  return count;
}

}  // namespace wireassay::scenario
