// Whether an exchange is the expected one. Each response is held against the lines in the order in
// which it came, and binds what it binds: there is no way back, as in imaptest.
#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "core/cursor.h"
#include "wire/imap/exchange.h"
#include "wire/imap/script.h"

namespace wireassay::imap {
namespace {

using Token = ScriptArgument::Token;
using Miss = StructuredPattern::Miss;
using Wanted = std::span<const ScriptArgument>;
using Came = std::span<const Argument>;

constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

/// Where the messages that there were in the beginning are now; 0: gone.
class Numbers {
 public:
  explicit Numbers(std::uint64_t messages) : messages_(messages) {}

  void expunge(std::uint64_t number) { gone_.push_back(number); }

  std::optional<std::uint64_t> now(std::uint64_t number) const {
    if (number == 0 || number > messages_) return std::nullopt;
    for (const std::uint64_t gone : gone_) {
      if (gone == number) return std::nullopt;
      if (gone < number) --number;
    }
    return number;
  }

 private:
  std::uint64_t messages_;
  std::vector<std::uint64_t> gone_;
};

bool same(char a, char b, bool fold) { return fold ? to_upper(a) == to_upper(b) : a == b; }

/// One argument that came against its tokens.
class TextMatch {
 public:
  TextMatch(Holes& holes, const Numbers& numbers, std::string_view tag)
      : holes_(holes), numbers_(numbers), tag_(tag) {}

  /// `prefix`: more may follow, as behind a response code.
  bool run(std::span<const Token> tokens, std::string_view came, bool prefix) {
    // Text in ${case:…} makes all of the argument exact.
    fold_ = std::ranges::none_of(
        tokens, [](const Token& token) { return token.kind == Token::Kind::Case; });
    rest_ = came;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
      if (!holes_.spend() || !token(tokens.subspan(at))) return false;
    }
    return prefix || rest_.empty();
  }

 private:
  bool token(std::span<const Token> tokens) {
    const Token& first = tokens.front();
    switch (first.kind) {
      case Token::Kind::Text: return take(first.text, fold_);
      case Token::Kind::Case:
      case Token::Kind::Value: return take(first.text, false);
      case Token::Kind::Tag: return take(tag_, false);
      case Token::Kind::Relative: {
        const auto now = numbers_.now(first.number);
        return now && take(std::to_string(*now), false);
      }
      case Token::Kind::Any: rest_.remove_prefix(free_size(tokens.subspan(1))); return true;
      case Token::Kind::Hole: return hole(tokens);
    }
    return false;
  }

  bool take(std::string_view text, bool fold) {
    if (rest_.size() < text.size()) return false;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (!same(text[at], rest_[at], fold)) return false;
    }
    rest_.remove_prefix(text.size());
    return true;
  }

  bool hole(std::span<const Token> tokens) {
    const std::string& name = tokens.front().text;
    if (const auto value = holes_.value_of(name)) return take(*value, false);
    const std::string_view value = rest_.substr(0, free_size(tokens.subspan(1)));
    if (!modseq_fits(name, value)) return false;
    rest_.remove_prefix(value.size());
    return holes_.bind(name, value);
  }

  /// A variable without a value ends before the first octet that may follow it.
  std::size_t free_size(std::span<const Token> behind) const {
    const auto next = first_octet(behind);
    if (!next) return behind.empty() ? rest_.size() : 0;
    const auto found = std::ranges::find_if(rest_, [&](char c) { return same(c, *next, fold_); });
    return static_cast<std::size_t>(found - rest_.begin());
  }

  std::optional<char> first_octet(std::span<const Token> behind) const {
    if (behind.empty()) return std::nullopt;
    std::string text = behind.front().text;
    if (behind.front().kind == Token::Kind::Hole)
      text = holes_.value_of(behind.front().text).value_or("");
    if (behind.front().kind == Token::Kind::Tag) text = tag_;
    if (behind.front().kind == Token::Kind::Relative) {
      const auto now = numbers_.now(behind.front().number);
      text = now ? std::to_string(*now) : "";
    }
    if (text.empty()) return std::nullopt;
    return text.front();
  }

  static std::optional<std::uint64_t> number(std::string_view digits) {
    std::uint64_t value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return std::nullopt;
    return value;
  }

