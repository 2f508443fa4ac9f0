#include "net/digest.h"

#include <openssl/evp.h>

#include <array>

namespace wireassay::net {

std::string md5_hex(std::string_view octets) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(octets.data(), octets.size(), digest.data(), &size, EVP_md5(), nullptr) != 1)
    return {};
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (unsigned at = 0; at < size; ++at) {
    out += kDigits[digest.at(at) >> 4U];
    out += kDigits[digest.at(at) & 15U];
  }
  return out;
}

}  // namespace wireassay::net
