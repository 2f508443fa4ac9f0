// Keys of records from the secrets of a key log: HKDF-Expand-Label and traffic keys of RFC 8446
// section 7, the PRF and key_block of RFC 5246 sections 5 and 6.3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wire/tls/aead.h"

namespace wireassay::tls {

enum class Hash { Sha256, Sha384 };
std::size_t hash_size(Hash hash);

/// What a cipher suite says of its records, if they are protected by an AEAD known here.
struct SuiteKeys {
  Aead aead = Aead::Aes128Gcm;
  Hash hash = Hash::Sha256;  ///< of HKDF, or of the PRF
  bool tls13 = false;        ///< it is one of RFC 8446 appendix B.4
  bool operator==(const SuiteKeys&) const = default;
};
/// nullopt: not an AEAD (CBC, stream ciphers, NULL), or one that is not known here.
std::optional<SuiteKeys> suite_keys(std::uint16_t suite);

/// Of one direction. `iv` has all octets of the nonce, or those that a record does not bring
/// itself (RFC 5288 section 3: four).
struct RecordKeys {
  std::string key, iv;
  bool operator==(const RecordKeys&) const = default;
};

/// RFC 8446 section 7.1; `label` without "tls13 ". At most 255 octets of label and context each.
std::string hkdf_expand_label(Hash hash, std::string_view secret, std::string_view label,
                              std::string_view context, std::size_t size);
/// RFC 8446 section 7.3.
RecordKeys traffic_keys(const SuiteKeys& suite, std::string_view secret);
/// application_traffic_secret_N+1, RFC 8446 section 7.2.
std::string next_traffic_secret(Hash hash, std::string_view secret);

/// RFC 5246 section 5.
std::string prf(Hash hash, std::string_view secret, std::string_view label, std::string_view seed,
                std::size_t size);

/// Octets of RecordKeys::iv in TLS 1.2.
std::size_t fixed_iv_size(Aead aead);
struct KeyBlock {
  RecordKeys client, server;
};
/// RFC 5246 section 6.3, without keys of a MAC.
KeyBlock key_block(const SuiteKeys& suite, std::string_view master_secret,
                   std::string_view client_random, std::string_view server_random);

}  // namespace wireassay::tls
