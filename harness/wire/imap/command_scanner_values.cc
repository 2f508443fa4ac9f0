// Sequence sets, flags and dates.
#include <algorithm>
#include <array>

#include "wire/imap/command_scanner.h"

namespace wireassay::imap {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

unsigned days_in(const Date& date) {
  constexpr std::array<unsigned, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
  return date.month == 2 && leap ? 29 : kDays.at(date.month - 1U);
}

}  // namespace

// seq-number = nz-number / "*"
bool CommandScanner::seq_number(std::uint32_t& out) {
  out = kStar;
  return take('*') || nz_number(out, "seq-number");
}

// sequence-set = (seq-number / seq-range) ["," sequence-set] / "$"
bool CommandScanner::sequence_set(SequenceSet& out) {
  do {
    if (take('$')) {
      out.saved = true;
      return true;
    }
    if (out.ranges.size() == kMaxElements) return fail("sequence-set", Errc::TooMany);
    SeqRange range;
    if (!seq_number(range.first)) return false;
    range.last = range.first;
    if (take(':') && !seq_number(range.last)) return false;
    out.ranges.push_back(range);
  } while (take(','));
  return true;
}

bool CommandScanner::known_set(SequenceSet& out, std::string_view rule) {
  if (!sequence_set(out)) return false;
  const auto open = [](const SeqRange& range) {
    return range.first == kStar || range.last == kStar;
  };
  return (!out.saved && std::ranges::none_of(out.ranges, open)) || fail(rule);
}

// flag = "\Answered" / … / flag-keyword / flag-extension ; Does not include "\Recent"
bool CommandScanner::flag(std::string& out) {
  const bool backslash = take('\\');
  if (!atom(out, "flag")) return false;
  if (!backslash) return true;
  out.insert(0, 1, '\\');
  return !equal_ignoring_case(out, "\\Recent") || fail("flag");
}

// flag-list = "(" [flag *(SP flag)] ")"
bool CommandScanner::flag_list(std::vector<std::string>& out) {
  return list_or_empty("flag-list", [&] { return flag(out.emplace_back()); });
}

bool CommandScanner::fixed(unsigned& out, std::size_t digits, unsigned max, std::string_view rule) {
  out = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (!next_is_digit()) return fail(rule);
    out = out * 10 + static_cast<unsigned>(in_.take_octets(1).front() - '0');
  }
  return out <= max || fail(rule, Errc::OutOfRange);
}

// "-" date-month "-" date-year, and the day in `out` must be one of them
bool CommandScanner::month_and_year(Date& out) {
  if (!need('-', "date-month")) return false;
  const auto is_here = [&](std::string_view name) { return in_.take_word(name); };
  const auto* const month = std::ranges::find_if(kMonths, is_here);
  if (month == kMonths.end()) return fail("date-month");
  out.month = static_cast<std::uint8_t>(month - kMonths.begin() + 1);
  unsigned year = 0;
  if (!need('-', "date-year") || !fixed(year, 4, 9999, "date-year")) return false;
  out.year = static_cast<std::uint16_t>(year);
  return (out.day > 0 && out.day <= days_in(out)) || fail("date-day", Errc::OutOfRange);
}

// date = date-text / DQUOTE date-text DQUOTE ; date-day = 1*2DIGIT
bool CommandScanner::date(Date& out) {
  const bool in_quotes = take('"');
  unsigned day = 0;
  if (!fixed(day, 1, 9, "date-day")) return false;
  if (next_is_digit()) day = day * 10 + static_cast<unsigned>(in_.take_octets(1).front() - '0');
  out.day = static_cast<std::uint8_t>(day);
  return month_and_year(out) && (!in_quotes || need('"', "date"));
}

// date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE
bool CommandScanner::date_time(DateTime& out) {
  if (!need('"', "date-time")) return false;
  unsigned day = 0;
  const bool padded = take(' ');
  if (!fixed(day, padded ? 1 : 2, 31, "date-day-fixed")) return false;
  out.date.day = static_cast<std::uint8_t>(day);
  unsigned hour = 0, minute = 0, second = 0;
  if (!month_and_year(out.date) || !sp() || !fixed(hour, 2, 23, "time") || !need(':', "time") ||
      !fixed(minute, 2, 59, "time") || !need(':', "time") || !fixed(second, 2, 60, "time"))
    return false;
  out.hour = static_cast<std::uint8_t>(hour);
  out.minute = static_cast<std::uint8_t>(minute);
  out.second = static_cast<std::uint8_t>(second);
  return sp() && zone(out.zone) && need('"', "date-time");
}

// zone = ("+" / "-") 4DIGIT ; hours and minutes
bool CommandScanner::zone(std::int16_t& out) {
  const bool west = take('-');
  if (!west && !need('+', "zone")) return false;
  unsigned hours = 0, minutes = 0;
  if (!fixed(hours, 2, 23, "zone") || !fixed(minutes, 2, 59, "zone")) return false;
  const auto east = static_cast<std::int16_t>(hours * 60 + minutes);
  out = west ? static_cast<std::int16_t>(-east) : east;
  return true;
}

}  // namespace wireassay::imap
