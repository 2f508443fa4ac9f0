// Expected exchanges in the language of imaptest's scripts
// (https://github.com/dovecot/imaptest, docs/scripted_test.md): field `exchange`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/structure.h"
#include "wire/imap/arguments.h"

namespace wireassay::imap {

/// One argument that is expected.
struct ScriptArgument {
  struct Token {
    enum class Kind {
      Text,      ///< letters in either case
      Case,      ///< ${case:text}
      Value,     ///< of a variable: octet by octet
      Hole,      ///< ${?name}
      Any,       ///< $
      Relative,  ///< $3: where message 3 of the beginning is now
      Tag,       ///< $tag
    };
    Kind kind = Kind::Text;
    std::string text;
    std::uint64_t number = 0;
  };
  /// What `$!…` at the beginning of a list says, or its default.
  struct Directives {
    bool unordered = false;
    std::size_t chain = 1;
    std::optional<bool> extra;
    std::vector<std::string> ignored, banned;
  };

  Argument::Kind kind = Argument::Kind::Atom;
  std::vector<Token> tokens;  ///< of an atom or a string
  bool to_bracket = false;    ///< $]
  std::vector<ScriptArgument> items;
  Directives directives;

  bool is_any() const { return tokens.size() == 1 && tokens.front().kind == Token::Kind::Any; }
};

/// One line that is expected.
struct ScriptLine {
  enum class Kind {
    Must,     ///< "* 1 exists"
    MustNot,  ///< "! bye"
    May,      ///< "? list …"
    Tagged,   ///< "tag2 no [trycreate]"; without tag of the first command
  };
  Kind kind = Kind::Must;
  std::size_t command = 1;
  std::vector<ScriptArgument> arguments;
  std::string shown;
};

struct Script {
  std::vector<ScriptLine> lines;
  bool no_extra = false;  ///< "$!noextra": untagged responses that no line names are wrong
};

struct ScriptLimits {
  static constexpr std::size_t kLines = 10'000;
  static constexpr std::size_t kChain = 1000;
  static constexpr std::size_t kModseqs = 10'000;  ///< the largest N of $modseqN
};

/// Literals stand as {{{ … }}} over several lines.
std::expected<Script, StructureProblem> read_script(std::span<const PatternPart> parts);

/// `element` is the field `exchange` (exchange.h). Nullopt: it holds.
std::optional<StructuredPattern::Miss> match_script(const Script& script, std::string_view element,
                                                    Holes& holes);

/// Of field `exchange`.
const Structure& exchange_structure();

}  // namespace wireassay::imap
