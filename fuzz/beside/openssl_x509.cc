#include "beside/openssl_x509.h"

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <vector>

#include "core/cursor.h"
#include "wire/tls/certificate.h"
#include "wire/tls/chain_names.h"
#include "wire/tls/x509.h"

namespace wireassay::beside {
namespace {

struct Free {
  void operator()(X509* one) const { X509_free(one); }
  void operator()(unsigned char* octets) const { OPENSSL_free(octets); }
};

std::unique_ptr<X509, Free> parsed(std::string_view der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  std::unique_ptr<X509, Free> certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  return certificate;
}

std::string written(const X509& certificate) {
  unsigned char* octets = nullptr;
  const int size = i2d_X509(&certificate, &octets);
  const std::unique_ptr<unsigned char, Free> owned(octets);
  if (size < 0) return "cannot be written";
  return {reinterpret_cast<const char*>(octets), static_cast<std::size_t>(size)};
}

/// Names whose meaning is the same to all: no wildcard, and in preferred syntax.
std::vector<std::string> plain_names(std::string_view der) {
  std::vector<std::string> names;
  const auto facts = tls::certificate_facts(der);
  if (!facts) return names;
  for (const std::string& name : facts->dns_names) {
    if (tls::dns_form(name) && name.find('*') == std::string::npos) names.push_back(name);
  }
  return names;
}

bool finds(X509& certificate, const std::string& name) {
  return X509_check_host(&certificate, name.data(), name.size(),
                         X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, nullptr) == 1;
}

Readings read(std::string_view in) {
  const auto size = tls::x509_size(in);
  const auto certificate = parsed(in);
  Readings readings{std::string(kRefused), std::string(kRefused)};
  if (certificate != nullptr) readings.theirs = written(*certificate);
  if (size) readings.ours = in.substr(0, *size);
  if (!size || certificate == nullptr) return readings;
  for (const std::string& name : plain_names(in)) {
    readings.ours += " " + name;
    if (finds(*certificate, name)) readings.theirs += " " + name;
  }
  ERR_clear_error();
  return readings;
}

constexpr std::size_t kMaxDepth = 32;

/// X.690 section 8.1.3.3 and 10.1: a definite length in as few octets as it takes; nullopt if not.
std::optional<std::size_t> take_length(Cursor& in) {
  if (in.at_end()) return std::nullopt;
  const auto first = static_cast<unsigned char>(in.take_octets(1).front());
  if (first < 0x80) return first;
  const std::size_t octets = first & 0x7FU;
  if (octets == 0 || octets > 3 || in.rest().size() < octets) return std::nullopt;
  std::size_t length = 0;
  for (const char octet : in.take_octets(octets))
    length = length << 8 | static_cast<unsigned char>(octet);
  const bool shortest = length >= 0x80 && length >> (8 * (octets - 1)) != 0;
  return shortest ? std::optional(length) : std::nullopt;
}

/// X.690 section 11.2: bits that are not used are zero.
bool bits_are_der(std::string_view value) {
  if (value.empty()) return false;
  const auto unused = static_cast<unsigned char>(value.front());
  if (unused > 7 || (value.size() == 1 && unused != 0)) return false;
  return (static_cast<unsigned char>(value.back()) & ((1U << unused) - 1)) == 0 ||
         value.size() == 1;
}

/// Takes one value and all within it; false where it is not in DER.
bool take_der(Cursor& in, std::size_t depth) {
  constexpr unsigned kUniversal = 0xC0, kConstructed = 0x20, kBoolean = 1, kBitString = 3;
  constexpr unsigned kSequence = 0x30, kSet = 0x31;
  if (in.at_end() || depth == kMaxDepth) return false;
  const auto tag = static_cast<unsigned char>(in.take_octets(1).front());
  const auto length = take_length(in);
  if ((tag & 0x1FU) == 0x1FU || !length || *length > in.rest().size()) return false;
  // EXTERNAL and its like, and strings in parts: OpenSSL writes them as if they were primitive.
  if ((tag & (kUniversal | kConstructed)) == kConstructed && tag != kSequence && tag != kSet)
    return false;
  const std::string_view value = in.take_octets(*length);
  if (tag == kBitString) return bits_are_der(value);
  if (tag == kBoolean) return value == std::string_view("\0", 1) || value == "\xFF";
  Cursor inner(value);
  while ((tag & kConstructed) != 0 && !inner.at_end()) {
    if (!take_der(inner, depth + 1)) return false;
  }
  return true;
}

bool not_der(std::string_view in) {
  Cursor cursor(in);
  return !take_der(cursor, 0);
}

constexpr Reason kReasons[] = {
    {"not-der",
     "RFC 5280 section 4.1: a certificate is in DER; OpenSSL reads BER outside of what is signed, "
     "and writes DER; constructed values but SEQUENCE and SET lose their bit",
     not_der},
};

}  // namespace

const Pair kCertificate = {"certificate", read, kReasons};

}  // namespace wireassay::beside
