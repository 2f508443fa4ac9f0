// Fields of a header section, beside GMime: wire/message/header.h.
#include "beside/gmime.h"
#include "fuzzer.h"

namespace wireassay {

void fuzz(std::string_view in) { fuzzing::require(beside::unexplained(beside::kHeader, in)); }

}  // namespace wireassay
