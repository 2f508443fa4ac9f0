// Certificates, beside what OpenSSL writes of them: wire/tls/x509.h.
#include "beside/openssl_x509.h"
#include "fuzzer.h"

namespace wireassay {

void fuzz(std::string_view in) { fuzzing::require(beside::unexplained(beside::kCertificate, in)); }

}  // namespace wireassay
