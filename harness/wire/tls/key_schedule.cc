#include "wire/tls/key_schedule.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "core/cursor.h"
#include "wire/tls/field.h"
#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

struct NamedAead {
  std::string_view name;
  Aead aead;
};
/// As they stand in the names of suites; a name that begins another one comes after it.
constexpr NamedAead kAeads[] = {
    {"AES_128_GCM", Aead::Aes128Gcm},
    {"AES_256_GCM", Aead::Aes256Gcm},
    {"CHACHA20_POLY1305", Aead::ChaCha20Poly1305},
    {"AES_128_CCM_8", Aead::Aes128Ccm8},
    {"AES_256_CCM_8", Aead::Aes256Ccm8},
    {"AES_128_CCM", Aead::Aes128Ccm},
    {"AES_256_CCM", Aead::Aes256Ccm},
};

std::string hmac(Hash hash, std::string_view key, std::string_view octets) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned size = 0;
  const EVP_MD* digest = hash == Hash::Sha256 ? EVP_sha256() : EVP_sha384();
  HMAC(digest, key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(octets.data()), octets.size(), out.data(), &size);
  return {out.begin(), out.begin() + size};
}

/// RFC 5869 section 2.3.
std::string hkdf_expand(Hash hash, std::string_view secret, std::string_view info,
                        std::size_t size) {
  std::string all, last;
  for (unsigned i = 1; all.size() < size && i <= 255; ++i) {
    last = hmac(hash, secret, last.append(info) += static_cast<char>(i));
    all += last;
  }
  all.resize(size);
  return all;
}

}  // namespace

std::size_t hash_size(Hash hash) { return hash == Hash::Sha256 ? 32 : 48; }

std::optional<SuiteKeys> suite_keys(std::uint16_t suite) {
  const std::string_view name = name_of(Registry::CipherSuite, suite);
  for (const NamedAead& known : kAeads) {
    if (name.find(known.name) == std::string_view::npos) continue;
    return SuiteKeys{.aead = known.aead,
                     .hash = name.ends_with("_SHA384") ? Hash::Sha384 : Hash::Sha256,
                     .tls13 = name.find("_WITH_") == std::string_view::npos};
  }
  return std::nullopt;
}

std::string hkdf_expand_label(Hash hash, std::string_view secret, std::string_view label,
                              std::string_view context, std::size_t size) {
  // struct { uint16 length; opaque label<7..255> = "tls13 " + Label; opaque context<0..255>; }
  const Field info = group(
      "HkdfLabel", {fixed("length", size, 2), vector("label", 1, "tls13 " + std::string(label)),
                    vector("context", 1, std::string(context))});
  return hkdf_expand(hash, secret, print(info), size);
}

RecordKeys traffic_keys(const SuiteKeys& suite, std::string_view secret) {
  return {hkdf_expand_label(suite.hash, secret, "key", "", key_size(suite.aead)),
          hkdf_expand_label(suite.hash, secret, "iv", "", kNonce)};
}

std::string next_traffic_secret(Hash hash, std::string_view secret) {
  return hkdf_expand_label(hash, secret, "traffic upd", "", hash_size(hash));
}

std::string prf(Hash hash, std::string_view secret, std::string_view label, std::string_view seed,
                std::size_t size) {
  // P_hash(secret, seed) = HMAC_hash(secret, A(1) + seed) + HMAC_hash(secret, A(2) + seed) + …
  const std::string whole = std::string(label) + std::string(seed);
  std::string all, a = whole;
  while (all.size() < size) {
    a = hmac(hash, secret, a);
    all += hmac(hash, secret, a + whole);
  }
  all.resize(size);
  return all;
}

std::size_t fixed_iv_size(Aead aead) {
  // RFC 7905 section 2: fixed_iv_length is 12; RFC 5288 section 3 and RFC 6655 section 3: 4.
  return aead == Aead::ChaCha20Poly1305 ? kNonce : 4;
}

KeyBlock key_block(const SuiteKeys& suite, std::string_view master_secret,
                   std::string_view client_random, std::string_view server_random) {
  const std::size_t key = key_size(suite.aead), iv = fixed_iv_size(suite.aead);
  const std::string seed = std::string(server_random) + std::string(client_random);
  const std::string block = prf(suite.hash, master_secret, "key expansion", seed, 2 * (key + iv));
  Cursor cursor(block);
  KeyBlock keys;
  keys.client.key = cursor.take_octets(key);
  keys.server.key = cursor.take_octets(key);
  keys.client.iv = cursor.take_octets(iv);
  keys.server.iv = cursor.take_octets(iv);
  return keys;
}

}  // namespace wireassay::tls
