// Points in time, beside GMime: wire/message/date_time.h.
#include "beside/gmime.h"
#include "fuzzer.h"

namespace wireassay {

void fuzz(std::string_view in) { fuzzing::require(beside::unexplained(beside::kDateTime, in)); }

}  // namespace wireassay
