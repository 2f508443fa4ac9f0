// Base64, beside OpenSSL's: wire/http/auth.h, and the other readers of the house beside that one.
#include "beside/openssl_base64.h"
#include "fuzzer.h"

namespace wireassay {

void fuzz(std::string_view in) { fuzzing::require(beside::unexplained(beside::kBase64, in)); }

}  // namespace wireassay
