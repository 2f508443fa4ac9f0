// Where characters of UTF-8 end, beside the C library: wire/message/utf8.h.
#include "beside/iconv.h"
#include "fuzzer.h"

namespace wireassay {

void fuzz(std::string_view in) { fuzzing::require(beside::unexplained(beside::kUtf8, in)); }

}  // namespace wireassay
