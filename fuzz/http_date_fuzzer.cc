// Dates in three forms: wire/http/date.h. What is read is printed as it was, but for a day of an
// asctime-date that was written with a zero.
#include "wire/http/date.h"

#include "bounded.h"

namespace wireassay {

void fuzz(std::string_view in) {
  constexpr std::int64_t kNow = 1'767'225'600;
  const fuzzing::Bounded bounded(in);
  const testing::ExactBuffer buffer(in);
  const auto date = http::parse_http_date(buffer.view(), kNow);
  if (!date) {
    if (date.error().offset > in.size()) fuzzing::require("an error lies beyond the input");
    return;
  }
  const bool zero = date->form == http::DateForm::Asctime && date->date.day < 10;
  const std::string printed = http::to_text(*date);
  if (printed != in && !zero) fuzzing::require(testing::internal::at("printed otherwise", in));
  const auto reread = http::parse_http_date(printed, kNow);
  if (!reread || !(*reread == *date))
    fuzzing::require(testing::internal::at("printed as another date", in));
  if (date->second == 60) return;  // the second after it may be of the year 10000
  const std::int64_t utc = http::utc_of(*date);
  const auto again = http::parse_http_date(http::to_imf_fixdate(utc), kNow);
  if (!again || http::utc_of(*again) != utc || !http::day_name_fits(*again))
    fuzzing::require(testing::internal::at("another moment as IMF-fixdate", in));
}

}  // namespace wireassay
