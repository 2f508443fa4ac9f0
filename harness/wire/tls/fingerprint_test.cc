// Examples that the inventors of the fingerprints publish; tshark agrees with JA3S in trace's
// tests.
#include "wire/tls/fingerprint.h"

#include <gtest/gtest.h>

#include "wire/tls/encode.h"
#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

Extension plain(std::uint16_t type) { return {type, ""}; }
Extension list_of(std::uint16_t type, const std::vector<std::uint16_t>& values) {
  return make_extension(type, Where::ClientHello, values);
}

ClientHello hello_of(std::uint16_t version, const std::vector<std::uint16_t>& suites,
                     std::optional<std::vector<Extension>> extensions) {
  return {version, std::string(kRandom, 'r'), "",
          suites,  std::string(1, '\0'),      std::move(extensions)};
}

struct Row {
  std::string_view name;
  ClientHello hello;
  std::string full, ja3, ja4;
};

/// Of the JA4 specification: a browser's hello.
ClientHello browser(bool grease) {
  std::vector<std::uint16_t> suites = {0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f,
                                       0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013,
                                       0xc014, 0x009c, 0x009d, 0x002f, 0x0035};
  const std::vector<std::string> alpn = {"h2", "http/1.1"};
  std::vector<Extension> extensions = {
      plain(0x001b),
      make_extension(0, Where::ClientHello, std::vector<ServerName>{{0, "a.example"}}),
      plain(0x0033),
      make_extension(16, Where::ClientHello, alpn),
      plain(0x4469),
      plain(0x0017),
      plain(0x002d),
      list_of(13, {0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601}),
      plain(0x0005),
      plain(0x0023),
      plain(0x0012),
      list_of(43, {0x0304, 0x0303}),
      plain(0xff01),
      list_of(11, {0}),
      list_of(10, {29, 23, 24}),
      plain(0x0015)};
  if (grease) {
    suites.insert(suites.begin(), 0x3a3a);
    extensions.insert(extensions.begin(), plain(0xfafa));
    extensions[12] = list_of(43, {0x1a1a, 0x0304, 0x0303});
    extensions.push_back(plain(0x0a0a));
  }
  return hello_of(kTls12, suites, extensions);
}

const std::string kBrowserJa3 =
    "771,4865-4866-4867-49195-49199-49196-49200-52393-52392-49171-49172-156-157-47-53,"
    "27-0-51-16-17513-23-45-13-5-35-18-43-65281-11-10-21,29-23-24,0";

const Row kRows[] = {
    {"ja3 of its README",
     hello_of(kTls10, {47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4},
              std::vector<Extension>{plain(0), list_of(10, {23, 24, 25}), list_of(11, {0})}),
     "769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0",
     "ada70206e40642a3e4461f35503241d5", ""},
    {"ja3 without extensions",
     hello_of(kTls10, {4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99}, std::nullopt),
     "769,4-5-10-9-100-98-3-6-19-18-99,,,", "de350869b8c85de67a350c8d186f11e6", ""},
    {"ja4 of its README", browser(false), kBrowserJa3, "", "t13d1516h2_8daaf6152771_e5627efa2ab1"},
    {"GREASE counts nowhere", browser(true), kBrowserJa3, "",
     "t13d1516h2_8daaf6152771_e5627efa2ab1"},
    {"nothing", hello_of(kSsl3, {}, std::nullopt), "768,,,,", "",
     "ts3i000000_000000000000_000000000000"},
    {"hostile ALPN",
     hello_of(kTls12, {0x0a0a},
              std::vector<Extension>{
                  make_extension(16, Where::ClientHello, std::vector<std::string>{"\xab\xcd"})}),
     "771,,16,,", "", "t12i0001ad_000000000000_000000000000"},
    {"ALPN of one letter",
     hello_of(kTls12, {},
              std::vector<Extension>{
                  make_extension(16, Where::ClientHello, std::vector<std::string>{"x"})}),
     "771,,16,,", "", "t12i0001xx_000000000000_000000000000"},
};

TEST(Fingerprint, OfClients) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(ja3_full(row.hello), row.full);
    if (!row.ja3.empty()) EXPECT_EQ(ja3(row.hello), row.ja3);
    EXPECT_EQ(ja3(row.hello).size(), 32U);
    if (!row.ja4.empty()) EXPECT_EQ(ja4(row.hello), row.ja4);
  }
}

TEST(Fingerprint, OfServers) {
  const ServerHello hello{
      kTls10,
      std::string(kRandom, 'r'),
      "",
      47,
      0,
      std::vector<Extension>{plain(65281), plain(0), plain(11), plain(35), plain(5), plain(16)}};
  EXPECT_EQ(ja3s_full(hello), "769,47,65281-0-11-35-5-16");
  EXPECT_EQ(ja3s(hello), "836ce314215654b5b1f85f97c73e506f");
}

}  // namespace
}  // namespace wireassay::tls
