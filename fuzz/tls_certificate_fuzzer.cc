// Bodies of Certificate messages in both shapes, and their entries: wire/tls/certificate.h.
#include "wire/tls/certificate.h"

#include "bounded.h"
#include "wire/tls/decoder_test_support.h"
#include "wire/tls/registry.h"

namespace wireassay {
namespace {

using namespace tls;

/// An entry of three octets that is no certificate is told of in both shapes: 540 steps an octet
/// were measured.
constexpr testing::WorkLimits kWork{.steps_per_octet = 1'000};

void check(std::string_view in, std::uint16_t version, Sender sender) {
  const auto decode = [=](std::string_view octets) {
    return decode_certificate(octets, version, sender);
  };
  const auto to_text = [](const Certificate& certificate) { return to_wire(certificate); };
  fuzzing::require(broken_decoder<Certificate>(in, decode, to_text));
}

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in, kWork);
  check(in, kTls12, Sender::Server);
  check(in, kTls13, Sender::Server);
  check(in, kTls13, Sender::Client);  // its list may be empty
  const Decoded<Certificate> got = decode_certificate(in, kTls12);
  for (const CertificateEntry& entry : got.value.entries) {
    const std::optional<CertificateFacts> facts = certificate_facts(entry.der);
    if (facts && facts->used > entry.der.size())
      fuzzing::require("a certificate is longer than its entry: " + to_hex(in));
    const bool right = facts && facts->used == entry.der.size();
    if (!right && got.anomalies.empty())
      fuzzing::require("no anomaly tells of an entry that is no certificate: " + to_hex(in));
  }
}

}  // namespace wireassay
