// Chains made by OpenSSL here: each finding, there and not there; names; hostile octets.
#include "wire/tls/chain.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "wire/tls/chain_invariants_test_support.h"
#include "wire/tls/chain_test_support.h"

namespace wireassay::tls {
namespace {

using namespace testing;
using Words = std::vector<std::string>;
using Ders = std::vector<std::string>;

constexpr const char* kHost = "mail.example.net";

Ders usual(const World& world) { return {world.leaf_der(), world.intermediate_der()}; }

Words words_of(const Ders& ders) { return finding_words(assess(ders, kHost, "imap", kNow), true); }

struct Change {
  const char* name;
  void (*change)(World&);
  Words words;  ///< of leaf and intermediate
};

void replace(CertificateSpec& spec, const char* extension, const char* value) {
  for (auto& [name, old] : spec.extensions)
    if (name == extension) old = value;
}

void expect_words(const std::vector<Change>& rows) {
  for (const Change& row : rows) {
    SCOPED_TRACE(row.name);
    World world;
    row.change(world);
    EXPECT_EQ(words_of(usual(world)), row.words);
  }
}

TEST(TlsChain, Dates) {
  expect_words({
      {"healthy", [](World&) {}, {}},
      {"last second", [](World& w) { w.leaf.not_after = kNow; }, {}},
      {"a second too late", [](World& w) { w.leaf.not_after = kNow - 1; }, {"expired"}},
      {"first second", [](World& w) { w.leaf.not_before = kNow; }, {}},
      {"a second too early", [](World& w) { w.leaf.not_before = kNow + 1; }, {"not-yet-valid"}},
      {"issuer too late",
       [](World& w) { w.intermediate.not_after = kNow - 1; },
       {"issuer-expired"}},
      {"issuer too early",
       [](World& w) { w.intermediate.not_before = kNow + 1; },
       {"issuer-not-yet-valid"}},
      {"year 9999", [](World& w) { w.leaf.not_after = 253402300799; }, {}},
  });
}

TEST(TlsChain, DaysLeft) {
  struct Row {
    const char* name;
    std::time_t seconds;
    long days;
  };
  const Row rows[] = {{"eighty", 80 * kDay, 80},
                      {"not quite two", 2 * kDay - 1, 1},
                      {"now", 0, 0},
                      {"just over", -1, -1},
                      {"a day over", -kDay, -1},
                      {"more than a day", -kDay - 1, -2}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    World world;
    world.leaf.not_after = kNow + row.seconds;
    EXPECT_EQ(assess(usual(world), kHost, "imap", kNow).days_left, row.days);
  }
}

TEST(TlsChain, Keys) {
  expect_words({
      {"RSA 2048", [](World& w) { w.leaf.key = rsa_key(2048); }, {}},
      {"RSA 2047", [](World& w) { w.leaf.key = rsa_key(2047); }, {"weak-key"}},
      {"RSA 1024", [](World& w) { w.leaf.key = rsa_key(1024); }, {"weak-key"}},
      {"weak issuer", [](World& w) { w.intermediate.key = rsa_key(1024); }, {"weak-key"}},
      {"P-224", [](World& w) { w.leaf.key = ec_key("P-224"); }, {}},
      {"P-192", [](World& w) { w.leaf.key = ec_key("P-192"); }, {"weak-key"}},
      {"Ed25519", [](World& w) { w.leaf.key = ed25519_key(); }, {}},
      {"Ed25519 issuer",
       [](World& w) {
         w.intermediate.key = ed25519_key();
         w.leaf.digest = nullptr;
       },
       {}},
      {"SHA-1", [](World& w) { w.leaf.digest = "SHA1"; }, {"weak-signature"}},
      {"SHA-1, RSA",
       [](World& w) {
         w.intermediate.key = rsa_key(2048);
         w.leaf.digest = "SHA1";
       },
       {"weak-signature"}},
      {"MD5, RSA",
       [](World& w) {
         w.intermediate.key = rsa_key(2048);
         w.leaf.digest = "MD5";
       },
       {"weak-signature"}},
      {"SHA-512", [](World& w) { w.leaf.digest = "SHA512"; }, {}},
      {"SHA-1 issuer", [](World& w) { w.intermediate.digest = "SHA1"; }, {"weak-signature"}},
  });
}

TEST(TlsChain, Extensions) {
  expect_words({
      {"client only",
       [](World& w) { replace(w.leaf, "extendedKeyUsage", "clientAuth"); },
       {"no-server-auth"}},
      {"both uses",
       [](World& w) { replace(w.leaf, "extendedKeyUsage", "clientAuth,serverAuth"); },
       {}},
      {"any use", [](World& w) { replace(w.leaf, "extendedKeyUsage", "anyExtendedKeyUsage"); }, {}},
      {"no extensions", [](World& w) { w.leaf.extensions.clear(); }, {}},
      {"only encipher",
       [](World& w) { replace(w.leaf, "keyUsage", "keyEncipherment"); },
       {"no-signing"}},
      {"CA as leaf", [](World& w) { replace(w.leaf, "basicConstraints", "CA:TRUE"); }, {"ca-leaf"}},
      {"self-signed", [](World& w) { w.self_signed = true; }, {"self-signed-leaf", "unrelated"}},
      {"version 1", [](World& w) { w.leaf.version = 1; }, {"v1"}},
      {"issuer of v1",
       [](World& w) {
         w.intermediate.version = 1;
         w.intermediate.extensions.clear();
       },
       {"issuer-not-ca", "v1"}},
      {"issuer is no CA",
       [](World& w) { replace(w.intermediate, "basicConstraints", "CA:FALSE"); },
       {"issuer-not-ca"}},
      {"issuer's usage",
       [](World& w) { replace(w.intermediate, "keyUsage", "cRLSign"); },
       {"issuer-not-ca"}},
      {"twice",
       [](World& w) { w.leaf.extensions.push_back(w.leaf.extensions[0]); },
       {"duplicate-extension"}},
  });
}

TEST(TlsChain, Serials) {
  expect_words({
      {"twenty octets", [](World& w) { w.leaf.serial = std::string(20, '\x11'); }, {}},
      {"sign makes 21", [](World& w) { w.leaf.serial = std::string(20, '\x81'); }, {"bad-serial"}},
      {"twenty-one", [](World& w) { w.leaf.serial = std::string(21, '\x11'); }, {"bad-serial"}},
      {"zero", [](World& w) { w.leaf.serial = std::string(1, '\0'); }, {"bad-serial"}},
  });
}

TEST(TlsChain, Names) {
  expect_words({
      {"other name", [](World& w) { w.leaf.dns = {"example.net"}; }, {"name-mismatch"}},
      {"second name", [](World& w) { w.leaf.dns = {"example.net", kHost}; }, {}},
      {"wildcard", [](World& w) { w.leaf.dns = {"*.example.net"}; }, {}},
      {"fragment",
       [](World& w) { w.leaf.dns = {"m*.example.net"}; },
       {"name-mismatch", "bad-wildcard"}},
      {"fragment besides",
       [](World& w) { w.leaf.dns = {kHost, "m*.example.net"}; },
       {"bad-wildcard"}},
      {"NUL",
       [](World& w) { w.leaf.dns = {std::string("mail.example.net\0.evil.example", 30)}; },
       {"name-mismatch", "bad-name"}},
      {"space", [](World& w) { w.leaf.dns = {kHost, " "}; }, {"bad-name"}},
      {"CN alone", [](World& w) { w.leaf.dns.clear(); }, {}},
      {"CN beside a name", [](World& w) { w.leaf.dns = {"other.example"}; }, {"name-mismatch"}},
      {"CN beside a URI",
       [](World& w) {
         w.leaf.dns.clear();
         w.leaf.other_names = "URI:https://mail.example.net/";
       },
       {"name-mismatch"}},
      {"CN beside an IP",
       [](World& w) {
         w.leaf.dns.clear();
         w.leaf.other_names = "IP:127.0.0.1";
       },
       {}},
      {"CN without a dot",
       [](World& w) {
         w.leaf.dns.clear();
         w.leaf.common_names = {"mail"};
       },
       {"name-mismatch"}},
      {"second CN",
       [](World& w) {
         w.leaf.dns.clear();
         w.leaf.common_names = {"A mail server", kHost};
       },
       {}},
      {"SRV-ID",
       [](World& w) {
         w.leaf.dns.clear();
         w.leaf.other_names = "otherName:1.3.6.1.5.5.7.8.7;IA5:_imaps.mail.example.net";
       },
       {}},
      {"SRV-ID of POP",
       [](World& w) {
         w.leaf.dns.clear();
         w.leaf.other_names = "otherName:1.3.6.1.5.5.7.8.7;IA5:_pop3s.mail.example.net";
       },
       {"name-mismatch"}},
      {"SRV-ID as UTF-8",
       [](World& w) {
         w.leaf.dns = {"other.example"};
         w.leaf.other_names = "otherName:1.3.6.1.5.5.7.8.7;UTF8:_imaps.mail.example.net";
       },
       {"name-mismatch"}},
      {"too many",
       [](World& w) { w.leaf.dns.assign(kMaxChainNames + 1, kHost); },
       {"too-many-names"}},
      {"huge name",
       [](World& w) { w.leaf.dns = {kHost, std::string(100'000, 'a')}; },
       {"bad-name"}},
  });
}

TEST(TlsChain, Hosts) {
  struct Row {
    const char* name;
    const char *host, *service, *matched;
  };
  const Row rows[] = {{"name", "a.example.org", "imap", "*.example.org"},
                      {"IPv4", "127.0.0.1", "imap", "127.0.0.1"},
                      {"IPv6", "::1", "imap", "0:0:0:0:0:0:0:1"},
                      {"IPv6, long", "[0:0:0:0:0:0:0:1]", "imap", "0:0:0:0:0:0:0:1"},
                      {"other IPv4", "127.0.0.2", "imap", ""},
                      {"address as dNSName", "10.0.0.1", "imap", ""},
                      {"CN hidden by the names", "mail.example.net", "imap", ""},
                      {"domain of mail by SRV-ID", "example.net", "imap", "_imaps.example.net"},
                      {"not over SMTP", "example.net", "smtp", ""},
                      {"no host", "", "imap", ""}};
  World world;
  world.leaf.dns = {"*.example.org", "10.0.0.1"};
  world.leaf.other_names = "IP:127.0.0.1,IP:::1,otherName:1.3.6.1.5.5.7.8.7;IA5:_imaps.example.net";
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const ChainReport report = assess(usual(world), row.host, row.service, kNow);
    EXPECT_EQ(report.matched, row.matched);
    EXPECT_EQ(report.name_match, *row.matched != '\0');
    EXPECT_EQ(finding_words(report) == Words{"name-mismatch"},
              *row.matched == '\0' && *row.host != '\0');
  }
}

TEST(TlsChain, CommonNameIsNothingForHttps) {
  World world;
  world.leaf.dns.clear();
  EXPECT_TRUE(assess(usual(world), kHost, "smtp", kNow).name_match);
  EXPECT_FALSE(assess(usual(world), kHost, "https", kNow).name_match);
}

TEST(TlsChain, Order) {
  const World world;
  World other;
  other.leaf.common_names = {"Other"};
  other.intermediate.common_names = {"Other intermediate"};
  const std::string leaf = world.leaf_der(), middle = world.intermediate_der(),
                    root = world.root_der(), stranger = other.intermediate_der();
  World forged;  // the name of the issuer, another key
  const std::string same_name = forged.intermediate_der();
  struct Row {
    const char* name;
    Ders ders;
    Words words;
  };
  const Row rows[] = {
      {"leaf alone", {leaf}, {}},
      {"leaf, intermediate", {leaf, middle}, {}},
      {"with root", {leaf, middle, root}, {"root-included"}},
      {"root in the middle", {leaf, root, middle}, {"order", "root-included"}},
      {"leaf twice", {leaf, leaf, middle}, {"duplicate"}},
      {"intermediate twice", {leaf, middle, middle}, {"duplicate"}},
      {"root without its child", {leaf, root}, {"unrelated", "root-included"}},
      {"a stranger behind", {leaf, middle, forged.leaf_der(), stranger}, {"order", "unrelated"}},
      {"same name, other key", {leaf, same_name}, {"bad-signature"}},
      {"nothing", {}, {"empty"}}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    Words words = words_of(row.ders);
    EXPECT_EQ(words, row.words);
  }
  const ChainReport first = assess({middle, leaf}, kHost, "imap", kNow);
  EXPECT_EQ(first.findings.back().word, "order");
  EXPECT_EQ(first.findings.back().certificate, 1U);
}

TEST(TlsChain, RootMayBeOld) {
  World world;
  world.root.digest = "SHA1";
  world.root.version = 1;
  world.root.extensions.clear();
  EXPECT_EQ(words_of({world.leaf_der(), world.intermediate_der(), world.root_der()}),
            Words{"root-included"});
}

TEST(TlsChain, Facts) {
  World world;
  world.leaf.dns = {kHost, "*.example.net"};
  ChainReport report = assess({world.leaf_der(), world.intermediate_der()}, kHost, "imap", kNow);
  EXPECT_EQ(report.certificates, 2U);
  EXPECT_EQ(report.names, (Words{kHost, "*.example.net"}));
  EXPECT_EQ(report.common_names, Words{kHost});
  EXPECT_EQ(report.leaf, report.chain.at(0));
  EXPECT_EQ(report.leaf.subject, "CN=mail.example.net");
  EXPECT_EQ(report.leaf.issuer, "CN=Intermediate");
  EXPECT_EQ(report.leaf.key, "EC");
  EXPECT_EQ(report.leaf.curve, "secp256r1");
  EXPECT_EQ(report.leaf.key_bits, 256);
  EXPECT_EQ(report.leaf.signature, "ecdsa-with-SHA256");
  EXPECT_EQ(report.leaf.version, 3);
  EXPECT_EQ(report.leaf.not_before, kNow - 10 * kDay);
  EXPECT_EQ(report.leaf.not_after, kNow + 80 * kDay);
  EXPECT_FALSE(report.leaf.ca || report.leaf.self_signed);
  EXPECT_TRUE(report.chain.at(1).ca);
}

TEST(TlsChain, Unparsable) {
  const World world;
  const std::string leaf = world.leaf_der(), middle = world.intermediate_der();
  struct Row {
    const char* name;
    Ders ders;
    Words words;
  };
  const Row rows[] = {{"no octets", {"", middle}, {"unparsable"}},
                      {"one octet", {"0", middle}, {"unparsable"}},
                      {"trailing", {leaf + "x", middle}, {"unparsable"}},
                      {"issuer trailing", {leaf, middle + std::string(3, '\0')}, {"unparsable"}},
                      {"length of 4 GiB", {"\x30\x84\xFF\xFF\xFF\xFF"}, {"unparsable"}},
                      {"indefinite length", {"\x30\x80\x30\x80\x30\x80"}, {"unparsable"}}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(words_of(row.ders), row.words);
  }
  for (std::size_t size = 0; size < leaf.size(); size += 7) {
    SCOPED_TRACE(size);
    EXPECT_EQ(words_of({leaf.substr(0, size)}), Words{"unparsable"});
  }
}

// Whatever octet is wrong, the answer is a report whose findings lie in the list.
TEST(TlsChain, EveryOctetWrong) {
  const World world;
  const std::string leaf = world.leaf_der(), middle = world.intermediate_der();
  for (std::size_t at = 0; at < leaf.size(); ++at) {
    SCOPED_TRACE(at);
    std::string wrong = leaf;
    wrong[at] = static_cast<char>(wrong[at] ^ '\x55');
    const Ders ders = {wrong, middle};
    EXPECT_EQ(broken_chain(ders, kHost, "imap", kNow), "");
    EXPECT_FALSE(words_of(ders).empty());
  }
}

// The signed part says one algorithm, the part beside it another.
TEST(TlsChain, AlgorithmMismatch) {
  const World world;
  std::string leaf = world.leaf_der();
  const std::string ecdsa_with_sha256("\x2A\x86\x48\xCE\x3D\x04\x03\x02", 8);
  const std::size_t at = leaf.rfind(ecdsa_with_sha256);
  ASSERT_NE(at, std::string::npos);
  leaf[at + 7] = '\x03';
  EXPECT_EQ(words_of({leaf, world.intermediate_der()}),
            (Words{"algorithm-mismatch", "bad-signature"}));
}

TEST(TlsChain, Limits) {
  const World world;
  const ChainReport report = assess(Ders(100, world.leaf_der()), kHost, "imap", kNow);
  EXPECT_EQ(report.certificates, 100U);
  EXPECT_EQ(report.chain.size(), kMaxChain);
  EXPECT_EQ(finding_words(report), (Words{"duplicate", "too-many"}));

  World many;
  many.leaf.dns.assign(1000, std::string("\x01\n", 2));
  const ChainReport names = assess(usual(many), kHost, "imap", kNow);
  EXPECT_EQ(names.findings.size(), kMaxFindings);
  EXPECT_EQ(names.names.size(), 1000U);
  for (const ChainFinding& one : names.findings)
    EXPECT_TRUE(std::ranges::none_of(one.text, [](unsigned char c) { return c < ' '; }));
}

}  // namespace
}  // namespace wireassay::tls
