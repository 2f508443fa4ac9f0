// Content-Type and its parameters, beside GMime: wire/message/mime_field.h.
#include "beside/gmime.h"
#include "fuzzer.h"

namespace wireassay {

void fuzz(std::string_view in) { fuzzing::require(beside::unexplained(beside::kContentType, in)); }

}  // namespace wireassay
