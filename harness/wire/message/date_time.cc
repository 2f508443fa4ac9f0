// Calendar arithmetic and the two grammars of points in time.
#include "wire/message/date_time.h"

#include <algorithm>
#include <array>

#include "core/cursor.h"

namespace wireassay::message {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
constexpr std::int64_t kDay = 86400;
constexpr int kLastYear = 9999;

// obs-zone of RFC 5322 section 4.3; military letters "SHOULD be considered equivalent to -0000".
struct Zone {
  std::string_view name;
  int minutes;
};
constexpr Zone kZones[] = {{"EDT", -240}, {"EST", -300}, {"CDT", -300}, {"CST", -360},
                           {"MDT", -360}, {"MST", -420}, {"PDT", -420}, {"PST", -480}};

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in(int year, int month) {
  constexpr std::array<int, 12> kLengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kLengths.at(static_cast<std::size_t>(month - 1));
}

/// Comments of CFWS nest.
void skip_cfws(Cursor& in) {
  std::size_t depth = 0;
  while (const auto next = in.peek()) {
    if (depth > 0 && *next == '\\') in.take_octets(1);
    if (depth == 0 && std::string_view(" \t\r\n(").find(*next) == std::string_view::npos) return;
    if (*next == '(') ++depth;
    if (*next == ')' && depth > 0) --depth;
    in.take_octets(1);
  }
}

struct Number {
  int value = 0;
  std::size_t digits = 0;
};

std::optional<Number> read_number(Cursor& in, std::size_t least, std::size_t most) {
  Cursor at = in;
  const std::string_view digits = at.take_while(is_digit);
  if (digits.size() < least || digits.size() > most) return std::nullopt;
  Number number{.digits = digits.size()};
  for (const char c : digits) number.value = number.value * 10 + (c - '0');
  in = at;
  return number;
}

std::optional<int> read_month(Cursor& in) {
  for (std::size_t at = 0; at < kMonths.size(); ++at) {
    if (in.take_word(kMonths.at(at))) return static_cast<int>(at) + 1;
  }
  return std::nullopt;
}

/// obs-year of RFC 5322 section 4.3: 00 to 49 are of this century, other two and three digits add
/// 1900.
int whole_year(const Number& year) {
  if (year.digits >= 4) return year.value;
  return year.digits == 2 && year.value < 50 ? year.value + 2000 : year.value + 1900;
}

/// ("+" / "-") 4DIGIT
std::optional<int> read_offset(Cursor& in) {
  Cursor at = in;
  const bool west = at.next_is('-');
  if (!at.take('+') && !at.take('-')) return std::nullopt;
  const auto digits = read_number(at, 4, 4);
  if (!digits || digits->value % 100 > 59) return std::nullopt;
  in = at;
  const int minutes = digits->value / 100 * 60 + digits->value % 100;
  return west ? -minutes : minutes;
}

/// A zone that is missing or not known is "-0000".
int read_zone(Cursor& in) {
  if (const auto offset = read_offset(in)) return *offset;
  const std::string_view name = in.take_while(is_alpha);
  const auto* const known = std::ranges::find_if(
      kZones, [name](const Zone& zone) { return equal_ignoring_case(zone.name, name); });
  return known == std::end(kZones) ? 0 : known->minutes;
}

bool is_day(const Date& date) {
  return date.month >= 1 && date.day >= 1 && date.day <= days_in(date.year, date.month);
}

struct Clock {
  int hour = 0, minute = 0, second = 0;
};

/// nullopt: the second behind a leap second is of the year 10000, which has no form.
std::optional<DateTime> to_date_time(const Date& date, const Clock& clock, int zone) {
  const std::int64_t local =
      days_of(date) * kDay + clock.hour * 3600 + clock.minute * 60 + clock.second;
  const DateTime when{.utc = local - std::int64_t{zone} * 60, .zone = zone};
  return local_date(when).year > kLastYear ? std::nullopt : std::optional(when);
}

// time-of-day = hour ":" minute [ ":" second ], CFWS between all of them (section 4.3)
std::optional<Clock> read_clock(Cursor& in) {
  const auto hour = read_number(in, 1, 2);
  skip_cfws(in);
  if (!hour || !in.take(':')) return std::nullopt;
  skip_cfws(in);
  const auto minute = read_number(in, 1, 2);
  if (!minute) return std::nullopt;
  skip_cfws(in);
  Clock clock{.hour = hour->value, .minute = minute->value};
  if (in.take(':')) {
    skip_cfws(in);
    const auto second = read_number(in, 1, 2);
    if (!second) return std::nullopt;
    clock.second = second->value;
  }
  if (clock.hour > 23 || clock.minute > 59 || clock.second > 60) return std::nullopt;
  return clock;
}

/// A day-name is not compared with the date.
void skip_day_name(Cursor& in) {
  Cursor at = in;
  if (at.take_while(is_alpha).empty()) return;
  skip_cfws(at);
  if (at.take(',')) in = at;
}

std::string two_digits(int value, char fill) {
  const std::string digits = std::to_string(value);
  return digits.size() > 1 ? digits : fill + digits;
}

std::string four_digits(int value) {
  const std::string digits = std::to_string(value);
  return std::string(4 - std::min<std::size_t>(digits.size(), 4), '0') + digits;
}

/// "03:04:05 +0000"
std::string print_clock(const DateTime& when) {
  const std::int64_t local = when.utc + std::int64_t{when.zone} * 60;
  const int seconds = static_cast<int>(((local % kDay) + kDay) % kDay);
  const int zone = std::abs(when.zone);
  return two_digits(seconds / 3600, '0') + ":" + two_digits(seconds / 60 % 60, '0') + ":" +
         two_digits(seconds % 60, '0') + (when.zone < 0 ? " -" : " +") +
         four_digits(zone / 60 * 100 + zone % 60);
}

std::string month_name(const Date& date) {
  return std::string(kMonths.at(static_cast<std::size_t>(date.month - 1)));
}

}  // namespace

