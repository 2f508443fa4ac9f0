// Reads expected exchanges. Variables are one octet each while lines and arguments are found, so
// that nothing in them is syntax.
#include "wire/imap/script.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/cursor.h"
#include "core/escape.h"

namespace wireassay::imap {
namespace {

using Token = ScriptArgument::Token;
using Directives = ScriptArgument::Directives;
template <class T>
using Read = std::expected<T, StructureProblem>;

constexpr char kVariable = '\x01';
constexpr std::string_view kOpen = "{{{";
constexpr std::string_view kClose = "}}}";

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), to_lower);
  return out;
}

bool is_variable_letter(char c) { return is_alnum(c) || c == '_'; }

/// A logical line: literals are in it as "{3}\r\nabc".
struct SourceLine {
  std::string text;
  std::size_t offset = 0;          ///< in the expected text, of the first octet
  std::size_t first_variable = 0;  ///< of its variables, among all
};

/// The arguments of one line as they are expected.
class LineCompiler {
 public:
  LineCompiler(std::span<const PatternPart> variables, const SourceLine& line)
      : variables_(variables), line_(line), next_(line.first_variable) {}

  /// `skip`: octets of the line before the arguments.
  Read<std::vector<ScriptArgument>> run(std::size_t skip, bool untagged) {
    auto read = read_arguments(std::string_view(line_.text).substr(skip), Writer::Author);
    if (!read) return fail(read.error().message);
    if (read->empty()) return fail("the response is missing");
    if (untagged) name_ = name_of(*read);
    std::vector<ScriptArgument> out;
    if (auto problem = list(*read, Place{}, out)) return std::unexpected(*problem);
    return out;
  }

 private:
  /// Where a list stands: what its defaults depend on.
  struct Place {
    std::size_t depth = 0;
    std::size_t index = 0;        ///< among the arguments around it
    std::size_t outer_index = 0;  ///< of the list around it
    std::string_view after;       ///< the last atom before it
  };
  using Problem = std::optional<StructureProblem>;

  std::unexpected<StructureProblem> fail(std::string message) const {
    return std::unexpected(StructureProblem{line_.offset, std::move(message)});
  }
  Problem problem(std::string message) const {
    return StructureProblem{line_.offset, std::move(message)};
  }

  /// "FETCH" of "3 FETCH", whatever the number is.
  static std::string name_of(const std::vector<Argument>& arguments) {
    const auto word = [&](std::size_t at) -> std::string_view {
      const bool is = at < arguments.size() && arguments[at].kind == Argument::Kind::Atom;
      return is ? std::string_view(arguments[at].text) : std::string_view();
    };
    const std::string_view first = word(0);
    const bool number = !first.empty() && (first.front() == '$' || first.front() == kVariable ||
                                           is_digit(first.front()));
    return lower(word(number ? 1 : 0));
  }

  Problem list(const std::vector<Argument>& came, const Place& place,
               std::vector<ScriptArgument>& out, Directives* directives = nullptr) {
    std::size_t begin = 0;
    if (directives != nullptr) {
      for (; begin < came.size() && came[begin].kind == Argument::Kind::Atom &&
             came[begin].text.starts_with("$!");
           ++begin) {
        if (auto wrong = directive(came[begin].text.substr(2), *directives)) return wrong;
      }
      if (begin == 0) *directives = defaults(place);
      if ((came.size() - begin) % directives->chain != 0)
        return problem("the list has " + std::to_string(came.size() - begin) +
                       " elements, which is no multiple of " + std::to_string(directives->chain));
    }
    std::string after;
    for (std::size_t at = begin; at < came.size(); ++at) {
      if (came[at].kind == Argument::Kind::Atom) after = lower(came[at].text);
      ScriptArgument argument{.kind = came[at].kind};
      const Place inner{place.depth + 1, at, place.index, after};
      if (auto wrong = came[at].is_list()
                           ? list(came[at].items, inner, argument.items, &argument.directives)
                           : text(came[at].text, argument))
        return wrong;
      out.push_back(std::move(argument));
    }
    return std::nullopt;
  }

