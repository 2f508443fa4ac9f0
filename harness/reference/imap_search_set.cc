// Sequence sets against the table of a mailbox.
#include <algorithm>
#include <utility>

#include "reference/imap_search.h"

namespace wireassay::reference {
namespace {

struct Span {
  std::uint32_t first, last;
};

/// "2:4 is equivalent to 4:2"; "*" is the largest number in use (RFC 9051 section 9, seq-range).
Span span_of(const imap::SeqRange& range, std::uint32_t largest) {
  const std::uint32_t a = range.first == imap::kStar ? largest : range.first;
  const std::uint32_t b = range.last == imap::kStar ? largest : range.last;
  return {std::min(a, b), std::max(a, b)};
}

}  // namespace

std::vector<SeqNum> numbers_of(const imap::SequenceSet& set, bool uid, const std::vector<Uid>& uids,
                               const std::vector<Uid>& saved) {
  std::vector<bool> named(uids.size(), false);
  const auto exists = static_cast<SeqNum>(uids.size());
  const auto position = [&uids](auto at) { return static_cast<std::size_t>(at - uids.begin()); };
  for (const imap::SeqRange& range : set.ranges) {
    if (uids.empty()) break;
    const Span span = span_of(range, uid ? uids.back() : exists);
    const std::size_t from = uid ? position(std::ranges::lower_bound(uids, span.first))
                                 : std::min<std::size_t>(span.first - 1, exists);
    const std::size_t to = uid ? position(std::ranges::upper_bound(uids, span.last))
                               : std::min<std::size_t>(span.last, exists);
    for (std::size_t at = from; at < to; ++at) named[at] = true;
  }
  for (const Uid one : set.saved ? saved : std::vector<Uid>{}) {
    const auto at = std::ranges::lower_bound(uids, one);
    if (at != uids.end() && *at == one) named[position(at)] = true;
  }
  std::vector<SeqNum> numbers;
  for (SeqNum number = 1; number <= exists; ++number) {
    if (named[number - 1]) numbers.push_back(number);
  }
  return numbers;
}

bool beyond_table(const imap::SequenceSet& set, SeqNum exists) {
  const auto beyond = [exists](std::uint32_t number) {
    return number == imap::kStar ? exists == 0 : number > exists;
  };
  return std::ranges::any_of(set.ranges, [&](const imap::SeqRange& range) {
    return beyond(range.first) || beyond(range.last);
  });
}

std::string to_sequence_set(const std::vector<std::uint32_t>& numbers) {
  std::string text;
  for (std::size_t at = 0; at < numbers.size();) {
    std::size_t end = at;
    while (end + 1 < numbers.size() && numbers[end + 1] == numbers[end] + 1) ++end;
    if (!text.empty()) text += ",";
    text += std::to_string(numbers[at]);
    if (end > at) text += ":" + std::to_string(numbers[end]);
    at = end + 1;
  }
  return text;
}

}  // namespace wireassay::reference
