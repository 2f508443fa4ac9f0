// The text of a file being loaded and the mistakes found in it, with excerpts.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/model.h"

namespace wireassay::scenario {

class Source {
 public:
  static constexpr std::size_t kMostProblems = 100;  ///< of one file; the rest would bury the first
  static constexpr std::size_t kExcerptColumns = 100;  ///< a longer line is cut around the caret

  Source(std::string file, std::string text);

  const std::string& file() const { return file_; }
  const std::string& text() const { return text_; }
  const std::vector<Problem>& problems() const { return problems_; }

  /// So many mistakes that no more are kept: reading on has no use.
  bool full() const { return problems_.size() >= kMostProblems; }

  /// A mistake at a key or a value. The same one is kept once.
  void add(Position at, std::string message);
  /// A mistake inside the string whose value starts at `at`, `offset` octets into the string: the
  /// position is the value's, the message says the offset, the caret stands at the octet itself.
  void add_inside(Position at, std::size_t offset, std::string message);

 private:
  void keep(Position at, std::string message, std::string excerpt);
  std::size_t offset_of(Position at) const;
  std::size_t offset_inside(std::size_t value, std::size_t offset) const;
  std::string excerpt_at(std::size_t place) const;

  std::string file_;
  std::string text_;
  std::vector<std::size_t> lines_;  // offset of each line's first octet
  std::vector<Problem> problems_;
  std::set<std::pair<Position, std::string>> seen_;
};

/// Moves problems to the end of `into`.
void append(std::vector<Problem>& into, const std::vector<Problem>& more);

}  // namespace wireassay::scenario
