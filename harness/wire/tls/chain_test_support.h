// Certificates made for a test: a root, an intermediate and a leaf, each of which can be made
// wrong.
#pragma once

#include <cstdint>
#include <ctime>
#include <memory>
#include <string>
#include <utility>
#include <vector>

struct evp_pkey_st;

namespace wireassay::tls::testing {

/// A key lives as long as the last certificate that needs it.
using Key = std::shared_ptr<evp_pkey_st>;
Key ec_key(const char* curve = "P-256");
Key rsa_key(unsigned bits);
Key ed25519_key();

inline constexpr std::time_t kNow = 1'800'000'000;  // 2027-01-15
inline constexpr std::time_t kDay = 86400;

/// What goes into a certificate. Extensions are as in openssl.cnf.
struct CertificateSpec {
  std::vector<std::string> common_names;
  std::time_t not_before = kNow - 10 * kDay, not_after = kNow + 80 * kDay;
  Key key;
  const char* digest = "SHA256";  ///< null: the key's own
  long version = 3;
  std::string serial = "\x01";   ///< octets, without a sign
  std::vector<std::string> dns;  ///< dNSName, octets as they are
  std::string other_names;       ///< "IP:127.0.0.1,URI:https://x.example/"; with `dns`: behind it
  std::vector<std::pair<std::string, std::string>> extensions;  ///< "keyUsage", "digitalSignature"
  bool sign_with_own_key = false;                               ///< though it names another issuer
};

/// Root, intermediate and leaf, all right until a test changes them.
struct World {
  World();
  CertificateSpec root, intermediate, leaf;
  bool self_signed = false;  ///< the leaf names and signs itself

  std::string root_der() const;
  std::string intermediate_der() const;
  std::string leaf_der() const;
};

/// DER of `spec`, issued by `issuer`.
std::string make_der(const CertificateSpec& spec, const CertificateSpec& issuer);

}  // namespace wireassay::tls::testing
