// Strings with ${…} in them, cut into pieces: literal octets, values and holes.
#include "scenario/template.h"

#include <algorithm>
#include <utility>

#include "core/escape.h"
#include "scenario/expression.h"

namespace wireassay::scenario {
namespace {

constexpr std::string_view kOpen = "${";
constexpr std::string_view kEscapedOpen = "$${";

/// Cuts text[begin, end) into pieces; offsets count from the start of the whole string.
class TemplateParser {
 public:
  TemplateParser(std::string_view text, std::size_t begin, TemplateOptions options, bool bytes)
      : text_(text), at_(begin), options_(options), bytes_(bytes) {}

  TemplateResult<Template> run(std::string_view source) {
    out_.source = source;
    while (at_ < text_.size()) {
      if (!next()) return std::unexpected(error_);
      if (out_.pieces.size() > TemplateLimits::kPieces) {
        return std::unexpected(TemplateError{at_, "the string has too many parts"});
      }
    }
    return std::move(out_);
  }

 private:
  bool next() {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with(kEscapedOpen)) {
      literal(kOpen);
      at_ += kEscapedOpen.size();
      return true;
    }
    if (rest.starts_with("${?")) return hole();
    if (rest.starts_with(kOpen)) return value();
    const std::size_t dollar = std::min(text_.find('$', at_ + 1), text_.size());
    return octets(text_.substr(at_, dollar - at_));
  }

  bool octets(std::string_view run) {
    const std::size_t begin = std::exchange(at_, at_ + run.size());
    if (!bytes_) {
      literal(run);
      return true;
    }
    const TemplateResult<std::string> plain = unescape_bytes(run);
    if (!plain) return fail(begin + plain.error().offset, plain.error().message);
    literal(*plain);
    return true;
  }

  void literal(std::string_view octets) {
    if (octets.empty()) return;
    if (!out_.pieces.empty() && out_.pieces.back().kind == Piece::Kind::Literal) {
      out_.pieces.back().text += octets;
      return;
    }
    out_.pieces.push_back(
        {.kind = Piece::Kind::Literal, .text = std::string(octets), .value = {}, .offset = at_});
  }

  bool hole() {
    const std::size_t begin = at_;
    const std::size_t end = text_.find('}', begin);
    if (end == std::string_view::npos) return fail(begin, "'${' is not closed");
    if (!options_.holes) return fail(begin, "a hole may stand only in an expected value");
    const std::string_view name = text_.substr(begin + 3, end - begin - 3);
    Piece piece{.kind = Piece::Kind::Hole, .text = std::string(name), .value = {}, .offset = begin};
    if (name.empty()) {
      piece.kind = Piece::Kind::AnyHole;
    } else if (name == "*") {
      piece.kind = Piece::Kind::RestHole;
      piece.text.clear();
    } else if (!is_name(name)) {
      return fail(begin + 3, "'" + escape(name) + "' is no name for a hole");
    }
    if (!out_.pieces.empty() && is_hole(out_.pieces.back())) {
      return fail(begin, "two holes need something between them");
    }
    out_.pieces.push_back(std::move(piece));
    at_ = end + 1;
    return true;
  }

  static bool is_hole(const Piece& piece) {
    return piece.kind != Piece::Kind::Literal && piece.kind != Piece::Kind::Value;
  }

  bool value() {
    const std::size_t begin = at_;
    TemplateResult<ParsedExpr> parsed =
        parse_expression(text_, begin + kOpen.size(), {.bytes = bytes_});
    if (!parsed) return fail(parsed.error().offset, std::move(parsed.error().message));
    if (parsed->end >= text_.size()) return fail(begin, "'${' is not closed");
    if (text_[parsed->end] != '}') return fail(parsed->end, "expected '}' or an operator");
    if (parsed->end - begin > TemplateLimits::kExpression)
      return fail(begin, "the expression is longer than 1 KiB");
    at_ = parsed->end + 1;
    out_.pieces.push_back({.kind = Piece::Kind::Value,
                           .text = {},
                           .value = std::move(parsed->expr),
                           .offset = begin});
    return true;
  }

  bool fail(std::size_t offset, std::string message) {
    error_ = {offset, std::move(message)};
    return false;
  }

  std::string_view text_;
  std::size_t at_;
  TemplateOptions options_;
  bool bytes_;
  Template out_;
  TemplateError error_;
};

}  // namespace

TemplateResult<Template> parse_template(std::string_view text, TemplateOptions options) {
  return TemplateParser(text, 0, options, false).run(text);
}

TemplateResult<Template> parse_bytes_template(std::string_view text) {
  return TemplateParser(text, 0, {}, true).run(text);
}

TemplateResult<Template> parse_template_from(std::string_view text, std::size_t begin,
                                             TemplateOptions options) {
  return TemplateParser(text, begin, options, false).run(text.substr(begin));
}

Template literal_template(std::string octets) {
  Template out;
  out.source = octets;
  if (!octets.empty())
    out.pieces.push_back({.kind = Piece::Kind::Literal, .text = std::move(octets), .value = {}});
  return out;
}

}  // namespace wireassay::scenario
