// Names of mailboxes in modified UTF-7, both ways, beside the C library: wire/imap/utf7.h.
#include "beside/iconv.h"
#include "fuzzer.h"

namespace wireassay {

void fuzz(std::string_view in) {
  fuzzing::require(beside::unexplained(beside::kUtf7Decode, in));
  fuzzing::require(beside::unexplained(beside::kUtf7Encode, in));
}

}  // namespace wireassay
