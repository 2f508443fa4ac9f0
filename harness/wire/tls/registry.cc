// The registries as tables, by rising number, and what is asked of them.
#include "wire/tls/registry.h"

#include <algorithm>
#include <array>

#include "wire/tls/registry_tables.h"

namespace wireassay::tls {
namespace {

constexpr auto kVersions = std::to_array<NamedNumber>({{0x0002, "SSL 2.0"},
                                                       {0x0300, "SSL 3.0"},
                                                       {0x0301, "TLS 1.0"},
                                                       {0x0302, "TLS 1.1"},
                                                       {0x0303, "TLS 1.2"},
                                                       {0x0304, "TLS 1.3"}});

constexpr auto kContentTypes = std::to_array<NamedNumber>({{20, "change_cipher_spec"},
                                                           {21, "alert"},
                                                           {22, "handshake"},
                                                           {23, "application_data"},
                                                           {24, "heartbeat"},
                                                           {25, "tls12_cid"},
                                                           {26, "ACK"}});

constexpr auto kHandshakeTypes = std::to_array<NamedNumber>({
    {0, "hello_request"},
    {1, "client_hello"},
    {2, "server_hello"},
    {3, "hello_verify_request"},
    {4, "new_session_ticket"},
    {5, "end_of_early_data"},
    {6, "hello_retry_request"},
    {8, "encrypted_extensions"},
    {11, "certificate"},
    {12, "server_key_exchange"},
    {13, "certificate_request"},
    {14, "server_hello_done"},
    {15, "certificate_verify"},
    {16, "client_key_exchange"},
    {17, "client_certificate_request"},
    {20, "finished"},
    {21, "certificate_url"},
    {22, "certificate_status"},
    {23, "supplemental_data"},
    {24, "key_update"},
    {25, "compressed_certificate"},
    {26, "ekt_key"},
    {67, "next_protocol"},
    {254, "message_hash"},
});

constexpr auto kExtensions = std::to_array<NamedNumber>({
    {0, "server_name"},
    {1, "max_fragment_length"},
    {2, "client_certificate_url"},
    {3, "trusted_ca_keys"},
    {4, "truncated_hmac"},
    {5, "status_request"},
    {6, "user_mapping"},
    {7, "client_authz"},
    {8, "server_authz"},
    {9, "cert_type"},
    {10, "supported_groups"},
    {11, "ec_point_formats"},
    {12, "srp"},
    {13, "signature_algorithms"},
    {14, "use_srtp"},
    {15, "heartbeat"},
    {16, "application_layer_protocol_negotiation"},
    {17, "status_request_v2"},
    {18, "signed_certificate_timestamp"},
    {19, "client_certificate_type"},
    {20, "server_certificate_type"},
    {21, "padding"},
    {22, "encrypt_then_mac"},
    {23, "extended_master_secret"},
    {24, "token_binding"},
    {25, "cached_info"},
    {26, "tls_lts"},
    {27, "compress_certificate"},
    {28, "record_size_limit"},
    {29, "pwd_protect"},
    {30, "pwd_clear"},
    {31, "password_salt"},
    {32, "ticket_pinning"},
    {33, "tls_cert_with_extern_psk"},
    {34, "delegated_credential"},
    {35, "session_ticket"},
    {36, "TLMSP"},
    {37, "TLMSP_proxying"},
    {38, "TLMSP_delegate"},
    {39, "supported_ekt_ciphers"},
    {41, "pre_shared_key"},
    {42, "early_data"},
    {43, "supported_versions"},
    {44, "cookie"},
    {45, "psk_key_exchange_modes"},
    {47, "certificate_authorities"},
    {48, "oid_filters"},
    {49, "post_handshake_auth"},
    {50, "signature_algorithms_cert"},
    {51, "key_share"},
    {52, "transparency_info"},
    {54, "connection_id"},
    {55, "external_id_hash"},
    {56, "external_session_id"},
    {57, "quic_transport_parameters"},
    {58, "ticket_request"},
    {59, "dnssec_chain"},
    {60, "sequence_number_encryption_algorithms"},
    {61, "rrc"},
    {13172, "next_protocol_negotiation"},
    {17513, "application_settings"},
    {17613, "application_settings_new"},
    {30032, "channel_id"},
    {64768, "ech_outer_extensions"},
    {65037, "encrypted_client_hello"},
    {65281, "renegotiation_info"},
});

constexpr auto kGroups = std::to_array<NamedNumber>({
    {1, "sect163k1"},
    {2, "sect163r1"},
    {3, "sect163r2"},
    {4, "sect193r1"},
    {5, "sect193r2"},
    {6, "sect233k1"},
    {7, "sect233r1"},
    {8, "sect239k1"},
    {9, "sect283k1"},
    {10, "sect283r1"},
    {11, "sect409k1"},
    {12, "sect409r1"},
    {13, "sect571k1"},
    {14, "sect571r1"},
    {15, "secp160k1"},
    {16, "secp160r1"},
    {17, "secp160r2"},
    {18, "secp192k1"},
    {19, "secp192r1"},
    {20, "secp224k1"},
    {21, "secp224r1"},
    {22, "secp256k1"},
    {23, "secp256r1"},
    {24, "secp384r1"},
    {25, "secp521r1"},
    {26, "brainpoolP256r1"},
    {27, "brainpoolP384r1"},
    {28, "brainpoolP512r1"},
    {29, "x25519"},
    {30, "x448"},
    {31, "brainpoolP256r1tls13"},
    {32, "brainpoolP384r1tls13"},
    {33, "brainpoolP512r1tls13"},
    {256, "ffdhe2048"},
    {257, "ffdhe3072"},
    {258, "ffdhe4096"},
    {259, "ffdhe6144"},
    {260, "ffdhe8192"},
    {4587, "SecP256r1MLKEM768"},
    {4588, "X25519MLKEM768"},
    {4589, "SecP384r1MLKEM1024"},
    {25497, "X25519Kyber768Draft00"},
    {65281, "arbitrary_explicit_prime_curves"},
    {65282, "arbitrary_explicit_char2_curves"},
});

constexpr auto kSignatureSchemes = std::to_array<NamedNumber>({
    {0x0101, "rsa_pkcs1_md5"},
    {0x0201, "rsa_pkcs1_sha1"},
    {0x0202, "dsa_sha1"},
    {0x0203, "ecdsa_sha1"},
    {0x0301, "rsa_pkcs1_sha224"},
    {0x0302, "dsa_sha224"},
    {0x0303, "ecdsa_sha224"},
    {0x0401, "rsa_pkcs1_sha256"},
    {0x0402, "dsa_sha256"},
    {0x0403, "ecdsa_secp256r1_sha256"},
    {0x0501, "rsa_pkcs1_sha384"},
    {0x0502, "dsa_sha384"},
    {0x0503, "ecdsa_secp384r1_sha384"},
    {0x0601, "rsa_pkcs1_sha512"},
    {0x0602, "dsa_sha512"},
    {0x0603, "ecdsa_secp521r1_sha512"},
    {0x0804, "rsa_pss_rsae_sha256"},
    {0x0805, "rsa_pss_rsae_sha384"},
    {0x0806, "rsa_pss_rsae_sha512"},
    {0x0807, "ed25519"},
    {0x0808, "ed448"},
    {0x0809, "rsa_pss_pss_sha256"},
    {0x080a, "rsa_pss_pss_sha384"},
    {0x080b, "rsa_pss_pss_sha512"},
    {0x081a, "ecdsa_brainpoolP256r1tls13_sha256"},
    {0x081b, "ecdsa_brainpoolP384r1tls13_sha384"},
    {0x081c, "ecdsa_brainpoolP512r1tls13_sha512"},
});

constexpr auto kAlertLevels = std::to_array<NamedNumber>({{1, "warning"}, {2, "fatal"}});

constexpr auto kAlertDescriptions = std::to_array<NamedNumber>({
    {0, "close_notify"},
    {10, "unexpected_message"},
    {20, "bad_record_mac"},
    {21, "decryption_failed"},
    {22, "record_overflow"},
    {30, "decompression_failure"},
    {40, "handshake_failure"},
    {41, "no_certificate"},
    {42, "bad_certificate"},
    {43, "unsupported_certificate"},
    {44, "certificate_revoked"},
    {45, "certificate_expired"},
    {46, "certificate_unknown"},
    {47, "illegal_parameter"},
    {48, "unknown_ca"},
    {49, "access_denied"},
    {50, "decode_error"},
    {51, "decrypt_error"},
    {52, "too_many_cids_requested"},
    {60, "export_restriction"},
    {70, "protocol_version"},
    {71, "insufficient_security"},
    {80, "internal_error"},
    {86, "inappropriate_fallback"},
    {90, "user_canceled"},
    {100, "no_renegotiation"},
    {109, "missing_extension"},
    {110, "unsupported_extension"},
    {111, "certificate_unobtainable"},
    {112, "unrecognized_name"},
    {113, "bad_certificate_status_response"},
    {114, "bad_certificate_hash_value"},
    {115, "unknown_psk_identity"},
    {116, "certificate_required"},
    {120, "no_application_protocol"},
    {121, "ech_required"},
});

constexpr auto kCompressions =
    std::to_array<NamedNumber>({{0, "null"}, {1, "DEFLATE"}, {64, "LZS"}});
constexpr auto kPointFormats = std::to_array<NamedNumber>(
    {{0, "uncompressed"}, {1, "ansiX962_compressed_prime"}, {2, "ansiX962_compressed_char2"}});
constexpr auto kPskModes = std::to_array<NamedNumber>({{0, "psk_ke"}, {1, "psk_dhe_ke"}});
constexpr auto kCurveTypes =
    std::to_array<NamedNumber>({{1, "explicit_prime"}, {2, "explicit_char2"}, {3, "named_curve"}});
constexpr auto kCertificateTypes = std::to_array<NamedNumber>({{1, "rsa_sign"},
                                                               {2, "dss_sign"},
                                                               {3, "rsa_fixed_dh"},
                                                               {4, "dss_fixed_dh"},
                                                               {64, "ecdsa_sign"},
                                                               {65, "rsa_fixed_ecdh"},
                                                               {66, "ecdsa_fixed_ecdh"}});

struct ShareSize {
  std::uint16_t group;
  std::size_t octets;
};

/// RFC 8446 section 4.2.8.2: 1 octet legacy_form and both coordinates; RFC 7919: the prime's size.
constexpr auto kShareSizes = std::to_array<ShareSize>({{23, 65},
                                                       {24, 97},
                                                       {25, 133},
                                                       {29, 32},
                                                       {30, 56},
                                                       {256, 256},
                                                       {257, 384},
                                                       {258, 512},
                                                       {259, 768},
                                                       {260, 1024}});

std::string hex(std::uint16_t value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "0x";
  for (int shift = value > 0xff ? 12 : 4; shift >= 0; shift -= 4)
    out += kDigits[static_cast<std::size_t>(value >> shift) & 0xf];
  return out;
}

}  // namespace

std::span<const NamedNumber> table(Registry registry) {
  switch (registry) {
    case Registry::Version: return kVersions;
    case Registry::ContentType: return kContentTypes;
    case Registry::HandshakeType: return kHandshakeTypes;
    case Registry::CipherSuite: return cipher_suites();
    case Registry::Extension: return kExtensions;
    case Registry::Group: return kGroups;
    case Registry::SignatureScheme: return kSignatureSchemes;
    case Registry::AlertLevel: return kAlertLevels;
    case Registry::AlertDescription: return kAlertDescriptions;
    case Registry::Compression: return kCompressions;
    case Registry::PointFormat: return kPointFormats;
    case Registry::PskMode: return kPskModes;
    case Registry::CurveType: return kCurveTypes;
    case Registry::CertificateType: return kCertificateTypes;
  }
  return {};
}

std::string_view name_of(Registry registry, std::uint16_t value) {
  const std::span<const NamedNumber> rows = table(registry);
  const auto found = std::ranges::lower_bound(rows, value, {}, &NamedNumber::value);
  return found == rows.end() || found->value != value ? std::string_view() : found->name;
}

std::string show(Registry registry, std::uint16_t value) {
  if (is_grease(registry, value)) return "GREASE " + hex(value);
  const std::string_view name = name_of(registry, value);
  return name.empty() ? hex(value) : std::string(name);
}

bool number_of(Registry registry, std::string_view name, std::uint16_t& value) {
  const std::span<const NamedNumber> rows = table(registry);
  const auto found = std::ranges::find(rows, name, &NamedNumber::name);
  if (found == rows.end()) return false;
  value = found->value;
  return true;
}

bool is_grease(Registry registry, std::uint16_t value) {
  switch (registry) {
    case Registry::Version:
    case Registry::CipherSuite:
    case Registry::Extension:
    case Registry::Group:
    case Registry::SignatureScheme:
      return (value & 0x0f0f) == 0x0a0a && (value >> 8) == (value & 0xff);
    case Registry::PskMode: return value <= 0xe4 && value >= 0x0b && (value - 0x0b) % 0x1f == 0;
    case Registry::ContentType:
    case Registry::HandshakeType:
    case Registry::AlertLevel:
    case Registry::AlertDescription:
    case Registry::Compression:
    case Registry::PointFormat:
    case Registry::CurveType:
    case Registry::CertificateType: return false;
  }
  return false;
}

std::size_t share_octets(std::uint16_t group) {
  const auto found = std::ranges::find(kShareSizes, group, &ShareSize::group);
  return found == kShareSizes.end() ? 0 : found->octets;
}

}  // namespace wireassay::tls
