// Strings with ${…} in them: parsed once at load, expanded (template.cc, functions.cc) while a case
// runs.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

#include "scenario/evaluate.h"
#include "scenario/model.h"

namespace wireassay::scenario {

/// Named limits of one string (LANGUAGE section 1).
struct TemplateLimits {
  static constexpr std::size_t kExpression = 1024;  ///< octets between ${ and }
  static constexpr std::size_t kNesting = 16;       ///< calls inside calls
  static constexpr std::size_t kPieces = 4096;      ///< parts of one string
};

/// A mistake inside a string; `offset` counts octets from its start.
struct TemplateError {
  std::size_t offset = 0;
  std::string message;
};
template <class T>
using TemplateResult = std::expected<T, TemplateError>;

struct TemplateOptions {
  bool holes = false;  ///< ${?name} ${?} ${?*} are allowed: the string is an expected value
};

/// `send`, `let`, expected values: nothing is an escape but `$${` for a literal `${`. Refuses
/// unknown functions and wrong numbers of arguments; names of variables are the loader's business
/// (for_each_name).
TemplateResult<Template> parse_template(std::string_view text, TemplateOptions options = {});

/// `send_bytes` and `{ bytes = '…' }`: \r \n \t \0 \\ \xNN are resolved outside of ${…} and in its
/// quoted literals.
TemplateResult<Template> parse_bytes_template(std::string_view text);

/// Octets as they are: for `send_hex`, regular expressions and whatever must not be looked into.
Template literal_template(std::string octets);

/// Resolves \r \n \t \0 \\ \xNN; any other backslash is a mistake.
TemplateResult<std::string> unescape_bytes(std::string_view text);

/// `send_hex`: pairs of hexadecimal digits; white space, a backslash before a line end and `#…` up
/// to the line end are ignored.
TemplateResult<std::string> parse_hex(std::string_view text);

/// `term OP term`: a term is a sum of products of ${…}, numbers and 'quoted literals', or one word
/// with ${…} in it.
TemplateResult<Check> parse_check(std::string_view text);

/// Names of variables, holes and replies: a letter or underscore, then letters, digits and
/// underscores.
bool is_name(std::string_view text);

/// expand() for one part of a string that is no hole.
Expanded<ExpandedText> expand_piece(const Piece& piece, const Scope& scope);

/// One use of a name in a string.
struct NameUse {
  enum class Kind { Variable, Field, Function, Hole };
  Kind kind = Kind::Variable;
  std::string_view name;       ///< variable; name of the event (`as`); function; hole
  std::string_view field;      ///< Field only: what stands behind the dot
  std::size_t offset = 0;      ///< in the string
  const Expr* call = nullptr;  ///< Function only: to look at its arguments
};

template <class F>
void for_each_name(const Expr& expr, F&& visit) {
  switch (expr.kind) {
    case Expr::Kind::Name:
      visit(NameUse{NameUse::Kind::Variable, expr.text, {}, expr.offset, nullptr});
      break;
    case Expr::Kind::Field:
      visit(NameUse{NameUse::Kind::Field, expr.text, expr.field, expr.offset, nullptr});
      break;
    case Expr::Kind::Call:
      visit(NameUse{NameUse::Kind::Function, expr.text, {}, expr.offset, &expr});
      break;
    case Expr::Kind::Number:
    case Expr::Kind::Text:
    case Expr::Kind::Add:
    case Expr::Kind::Subtract:
    case Expr::Kind::Multiply: break;
  }
  for (const Expr& arg : expr.args) for_each_name(arg, visit);
}

/// Calls `visit(NameUse)` for each variable, field, function and named hole, in the order in which
/// they stand. Words that are no variables (`cap(SIZE)`, `mailbox(other)`) are arguments of their
/// function only.
template <class F>
void for_each_name(const Template& text, F&& visit) {
  for (const Piece& piece : text.pieces) {
    if (piece.kind == Piece::Kind::Value) for_each_name(piece.value, visit);
    if (piece.kind == Piece::Kind::Hole)
      visit(NameUse{NameUse::Kind::Hole, piece.text, {}, piece.offset, nullptr});
  }
}

}  // namespace wireassay::scenario
