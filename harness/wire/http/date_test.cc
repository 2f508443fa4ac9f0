// The three forms of HTTP-date.
#include "wire/http/date.h"

#include "wire/http/value_test_rows.h"

namespace wireassay::http {
namespace {

constexpr std::int64_t kNow = 1'767'225'600;  // 2026-01-01

const ValueRow kRows[] = {
    {"IMF-fixdate", "Sun, 06 Nov 1994 08:49:37 GMT", "=Sun, 06 Nov 1994 08:49:37 GMT"},
    {"rfc850-date", "Sunday, 06-Nov-94 08:49:37 GMT", "=Sunday, 06-Nov-94 08:49:37 GMT"},
    {"asctime-date", "Sun Nov  6 08:49:37 1994", "=Sun Nov  6 08:49:37 1994"},
    {"asctime-date, two digits", "Wed Nov 16 08:49:37 1994", "=Wed Nov 16 08:49:37 1994"},
    {"asctime-date, zero in front", "Sun Nov 06 08:49:37 1994", "=Sun Nov  6 08:49:37 1994"},
    {"leap second", "Sat, 31 Dec 2016 23:59:60 GMT", "=Sat, 31 Dec 2016 23:59:60 GMT"},
    {"leap day", "Thu, 29 Feb 2024 00:00:00 GMT", "=Thu, 29 Feb 2024 00:00:00 GMT"},
    {"another day's name", "Mon, 06 Nov 1994 08:49:37 GMT", "=Mon, 06 Nov 1994 08:49:37 GMT"},
    {"empty", "", "day-name@0"},
    {"a word", "yesterday", "day-name@0"},
    {"small letters", "sun, 06 nov 1994 08:49:37 gmt", "day-name@0"},
    {"small month", "Sun, 06 nov 1994 08:49:37 GMT", "date1@8"},
    {"one digit", "Sun, 6 Nov 1994 08:49:37 GMT", "date1@5"},
    {"two spaces", "Sun,  06 Nov 1994 08:49:37 GMT", "date1@5"},
    {"UTC", "Sun, 06 Nov 1994 08:49:37 UTC", "GMT@25"},
    {"offset", "Sun, 06 Nov 1994 08:49:37 +0000", "GMT@25"},
    {"no zone", "Sun, 06 Nov 1994 08:49:37", "GMT@25"},
    {"behind it", "Sun, 06 Nov 1994 08:49:37 GMT ", "HTTP-date@29"},
    {"no second", "Sun, 06 Nov 1994 08:49 GMT", "time-of-day@22"},
    {"year of two digits", "Sun, 06 Nov 94 08:49:37 GMT", "date1@12"},
    {"four digits in rfc850", "Sunday, 06-Nov-1994 08:49:37 GMT", "date2@17"},
    {"short name in rfc850", "Sun, 06-Nov-94 08:49:37 GMT", "date1@7"},
    {"asctime, one space", "Sun Nov 6 08:49:37 1994", "date3@8"},
    {"asctime with zone", "Sun Nov  6 08:49:37 1994 GMT", "HTTP-date@24"},
    {"no such day", "Sun, 30 Feb 2025 08:49:37 GMT", "out of range HTTP-date@0"},
    {"day 0", "Sun, 00 Nov 1994 08:49:37 GMT", "out of range HTTP-date@0"},
    {"hour 24", "Sun, 06 Nov 1994 24:00:00 GMT", "out of range HTTP-date@0"},
    {"second 61", "Sun, 06 Nov 1994 08:49:61 GMT", "out of range HTTP-date@0"},
};

TEST(HttpDate, Table) {
  check_values(
      kRows, [](std::string_view in) { return parse_http_date(in, kNow); },
      [](const HttpDate& date) { return to_text(date); });
}

TEST(HttpDate, FormsOfOneMoment) {
  for (const std::string_view text :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"}) {
    SCOPED_TRACE(text);
    const auto date = parse_http_date(text, kNow);
    ASSERT_TRUE(date.has_value());
    EXPECT_EQ(utc_of(*date), 784'111'777);
    EXPECT_TRUE(day_name_fits(*date));
    EXPECT_EQ(to_imf_fixdate(utc_of(*date)), "Sun, 06 Nov 1994 08:49:37 GMT");
  }
  const auto other = parse_http_date("Mon, 06 Nov 1994 08:49:37 GMT", kNow);
  ASSERT_TRUE(other.has_value());
  EXPECT_FALSE(day_name_fits(*other));
}

TEST(HttpDate, YearsOfTwoDigits) {
  struct Row {
    std::string_view name, text;
    int year;
  };
  const Row kYears[] = {
      {"past of this century", "Sunday, 06-Nov-05 08:49:37 GMT", 2005},
      {"50 years from now", "Friday, 06-Nov-76 08:49:37 GMT", 2076},
      {"more than 50 years from now", "Sunday, 06-Nov-77 08:49:37 GMT", 1977},
      {"last century", "Sunday, 06-Nov-94 08:49:37 GMT", 1994},
  };
  for (const Row& row : kYears) {
    SCOPED_TRACE(row.name);
    const auto date = parse_http_date(row.text, kNow);
    ASSERT_TRUE(date.has_value());
    EXPECT_EQ(date->date.year, row.year);
  }
}

TEST(HttpDate, ImfFixdateOfEarlyAndLate) {
  EXPECT_EQ(to_imf_fixdate(0), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(to_imf_fixdate(951'782'400), "Tue, 29 Feb 2000 00:00:00 GMT");
  EXPECT_EQ(to_imf_fixdate(-1), "Wed, 31 Dec 1969 23:59:59 GMT");
}

}  // namespace
}  // namespace wireassay::http
