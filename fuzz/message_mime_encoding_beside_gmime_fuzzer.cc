// Bodies in base64 and quoted-printable, beside GMime: wire/message/mime.h.
#include "beside/gmime.h"
#include "fuzzer.h"

namespace wireassay {

void fuzz(std::string_view in) {
  fuzzing::require(beside::unexplained(beside::kBase64Body, in));
  fuzzing::require(beside::unexplained(beside::kQuotedPrintable, in));
}

}  // namespace wireassay
