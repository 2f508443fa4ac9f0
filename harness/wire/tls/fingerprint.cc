// JA3 and JA3S as salesforce/ja3 describes them, JA4 as FoxIO-LLC/ja4 does.
#include "wire/tls/fingerprint.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <vector>

#include "core/cursor.h"
#include "core/escape.h"
#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

using Numbers = std::vector<std::uint16_t>;
constexpr std::size_t kShortDigest = 12;  ///< hexadecimal digits of a part of JA4
constexpr std::size_t kMostCounted = 99;

std::string digest(const EVP_MD* kind, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> octets{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), octets.data(), &size, kind, nullptr) != 1) return {};
  return to_hex({reinterpret_cast<const char*>(octets.data()), size});
}

Numbers without_grease(const Numbers& all, Registry registry) {
  Numbers out;
  std::ranges::copy_if(all, std::back_inserter(out),
                       [&](std::uint16_t one) { return !is_grease(registry, one); });
  return out;
}

Numbers extension_types(const std::optional<std::vector<Extension>>& extensions) {
  Numbers out;
  if (extensions)
    for (const Extension& one : *extensions) out.push_back(one.type);
  return out;
}

template <class T>
T value_in(const ClientHello& hello, std::uint16_t type) {
  if (!hello.extensions) return {};
  const Extension* found = find(*hello.extensions, type);
  if (found == nullptr) return {};
  const Decoded<ExtensionValue> value = value_of(*found, Where::ClientHello);
  const T* as = std::get_if<T>(&value.value);
  return as == nullptr ? T{} : *as;
}

std::string decimal(const Numbers& numbers) {
  std::string out;
  for (const std::uint16_t one : numbers) {
    if (!out.empty()) out += '-';
    out += std::to_string(one);
  }
  return out;
}

std::string hexadecimal(const Numbers& numbers) {
  std::string out;
  for (const std::uint16_t one : numbers) {
    if (!out.empty()) out += ',';
    out += to_hex(number(one, 2));
  }
  return out;
}

std::string_view ja4_version(std::uint16_t version) {
  switch (version) {
    case kTls13: return "13";
    case kTls12: return "12";
    case kTls11: return "11";
    case kTls10: return "10";
    case kSsl3: return "s3";
    case kSsl2: return "s2";
    default: return "00";
  }
}

std::string ja4_alpn(const ClientHello& hello) {
  const auto names = value_in<std::vector<std::string>>(hello, extension::kAlpn);
  if (names.empty() || names.front().empty()) return "00";
  const std::string& first = names.front();
  if (is_alnum(first.front()) && is_alnum(first.back())) return {first.front(), first.back()};
  const std::string hex = to_hex(first);
  return {hex.front(), hex.back()};
}

std::string two_digits(std::size_t count) {
  const std::string text = std::to_string(std::min(count, kMostCounted));
  return text.size() < 2 ? "0" + text : text;
}

std::string short_digest(const std::string& text) {
  if (text.empty()) return std::string(kShortDigest, '0');
  return digest(EVP_sha256(), text).substr(0, kShortDigest);
}

}  // namespace

std::string ja3_full(const ClientHello& hello) {
  const auto groups = value_in<Numbers>(hello, extension::kSupportedGroups);
  const auto formats = value_in<Numbers>(hello, extension::kEcPointFormats);
  return std::to_string(hello.version) + "," +
         decimal(without_grease(hello.cipher_suites, Registry::CipherSuite)) + "," +
         decimal(without_grease(extension_types(hello.extensions), Registry::Extension)) + "," +
         decimal(without_grease(groups, Registry::Group)) + "," + decimal(formats);
}

std::string ja3(const ClientHello& hello) { return digest(EVP_md5(), ja3_full(hello)); }

std::string ja3s_full(const ServerHello& hello) {
  return std::to_string(hello.version) + "," + std::to_string(hello.cipher_suite) + "," +
         decimal(extension_types(hello.extensions));
}

std::string ja3s(const ServerHello& hello) { return digest(EVP_md5(), ja3s_full(hello)); }

std::string ja4(const ClientHello& hello) {
  const Numbers versions = without_grease(offered_versions(hello), Registry::Version);
  const std::uint16_t version = versions.empty() ? hello.version : std::ranges::max(versions);
  Numbers suites = without_grease(hello.cipher_suites, Registry::CipherSuite);
  Numbers types = without_grease(extension_types(hello.extensions), Registry::Extension);
  const bool named = std::ranges::find(types, extension::kServerName) != types.end();
  std::string out = "t" + std::string(ja4_version(version)) + (named ? "d" : "i") +
                    two_digits(suites.size()) + two_digits(types.size()) + ja4_alpn(hello);
  std::ranges::sort(suites);
  std::erase_if(types, [](std::uint16_t type) {
    return type == extension::kServerName || type == extension::kAlpn;
  });
  std::ranges::sort(types);
  std::string second = hexadecimal(types);
  const Numbers schemes = without_grease(value_in<Numbers>(hello, extension::kSignatureAlgorithms),
                                         Registry::SignatureScheme);
  if (!second.empty() && !schemes.empty()) second += "_" + hexadecimal(schemes);
  return out + "_" + short_digest(hexadecimal(suites)) + "_" + short_digest(second);
}

}  // namespace wireassay::tls
