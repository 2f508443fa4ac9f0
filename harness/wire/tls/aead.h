// Authenticated encryption of records, one record at a time, by OpenSSL: RFC 5116, AES-GCM and
// AES-CCM (RFC 6655), ChaCha20-Poly1305 (RFC 8439).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace wireassay::tls {

enum class Aead {
  Aes128Gcm,
  Aes256Gcm,
  ChaCha20Poly1305,
  Aes128Ccm,
  Aes256Ccm,
  Aes128Ccm8,
  Aes256Ccm8,
};

/// Of every algorithm here (RFC 8446 section 5.3, RFC 5288 section 3).
inline constexpr std::size_t kNonce = 12;

std::size_t key_size(Aead aead);
std::size_t tag_size(Aead aead);

struct AeadInput {
  std::string_view key, nonce;
  std::string_view associated;  ///< authenticated, not encrypted
};

/// Plaintext of `sealed`, which ends with the tag; nullopt where the tag is wrong, or a size is.
std::optional<std::string> open(Aead aead, const AeadInput& input, std::string_view sealed);
/// The inverse; nullopt where a size is wrong.
std::optional<std::string> seal(Aead aead, const AeadInput& input, std::string_view plain);

}  // namespace wireassay::tls
