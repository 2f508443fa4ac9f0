#include "wire/tls/aead.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <memory>

namespace wireassay::tls {
namespace {

constexpr std::size_t kTag = 16, kShortTag = 8;
/// Far above any record; OpenSSL counts in int.
constexpr std::size_t kMostOctets = 1 << 24;

struct Free {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, Free>;

const EVP_CIPHER* cipher_of(Aead aead) {
  switch (aead) {
    case Aead::Aes128Gcm: return EVP_aes_128_gcm();
    case Aead::Aes256Gcm: return EVP_aes_256_gcm();
    case Aead::ChaCha20Poly1305: return EVP_chacha20_poly1305();
    case Aead::Aes128Ccm:
    case Aead::Aes128Ccm8: return EVP_aes_128_ccm();
    case Aead::Aes256Ccm:
    case Aead::Aes256Ccm8: return EVP_aes_256_ccm();
  }
  return nullptr;
}

bool is_ccm(Aead aead) {
  return aead == Aead::Aes128Ccm || aead == Aead::Aes256Ccm || aead == Aead::Aes128Ccm8 ||
         aead == Aead::Aes256Ccm8;
}

const unsigned char* octets_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* octets_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

bool sizes_are_right(Aead aead, const AeadInput& input, std::size_t octets) {
  return input.key.size() == key_size(aead) && input.nonce.size() == kNonce &&
         input.associated.size() <= kMostOctets && octets <= kMostOctets;
}

/// Algorithm, sizes, key and nonce. `tag` is what is expected, or nullptr for encryption.
bool begin(EVP_CIPHER_CTX* context, Aead aead, const AeadInput& input, const char* tag,
           int encrypts) {
  const EVP_CIPHER* cipher = cipher_of(aead);
  if (EVP_CipherInit_ex(context, cipher, nullptr, nullptr, nullptr, encrypts) != 1 ||
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(kNonce), nullptr) != 1)
    return false;
  std::string copy = tag == nullptr ? std::string() : std::string(tag, tag_size(aead));
  const bool says_tag = tag != nullptr || is_ccm(aead);  // CCM wants its size before the key
  if (says_tag &&
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag_size(aead)),
                          tag == nullptr ? nullptr : copy.data()) != 1)
    return false;
  return EVP_CipherInit_ex(context, nullptr, nullptr, octets_of(input.key), octets_of(input.nonce),
                           encrypts) == 1;
}

/// Associated data, then the octets. CCM is told all sizes first, and judges the tag with the
/// octets.
bool update(EVP_CIPHER_CTX* context, Aead aead, std::string_view associated, std::string_view in,
            std::string& out) {
  static const unsigned char kNothing = 0;
  const int size = static_cast<int>(in.size());
  int done = 0;
  if (is_ccm(aead) && EVP_CipherUpdate(context, nullptr, &done, nullptr, size) != 1) return false;
  if (EVP_CipherUpdate(context, nullptr, &done, octets_of(associated),
                       static_cast<int>(associated.size())) != 1)
    return false;
  out.resize(in.size() + kTag);  // room that OpenSSL may ask for at the end
  const unsigned char* octets = in.empty() ? &kNothing : octets_of(in);
  if (EVP_CipherUpdate(context, octets_of(out), &done, octets, size) != 1) return false;
  if (!is_ccm(aead)) {
    int rest = 0;
    if (EVP_CipherFinal_ex(context, octets_of(out) + done, &rest) != 1) return false;
  }
  out.resize(in.size());
  return true;
}

}  // namespace

std::size_t key_size(Aead aead) {
  switch (aead) {
    case Aead::Aes128Gcm:
    case Aead::Aes128Ccm:
    case Aead::Aes128Ccm8: return 16;
    case Aead::Aes256Gcm:
    case Aead::ChaCha20Poly1305:
    case Aead::Aes256Ccm:
    case Aead::Aes256Ccm8: return 32;
  }
  return 0;
}

std::size_t tag_size(Aead aead) {
  return aead == Aead::Aes128Ccm8 || aead == Aead::Aes256Ccm8 ? kShortTag : kTag;
}

std::optional<std::string> open(Aead aead, const AeadInput& input, std::string_view sealed) {
  const std::size_t tag = tag_size(aead);
  if (sealed.size() < tag || !sizes_are_right(aead, input, sealed.size())) return std::nullopt;
  const std::string_view body = sealed.substr(0, sealed.size() - tag);
  const Context context(EVP_CIPHER_CTX_new());
  std::string plain;
  const bool good = begin(context.get(), aead, input, sealed.substr(body.size()).data(), 0) &&
                    update(context.get(), aead, input.associated, body, plain);
  if (good) return plain;
  ERR_clear_error();
  return std::nullopt;
}

std::optional<std::string> seal(Aead aead, const AeadInput& input, std::string_view plain) {
  if (!sizes_are_right(aead, input, plain.size())) return std::nullopt;
  const Context context(EVP_CIPHER_CTX_new());
  std::string sealed, tag(tag_size(aead), '\0');
  const bool good = begin(context.get(), aead, input, nullptr, 1) &&
                    update(context.get(), aead, input.associated, plain, sealed) &&
                    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG,
                                        static_cast<int>(tag.size()), tag.data()) == 1;
  if (good) return sealed + tag;
  ERR_clear_error();
  return std::nullopt;
}

}  // namespace wireassay::tls
