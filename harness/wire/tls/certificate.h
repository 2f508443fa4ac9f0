// The Certificate message in both shapes: RFC 5246 section 7.4.2 and RFC 8446 section 4.4.2. The
// entries are read by OpenSSL, which must take all of their octets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/tls/extension.h"

namespace wireassay::tls {

struct CertificateEntry {
  std::string der;
  std::vector<Extension> extensions;  ///< of TLS 1.3
  bool operator==(const CertificateEntry&) const = default;
};

struct Certificate {
  std::optional<std::string> context;  ///< of TLS 1.3; nullopt is the older shape
  std::vector<CertificateEntry> entries;
  bool operator==(const Certificate&) const = default;
};

enum class Sender { Client, Server };

/// The body of the message. `version` as negotiated: it decides the shape.
Decoded<Certificate> decode_certificate(std::string_view body, std::uint16_t version,
                                        Sender sender = Sender::Server);
Field fields(const Certificate& certificate);
std::string to_wire(const Certificate& certificate);

/// What an entry says of itself, for people and for judging.
struct CertificateFacts {
  std::string subject, issuer;        ///< RFC 2253
  std::string serial;                 ///< hexadecimal
  std::string not_before, not_after;  ///< "20150514171640Z"
  std::string signature;              ///< "sha1WithRSAEncryption"
  std::string key;                    ///< "RSA", "EC" …; empty where it cannot be read
  int key_bits = 0;
  int version = 0;                     ///< 1 to 3
  std::vector<std::string> dns_names;  ///< of subjectAltName, octets as they are
  std::size_t used = 0;                ///< octets of the DER
  bool operator==(const CertificateFacts&) const = default;
};

/// nullopt where `der` does not begin with a certificate.
std::optional<CertificateFacts> certificate_facts(std::string_view der);

}  // namespace wireassay::tls
