// Encoded words, beside GMime: wire/message/encoded_word.h.
#include "beside/gmime.h"
#include "fuzzer.h"

namespace wireassay {

void fuzz(std::string_view in) { fuzzing::require(beside::unexplained(beside::kEncodedWords, in)); }

}  // namespace wireassay
