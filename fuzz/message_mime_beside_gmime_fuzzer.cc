// The tree of a message, beside GMime: wire/message/mime.h.
#include "beside/gmime.h"
#include "fuzzer.h"

namespace wireassay {

void fuzz(std::string_view in) { fuzzing::require(beside::unexplained(beside::kMime, in)); }

}  // namespace wireassay
