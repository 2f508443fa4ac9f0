// SORT: keys are worked out once for each message, then compared in turn.
#include "reference/imap_sort.h"

#include <algorithm>
#include <compare>
#include <utility>
#include <variant>

#include "core/cursor.h"
#include "reference/imap_search_text.h"
#include "wire/message/encoded_word.h"

namespace wireassay::reference {
namespace {

using Key = imap::SortCriterion::Key;
using Value = std::variant<std::int64_t, std::string>;

struct Row {
  SeqNum number = 0;
  std::vector<Value> values;
};

/// i;ascii-casemap (RFC 4790 section 9.2) orders by capitals; beyond ASCII by folded letters.
std::string collated(std::string_view text) {
  std::string folded = message::fold_case(text);
  std::ranges::transform(folded, folded.begin(), to_upper);
  return folded;
}

Value value_of(Key key, const Message& message, const SearchText& text) {
  switch (key) {
    case Key::Arrival: return std::int64_t{message.received};
    case Key::Date: return sort_date(message, text).utc;
    case Key::Size: return static_cast<std::int64_t>(message.octets->size());
    case Key::Cc: return collated(text.first_mailbox("Cc"));
    case Key::From: return collated(text.first_mailbox("From"));
    case Key::To: return collated(text.first_mailbox("To"));
    case Key::Subject: return collated(base_subject(text.field("Subject")).text);
  }
  return {};
}

/// "the sequence number … is used as the last criterion" (RFC 5256 section 3)
bool comes_before(const std::vector<imap::SortCriterion>& criteria, const Row& a, const Row& b) {
  for (std::size_t at = 0; at < criteria.size(); ++at) {
    if (a.values[at] == b.values[at]) continue;
    return (a.values[at] < b.values[at]) != criteria[at].reverse;
  }
  return a.number < b.number;
}

}  // namespace

std::vector<SeqNum> sort_messages(const std::vector<imap::SortCriterion>& criteria,
                                  const std::vector<Viewed>& messages,
                                  const std::vector<SeqNum>& chosen) {
  std::vector<Row> rows;
  for (const SeqNum number : chosen) {
    if (number == 0 || number > messages.size()) continue;
    const Message& message = messages[number - 1].message;
    const SearchText text(message);
    Row row{.number = number, .values = {}};
    for (const imap::SortCriterion& criterion : criteria)
      row.values.push_back(value_of(criterion.key, message, text));
    rows.push_back(std::move(row));
  }
  std::ranges::sort(
      rows, [&criteria](const Row& a, const Row& b) { return comes_before(criteria, a, b); });
  std::vector<SeqNum> sorted;
  for (const Row& row : rows) sorted.push_back(row.number);
  return sorted;
}

}  // namespace wireassay::reference