  Problem directive(std::string_view word, Directives& out) {
    if (word.find(kVariable) != std::string_view::npos)
      return problem("a directive takes no variable");
    if (word == "ordered") {
      out.unordered = false;
    } else if (word == "extra" || word == "noextra") {
      out.extra = word == "extra";
    } else if (word.starts_with("ignore=")) {
      out.ignored.emplace_back(word.substr(7));
    } else if (word.starts_with("ban=")) {
      out.banned.emplace_back(word.substr(4));
    } else if (word == "unordered") {
      out.unordered = true;
    } else if (word.starts_with("unordered=")) {
      out.unordered = true;
      const std::string_view digits = word.substr(10);
      const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), out.chain);
      if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || out.chain == 0 ||
          out.chain > ScriptLimits::kChain)
        return problem("$!unordered= takes a number from 1 to 1000");
    } else {
      return problem("$!" + escape_short(word, 40) +
                     " is no directive: $!ordered, $!unordered, $!unordered=N, $!extra, "
                     "$!noextra, $!ignore=X and $!ban=X are");
    }
    return std::nullopt;
  }

  /// docs/scripted_test.md, "Directives".
  Directives defaults(const Place& place) const {
    Directives out;
    if (place.depth == 1) {
      out.unordered = ((name_ == "list" || name_ == "lsub") && place.index == 1) ||
                      ((name_ == "status" || name_ == "fetch") && place.index == 2);
      if (out.unordered && (name_ == "status" || name_ == "fetch")) out.chain = 2;
    } else if (place.depth == 2 && name_ == "fetch" && place.outer_index == 2 &&
               place.after == "flags") {
      out.unordered = true;
      out.extra = false;
      out.ignored = {"\\recent", "$HasAttachment", "$HasNoAttachment"};
    }
    return out;
  }

  /// The variables of an atom or a string.
  Problem text(std::string_view text, ScriptArgument& out) {
    out.to_bracket = text == "$]";
    for (std::size_t at = 0; at < text.size();) {
      if (text[at] == kVariable) {
        if (auto wrong = variable(variables_[next_++], out)) return wrong;
        ++at;
      } else if (text[at] != '$') {
        add_text(text.substr(at, 1), out);
        ++at;
      } else if (text.substr(at).starts_with("$$")) {
        add_text("$", out);
        at += 2;
      } else if (auto wrong = dollar(text, at, out)) {
        return wrong;
      }
    }
    return std::nullopt;
  }

  static void add_text(std::string_view octets, ScriptArgument& out) {
    if (out.tokens.empty() || out.tokens.back().kind != Token::Kind::Text) out.tokens.push_back({});
    out.tokens.back().text += octets;
  }

  Problem variable(const PatternPart& part, ScriptArgument& out) {
    switch (part.kind) {
      case PatternPart::Kind::Value:
        out.tokens.push_back({Token::Kind::Value, std::string(part.text)});
        return std::nullopt;
      case PatternPart::Kind::Hole:
        out.tokens.push_back({Token::Kind::Hole, std::string(part.text)});
        return std::nullopt;
      case PatternPart::Kind::AnyHole:
        out.tokens.push_back({Token::Kind::Any});
        return std::nullopt;
      case PatternPart::Kind::RestHole:
      case PatternPart::Kind::Text: break;
    }
    return StructureProblem{part.offset, "${?*} has no meaning here: write $!unordered"};
  }

  /// "$", "$3", "$tag", and the same in braces; "${case:text}".
  Problem dollar(std::string_view text, std::size_t& at, ScriptArgument& out) {
    ++at;
    std::string_view name;
    if (text.substr(at).starts_with('{')) {
      const std::size_t close = text.find('}', at);
      if (close == std::string_view::npos) return problem("'${' is not closed");
      name = text.substr(at + 1, close - at - 1);
      at = close + 1;
    } else {
      const std::size_t from = at;
      while (at < text.size() && is_variable_letter(text[at])) ++at;
      name = text.substr(from, at - from);
    }
    Token token{.kind = Token::Kind::Relative};
    const auto read = std::from_chars(name.data(), name.data() + name.size(), token.number);
    if (name.empty()) {
      token.kind = Token::Kind::Any;
    } else if (name == "tag") {
      token.kind = Token::Kind::Tag;
    } else if (name.starts_with("case:")) {
      token = {Token::Kind::Case, std::string(name.substr(5))};
    } else if (read.ec != std::errc{} || read.ptr != name.data() + name.size()) {
      return problem("$" + escape_short(name, 40) + " is written ${?" + escape_short(name, 40) +
                     "} here; $ alone, $tag, $3 and $$ are imaptest's");
    }
    out.tokens.push_back(std::move(token));
    return std::nullopt;
  }

  std::span<const PatternPart> variables_;
  const SourceLine& line_;
  std::size_t next_;
  std::string name_;
};

