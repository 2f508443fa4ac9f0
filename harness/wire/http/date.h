// HTTP-date of RFC 9110 section 5.6.7 in its three forms, strictly.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wire/http/field.h"
#include "wire/message/date_time.h"

namespace wireassay::http {

enum class DateForm {
  ImfFixdate,  ///< "Sun, 06 Nov 1994 08:49:37 GMT", the only one that may be generated
  Rfc850,      ///< "Sunday, 06-Nov-94 08:49:37 GMT"
  Asctime,     ///< "Sun Nov  6 08:49:37 1994"
};

/// As it was written: a second may be the 60th.
struct HttpDate {
  DateForm form = DateForm::ImfFixdate;
  message::Date date;
  int hour = 0, minute = 0, second = 0;
  int day_name = 0;  ///< 0 is Sunday
  bool operator==(const HttpDate&) const = default;
};

/// `now`, in seconds since 1970, says of which century a year of two digits is.
Checked<HttpDate> parse_http_date(std::string_view text, std::int64_t now);
std::string to_text(const HttpDate& date);

std::int64_t utc_of(const HttpDate& date);
/// False: the name is of another day than the date. The grammar allows it.
bool day_name_fits(const HttpDate& date);

/// The form that a sender generates.
std::string to_imf_fixdate(std::int64_t utc);

}  // namespace wireassay::http
