// Reads values of a whole response, forgiving what leaves no doubt about where they begin and end.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "core/cursor.h"
#include "wire/imap/faults.h"
#include "wire/imap/value.h"

namespace wireassay::imap {

/// "{5}" or "~{5}" at the end of a line.
struct LiteralAnnouncement {
  std::size_t size = 0;       ///< the largest std::size_t if it is more
  std::size_t header = 0;     ///< octets of "{5}" itself
  bool binary = false;        ///< literal8
  bool without_wait = false;  ///< "+" of RFC 7888: a client's right, not a server's
};

/// What `line`, without its line end, announces.
std::optional<LiteralAnnouncement> announced_literal(std::string_view line);

class ValueReader {
 public:
  /// `in` holds all octets of the response but its last line end. `close` ends the values of the
  /// first level, too: ']' of a response code.
  ValueReader(Cursor& in, const Limits& limits, Faults& faults, Sections sections, char close = 0)
      : in_(in), limits_(limits), faults_(faults), sections_(sections), close_(close) {}

  /// Values up to the end or `close`, with a space before the first if `lead`. An error if quotes,
  /// parentheses or literals do not match, or a limit is exceeded.
  std::optional<ParseError> read(std::vector<Value>& out, bool lead);

 private:
  bool read_values(std::vector<Value>& out, std::size_t depth, bool lead);
  bool read_value(Value& value, std::size_t depth);
  bool read_list(Value& value, std::size_t depth);
  bool read_quoted(Value& value);
  bool read_quoted_char(Value& value);
  bool read_literal(Value& value);
  bool read_atom(Value& value, std::size_t depth);
  bool read_section();
  void judge_atom(std::string_view atom, std::size_t offset);
  bool separated(std::string_view spaces, const Value* before, bool lead) const;
  bool at_close(std::size_t depth) const;
  bool fail(Errc code, std::size_t offset, std::string_view production);

  Cursor& in_;
  const Limits& limits_;
  Faults& faults_;
  Sections sections_;
  char close_;
  std::size_t count_ = 0;
  ParseError error_;
};

}  // namespace wireassay::imap
