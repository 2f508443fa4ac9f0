// Sets of numbers as ranges in ascending order.
#include "wire/imap/number_set.h"

#include <algorithm>
#include <charconv>

#include "core/cursor.h"

namespace wireassay::imap {
namespace {

/// number64: "0 <= n <= 9,223,372,036,854,775,807" (RFC 9051 section 9)
constexpr std::uint64_t kMaxNumber64 = INT64_MAX;

std::optional<std::uint64_t> take_number(Cursor& in) {
  const std::string_view digits = in.take_while(is_digit);
  std::uint64_t number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || read.ec != std::errc{} || number > kMaxNumber64) return std::nullopt;
  return number;
}

}  // namespace

std::optional<NumberSet> NumberSet::parse(std::string_view text) {
  std::vector<Range> ranges;
  Cursor in(text);
  do {
    const auto first = take_number(in);
    if (!first) return std::nullopt;
    auto last = first;
    if (in.take(':')) last = take_number(in);
    if (!last) return std::nullopt;
    ranges.push_back({std::min(*first, *last), std::max(*first, *last)});
  } while (in.take(','));
  if (!in.at_end()) return std::nullopt;
  return NumberSet(std::move(ranges));
}

NumberSet::NumberSet(std::vector<Range> ranges) {
  std::ranges::sort(ranges, {}, &Range::first);
  for (const Range& range : ranges) {
    if (!ranges_.empty() && range.first <= ranges_.back().last + 1) {
      ranges_.back().last = std::max(ranges_.back().last, range.last);
    } else {
      ranges_.push_back(range);
    }
  }
}

bool NumberSet::take(const NumberSet& other) {
  std::vector<Range> left;
  auto taken = other.ranges_.begin();
  for (Range range : ranges_) {
    bool used_up = false;
    for (; taken != other.ranges_.end() && taken->first <= range.last; ++taken) {
      if (taken->first < range.first || taken->last > range.last) return false;
      if (taken->first > range.first) left.push_back({range.first, taken->first - 1});
      used_up = taken->last == range.last;
      range.first = taken->last + 1;
    }
    if (!used_up) left.push_back(range);
  }
  if (taken != other.ranges_.end()) return false;
  ranges_ = std::move(left);
  return true;
}

std::uint64_t NumberSet::count(std::uint64_t most) const {
  std::uint64_t numbers = 0;
  for (const Range& range : ranges_) {
    numbers += range.last - range.first + 1;
    if (numbers > most) return most + 1;
  }
  return numbers;
}

}  // namespace wireassay::imap