  /// $modseq5 is at least as far above $modseq2 as 5 is above 2 (docs/scripted_test.md).
  bool modseq_fits(std::string_view name, std::string_view value) const {
    if (!name.starts_with("modseq")) return true;
    const auto index = number(name.substr(6));
    if (!index || *index > ScriptLimits::kModseqs) return true;
    const auto modseq = number(value);
    if (!modseq) return false;
    for (std::uint64_t before = *index; before > 0; --before) {
      const auto known = holes_.value_of("modseq" + std::to_string(before - 1));
      if (known) return *modseq >= number(*known).value_or(0) + (*index - (before - 1));
    }
    return *modseq >= *index;
  }

  Holes& holes_;
  const Numbers& numbers_;
  std::string_view tag_;
  std::string_view rest_;
  bool fold_ = true;
};

/// One response against one line. Counts how many arguments agree, or says kAll.
class LineMatch {
 public:
  LineMatch(Holes& holes, const Numbers& numbers, std::string_view tag)
      : holes_(holes), numbers_(numbers), tag_(tag) {}

  /// `most`: so many arguments and no more are looked at.
  std::size_t arguments(Wanted wanted, Came came, std::size_t most, bool prefix) {
    std::size_t matched = 0, at = 0;
    const std::size_t count = std::min(wanted.size(), most);
    for (std::size_t i = 0; i < count; ++i, ++at, ++matched) {
      const ScriptArgument& want = wanted[i];
      if (want.to_bracket) {
        skip_to_bracket(came, at);
        continue;
      }
      if (at >= came.size()) return matched;
      const std::size_t inner = argument(want, came[at], prefix && i + 1 == wanted.size());
      if (inner != kAll) return matched + inner;
    }
    if (prefix || at >= came.size() || count == most) return kAll;
    return matched;
  }

 private:
  static void skip_to_bracket(Came came, std::size_t& at) {
    while (at < came.size() && came[at].kind == Argument::Kind::Atom &&
           came[at].text.find(']') == std::string::npos)
      ++at;
  }

  std::size_t argument(const ScriptArgument& want, const Argument& got, bool prefix) {
    if (want.kind == Argument::Kind::Nil) return got.kind == Argument::Kind::Nil ? kAll : 0;
    if (want.kind == Argument::Kind::List) return got.is_list() ? list(want, got.items) : 0;
    if (got.is_list()) return want.is_any() ? kAll : 0;
    return TextMatch(holes_, numbers_, tag_).run(want.tokens, got.text, prefix) ? kAll : 0;
  }

  std::size_t list(const ScriptArgument& want, Came came) {
    const ScriptArgument::Directives& directives = want.directives;
    if (!directives.unordered) return arguments(want.items, came, kAll, false);
    const std::size_t chain = directives.chain;
    if (came.size() % chain != 0 || want.items.size() % chain != 0) return 0;
    std::vector<bool> used(came.size());
    for (std::size_t at = 0; at < want.items.size(); at += chain) {
      const auto found = find_chain(Wanted(want.items).subspan(at, chain), came, chain);
      if (!found) return at / chain;
      used[*found] = true;
    }
    return rest_allowed(directives, came, used) ? kAll : want.items.size() / chain;
  }

  std::optional<std::size_t> find_chain(Wanted wanted, Came came, std::size_t chain) {
    for (std::size_t at = 0; at < came.size(); at += chain) {
      if (arguments(wanted, came.subspan(at), chain, false) == kAll) return at;
    }
    return std::nullopt;
  }

  static bool rest_allowed(const ScriptArgument::Directives& directives, Came came,
                           const std::vector<bool>& used) {
    const auto among = [](const std::vector<std::string>& words, std::string_view word) {
      return std::ranges::any_of(
          words, [word](std::string_view one) { return equal_ignoring_case(one, word); });
    };
    const bool extra = directives.extra.value_or(true);
    for (std::size_t at = 0; at < came.size(); at += directives.chain) {
      if (used[at] || came[at].is_list()) continue;
      if (extra ? among(directives.banned, came[at].text)
                : !among(directives.ignored, came[at].text))
        return false;
    }
    return true;
  }

  Holes& holes_;
  const Numbers& numbers_;
  std::string_view tag_;
};

