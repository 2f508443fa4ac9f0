// Numbers of messages as a set: "1:3,5" is 1, 2, 3, 5, however it is written.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace wireassay::imap {

class NumberSet {
 public:
  struct Range {
    std::uint64_t first = 0, last = 0;
    bool operator==(const Range&) const = default;
  };

  NumberSet() = default;
  explicit NumberSet(std::vector<Range> ranges);
  /// uniqueid / uid-range *("," …), and sequence-set without "*"; nullopt if `text` is none.
  static std::optional<NumberSet> parse(std::string_view text);

  /// False, and nothing taken, if not all of `other` is in it.
  bool take(const NumberSet& other);
  /// How many numbers, at most `most` + 1.
  std::uint64_t count(std::uint64_t most) const;
  /// In ascending order, without gaps between ranges that could be one.
  const std::vector<Range>& ranges() const { return ranges_; }
  bool empty() const { return ranges_.empty(); }
  bool operator==(const NumberSet&) const = default;

 private:
  std::vector<Range> ranges_;
};

}  // namespace wireassay::imap
