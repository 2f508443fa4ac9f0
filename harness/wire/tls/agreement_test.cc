// Answers beside the hello they answer: one change for each rule.
#include "wire/tls/agreement.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "wire/tls/encode.h"
#include "wire/tls/hex_test_support.h"

namespace wireassay::tls {
namespace {

using Numbers = std::vector<std::uint16_t>;
using Names = std::vector<std::string>;

/// A hello of TLS 1.2 and 1.3 that offers one of everything that is looked at.
ClientHello offer() {
  return client_hello({.random = std::string(32, 'c'),
                       .session_id = "sid",
                       .cipher_suites = {0x1301, 0xc02f, kRenegotiationScsv, kFallbackScsv, 0x5a5a},
                       .server_name = "mx.example.org",
                       .groups = {29, 23},
                       .alpn = {"smtp"},
                       .supported_versions = {kTls13, kTls12},
                       .key_share = {{29, std::string(32, 'k')}},
                       .more = {make_extension(1, Where::ClientHello, std::uint32_t{2}),
                                make_extension(41, Where::ClientHello,
                                               OfferedPsks{{{"id", 7}}, {std::string(32, 'b')}})}});
}

/// Without supported_versions.
ClientHello old_offer() {
  return client_hello({.version = kTls11, .cipher_suites = {0xc013}, .compression = hex("0001")});
}

Extension of(std::uint16_t type, Where where, const ExtensionValue& value) {
  return make_extension(type, where, value);
}
const Extension kIs13 = of(43, Where::ServerHello, std::uint32_t{kTls13});
Extension share(std::uint16_t group) {
  return of(51, Where::ServerHello, KeyShare{group, std::string(group == 29 ? 32 : 65, 's')});
}
Extension retry_share(std::uint32_t group) { return of(51, Where::HelloRetryRequest, group); }

/// supported_versions at 43, key_share at 49; the suite at 38, compression at 40.
ServerHello tls13() {
  return {kTls12, std::string(32, 's'), "sid", 0x1301, 0, std::vector{kIs13, share(29)}};
}
ServerHello tls12() { return {kTls12, std::string(32, 's'), "", 0xc02f, 0, std::nullopt}; }
ServerHello retry(std::vector<Extension> extensions) {
  const std::string random =
      hex("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");
  return {kTls12, random, "sid", 0x1301, 0, std::move(extensions)};
}

struct Row {
  std::string_view name;
  ClientHello offered;
  ServerHello answer;
  std::vector<Deviation> want;
};

ServerHello with(ServerHello hello, const std::function<void(ServerHello&)>& change) {
  change(hello);
  return hello;
}
ServerHello add(ServerHello hello, std::vector<Extension> more) {
  if (!hello.extensions) hello.extensions.emplace();
  hello.extensions->insert(hello.extensions->end(), more.begin(), more.end());
  return hello;
}

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const std::vector<Deviation> got = disagreements(row.offered, row.answer);
    EXPECT_EQ(got, row.want);
    for (const Deviation& one : got) {
      EXPECT_NE(std::ranges::find(rules(), one.rule, &Invariant::id), rules().end());
      EXPECT_LT(one.offset, to_wire(row.answer).size());
    }
  }
}

