// The other handshake messages of a flight in the clear, and the small messages of other records:
// RFC 5246 section 7.4, RFC 8446 section 4, RFC 8422 section 5.4, RFC 5077, RFC 6066 section 8.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "wire/tls/extension.h"

namespace wireassay::tls {

struct EncryptedExtensions {
  std::vector<Extension> extensions;
  bool operator==(const EncryptedExtensions&) const = default;
};
Decoded<EncryptedExtensions> decode_encrypted_extensions(std::string_view body);
Field fields(const EncryptedExtensions& message);

/// Three layouts: before TLS 1.2, TLS 1.2 with signature schemes, TLS 1.3 with a context.
struct CertificateRequest {
  std::string types;                                            ///< an octet each; before TLS 1.3
  std::optional<std::vector<std::uint16_t>> signature_schemes;  ///< of TLS 1.2
  std::vector<std::string> authorities;                         ///< DER names; before TLS 1.3
  std::optional<std::string> context;                           ///< of TLS 1.3, as is the next
  std::vector<Extension> extensions;
  bool operator==(const CertificateRequest&) const = default;
};
Decoded<CertificateRequest> decode_certificate_request(std::string_view body,
                                                       std::uint16_t version);
Field fields(const CertificateRequest& message);

/// How the suite exchanges keys: nothing in the message says so.
enum class KeyExchange { Ecdhe, Dhe, Rsa, Other };
KeyExchange key_exchange_of(std::uint16_t cipher_suite);

struct EcdheParams {
  std::uint8_t curve_type = 3;
  std::uint16_t group = 0;  ///< of a named curve
  std::string point;
  bool operator==(const EcdheParams&) const = default;
};
struct DheParams {
  std::string p, g, y;
  bool operator==(const DheParams&) const = default;
};
struct ServerKeyExchange {
  /// A text: all of the octets, where neither kind is known (explicit curves, PSK, SRP).
  std::variant<std::string, EcdheParams, DheParams> params;
  std::optional<std::uint16_t> signature_scheme;  ///< of TLS 1.2
  std::optional<std::string> signature;           ///< nullopt in anonymous suites
  bool operator==(const ServerKeyExchange&) const = default;
};
Decoded<ServerKeyExchange> decode_server_key_exchange(std::string_view body, std::uint16_t version,
                                                      KeyExchange kind);
Field fields(const ServerKeyExchange& message);

struct NewSessionTicket {
  std::uint32_t lifetime = 0;
  std::uint32_t age_add = 0;  ///< of TLS 1.3, as is the next
  std::string nonce;
  std::string ticket;
  std::optional<std::vector<Extension>> extensions;  ///< nullopt is the older layout
  bool operator==(const NewSessionTicket&) const = default;
};
Decoded<NewSessionTicket> decode_new_session_ticket(std::string_view body, std::uint16_t version);
Field fields(const NewSessionTicket& message);

Decoded<OcspResponse> decode_certificate_status(std::string_view body);
Field fields(const OcspResponse& message);

struct CertificateVerify {
  std::optional<std::uint16_t> scheme;  ///< nullopt before TLS 1.2
  std::string signature;
  bool operator==(const CertificateVerify&) const = default;
};
Decoded<CertificateVerify> decode_certificate_verify(std::string_view body, std::uint16_t version);
Field fields(const CertificateVerify& message);

/// The whole fragment of a record of type alert.
struct Alert {
  std::uint8_t level = 0, description = 0;
  bool operator==(const Alert&) const = default;
};
Decoded<Alert> decode_alert(std::string_view fragment);
Field fields(const Alert& message);
/// "alert:protocol_version", "alert:0xc8"
std::string to_string(const Alert& alert);

/// What the fragment of a record of type change_cipher_spec breaks.
std::vector<Deviation> check_change_cipher_spec(std::string_view fragment);

}  // namespace wireassay::tls
