// What ${…} is worth: expressions over a scope. Variables are looked at where they stand and copied
// once, into the result.
#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "core/escape.h"
#include "scenario/functions.h"
#include "scenario/template.h"
#include "scenario/variables.h"

namespace wireassay::scenario {
namespace {

using Kind = ExpansionError::Kind;

constexpr std::size_t kMostArguments = 8;
constexpr std::size_t kMostOctets =
    64UL * 1024 * 1024;  ///< LANGUAGE section 1: expanded send of a step

std::unexpected<ExpansionError> failed(Kind kind, std::string message) {
  return std::unexpected(ExpansionError{kind, std::move(message)});
}

/// Octets that lie in the scope or, where they had to be made, here.
struct Operand {
  std::string made;
  const std::string* found = nullptr;
  bool secret = false;
  std::string_view octets() const { return found != nullptr ? std::string_view(*found) : made; }
};

Operand make(std::string octets, bool secret = false) {
  return {std::move(octets), nullptr, secret};
}

class Evaluator {
 public:
  Evaluator(const Scope& scope, std::size_t limit) : scope_(scope), limit_(limit) {}

  Expanded<Operand> operand(const Expr& expr) const {
    switch (expr.kind) {
      case Expr::Kind::Text: return Operand{{}, &expr.text, false};
      case Expr::Kind::Name: return variable(expr);
      case Expr::Kind::Field: return field(expr);
      case Expr::Kind::Call: return call(expr);
      case Expr::Kind::Number: return make(std::to_string(expr.number));
      case Expr::Kind::Add:
      case Expr::Kind::Subtract:
      case Expr::Kind::Multiply: return arithmetic(expr);
    }
    return failed(Kind::Bad, "no expression");
  }

 private:
  struct Number {
    std::uint64_t value = 0;
    bool secret = false;
  };

  Expanded<Operand> variable(const Expr& expr) const {
    const auto found = scope_.variables.find(expr.text);
    if (found == scope_.variables.end()) {
      if (is_variable(expr.text))
        return failed(Kind::Missing, "the target declares no " + expr.text);
      return failed(Kind::Unknown, "unknown variable '" + expr.text + "'");
    }
    return Operand{{}, &found->second.octets, found->second.secret};
  }

  Expanded<Operand> field(const Expr& expr) const {
    const auto named = scope_.named.find(expr.text);
    if (named == scope_.named.end())
      return failed(Kind::Unknown, "no reply is named '" + expr.text + "' yet");
    const Event& event = named->second;
    if (expr.field == "at")
      return make(
          std::to_string(static_cast<std::uint64_t>(std::llround(std::max(0.0, event.at_ms)))));
    if (expr.field == "reply") return Operand{{}, &event.cls, false};
    const auto found = event.fields.find(expr.field);
    if (found != event.fields.end()) return text_of(found->second, expr);
    if (expr.field == "octets") return make(std::to_string(event.raw.size()));
    return absent(expr);
  }

  static std::unexpected<ExpansionError> absent(const Expr& expr) {
    return failed(Kind::Bad, "the reply '" + expr.text + "' has no field '" + expr.field + "'");
  }

  /// Lists are joined by a space.
  static Expanded<Operand> text_of(const FieldValue& value, const Expr& expr) {
    if (const auto* const number = std::get_if<std::uint64_t>(&value))
      return make(std::to_string(*number));
    if (const auto* const text = std::get_if<std::string>(&value)) return Operand{{}, text, false};
    if (const auto* const list = std::get_if<TextList>(&value)) {
      if (list->size() == 1) return Operand{{}, &list->front(), false};
      std::string joined;
      for (const std::string& item : *list) {
        if (!joined.empty()) joined += ' ';
        joined += item;
      }
      return make(std::move(joined));
    }
    if (std::holds_alternative<TextTable>(value)) {
      return failed(Kind::Bad,
                    "the field '" + expr.field + "' is a table and has no value of its own");
    }
    return absent(expr);
  }