TEST(TlsAgreement, Hellos13) {
  const auto change = [](const std::function<void(ServerHello&)>& how) {
    return with(tls13(), how);
  };
  check({
      {"right", offer(), tls13(), {}},
      {"by a key", offer(), add(tls13(), {of(41, Where::ServerHello, std::uint32_t{0})}), {}},
      {"suite",
       offer(),
       change([](auto& h) { h.cipher_suite = 0x1302; }),
       {{rule::kUnofferedSuite, 38}}},
      {"suite of 1.2",
       offer(),
       change([](auto& h) { h.cipher_suite = 0xc02f; }),
       {{rule::kSuiteOfVersion, 38}}},
      {"signal",
       offer(),
       change([](auto& h) { h.cipher_suite = kFallbackScsv; }),
       {{rule::kScsvSelected, 38}}},
      {"unknown suite", offer(), change([](auto& h) { h.cipher_suite = 0x5a5a; }), {}},
      {"compression",
       offer(),
       change([](auto& h) { h.compression = 1; }),
       {{rule::kUnofferedCompression, 40}}},
      {"random",
       offer(),
       change([](auto& h) { h.random = std::string(32, 'c'); }),
       {{rule::kRandomOfClient, 2}}},
      {"no echo",
       offer(),
       change([](auto& h) { h.session_id = ""; }),
       {{rule::kSessionIdEcho, 34}}},
      {"other echo",
       offer(),
       change([](auto& h) { h.session_id = "SID"; }),
       {{rule::kSessionIdEcho, 34}}},
      {"cookie",
       offer(),
       add(tls13(), {of(44, Where::HelloRetryRequest, std::string("c"))}),
       {{rule::kUnofferedExtension13, 89}}},
      {"unknown extension",
       offer(),
       add(tls13(), {{0xff77, ""}}),
       {{rule::kUnofferedExtension13, 89}}},
      {"key",
       offer(),
       add(tls13(), {of(41, Where::ServerHello, std::uint32_t{1})}),
       {{rule::kUnofferedPsk, 89}}},
      {"share not sent",
       offer(),
       change([](auto& h) { h.extensions = {kIs13, share(23)}; }),
       {{rule::kUnofferedShare, 49}}},
      {"group not offered",
       offer(),
       change([](auto& h) { h.extensions = {kIs13, share(24)}; }),
       {{rule::kUnofferedGroup, 49}, {rule::kUnofferedShare, 49}}},
      {"draft version",
       offer(),
       change([](auto& h) { h.extensions->front() = {43, hex("7f1c")}; }),
       {{rule::kUnofferedVersion, 43}}},
      {"1.2 by extension",
       offer(),
       with(tls12(), [](auto& h) { h.extensions = {{43, hex("0303")}}; }),
       {{rule::kSupportedVersionsOld, 40}}},
  });
}

TEST(TlsAgreement, HellosOfOlderVersions) {
  ClientHello plain = offer();
  std::erase(plain.cipher_suites, kRenegotiationScsv);
  const Extension info = of(65281, Where::ServerHello, std::string());
  const ServerHello tls11{kTls11, std::string(32, 's'), "", 0xc013, 0, std::nullopt};
  check({
      {"right", offer(), tls12(), {}},
      {"another session id", offer(), with(tls12(), [](auto& h) { h.session_id = "new"; }), {}},
      {"answer to the signal", offer(), add(tls12(), {info}), {}},
      {"no signal", plain, add(tls12(), {info}), {{rule::kUnofferedExtension, 40}}},
      {"suite of 1.3",
       offer(),
       with(tls12(), [](auto& h) { h.cipher_suite = 0x1301; }),
       {{rule::kSuiteOfVersion, 35}}},
      {"1.1 not listed",
       offer(),
       with(tls12(), [](auto& h) { h.version = kTls11; }),
       {{rule::kUnofferedVersion, 0}}},
      {"protocol",
       offer(),
       add(tls12(), {of(16, Where::ServerHello, Names{"imap"})}),
       {{rule::kUnofferedProtocol, 40}}},
      {"protocol offered", offer(), add(tls12(), {of(16, Where::ServerHello, Names{"smtp"})}), {}},
      {"fragment length",
       offer(),
       add(tls12(), {of(1, Where::ServerHello, std::uint32_t{3})}),
       {{rule::kMaxFragmentEcho, 40}}},
      {"fragment length asked for",
       offer(),
       add(tls12(), {of(1, Where::ServerHello, std::uint32_t{2})}),
       {}},
      {"1.1", old_offer(), tls11, {}},
      {"1.0 below 1.1", old_offer(), with(tls11, [](auto& h) { h.version = kTls10; }), {}},
      {"deflate", old_offer(), with(tls11, [](auto& h) { h.compression = 1; }), {}},
      {"1.2 above 1.1",
       old_offer(),
       with(tls11, [](auto& h) { h.version = kTls12; }),
       {{rule::kVersionAbove, 0}}},
      {"without extensions",
       old_offer(),
       add(tls11, {{23, ""}, {0x0a0a, ""}}),
       {{rule::kUnofferedExtension, 40}, {rule::kUnofferedExtension, 44}}},
      {"1.3 to an old hello",
       old_offer(),
       with(tls13(),
            [](auto& h) {
              h.session_id = "";
              h.cipher_suite = 0xc013;
            }),
       {{rule::kVersionAbove, 40},
        {rule::kSuiteOfVersion, 35},
        {rule::kUnofferedGroup, 46},
        {rule::kUnofferedShare, 46},
        {rule::kUnofferedExtension13, 40},
        {rule::kUnofferedExtension13, 46}}},
  });
}

