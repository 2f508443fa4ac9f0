// Bodies of ClientHello beside a server of OpenSSL, in which they come in records:
// wire/tls/hello.h.
#include "beside/openssl_hello.h"
#include "fuzzer.h"

namespace wireassay {

void fuzz(std::string_view in) {
  fuzzing::require(beside::unexplained(beside::kClientHello, in));
  fuzzing::require(beside::unexplained(beside::kClientHelloRules, in));
}

}  // namespace wireassay