class ExchangeMatch {
 public:
  ExchangeMatch(const Script& script, const Exchange& exchange, Holes& holes)
      : script_(script),
        exchange_(exchange),
        holes_(holes),
        numbers_(exchange.messages),
        lines_(script.lines.size()) {}

  std::optional<Miss> run() {
    for (const std::string_view response : exchange_.responses) {
      if (auto miss = take(response)) return miss;
    }
    for (std::size_t at = 0; at < lines_.size(); ++at) {
      const ScriptLine::Kind kind = script_.lines[at].kind;
      const bool owed = kind == ScriptLine::Kind::Must || kind == ScriptLine::Kind::Tagged;
      if (owed && !lines_[at].found)
        return Miss{script_.lines[at].shown, "lacks", std::string(lines_[at].nearest)};
    }
    return extra_;
  }

 private:
  struct State {
    bool found = false;
    std::size_t matched = 0;  ///< arguments of the nearest response
    std::string_view nearest;
  };

  std::optional<Miss> take(std::string_view response) {
    if (response.starts_with("* ")) return untagged(response);
    const std::size_t space = response.find(' ');
    const auto tag = std::ranges::find(exchange_.tags, response.substr(0, space));
    if (tag == exchange_.tags.end() || space == std::string_view::npos) return std::nullopt;
    completion(response, space + 1, static_cast<std::size_t>(tag - exchange_.tags.begin()));
    return std::nullopt;
  }

  void completion(std::string_view response, std::size_t from, std::size_t command) {
    const auto came = read_arguments(response.substr(from), Writer::Server);
    for (std::size_t at = 0; at < lines_.size(); ++at) {
      const ScriptLine& line = script_.lines[at];
      if (line.kind != ScriptLine::Kind::Tagged || line.command != command + 1) continue;
      lines_[at].nearest = response;
      LineMatch match(holes_, numbers_, exchange_.tags[command]);
      lines_[at].found = came && match.arguments(line.arguments, *came, kAll, true) == kAll;
    }
  }

  std::optional<Miss> untagged(std::string_view response) {
    const auto came = read_arguments(response.substr(2), Writer::Server);
    if (!came || came->empty()) return std::nullopt;
    // Text for people stands behind the response code.
    const auto is = [&](std::string_view word) { return came->front().is_atom(word); };
    const bool prefix = is("ok") || is("no") || is("bad") || is("bye");
    bool named = false;
    for (std::size_t at = 0; at < lines_.size(); ++at) {
      if (lines_[at].found || script_.lines[at].kind == ScriptLine::Kind::Tagged) continue;
      const std::size_t mark = holes_.mark();
      const std::string_view tag = exchange_.tags.empty() ? std::string_view() : exchange_.tags[0];
      const std::size_t matched = LineMatch(holes_, numbers_, tag)
                                      .arguments(script_.lines[at].arguments, *came, kAll, prefix);
      if (matched == kAll) {
        if (script_.lines[at].kind == ScriptLine::Kind::MustNot)
          return Miss{script_.lines[at].shown, "has what must not come:", std::string(response)};
        named = lines_[at].found = true;
        continue;
      }
      holes_.rollback(mark);
      if (matched > lines_[at].matched) {
        lines_[at].matched = matched;
        lines_[at].nearest = response;
      }
    }
    if (!named && script_.no_extra && !extra_)
      extra_ = Miss{"$!noextra", "also has what no line names, against", std::string(response)};
    count(*came);
    return std::nullopt;
  }

  void count(const std::vector<Argument>& came) {
    if (came.size() < 2 || !came[1].is_atom("expunge")) return;
    std::uint64_t number = 0;
    const std::string& digits = came[0].text;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    numbers_.expunge(number);
  }

  const Script& script_;
  const Exchange& exchange_;
  Holes& holes_;
  Numbers numbers_;
  std::vector<State> lines_;
  std::optional<Miss> extra_;
};

}  // namespace

std::optional<StructuredPattern::Miss> match_script(const Script& script, std::string_view element,
                                                    Holes& holes) {
  const auto exchange = Exchange::read(element);
  if (!exchange) return Miss{"", "is not there", ""};
  return ExchangeMatch(script, *exchange, holes).run();
}

}  // namespace wireassay::imap
