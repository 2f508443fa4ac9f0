#include "import/mbox.h"

#include <algorithm>
#include <span>

#include "core/cursor.h"
#include "wire/message/date_time.h"

namespace wireassay::importer {
namespace {

constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::string_view kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

/// "17:06:23" or "17:06", with seconds.
std::optional<std::string> time_of(std::string_view word) {
  const bool right = (word.size() == 8 || word.size() == 5) && word[2] == ':' &&
                     all_digits(word.substr(0, 2)) && all_digits(word.substr(3, 2)) &&
                     (word.size() == 5 || (word[5] == ':' && all_digits(word.substr(6))));
  if (!right) return std::nullopt;
  return std::string(word) + (word.size() == 5 ? ":00" : "");
}

bool is_zone(std::string_view word) {
  return word.size() == 5 && (word[0] == '+' || word[0] == '-') && all_digits(word.substr(1));
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (Cursor in(line); !in.at_end();) {
    const auto word = in.take_while([](char c) { return c != ' '; });
    if (!word.empty()) words.push_back(word);
    in.take_while([](char c) { return c == ' '; });
  }
  return words;
}

}  // namespace

// asctime() behind the sender: "Fri Feb 22 17:06:23 2008"; a zone may stand before or behind the
// year.
std::optional<std::string> from_line_date(std::string_view line) {
  if (!line.starts_with("From ")) return std::nullopt;
  const auto words = words_of(line.substr(5));
  for (std::size_t at = 0; at + 4 < words.size(); ++at) {
    if (!is_one_of(words[at], kDays) || !is_one_of(words[at + 1], kMonths)) continue;
    const std::string_view day = words[at + 2];
    const auto time = time_of(words[at + 3]);
    if (!all_digits(day) || day.size() > 2 || !time) continue;
    std::string_view year = words[at + 4];
    std::string_view zone = at + 5 < words.size() ? words[at + 5] : std::string_view();
    if (is_zone(year)) std::swap(year, zone);
    if (year.size() != 4 || !all_digits(year)) continue;
    std::string date = (day.size() == 1 ? "0" : "") + std::string(day) + "-" +
                       std::string(words[at + 1]) + "-" + std::string(year) + " " + *time + " " +
                       (is_zone(zone) ? std::string(zone) : "+0000");
    if (message::parse_internal_date(date)) return date;  // there is such a day
  }
  return std::nullopt;
}

std::expected<std::vector<MboxMessage>, MboxProblem> read_mbox(std::string_view text) {
  if (text.size() > MboxLimits::kOctets)
    return std::unexpected(MboxProblem{1, "the mbox is longer than 16 MiB"});
  std::vector<MboxMessage> all;
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = std::min(end + 1, text.size());
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    // A From_ line right behind another is text: a message has at least one line.
    const bool may_begin = all.empty() || !all.back().octets.empty();
    if (auto date = may_begin ? from_line_date(line) : std::nullopt) {
      if (all.size() == MboxLimits::kMessages)
        return std::unexpected(MboxProblem{number, "the mbox has more than 10000 messages"});
      all.push_back({.octets = {}, .date_time = std::move(*date)});
      continue;
    }
    if (all.empty())
      return std::unexpected(
          MboxProblem{number, "an mbox begins with \"From sender Fri Feb 22 17:06:23 2008\""});
    all.back().octets.append(line).append("\r\n");
  }
  if (all.empty()) return std::unexpected(MboxProblem{1, "the mbox has no messages"});
  if (all.back().octets.empty())
    return std::unexpected(MboxProblem{number, "the mbox ends with a From_ line"});
  return all;
}

}  // namespace wireassay::importer
