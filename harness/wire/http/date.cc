// The ABNF of RFC 9110 section 5.6.7; calendar arithmetic is that of wire/message.
#include "wire/http/date.h"

#include <array>

namespace wireassay::http {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
constexpr std::size_t kShortDay = 3;
constexpr std::int64_t kDay = 86400;
constexpr int kThursday = 4;  // 1970-01-01

class Reader {
 public:
  Reader(std::string_view text, std::int64_t now) : in_(text), now_(now) {}

  Checked<HttpDate> read() {
    if (!read_day_name()) return refuse("day-name");
    if (!read_rest()) return refuse(rule_);
    if (!in_.at_end()) return refuse("HTTP-date");
    if (!is_date(date_.date) || date_.hour > 23 || date_.minute > 59 || date_.second > 60)
      return std::unexpected(ParseError{Errc::OutOfRange, 0, "HTTP-date"});
    return date_;
  }

 private:
  Checked<HttpDate> refuse(std::string_view rule) const {
    return std::unexpected(in_.malformed(rule));
  }
  /// Names are case-sensitive: "HTTP-date is case sensitive".
  bool word(std::string_view text) {
    if (!in_.rest().starts_with(text)) return false;
    in_.take_octets(text.size());
    return true;
  }
  bool digits(std::size_t count, int& value) {
    Cursor at = in_;
    const std::string_view text = at.take_octets(count);
    if (text.size() != count) return false;
    value = 0;
    for (const char c : text) {
      if (!is_digit(c)) return false;
      value = value * 10 + (c - '0');
    }
    in_ = at;
    return true;
  }

  bool read_day_name() {
    for (std::size_t i = 0; i < kDays.size(); ++i) {
      date_.day_name = static_cast<int>(i);
      if (word(kDays.at(i))) {
        date_.form = DateForm::Rfc850;
        return true;
      }
      if (word(kDays.at(i).substr(0, kShortDay))) {
        date_.form = in_.next_is(',') ? DateForm::ImfFixdate : DateForm::Asctime;
        return true;
      }
    }
    return false;
  }

  bool read_rest() {
    switch (date_.form) {
      case DateForm::ImfFixdate: return read_imf_fixdate();
      case DateForm::Rfc850: return read_rfc850();
      case DateForm::Asctime: break;
    }
    return read_asctime();
  }

  // IMF-fixdate = day-name "," SP date1 SP time-of-day SP GMT ; date1 = day SP month SP year
  bool read_imf_fixdate() {
    rule_ = "date1";
    if (!word(", ") || !digits(2, date_.date.day) || !word(" ") || !read_month() || !word(" ") ||
        !digits(4, date_.date.year) || !word(" "))
      return false;
    return read_time() && read_gmt();
  }

  // rfc850-date = day-name-l "," SP date2 SP time-of-day SP GMT ; date2 = day "-" month "-" 2DIGIT
  bool read_rfc850() {
    rule_ = "date2";
    if (!word(", ") || !digits(2, date_.date.day) || !word("-") || !read_month() || !word("-") ||
        !digits(2, date_.date.year) || !word(" "))
      return false;
    if (!read_time() || !read_gmt()) return false;
    place_year();
    return true;
  }

  // asctime-date = day-name SP date3 SP time-of-day SP year
  // date3 = month SP ( 2DIGIT / ( SP 1DIGIT ) )
  bool read_asctime() {
    rule_ = "date3";
    if (!word(" ") || !read_month() || !word(" ")) return false;
    const bool day = word(" ") ? digits(1, date_.date.day) : digits(2, date_.date.day);
    if (!day || !word(" ") || !read_time()) return false;
    rule_ = "year";
    return word(" ") && digits(4, date_.date.year);
  }

  bool read_month() {
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
      date_.date.month = static_cast<int>(i) + 1;
      if (word(kMonths.at(i))) return true;
    }
    return false;
  }

  // time-of-day = hour ":" minute ":" second ; 00:00:00 - 23:59:60 (leap second)
  bool read_time() {
    rule_ = "time-of-day";
    return digits(2, date_.hour) && word(":") && digits(2, date_.minute) && word(":") &&
           digits(2, date_.second);
  }

  bool read_gmt() {
    rule_ = "GMT";
    return word(" GMT");
  }

  // "MUST interpret a timestamp that appears to be more than 50 years in the future as representing
  // the most recent year in the past that had the same last two digits."
  void place_year() {
    const int year = message::local_date({.utc = now_}).year;
    const int century = year / 100 * 100;
    int placed = century + date_.date.year;
    if (placed > year + 50) placed -= 100;
    if (placed <= year - 50) placed += 100;
    date_.date.year = placed;
  }

  static bool is_date(const message::Date& date) {
    if (date.day < 1 || date.day > 31) return false;
    return message::local_date({.utc = message::days_of(date) * kDay}) == date;
  }

  Cursor in_;
  std::int64_t now_;
  std::string_view rule_;
  HttpDate date_;
};

int weekday_of(const message::Date& date) {
  return static_cast<int>((((message::days_of(date) + kThursday) % 7) + 7) % 7);
}

std::string padded(int value, std::size_t width, char fill) {
  std::string digits = std::to_string(value);
  if (digits.size() < width) digits.insert(0, width - digits.size(), fill);
  return digits;
}

}  // namespace

Checked<HttpDate> parse_http_date(std::string_view text, std::int64_t now) {
  return Reader(text, now).read();
}

std::string to_text(const HttpDate& date) {
  const std::string_view day = kDays.at(static_cast<std::size_t>(date.day_name));
  const std::string_view month = kMonths.at(static_cast<std::size_t>(date.date.month - 1));
  const std::string time = padded(date.hour, 2, '0') + ":" + padded(date.minute, 2, '0') + ":" +
                           padded(date.second, 2, '0');
  const std::string year = padded(date.date.year, 4, '0');
  std::string text(date.form == DateForm::Rfc850 ? day : day.substr(0, kShortDay));
  switch (date.form) {
    case DateForm::ImfFixdate:
      text.append(", ").append(padded(date.date.day, 2, '0')).append(" ").append(month);
      return text.append(" ").append(year).append(" ").append(time).append(" GMT");
    case DateForm::Rfc850:
      text.append(", ").append(padded(date.date.day, 2, '0')).append("-").append(month);
      return text.append("-").append(year.substr(2)).append(" ").append(time).append(" GMT");
    case DateForm::Asctime: break;
  }
  text.append(" ").append(month).append(" ").append(padded(date.date.day, 2, ' '));
  return text.append(" ").append(time).append(" ").append(year);
}

std::int64_t utc_of(const HttpDate& date) {
  return message::days_of(date.date) * kDay + std::int64_t{date.hour} * 3600 +
         std::int64_t{date.minute} * 60 + date.second;
}

bool day_name_fits(const HttpDate& date) { return weekday_of(date.date) == date.day_name; }

std::string to_imf_fixdate(std::int64_t utc) {
  const message::Date date = message::local_date({.utc = utc});
  const auto second = static_cast<int>(utc - message::days_of(date) * kDay);
  return to_text(HttpDate{.date = date,
                          .hour = second / 3600,
                          .minute = second / 60 % 60,
                          .second = second % 60,
                          .day_name = weekday_of(date)});
}

}  // namespace wireassay::http
