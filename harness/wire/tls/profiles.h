// Mozilla's "intermediate" and "modern" recommendations for the server side of TLS, as data.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/tls/chain.h"

namespace wireassay::tls {

/// A cipher suite by the registry's name and by OpenSSL's (the same in TLS 1.3).
struct ProfileSuite {
  std::string_view name, openssl;
};

struct Profile {
  std::string_view name;
  std::span<const std::string_view> versions;    ///< "1.2"
  std::span<const ProfileSuite> suites;          ///< all of those versions
  std::span<const std::string_view> groups;      ///< for the key exchange: "x25519"
  std::span<const std::string_view> keys;        ///< of the leaf: "RSA" "EC"
  std::span<const std::string_view> curves;      ///< of an EC leaf: "secp256r1"
  int rsa_bits = 0;                              ///< at least
  std::span<const std::string_view> signatures;  ///< of the leaf: "ecdsa-with-SHA256"
  int lifespan_days = 0;                         ///< at most, notBefore to notAfter
};

extern const Profile kMozillaIntermediate;
extern const Profile kMozillaModern;

/// What of a session breaks the profile: "version: 1.1", "cipher: AES128-SHA", "validity-too-long:
/// 825 days"; empty where it follows it. `version` is "1.2", "TLSv1.2" or "TLS1.2"; `cipher` by
/// either name; an empty argument is not judged. `group` as TLS or OpenSSL names it.
std::vector<std::string> profile_findings(const Profile& profile, const ChainReport& report,
                                          std::string_view version, std::string_view cipher,
                                          std::string_view group = {});

}  // namespace wireassay::tls
