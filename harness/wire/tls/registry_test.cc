// The tables are in order, names lead back to their numbers, GREASE is what RFC 8701 lists.
#include "wire/tls/registry.h"

#include <gtest/gtest.h>

#include <set>

namespace wireassay::tls {
namespace {

constexpr Registry kAll[] = {
    Registry::Version,         Registry::ContentType,    Registry::HandshakeType,
    Registry::CipherSuite,     Registry::Extension,      Registry::Group,
    Registry::SignatureScheme, Registry::AlertLevel,     Registry::AlertDescription,
    Registry::Compression,     Registry::PointFormat,    Registry::PskMode,
    Registry::CurveType,       Registry::CertificateType};

TEST(TlsRegistry, TablesAreInOrderAndNamesUnique) {
  for (const Registry registry : kAll) {
    SCOPED_TRACE(static_cast<int>(registry));
    std::set<std::string_view> names;
    int last = -1;
    for (const NamedNumber& row : table(registry)) {
      EXPECT_GT(row.value, last) << row.name;
      last = row.value;
      EXPECT_TRUE(names.insert(row.name).second) << row.name;
      EXPECT_EQ(name_of(registry, row.value), row.name);
      std::uint16_t value = 0xffff;
      EXPECT_TRUE(number_of(registry, row.name, value)) << row.name;
      EXPECT_EQ(value, row.value) << row.name;
      EXPECT_FALSE(is_grease(registry, row.value)) << row.name;
    }
    EXPECT_FALSE(names.empty());
  }
}

struct Row {
  Registry registry;
  std::uint16_t value;
  std::string_view shown;
};

constexpr Row kRows[] = {
    {Registry::Version, 0x0304, "TLS 1.3"},
    {Registry::Version, 0x7a7a, "GREASE 0x7a7a"},
    {Registry::Version, 0x7f1c, "0x7f1c"},
    {Registry::CipherSuite, 0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"},
    {Registry::CipherSuite, 0xc011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA"},
    {Registry::CipherSuite, 0x1301, "TLS_AES_128_GCM_SHA256"},
    {Registry::CipherSuite, 0x5600, "TLS_FALLBACK_SCSV"},
    {Registry::CipherSuite, 0x0a0a, "GREASE 0x0a0a"},
    {Registry::CipherSuite, 0x0a1a, "0x0a1a"},
    {Registry::CipherSuite, 0xfeff, "0xfeff"},
    {Registry::Group, 29, "x25519"},
    {Registry::Extension, 0xff01, "renegotiation_info"},
    {Registry::AlertDescription, 70, "protocol_version"},
    {Registry::AlertDescription, 200, "0xc8"},
    {Registry::PskMode, 0x0b, "GREASE 0x0b"},
    {Registry::PskMode, 0x2a, "GREASE 0x2a"},
    {Registry::PskMode, 0xe4, "GREASE 0xe4"},
    {Registry::PskMode, 0x0a, "0x0a"},
    {Registry::ContentType, 0x0a0a, "0x0a0a"},
};

TEST(TlsRegistry, Show) {
  for (const Row& row : kRows) EXPECT_EQ(show(row.registry, row.value), row.shown);
}

TEST(TlsRegistry, SixteenGreaseNumbers) {
  int count = 0;
  for (int value = 0; value <= 0xffff; ++value)
    count += is_grease(Registry::Extension, static_cast<std::uint16_t>(value)) ? 1 : 0;
  EXPECT_EQ(count, 16);
  int modes = 0;
  for (int value = 0; value <= 0xff; ++value)
    modes += is_grease(Registry::PskMode, static_cast<std::uint16_t>(value)) ? 1 : 0;
  EXPECT_EQ(modes, 8);
}

TEST(TlsRegistry, ShareOctets) {
  EXPECT_EQ(share_octets(29), 32U);
  EXPECT_EQ(share_octets(23), 65U);
  EXPECT_EQ(share_octets(0x0a0a), 0U);
}

TEST(TlsRegistry, UnknownName) {
  std::uint16_t value = 7;
  EXPECT_FALSE(number_of(Registry::Group, "x25520", value));
  EXPECT_EQ(value, 7);
}

}  // namespace
}  // namespace wireassay::tls
