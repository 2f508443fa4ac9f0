// Recursive descent for sums of products, calls, names and quoted literals.
#include "scenario/expression.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/cursor.h"
#include "core/escape.h"
#include "scenario/functions.h"

namespace wireassay::scenario {
namespace {

bool is_letter(char c) { return is_alpha(c) || c == '_'; }
bool is_word(char c) { return is_alnum(c) || c == '_'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
/// Names of capabilities and mailboxes where a function takes words.
bool is_bare(char c) { return is_word(c) || c == '-' || c == '.' || c == '='; }

/// Reads sums of products in text[at, end). Answers false after fail().
class ExprParser {
 public:
  ExprParser(std::string_view text, std::size_t at, ExprOptions options)
      : text_(text), begin_(at), at_(at), bytes_(options.bytes), braced_(options.braced) {}

  bool sum(Expr& out) {
    if (!product(out)) return false;
    for (skip_space(); peek() == '+' || peek() == '-'; skip_space()) {
      const auto kind = peek() == '+' ? Expr::Kind::Add : Expr::Kind::Subtract;
      if (!operation(kind, out, &ExprParser::product)) return false;
    }
    return true;
  }

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool at_end() const { return at_ >= text_.size(); }
  std::size_t at() const { return at_; }
  TemplateError error() const { return error_; }

  bool fail(std::size_t offset, std::string message) {
    error_ = {offset, std::move(message)};
    return false;
  }

 private:
  bool operation(Expr::Kind kind, Expr& left, bool (ExprParser::*operand)(Expr&)) {
    Expr node{.kind = kind, .offset = at_++};
    Expr right;
    if (!(this->*operand)(right)) return false;
    node.args.reserve(2);
    node.args.push_back(std::move(left));
    node.args.push_back(std::move(right));
    left = std::move(node);
    return true;
  }

  bool product(Expr& out) {
    if (!factor(out)) return false;
    for (skip_space(); peek() == '*'; skip_space()) {
      if (!operation(Expr::Kind::Multiply, out, &ExprParser::factor)) return false;
    }
    return true;
  }

  bool factor(Expr& out) {
    skip_space();
    out.offset = at_;
    // Checked on the way, so that a long chain of operators does not become a deep tree first.
    if (at_ - begin_ > TemplateLimits::kExpression) {
      return fail(begin_, "the expression is longer than 1 KiB");
    }
    if (is_digit(peek())) return number(out);
    if (peek() == '\'' || peek() == '"') return quoted(out);
    if (braced_ && text_.substr(at_).starts_with("${")) return braces(out);
    if (!braced_ && is_letter(peek())) return name(out);
    if (at_end()) return fail(at_, "the expression ends too early");
    const std::string_view name = braced_ ? "${name}" : "a name";
    return fail(at_, "expected " + std::string(name) + ", a number or a 'quoted literal', not '" +
                         escape(text_.substr(at_, 1)) + "'");
  }

  bool braces(Expr& out) {
    at_ += 2;
    braced_ = false;
    if (!sum(out)) return false;
    braced_ = true;
    skip_space();
    if (peek() != '}') return fail(at_, "expected '}'");
    ++at_;
    return true;
  }

  bool number(Expr& out) {
    out.kind = Expr::Kind::Number;
    const char* const begin = text_.data() + at_;
    const auto [end, code] = std::from_chars(begin, text_.data() + text_.size(), out.number);
    if (code != std::errc{}) return fail(at_, "the number does not fit into 64 bits");
    at_ += static_cast<std::size_t>(end - begin);
    if (is_letter(peek())) return fail(at_, "a name does not begin with a digit");
    return true;
  }

  bool quoted(Expr& out) {
    out.kind = Expr::Kind::Text;
    const std::size_t begin = at_ + 1;
    const std::size_t end = text_.find(peek(), begin);
    if (end == std::string_view::npos) return fail(at_, "the quoted literal is not closed");
    out.text = text_.substr(begin, end - begin);
    at_ = end + 1;
    if (!bytes_) return true;
    TemplateResult<std::string> octets = unescape_bytes(out.text);
    if (!octets) return fail(begin + octets.error().offset, octets.error().message);
    out.text = std::move(*octets);
    return true;
  }

  std::string_view word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  bool name(Expr& out) {
    out.text = word();
    if (peek() == '(') return call(out);
    out.kind = Expr::Kind::Name;
    if (peek() != '.') return true;
    ++at_;
    out.kind = Expr::Kind::Field;
    out.field = word();
    return !out.field.empty() || fail(at_, "expected the name of a field after the dot");
  }

  bool call(Expr& out) {
    out.kind = Expr::Kind::Call;
    const FunctionSpec* const spec = find_function(out.text);
    if (spec == nullptr)
      return fail(out.offset, "unknown function '" + out.text + "'" + known_functions());
    if (++depth_ > TemplateLimits::kNesting) return fail(out.offset, "calls nest too deep");
    ++at_;
    skip_space();
    while (peek() != ')') {
      if (!argument(*spec, out)) return false;
      skip_space();
      if (peek() == ')') break;
      if (peek() != ',') return fail(at_, "expected ',' or ')' after an argument");
      ++at_;
      skip_space();
      if (peek() == ')') return fail(at_, "expected an argument after ','");
    }
    ++at_;
    --depth_;
    return check_count(*spec, out);
  }

  bool argument(const FunctionSpec& spec, Expr& out) {
    Expr& arg = out.args.emplace_back();
    if (spec.words && bare_word(arg)) return true;
    return sum(arg);
  }

  /// Takes a word up to the end of the argument, so that LOGIN-DELAY is no subtraction.
  bool bare_word(Expr& arg) {
    std::size_t end = at_;
    while (end < text_.size() && is_bare(text_[end])) ++end;
    const std::string_view found = text_.substr(at_, end - at_);
    while (end < text_.size() && is_space(text_[end])) ++end;
    if (found.empty() || end >= text_.size() || text_[end] != ')') return false;
    arg.kind = Expr::Kind::Text;
    arg.offset = at_;
    arg.text = found;
    at_ = end;
    return true;
  }

  bool check_count(const FunctionSpec& spec, const Expr& out) {
    if (out.args.size() >= spec.min_args && out.args.size() <= spec.max_args) return true;
    std::string wanted = std::to_string(spec.min_args);
    if (spec.max_args != spec.min_args) wanted += " to " + std::to_string(spec.max_args);
    return fail(out.offset, out.text + " takes " + wanted + " arguments, not " +
                                std::to_string(out.args.size()));
  }

  static std::string known_functions() {
    std::string out = "; known are";
    for (const FunctionSpec& spec : functions()) out += " " + std::string(spec.name);
    return out;
  }

  std::string_view text_;
  std::size_t begin_;
  std::size_t at_;
  bool bytes_;
  bool braced_;
  std::size_t depth_ = 0;
  TemplateError error_;
};

}  // namespace

TemplateResult<ParsedExpr> parse_expression(std::string_view text, std::size_t at,
                                            ExprOptions options) {
  ExprParser parser(text, at, options);
  Expr expr;
  if (!parser.sum(expr)) return std::unexpected(parser.error());
  parser.skip_space();
  return ParsedExpr{std::move(expr), parser.at()};
}

bool is_name(std::string_view text) {
  return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, is_word);
}

}  // namespace wireassay::scenario