// date-time = [ day-of-week "," ] date time [CFWS] ; zone = (FWS ( "+" / "-" ) 4DIGIT) / obs-zone
std::optional<DateTime> parse_date_time(std::string_view text) {
  Cursor in(text);
  skip_cfws(in);
  skip_day_name(in);
  skip_cfws(in);
  const auto day = read_number(in, 1, 2);
  skip_cfws(in);
  const auto month = read_month(in);
  skip_cfws(in);
  const auto year = read_number(in, 2, 4);
  if (!day || !month || !year) return std::nullopt;
  const Date date{.year = whole_year(*year), .month = *month, .day = day->value};
  skip_cfws(in);
  const auto clock = read_clock(in);
  if (!clock || !is_day(date)) return std::nullopt;
  skip_cfws(in);
  return to_date_time(date, *clock, read_zone(in));
}

// date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE
std::optional<DateTime> parse_internal_date(std::string_view text) {
  Cursor in(text);
  const auto day = in.take(' ') ? read_number(in, 1, 1) : read_number(in, 2, 2);
  if (!day || !in.take('-')) return std::nullopt;
  const auto month = read_month(in);
  if (!month || !in.take('-')) return std::nullopt;
  const auto year = read_number(in, 4, 4);
  if (!year || !in.take(' ') || in.rest().size() < 8) return std::nullopt;
  const auto hour = read_number(in, 2, 2);
  const auto minute = in.take(':') ? read_number(in, 2, 2) : std::nullopt;
  const auto second = in.take(':') ? read_number(in, 2, 2) : std::nullopt;
  if (!hour || !minute || !second || !in.take(' ')) return std::nullopt;
  const auto zone = read_offset(in);
  const Date date{.year = year->value, .month = *month, .day = day->value};
  if (!zone || !in.at_end() || !is_day(date)) return std::nullopt;
  if (hour->value > 23 || minute->value > 59 || second->value > 60) return std::nullopt;
  return to_date_time(date, {hour->value, minute->value, second->value}, *zone);
}

std::string to_internal_date(const DateTime& when) {
  const Date date = local_date(when);
  return two_digits(date.day, ' ') + "-" + month_name(date) + "-" + four_digits(date.year) + " " +
         print_clock(when);
}

std::string to_date_time(const DateTime& when) {
  const Date date = local_date(when);
  const auto weekday = static_cast<std::size_t>(((days_of(date) % 7) + 7) % 7);
  return std::string(kDays.at(weekday)) + ", " + std::to_string(date.day) + " " + month_name(date) +
         " " + four_digits(date.year) + " " + print_clock(when);
}

// The calendar in eras of 400 years that begin in March, so that a leap day is the last of a year.
std::int64_t days_of(const Date& date) {
  const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * ((date.month + 9) % 12) + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

Date local_date(const DateTime& when) {
  const std::int64_t local = when.utc + std::int64_t{when.zone} * 60;
  const std::int64_t days = (local >= 0 ? local : local - (kDay - 1)) / kDay + 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const auto month =
      static_cast<int>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  const auto year = static_cast<int>(year_of_era + era * 400 + (month <= 2 ? 1 : 0));
  return {.year = year,
          .month = month,
          .day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1)};
}

}  // namespace wireassay::message
