// Sets of numbers: wire/imap/number_set.h. The first line is a set, the second what is taken from
// it: only what is there, and then it is gone.
#include "wire/imap/number_set.h"

#include <algorithm>

#include "fuzzer.h"
#include "testing/text.h"

namespace wireassay {
namespace {

using imap::NumberSet;

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

std::string print(const NumberSet& set) {
  std::string text;
  for (const NumberSet::Range& range : set.ranges()) {
    text += (text.empty() ? "" : ",") + std::to_string(range.first);
    if (range.last != range.first) text += ":" + std::to_string(range.last);
  }
  return text;
}

bool is_in_order(const NumberSet& set) {
  const auto& ranges = set.ranges();
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    if (ranges[i].first > ranges[i].last) return false;
    if (i > 0 && ranges[i].first <= ranges[i - 1].last + 1) return false;
  }
  return true;
}

void check_take(NumberSet set, const NumberSet& part, std::string_view in) {
  const NumberSet before = set;
  const std::uint64_t most = UINT64_MAX / 4;
  if (!set.take(part)) {
    require(set == before, "what is not there was taken", in);
    return;
  }
  require(is_in_order(set), "ranges out of order are left", in);
  require(part.empty() || !NumberSet(set).take(part), "taken, and still there", in);
  require(set.count(most) + part.count(most) == before.count(most) || before.count(most) > most,
          "other numbers are left", in);
}

}  // namespace

void fuzz(std::string_view in) {
  const std::size_t end = std::min(in.find('\n'), in.size());
  const std::string_view first = in.substr(0, end),
                         second = in.substr(std::min(end + 1, in.size()));
  for (const std::string_view text : {first, second})
    fuzzing::require(testing::broken_text(text, NumberSet::parse, print));
  const auto set = NumberSet::parse(first), part = NumberSet::parse(second);
  if (!set) return;
  require(is_in_order(*set), "ranges out of order", in);
  check_take(*set, *set, in);
  if (part) check_take(*set, *part, in);
}

}  // namespace wireassay
