// What breaks Mozilla's profiles, and what does not.
#include "wire/tls/profiles.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

using Words = std::vector<std::string>;
constexpr std::time_t kDay = 86400;

ChainReport report_of(std::string key, int bits, std::string curve, std::string signature,
                      int days) {
  ChainReport report;
  report.leaf.parsed = true;
  report.leaf.key = std::move(key);
  report.leaf.key_bits = bits;
  report.leaf.curve = std::move(curve);
  report.leaf.signature = std::move(signature);
  report.leaf.not_after = days * kDay - 1;
  return report;
}

const ChainReport kEc = report_of("EC", 256, "secp256r1", "ecdsa-with-SHA256", 90);
const ChainReport kRsa = report_of("RSA", 2048, "", "sha256WithRSAEncryption", 366);

TEST(TlsProfiles, Sessions) {
  struct Row {
    const char* name;
    const char *version, *cipher, *group;
    Words intermediate, modern;
  };
  const Row rows[] = {
      {"1.3", "1.3", "TLS_AES_128_GCM_SHA256", "x25519", {}, {}},
      {"1.3 as OpenSSL says", "TLSv1.3", "TLS_AES_256_GCM_SHA384", "prime256v1", {}, {}},
      {"1.3, CCM",
       "1.3",
       "TLS_AES_128_CCM_SHA256",
       "secp256r1",
       {"cipher: TLS_AES_128_CCM_SHA256"},
       {"cipher: TLS_AES_128_CCM_SHA256"}},
      {"1.2",
       "1.2",
       "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
       "secp384r1",
       {},
       {"version: 1.2", "cipher: TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"}},
      {"1.2 as OpenSSL says",
       "TLSv1.2",
       "DHE-RSA-AES128-GCM-SHA256",
       "ffdhe2048",
       {},
       {"version: 1.2", "cipher: DHE-RSA-AES128-GCM-SHA256", "group: ffdhe2048"}},
      {"1.2, CBC",
       "1.2",
       "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
       "",
       {"cipher: TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"},
       {"version: 1.2", "cipher: TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"}},
      {"1.1",
       "TLS1.1",
       "",
       "secp521r1",
       {"version: 1.1", "group: secp521r1"},
       {"version: 1.1", "group: secp521r1"}},
      {"not known", "", "", "", {}, {}}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(profile_findings(kMozillaIntermediate, kEc, row.version, row.cipher, row.group),
              row.intermediate);
    EXPECT_EQ(profile_findings(kMozillaModern, kEc, row.version, row.cipher, row.group),
              row.modern);
  }
}

TEST(TlsProfiles, Leaves) {
  struct Row {
    const char* name;
    ChainReport report;
    Words intermediate, modern;
  };
  const Row rows[] = {
      {"EC", kEc, {}, {}},
      {"RSA",
       kRsa,
       {},
       {"key: RSA", "signature: sha256WithRSAEncryption", "validity-too-long: 366 days"}},
      {"EC signed by RSA",
       report_of("EC", 384, "secp384r1", "sha256WithRSAEncryption", 90),
       {},
       {"signature: sha256WithRSAEncryption"}},
      {"a second too long",
       report_of("EC", 256, "secp256r1", "ecdsa-with-SHA384", 91),
       {},
       {"validity-too-long: 91 days"}},
      {"367 days",
       report_of("EC", 256, "secp256r1", "ecdsa-with-SHA512", 367),
       {"validity-too-long: 367 days"},
       {"validity-too-long: 367 days"}},
      {"weak RSA",
       report_of("RSA", 1024, "", "sha1WithRSAEncryption", 90),
       {"key-bits: 1024", "signature: sha1WithRSAEncryption"},
       {"key: RSA", "key-bits: 1024", "signature: sha1WithRSAEncryption"}},
      {"P-521",
       report_of("EC", 521, "secp521r1", "ecdsa-with-SHA256", 90),
       {"curve: secp521r1"},
       {"curve: secp521r1"}},
      {"curve by numbers",
       report_of("EC", 256, "", "ecdsa-with-SHA256", 90),
       {"curve: unnamed"},
       {"curve: unnamed"}},
      {"Ed25519",
       report_of("Ed25519", 256, "", "ecdsa-with-SHA256", 90),
       {"key: Ed25519"},
       {"key: Ed25519"}},
      {"no certificate", {}, {}, {}}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(profile_findings(kMozillaIntermediate, row.report, "", ""), row.intermediate);
    EXPECT_EQ(profile_findings(kMozillaModern, row.report, "", ""), row.modern);
  }
}

// The tables hold no name that the registry lacks.
TEST(TlsProfiles, NamesAreOfTheRegistry) {
  const auto known = [](Registry registry, std::string_view name) {
    return std::ranges::find(table(registry), name, &NamedNumber::name) != table(registry).end();
  };
  std::set<std::string_view> openssl;
  for (const ProfileSuite& suite : kMozillaIntermediate.suites) {
    EXPECT_TRUE(known(Registry::CipherSuite, suite.name)) << suite.name;
    EXPECT_TRUE(openssl.insert(suite.openssl).second) << suite.openssl;
  }
  for (const std::string_view group : kMozillaIntermediate.groups)
    EXPECT_TRUE(known(Registry::Group, group)) << group;
  EXPECT_EQ(kMozillaModern.suites.size(), 3U);
  EXPECT_EQ(kMozillaModern.groups.size(), 3U);
}

}  // namespace
}  // namespace wireassay::tls
