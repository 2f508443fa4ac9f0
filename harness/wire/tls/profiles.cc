// Mozilla, Security/Server Side TLS, guidelines version 5.7. What changed since 5.0: a third DHE
// suite, 366 days in place of 730, curves for the certificates of "intermediate".
// https://wiki.mozilla.org/Security/Server_Side_TLS
#include "wire/tls/profiles.h"

#include <algorithm>

namespace wireassay::tls {
namespace {

using std::string_view;

constexpr string_view kFrom12[] = {"1.2", "1.3"};
constexpr string_view kFrom13[] = {"1.3"};

constexpr ProfileSuite kIntermediateSuites[] = {
    {"TLS_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256"},
    {"TLS_AES_256_GCM_SHA384", "TLS_AES_256_GCM_SHA384"},
    {"TLS_CHACHA20_POLY1305_SHA256", "TLS_CHACHA20_POLY1305_SHA256"},
    {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256"},
    {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256"},
    {"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "ECDHE-ECDSA-AES256-GCM-SHA384"},
    {"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "ECDHE-RSA-AES256-GCM-SHA384"},
    {"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"},
    {"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-RSA-CHACHA20-POLY1305"},
    {"TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "DHE-RSA-AES128-GCM-SHA256"},
    {"TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", "DHE-RSA-AES256-GCM-SHA384"},
    {"TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "DHE-RSA-CHACHA20-POLY1305"}};
constexpr std::span kModernSuites = std::span(kIntermediateSuites).first<3>();

// A group of finite fields stands for "DH parameter size: 2048 (ffdhe2048, RFC 7919)".
constexpr string_view kIntermediateGroups[] = {"x25519", "secp256r1", "secp384r1", "ffdhe2048"};
constexpr std::span kModernGroups = std::span(kIntermediateGroups).first<3>();

constexpr string_view kIntermediateKeys[] = {"EC", "RSA"};
constexpr string_view kModernKeys[] = {"EC"};
constexpr string_view kCurves[] = {"secp256r1", "secp384r1"};
constexpr string_view kIntermediateSignatures[] = {"ecdsa-with-SHA256", "ecdsa-with-SHA384",
                                                   "ecdsa-with-SHA512", "sha256WithRSAEncryption"};
constexpr std::span kModernSignatures = std::span(kIntermediateSignatures).first<3>();

/// "TLSv1.2" and "TLS1.2" are "1.2".
string_view plain_version(string_view version) {
  const std::size_t digit = version.find_first_of("0123456789");
  return version.starts_with("TLS") && digit != string_view::npos ? version.substr(digit) : version;
}

string_view tls_group(string_view group) {
  if (group == "prime256v1" || group == "P-256") return "secp256r1";
  if (group == "P-384") return "secp384r1";
  return group == "X25519" ? "x25519" : group;
}

bool has(std::span<const string_view> list, string_view value) {
  return std::ranges::find(list, value) != list.end();
}

class Findings {
 public:
  void add(string_view word, string_view text) {
    list_.push_back(std::string(word) + ": " + std::string(text));
  }
  /// A value that is not known is not judged.
  void require(string_view word, std::span<const string_view> allowed, string_view value) {
    if (!value.empty() && !has(allowed, value)) add(word, value);
  }
  std::vector<std::string> take() { return std::move(list_); }

 private:
  std::vector<std::string> list_;
};

void judge_leaf(const Profile& profile, const ChainCertificate& leaf, Findings& out) {
  out.require("key", profile.keys, leaf.key);
  if (leaf.key == "RSA" && leaf.key_bits < profile.rsa_bits)
    out.add("key-bits", std::to_string(leaf.key_bits));
  if (leaf.key == "EC" && has(profile.keys, leaf.key))
    out.require("curve", profile.curves, leaf.curve.empty() ? "unnamed" : leaf.curve);
  out.require("signature", profile.signatures, leaf.signature);
  // The validity includes both ends (RFC 5280 section 4.1.2.5), hence the second.
  constexpr std::time_t kDay = 86400;
  const std::time_t life = leaf.not_after - leaf.not_before + 1;
  if (life > profile.lifespan_days * kDay)
    out.add("validity-too-long", std::to_string((life + kDay - 1) / kDay) + " days");
}

}  // namespace

constexpr Profile kMozillaIntermediate{.name = "intermediate",
                                       .versions = kFrom12,
                                       .suites = kIntermediateSuites,
                                       .groups = kIntermediateGroups,
                                       .keys = kIntermediateKeys,
                                       .curves = kCurves,
                                       .rsa_bits = 2048,
                                       .signatures = kIntermediateSignatures,
                                       .lifespan_days = 366};
constexpr Profile kMozillaModern{.name = "modern",
                                 .versions = kFrom13,
                                 .suites = kModernSuites,
                                 .groups = kModernGroups,
                                 .keys = kModernKeys,
                                 .curves = kCurves,
                                 .rsa_bits = 2048,
                                 .signatures = kModernSignatures,
                                 .lifespan_days = 90};

std::vector<std::string> profile_findings(const Profile& profile, const ChainReport& report,
                                          string_view version, string_view cipher,
                                          string_view group) {
  Findings out;
  out.require("version", profile.versions, plain_version(version));
  const auto is_cipher = [cipher](const ProfileSuite& suite) {
    return suite.name == cipher || suite.openssl == cipher;
  };
  if (!cipher.empty() && std::ranges::none_of(profile.suites, is_cipher)) out.add("cipher", cipher);
  out.require("group", profile.groups, tls_group(group));
  if (report.leaf.parsed) judge_leaf(profile, report.leaf, out);
  return out.take();
}

}  // namespace wireassay::tls
