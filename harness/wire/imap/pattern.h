// An expected text as values of IMAP: where its variables stand, and what has syntax.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/structure.h"

namespace wireassay::imap {

/// One value that is expected. Views point into the parts it was read from.
struct Expected {
  enum class Form {
    Atom,
    Quoted,
    List,
    Rest,  ///< ${?*} by itself
  };
  struct Piece {
    PatternPart::Kind kind = PatternPart::Kind::Text;
    std::string_view text;
  };
  Form form = Form::Atom;
  std::vector<Piece> pieces;    ///< of an atom or a string; adjacent pieces are one value
  std::vector<Expected> items;  ///< of a list
  std::size_t offset = 0;

  bool is_list() const { return form == Form::List; }
  bool is_rest() const { return form == Form::Rest; }
  /// ${?name} or ${?} by itself: any one value.
  bool is_hole() const;
  bool has_holes() const;
  /// The text of an atom of the author's, without variables.
  std::optional<std::string> word() const;
  bool is_word(std::string_view atom) const;
  /// The text with the values put in; nullopt for lists and where there is a hole. `unquote` takes
  /// the quotes from values that are quoted strings.
  std::optional<std::string> text(bool unquote) const;
};

/// What a quoted string of a variable means, or nullopt if it is none.
std::optional<std::string> unquoted(std::string_view value);

class PatternReader {
 public:
  template <class T>
  using Read = std::expected<T, StructureProblem>;

  explicit PatternReader(std::span<const PatternPart> parts) : parts_(parts) { settle(); }

  /// True if only spaces are left.
  bool at_end();
  /// True, and taken, if the next octet of the author's is `c`; spaces before it are passed over.
  bool take(char c);
  Read<Expected> value();
  /// All that is left, or up to `close`, which is taken. With `sections`, "BODY[HEADER.FIELDS (X)]"
  /// on the first level is one atom.
  Read<std::vector<Expected>> values(char close = 0);
  /// Text for people: only spaces separate.
  std::vector<Expected> words();
  /// Names of items on the first level of the lists that come are those of FETCH.
  void expect_sections() { sections_ = true; }

  StructureProblem problem(std::string message) const { return {offset(), std::move(message)}; }
  std::size_t offset() const;

 private:
  void settle();
  void skip_spaces();
  std::optional<char> peek() const;
  const PatternPart* variable() const;
  void advance();
  void add(Expected& to);
  bool ends_atom(char c) const;
  Read<Expected> list();
  Read<Expected> quoted();
  Read<Expected> atom();
  bool section(Expected& name);

  std::span<const PatternPart> parts_;
  std::size_t part_ = 0, at_ = 0;
  std::size_t depth_ = 0;
  char close_ = 0;
  bool sections_ = false;
};

}  // namespace wireassay::imap
