// Values of IMAP data as they were sent: atoms, strings and parenthesized lists (RFC 9051 section
// 4), without a copy.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/dialect.h"
#include "core/parsed.h"

namespace wireassay::imap {

/// What a server may make us hold. A literal counts for `response`, not for `line`.
struct Limits {
  std::size_t line = 64 * 1024;             ///< octets of one line, its line end included
  std::size_t literal = 64 * 1024 * 1024;   ///< octets of one literal
  std::size_t response = 80 * 1024 * 1024;  ///< octets of a whole response
  std::size_t depth = 64;                   ///< lists in lists
  std::size_t values = 1'000'000;           ///< values of a response, lists included

  static Limits from(const ReadLimits& limits) {
    Limits ours;
    ours.line = limits.line;
    ours.response = limits.reply;
    return ours;
  }
};

/// One value. Views point into the input of the parser.
struct Value {
  enum class Form {
    Atom,      ///< atom, number, NIL, flag, sequence-set; in FETCH "BODY[HEADER.FIELDS (a)]<0>" too
    Quoted,    ///< quoted
    Literal,   ///< literal
    Literal8,  ///< literal8, which may hold NUL
    List,      ///< "(" ... ")"
  };
  Form form = Form::Atom;
  bool escaped = false;      ///< quoted, and a backslash is in `text`
  bool spaced = false;       ///< a space stands before it: "(a b)(c)" has it before b only
  std::string_view text;     ///< the atom; what is between the quotes, still escaped; the literal's
                             ///< content; empty for a list
  std::vector<Value> items;  ///< of a list
  std::size_t offset = 0;    ///< of the first octet of the value as sent: '"', '{', '(' …
  std::size_t size = 0;      ///< octets as sent

  bool is_nil() const;     ///< the atom NIL, in any case
  bool is_string() const;  ///< quoted or literal (not literal8)
  bool is_list() const { return form == Form::List; }
  /// The atom equals `word` whatever the case.
  bool is_atom(std::string_view word) const;
  /// What the value means: the text without its escapes. Empty for a list.
  std::string octets() const;

  /// Form, text, items and spaces; not where it stood.
  bool operator==(const Value& other) const;
};

/// Whether "BODY[...]<n>", "BINARY[...]" and "BINARY.SIZE[...]" at the first level of a list are
/// one atom: in FETCH data they are names of items.
enum class Sections { No, Yes };

/// All of `text` as values with single spaces between: "() \"/\" INBOX". Literals stand inside,
/// each with its CRLF. Never NeedMore: `text` is all there is. Strict, but any printable US-ASCII
/// octet is accepted in atoms.
Parsed<std::vector<Value>> parse_values(std::string_view text, Sections sections = Sections::No,
                                        const Limits& limits = {});

/// As it goes over the wire: literals as literals, quoted as quoted.
std::string to_wire(const Value& value);
/// With the spaces that stood between them.
std::string to_wire(const std::vector<Value>& values);

}  // namespace wireassay::imap