  Expanded<Operand> call(const Expr& expr) const {
    if (expr.args.size() > kMostArguments)
      return failed(Kind::Bad, "too many arguments for " + expr.text);
    Operand operands[kMostArguments];
    Argument args[kMostArguments];
    for (std::size_t i = 0; i < expr.args.size(); ++i) {
      Expanded<Operand> arg = operand(expr.args[i]);
      if (!arg) return std::unexpected(std::move(arg.error()));
      operands[i] = std::move(*arg);
      args[i] = {operands[i].octets(), operands[i].secret};
    }
    Expanded<Value> value =
        call_function(expr.text, std::span(args, expr.args.size()), scope_, limit_);
    if (!value) return std::unexpected(std::move(value.error()));
    return make(std::move(value->octets), value->secret);
  }

  Expanded<Operand> arithmetic(const Expr& expr) const {
    const Expanded<Number> result = number(expr);
    if (!result) return std::unexpected(result.error());
    return make(std::to_string(result->value), result->secret);
  }

  Expanded<Number> number(const Expr& expr) const {
    if (expr.kind == Expr::Kind::Number) return Number{expr.number, false};
    const bool sum = expr.kind == Expr::Kind::Add || expr.kind == Expr::Kind::Subtract;
    if (!sum && expr.kind != Expr::Kind::Multiply) {
      const Expanded<Operand> value = operand(expr);
      if (!value) return std::unexpected(value.error());
      const Expanded<std::uint64_t> digits = to_number(value->octets());
      if (!digits) return std::unexpected(value->secret ? hidden(digits.error()) : digits.error());
      return Number{*digits, value->secret};
    }
    if (expr.args.size() != 2) return failed(Kind::Bad, "an operator takes two numbers");
    const Expanded<Number> left = number(expr.args[0]);
    if (!left) return left;
    const Expanded<Number> right = number(expr.args[1]);
    if (!right) return right;
    return combine(expr.kind, *left, *right);
  }

  static ExpansionError hidden(const ExpansionError& error) {
    return {error.kind, "a secret value is no number"};
  }

  static Expanded<Number> combine(Expr::Kind kind, Number left, Number right) {
    Number out{0, left.secret || right.secret};
    if (kind == Expr::Kind::Subtract) {
      if (right.value > left.value) return failed(Kind::Overflow, "a difference is below zero");
      out.value = left.value - right.value;
      return out;
    }
    const bool over = kind == Expr::Kind::Add
                          ? __builtin_add_overflow(left.value, right.value, &out.value)
                          : __builtin_mul_overflow(left.value, right.value, &out.value);
    if (over) return failed(Kind::Overflow, "a number does not fit into 64 bits");
    return out;
  }

  const Scope& scope_;
  std::size_t limit_;
};

std::unexpected<ExpansionError> too_long(std::size_t limit) {
  return failed(Kind::Overflow,
                "the string would have more than " + std::to_string(limit) + " octets");
}

Expanded<bool> append(const Piece& piece, const Scope& scope, std::size_t limit,
                      ExpandedText& out) {
  const std::size_t room = limit - out.octets.size();
  if (piece.kind == Piece::Kind::Literal) {
    if (piece.text.size() > room) return too_long(limit);
    out.octets += piece.text;
    return true;
  }
  if (piece.kind != Piece::Kind::Value) return failed(Kind::Bad, "a hole has no value");
  Expanded<Operand> value = Evaluator(scope, limit).operand(piece.value);
  if (!value) return std::unexpected(std::move(value.error()));
  const std::size_t size = value->octets().size();
  if (size > room) return too_long(limit);
  if (value->secret && size != 0) out.secrets.emplace_back(out.octets.size(), size);
  if (out.octets.empty() && value->found == nullptr)
    out.octets = std::move(value->made);
  else
    out.octets += value->octets();
  return true;
}

}  // namespace

Expanded<ExpandedText> expand(const Template& text, const Scope& scope, std::size_t limit) {
  ExpandedText out;
  for (const Piece& piece : text.pieces) {
    const Expanded<bool> done = append(piece, scope, limit, out);
    if (!done) return std::unexpected(done.error());
  }
  return out;
}

Expanded<ExpandedText> expand_piece(const Piece& piece, const Scope& scope) {
  ExpandedText out;
  const Expanded<bool> done = append(piece, scope, kMostOctets, out);
  if (!done) return std::unexpected(done.error());
  return out;
}

}  // namespace wireassay::scenario
