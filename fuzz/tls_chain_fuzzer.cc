// Chains of certificates as servers send them, and one certificate alone: wire/tls/chain.h.
#include "bounded.h"
#include "wire/tls/certificate.h"
#include "wire/tls/chain_invariants_test_support.h"
#include "wire/tls/registry.h"

namespace wireassay {

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in);
  using namespace tls;
  constexpr std::time_t kNow = 1'800'000'000;
  std::vector<std::string> ders;
  for (CertificateEntry& entry : decode_certificate(in, kTls12).value.entries)
    ders.push_back(std::move(entry.der));
  fuzzing::require(broken_chain(ders, "mail.example.net", "imap", kNow));
  fuzzing::require(broken_chain({std::string(in)}, "127.0.0.1", "https", kNow));
}

}  // namespace wireassay