class ScriptReader {
 public:
  explicit ScriptReader(std::span<const PatternPart> parts) : parts_(parts) {}

  Read<Script> run() {
    if (auto problem = flatten()) return std::unexpected(*problem);
    Script script;
    while (at_ < text_.size()) {
      const auto line = next_line();
      if (!line) return std::unexpected(line.error());
      if (line->text.empty() || line->text.starts_with('#')) continue;
      if (script.lines.size() >= ScriptLimits::kLines)
        return std::unexpected(StructureProblem{line->offset, "too many lines"});
      if (line->text == "$!noextra") {
        script.no_extra = true;
        continue;
      }
      auto read = read_line(*line);
      if (!read) return std::unexpected(read.error());
      script.lines.push_back(std::move(*read));
    }
    if (script.lines.empty() && !script.no_extra)
      return std::unexpected(StructureProblem{0, "no line says what is expected: \"* 1 exists\""});
    return script;
  }

 private:
  std::optional<StructureProblem> flatten() {
    for (const PatternPart& part : parts_) {
      if (part.kind != PatternPart::Kind::Text) {
        offsets_.emplace_back(text_.size(), part.offset);
        text_ += kVariable;
        variables_.push_back(part);
        continue;
      }
      if (part.text.find(kVariable) != std::string_view::npos)
        return StructureProblem{part.offset, "the octet 01 has no meaning here"};
      offsets_.emplace_back(text_.size(), part.offset);
      text_ += part.text;
    }
    return std::nullopt;
  }

  /// In the expected text as written.
  std::size_t offset_of(std::size_t at) const {
    const auto after = std::ranges::upper_bound(offsets_, at, {}, &Offset::first);
    if (after == offsets_.begin()) return at;
    const Offset& part = *std::prev(after);
    return part.second + (at - part.first);
  }

  std::string_view take_physical() {
    const std::string_view rest = std::string_view(text_).substr(at_);
    std::string_view line = rest.substr(0, rest.find('\n'));
    at_ = std::min(at_ + line.size() + 1, text_.size());
    if (line.ends_with('\r')) line.remove_suffix(1);
    variable_ += static_cast<std::size_t>(std::ranges::count(line, kVariable));
    return line;
  }

  Read<SourceLine> next_line() {
    SourceLine line{.offset = offset_of(at_), .first_variable = variable_};
    line.text = take_physical();
    while (line.text.ends_with(kOpen)) {
      line.text.resize(line.text.size() - kOpen.size());
      std::string literal;
      std::string_view physical;
      for (bool first = true;; first = false) {
        if (at_ >= text_.size())
          return std::unexpected(StructureProblem{
              line.offset, "{{{ is not closed: a line that begins with }}} ends it"});
        physical = take_physical();
        if (physical.starts_with(kClose)) break;
        if (!first) literal += "\r\n";
        literal += physical;
      }
      line.text.append("{").append(std::to_string(literal.size())).append("}\r\n");
      line.text += literal;
      line.text += physical.substr(kClose.size());
    }
    return line;
  }

