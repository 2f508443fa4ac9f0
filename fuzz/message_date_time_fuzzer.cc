// Dates of messages and of IMAP: wire/message/date_time.h. Each form is read as it was printed, and
// the day that is shown is the day of the moment.
#include "wire/message/date_time.h"

#include "fuzzer.h"
#include "testing/text.h"

namespace wireassay {
namespace {

constexpr std::int64_t kDay = 24 * 60 * 60;

std::int64_t day_of(std::int64_t seconds) { return seconds / kDay - (seconds % kDay < 0 ? 1 : 0); }

void check_day(const std::optional<message::DateTime>& when, std::string_view in) {
  if (!when) return;
  if (message::days_of(message::local_date(*when)) != day_of(when->utc + 60L * when->zone))
    fuzzing::require(testing::internal::at("another day is shown", in));
  if (message::parse_date_time(message::to_date_time(*when)) != when ||
      message::parse_internal_date(message::to_internal_date(*when)) != when)
    fuzzing::require(testing::internal::at("one form is another moment", in));
}

}  // namespace

void fuzz(std::string_view in) {
  using testing::broken_text;
  fuzzing::require(broken_text(in, message::parse_date_time, message::to_date_time));
  fuzzing::require(broken_text(in, message::parse_internal_date, message::to_internal_date));
  check_day(message::parse_date_time(in), in);
  check_day(message::parse_internal_date(in), in);
}

}  // namespace wireassay