TEST(TlsAgreement, Retries) {
  const Extension cookie = of(44, Where::HelloRetryRequest, std::string("c"));
  check({
      {"group", offer(), retry({kIs13, retry_share(23)}), {}},
      {"cookie", offer(), retry({kIs13, cookie}), {}},
      {"no change", offer(), retry({kIs13}), {{rule::kRetryWithoutChange, 0}}},
      {"group not offered", offer(), retry({kIs13, retry_share(24)}), {{rule::kRetryGroup, 49}}},
      {"share was sent",
       offer(),
       retry({kIs13, retry_share(29)}),
       {{rule::kRetryGroupOffered, 49}}},
      {"echo",
       offer(),
       with(retry({kIs13, cookie}), [](auto& h) { h.session_id = "x"; }),
       {{rule::kSessionIdEcho, 34}}},
  });
}

TEST(TlsAgreement, AnswersAfterARetry) {
  struct Pair {
    std::string_view name;
    ServerHello answer;
    std::vector<Deviation> want;
  };
  const ServerHello asked = retry({kIs13, retry_share(29)});
  const Pair kRows[] = {
      {"right", tls13(), {}},
      {"retry", asked, {{rule::kSecondRetry, 2}}},
      {"suite", with(tls13(), [](auto& h) { h.cipher_suite = 0x1302; }), {{rule::kRetrySuite, 38}}},
      {"group",
       with(tls13(), [](auto& h) { h.extensions = {kIs13, share(23)}; }),
       {{rule::kRetryShare, 49}}},
      {"version",
       with(tls13(), [](auto& h) { h.extensions = {share(29)}; }),
       {{rule::kRetryVersion, 0}}},
  };
  for (const Pair& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(disagreements(asked, row.answer), row.want);
  }
}

TEST(TlsAgreement, EncryptedExtensions) {
  const auto at = [](const std::vector<Extension>& extensions) {
    return disagreements(offer(), tls::EncryptedExtensions{extensions});
  };
  using Deviations = std::vector<Deviation>;
  const Where where = Where::EncryptedExtensions;
  EXPECT_EQ(at({{0, ""}, of(16, where, Names{"smtp"})}), Deviations{});
  EXPECT_EQ(at({{0, ""}, of(16, where, Names{"h2"})}), (Deviations{{rule::kUnofferedProtocol, 6}}));
  EXPECT_EQ(at({{0, ""}, {28, hex("4000")}}), (Deviations{{rule::kUnofferedExtension13, 6}}));
}

TEST(TlsAgreement, HaveALimit) {
  const ServerHello many = add(tls12(), std::vector<Extension>(300, Extension{0xff77, ""}));
  EXPECT_EQ(disagreements(offer(), many).size(), kMaxAnomalies);
  const Where where = Where::EncryptedExtensions;
  const tls::EncryptedExtensions names{{of(16, where, std::vector<std::string>(300, "x"))}};
  EXPECT_EQ(disagreements(offer(), names).size(), kMaxAnomalies) << "all in one extension";
}

}  // namespace
}  // namespace wireassay::tls