  Read<ScriptLine> read_line(const SourceLine& source) {
    ScriptLine line;
    const std::string_view text = source.text;
    std::size_t skip = 2;
    if (text.starts_with("! ")) {
      line.kind = ScriptLine::Kind::MustNot;
    } else if (text.starts_with("? ")) {
      line.kind = ScriptLine::Kind::May;
    } else if (!text.starts_with("* ")) {
      line.kind = ScriptLine::Kind::Tagged;
      skip = tag_size(text, line.command);
    }
    auto arguments =
        LineCompiler(variables_, source).run(skip, line.kind != ScriptLine::Kind::Tagged);
    if (!arguments) return std::unexpected(arguments.error());
    line.arguments = std::move(*arguments);
    line.shown = shown(source);
    if (line.kind == ScriptLine::Kind::Tagged && !is_status(line.arguments.front()))
      return std::unexpected(StructureProblem{
          source.offset,
          "a line begins with \"* \", \"! \", \"? \", or is a completion: OK, NO, BAD or \"\""});
    return line;
  }

  static bool is_status(const ScriptArgument& argument) {
    if (argument.kind == Argument::Kind::List || argument.tokens.size() > 1) return false;
    if (argument.tokens.empty()) return true;
    const std::string word = lower(argument.tokens.front().text);
    return argument.tokens.front().kind == Token::Kind::Text &&
           (word == "ok" || word == "no" || word == "bad");
  }

  /// Octets of "tag2 ", or 0.
  static std::size_t tag_size(std::string_view text, std::size_t& command) {
    Cursor in(text);
    if (!in.take_word("tag")) return 0;
    const std::string_view digits = in.take_while(is_digit);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), command);
    if (read.ec == std::errc{} && command > 0 && in.take(' ')) return in.offset();
    command = 1;
    return 0;
  }

  std::string shown(const SourceLine& line) const {
    std::string out;
    std::size_t variable = line.first_variable;
    for (const char c : line.text) {
      if (c != kVariable) {
        out += c;
        continue;
      }
      const PatternPart& part = variables_[variable++];
      const bool hole = part.kind != PatternPart::Kind::Value;
      out += hole ? "${?" + std::string(part.text) + "}" : std::string(part.text);
    }
    return out;
  }

  using Offset = std::pair<std::size_t, std::size_t>;

  std::span<const PatternPart> parts_;
  std::string text_;
  std::vector<PatternPart> variables_;
  std::vector<Offset> offsets_;  ///< where parts begin: in text_, as written
  std::size_t at_ = 0;
  std::size_t variable_ = 0;
};

class ScriptPattern : public StructuredPattern {
 public:
  explicit ScriptPattern(Script script) : script_(std::move(script)) {}

  bool matches(std::string_view element, Holes& holes) const override {
    const std::size_t mark = holes.mark();
    if (!match_script(script_, element, holes)) return true;
    holes.rollback(mark);
    return false;
  }
  std::optional<Miss> miss(std::string_view element, Holes& holes) const override {
    const std::size_t mark = holes.mark();
    auto miss = match_script(script_, element, holes);
    holes.rollback(mark);
    return miss;
  }

 private:
  Script script_;
};

class ExchangeStructure : public Structure {
 public:
  std::expected<std::unique_ptr<StructuredPattern>, StructureProblem> compile(
      std::span<const PatternPart> parts) const override {
    auto script = read_script(parts);
    if (!script) return std::unexpected(script.error());
    return std::make_unique<ScriptPattern>(std::move(*script));
  }

  std::span<const Rule> rules() const override {
    static constexpr Rule kRules[] = {
        {"* response", "must come, in any order; one response may answer several lines"},
        {"! response", "must not come"},
        {"? response", "may come"},
        {"ok [code", "the completion begins so; tag2 before it: of the second command"},
        {"$!noextra", "as a line: nothing else may come untagged"},
        {"$ $3 $tag $$", "any value or list; message 3 as it is numbered now; the tag; a dollar"},
        {"{{{ … }}}", "a literal over several lines"},
        {"lists", "$!unordered[=n] $!ordered $!extra $!noextra $!ignore=X $!ban=X, as in imaptest"},
    };
    return kRules;
  }
};

}  // namespace

std::expected<Script, StructureProblem> read_script(std::span<const PatternPart> parts) {
  return ScriptReader(parts).run();
}

const Structure& exchange_structure() {
  static const ExchangeStructure kStructure;
  return kStructure;
}

}  // namespace wireassay::imap
