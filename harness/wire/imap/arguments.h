// A line as plain arguments: atoms, strings and lists, whatever the response means. This is how
// imaptest's scripts look at both sides; the grammar of responses is in response.h.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::imap {

struct Argument {
  enum class Kind { Nil, Atom, String, List };
  Kind kind = Kind::Atom;
  std::string text;             ///< of an atom or a string, without quotes and escapes
  std::vector<Argument> items;  ///< of a list
  std::size_t offset = 0;       ///< of its first octet in the line

  bool is_atom(std::string_view word) const;  ///< an atom, letters in either case
  bool is_list() const { return kind == Kind::List; }
};

struct ArgumentError {
  std::size_t offset = 0;
  std::string message;
};

/// Who wrote the line: what is wrong is an author's mistake, and forgiven in text for people.
enum class Writer { Author, Server };

struct ArgumentLimits {
  static constexpr std::size_t kDepth = 64;          ///< lists in lists
  static constexpr std::size_t kValues = 1'000'000;  ///< of a line, lists included
};

/// `line` without its last line end; literals inside, each as "{3}\r\nabc". A section name such as
/// "BODY[HEADER.FIELDS (X)]" is an atom, a list and an atom.
std::expected<std::vector<Argument>, ArgumentError> read_arguments(std::string_view line,
                                                                   Writer writer);

}  // namespace wireassay::imap
