// Lines and field sections as they come in: each octet is looked at once, however the input is cut.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "wire/http/message.h"

namespace wireassay::http {

struct Line {
  std::string_view text;  ///< without its line end
  std::size_t from = 0;   ///< offset in the input
};

/// Finds lines in an input that grows between calls.
class LineFinder {
 public:
  explicit LineFinder(std::size_t from = 0) : at_(from), scanned_(from) {}

  /// Where the next line, or whatever else, begins.
  std::size_t at() const { return at_; }
  void skip_to(std::size_t offset) { at_ = scanned_ = offset; }
  /// `limit` counts the octets of a line with its end; where it is exceeded, `rule` says which it
  /// was. Adds a bare LF to what is forgiven.
  Parsed<Line> next(std::string_view in, std::size_t limit, std::string_view rule,
                    Forgiven& forgiven);

 private:
  std::size_t at_;
  std::size_t scanned_;  ///< no LF from at_ to here
};

/// The text of a line with each bare CR replaced by a space: "or replace each bare CR with SP
/// before processing the element" (RFC 9112 section 2.2).
std::string without_bare_cr(const Line& line, Forgiven& forgiven);

/// Header or trailer section.
class FieldSection {
 public:
  struct Bounds {
    std::size_t line, count, total;
    std::string_view total_rule;
  };
  explicit FieldSection(const Bounds& bounds) : bounds_(bounds) {}

  /// Reads lines up to the empty one. Got: the section is complete, its value is what it is called
  /// for.
  Parsed<std::size_t> read(std::string_view in, LineFinder& lines, Grammar grammar,
                           Forgiven& forgiven);

  Fields fields;
  std::vector<std::size_t> offsets;  ///< of each field line

 private:
  void add_line(const Line& line, Forgiven& forgiven);
  void add_field(std::string_view text, std::size_t from, Forgiven& forgiven);
  void fold(std::string_view text, std::size_t from, Forgiven& forgiven);

  Bounds bounds_;
  std::size_t lines_ = 0, octets_ = 0;
  bool after_field_ = false;  ///< a line that begins with white space continues the last field
};

}  // namespace wireassay::http
