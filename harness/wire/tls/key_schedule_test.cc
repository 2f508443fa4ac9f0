// The values of RFC 8448 section 3, and a known value of the PRF of TLS 1.2.
#include "wire/tls/key_schedule.h"

#include <gtest/gtest.h>

#include "core/escape.h"
#include "wire/tls/hex_test_support.h"
#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

struct SecretRow {
  std::string_view name, secret, key, iv;
};

/// RFC 8448 section 3: TLS_AES_128_GCM_SHA256.
constexpr SecretRow kSecrets[] = {
    {"client handshake", "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21",
     "dbfaa693d1762c5b666af5d950258d01", "5bd3c71b836e0b76bb73265f"},
    {"server handshake", "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38",
     "3fce516009c21727d0f2e4e86ee403bc", "5d313eb2671276ee13000b30"},
    {"client application", "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5",
     "17422dda596ed5d9acd890e3c63f5051", "5b78923dee08579033e523d9"},
    {"server application", "a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643",
     "9f02283b6c9c07efc26bb9f2ac92e356", "cf782b88dd83549aadf1e984"},
};

TEST(KeySchedule, TrafficKeys) {
  const SuiteKeys suite = *suite_keys(0x1301);
  for (const SecretRow& row : kSecrets) {
    SCOPED_TRACE(row.name);
    const RecordKeys keys = traffic_keys(suite, hex(row.secret));
    EXPECT_EQ(to_hex(keys.key), row.key);
    EXPECT_EQ(to_hex(keys.iv), row.iv);
  }
}

struct PrfRow {
  std::string_view name;
  Hash hash;
  std::string_view secret, seed, label, out;
};

/// Known answers for the PRF of TLS 1.2 that several implementations share.
constexpr PrfRow kPrf[] = {
    {"SHA-256", Hash::Sha256, "9bbe436ba940f017b17652849a71db35",
     "a0ba9f936cda311827a6f796ffd5198c", "test label",
     "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a"
     "6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab"
     "4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701"
     "87347b66"},
    {"SHA-384", Hash::Sha384, "b80b733d6ceefcdc71566ea48e5567df",
     "cd665cf6a8447dd6ff8b27555edb7465", "test label",
     "7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cd"
     "e9ca0faa60be9fe34f82b1233c9146a0e534cb400fed2700884f9dc236f80edd"
     "8bfa961144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4abfdad05d918425"
     "9b5bf8cd4d90fa0d31e2dec479e4f1a26066f2eea9a69236a3e52655c9e9aee6"
     "91c8f3a26854308d5eaa3be85e0990703d73e56f"},
};

TEST(KeySchedule, Prf) {
  for (const PrfRow& row : kPrf) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(to_hex(prf(row.hash, hex(row.secret), row.label, hex(row.seed), row.out.size() / 2)),
              row.out);
  }
}

struct SuiteRow {
  std::string_view name;  ///< of the registry
  std::optional<SuiteKeys> keys;
};

const SuiteRow kSuites[] = {
    {"TLS_AES_128_GCM_SHA256", SuiteKeys{Aead::Aes128Gcm, Hash::Sha256, true}},
    {"TLS_AES_256_GCM_SHA384", SuiteKeys{Aead::Aes256Gcm, Hash::Sha384, true}},
    {"TLS_CHACHA20_POLY1305_SHA256", SuiteKeys{Aead::ChaCha20Poly1305, Hash::Sha256, true}},
    {"TLS_AES_128_CCM_SHA256", SuiteKeys{Aead::Aes128Ccm, Hash::Sha256, true}},
    {"TLS_AES_128_CCM_8_SHA256", SuiteKeys{Aead::Aes128Ccm8, Hash::Sha256, true}},
    {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", SuiteKeys{Aead::Aes128Gcm, Hash::Sha256, false}},
    {"TLS_RSA_WITH_AES_256_GCM_SHA384", SuiteKeys{Aead::Aes256Gcm, Hash::Sha384, false}},
    {"TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
     SuiteKeys{Aead::ChaCha20Poly1305, Hash::Sha256, false}},
    {"TLS_RSA_WITH_AES_256_CCM", SuiteKeys{Aead::Aes256Ccm, Hash::Sha256, false}},
    {"TLS_RSA_WITH_AES_256_CCM_8", SuiteKeys{Aead::Aes256Ccm8, Hash::Sha256, false}},
    {"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", std::nullopt},
    {"TLS_RSA_WITH_RC4_128_SHA", std::nullopt},
    {"TLS_RSA_WITH_NULL_SHA256", std::nullopt},
    {"TLS_FALLBACK_SCSV", std::nullopt},
};

TEST(KeySchedule, Suites) {
  for (const SuiteRow& row : kSuites) {
    SCOPED_TRACE(row.name);
    std::uint16_t number = 0;
    ASSERT_TRUE(number_of(Registry::CipherSuite, row.name, number));
    EXPECT_EQ(suite_keys(number), row.keys);
  }
  EXPECT_EQ(suite_keys(0xfafa), std::nullopt);
}

TEST(KeySchedule, KeyBlockSharesItsOctetsOut) {
  const SuiteKeys suite{Aead::Aes128Gcm, Hash::Sha256, false};
  const std::string master(48, 'm'), client(32, 'c'), server(32, 's');
  const std::string block = prf(Hash::Sha256, master, "key expansion", server + client, 40);
  const KeyBlock keys = key_block(suite, master, client, server);
  EXPECT_EQ(keys.client.key + keys.server.key + keys.client.iv + keys.server.iv, block);
  EXPECT_EQ(keys.client.iv.size(), 4U);
}

}  // namespace
}  // namespace wireassay::tls
