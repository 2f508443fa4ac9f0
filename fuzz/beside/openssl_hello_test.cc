// Hellos of the corpus beside a server of OpenSSL.
#include "beside/openssl_hello.h"

#include <fstream>
#include <iterator>

#include "beside/rows_test_support.h"

namespace wireassay::beside {
namespace {

std::string seed(const std::string& name) {
  std::ifstream in(std::string(WIREASSAY_SOURCE_DIR) + "/corpus/tls_hello_beside_openssl/" + name,
                   std::ios::binary);
  std::string octets{std::istreambuf_iterator<char>(in), {}};
  EXPECT_FALSE(octets.empty()) << name;
  return octets;
}

constexpr std::string_view kRandom =
    "7272727272727272727272727272727272727272727272727272727272727272";
std::string fields(std::string_view rest) {
  return std::string("771 ").append(kRandom).append(rest);
}

TEST(BesideOpenSsl, ClientHello) {
  const Row rows[] = {
      {"no extensions", seed("no-extensions"), fields("  130100ff 00")},
      {"299 unknown extensions are left out", seed("300-extensions"),
       fields("  130100ff 00 65000:")},
      {"cut", seed("extensions-cut"), "refused"},
      {"one twice", seed("duplicate"), "refused"},
      {"33 octets of session id", seed("session-33"), "refused"},
      {"of DTLS", seed("use-srtp"), fields("  1301 00 14:0002000100"), "use-srtp"},
      {"half a suite", seed("suites-odd"), "refused", "odd-suites"},
  };
  check(kClientHello, rows);
}

TEST(BesideOpenSsl, ClientHelloIsShownWhole) {
  for (const char* name : {"whole-1.2", "whole-1.3", "whole-both"}) {
    const Readings got = kClientHello.read(seed(name));
    EXPECT_EQ(got.ours, got.theirs);
    EXPECT_GT(got.theirs.size(), 300U) << name;
  }
}

TEST(BesideOpenSsl, ClientHelloRules) {
  const Row rows[] = {
      {"of OpenSSL, 1.2", seed("whole-1.2"), "right"},
      {"of OpenSSL, 1.3", seed("whole-1.3"), "right"},
      {"groups", seed("1.2-groups-odd"), "wrong"},
      {"a protocol without a name", seed("1.3-alpn-empty-name"), "wrong"},
      {"a share that is cut", seed("1.3-share-cut"), "wrong"},
      {"no modes", seed("1.3-psk-modes-empty"), "wrong"},
      {"NUL in a name", seed("1.2-sni-nul"), "wrong"},
      {"of DTLS", seed("use-srtp"), "right", "use-srtp"},
      {"no DER", seed("1.3-authorities-no-der"), "right", "authorities"},
      {"twice", seed("1.2-unknown-twice"), "wrong: tls.duplicate-extension", "unknown-extension"},
      {"a limit", seed("1.3-record-size-limit-1"), "wrong: tls.record-size-limit",
       "unknown-extension"},
      {"a limit of no octets", seed("fix-record-size-limit-of-no-octets"),
       "wrong: tls.truncated tls.record-size-limit", "unknown-extension"},
      {"a heartbeat of no octets", seed("fix-heartbeat-of-no-octets"),
       "wrong: tls.truncated tls.heartbeat-mode", "unknown-extension"},
      {"an address", seed("1.2-sni-address"), "wrong: tls.server-name-address", "server-name"},
      {"ones in the padding", seed("1.2-padding-ones"), "wrong: tls.padding", "body-not-looked-at"},
      {"modes of 1.3 in 1.2", seed("1.2-psk-modes-empty-in-1.2"), "wrong: tls.vector-length",
       "only-1.3"},
      {"renegotiation in 1.3", seed("1.3-renegotiation-info-cut"), "wrong: tls.vector-beyond-end",
       "only-1.2"},
      {"a group twice", seed("fix-share-of-a-group-twice"), "wrong: tls.key-share-twice",
       "other-shares"},
      {"a share of no group offered", seed("fix-share-not-in-groups"), "wrong"},
      {"a share of zero", seed("fix-share-of-zero"), "right", "useless-share"},
      {"no point", seed("fix-share-off-the-curve"), "right", "useless-share"},
      {"a number out of range", seed("fix-share-of-ffdhe-out-of-range"), "right", "useless-share"},
      {"no binders", seed("fix-psk-without-binders"), "wrong: tls.truncated", "unknown-psk"},
      {"no identities", seed("fix-psk-without-identities"), "wrong: tls.vector-length",
       "unknown-psk"},
      {"behind renegotiation_info", seed("fix-behind-renegotiation-info"),
       "wrong: tls.trailing-octets", "behind-renegotiation-info"},
      {"a name of no octets", seed("fix-name-of-no-octets"), "wrong: tls.vector-length",
       "server-name"},
      {"a second name of another type", seed("fix-two-names-of-two-types"), "right",
       "server-name-type"},
      {"oid_filters in 1.2", seed("fix-oid-filters-of-no-octets"), "wrong: tls.extension-place",
       "unknown-extension"},
      {"a name of type 7", seed("1.3-sni-type-7"), "right", "server-name-type"},
  };
  check(kClientHelloRules, rows);
}

}  // namespace
}  // namespace wireassay::beside
