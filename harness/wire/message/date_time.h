// Points in time with their zone: date-time of RFC 5322 section 3.3 (and 4.3), and the date-time of
// IMAP (RFC 3501 section 9).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wireassay::message {

struct DateTime {
  std::int64_t utc = 0;  ///< seconds since 1970
  int zone = 0;          ///< minutes east of UTC
  bool operator==(const DateTime&) const = default;
};

/// A day of the Gregorian calendar.
struct Date {
  int year = 1970, month = 1, day = 1;  ///< from 1
  auto operator<=>(const Date&) const = default;
};

/// With obsolete years, zones, comments and white space. Text behind it is not looked at.
std::optional<DateTime> parse_date_time(std::string_view text);

/// date-day-fixed "-" date-month "-" date-year SP time SP zone, without the quotes.
std::optional<DateTime> parse_internal_date(std::string_view text);
/// " 2-Jan-2026 03:04:05 +0000"
std::string to_internal_date(const DateTime& when);
/// "Fri, 2 Jan 2026 03:04:05 +0000"
std::string to_date_time(const DateTime& when);

/// The day that the clocks of its own zone show.
Date local_date(const DateTime& when);
/// Days since 1970-01-01.
std::int64_t days_of(const Date& date);

}  // namespace wireassay::message
