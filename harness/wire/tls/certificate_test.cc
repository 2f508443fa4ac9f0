// Certificate messages in both shapes; the one of the seed document field by field.
#include "wire/tls/certificate.h"

#include <gtest/gtest.h>

#include "wire/tls/certificate_test_rows.h"
#include "wire/tls/decoder_test_support.h"
#include "wire/tls/hex_test_support.h"
#include "wire/tls/record.h"
#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

/// The DER of the seed document's certificate.
std::string der() { return hex(kCertificateRecord).substr(5 + 4 + 3 + 3); }

std::string broken(std::string_view in, std::uint16_t version) {
  const auto decode = [version](std::string_view octets) {
    return decode_certificate(octets, version);
  };
  const auto to_text = [](const Certificate& value) { return to_wire(value); };
  return broken_decoder<Certificate>(in, decode, to_text);
}

TEST(TlsCertificate, Seed) {
  const Parsed<Record> parsed = parse_record(hex(kCertificateRecord));
  const auto* record = std::get_if<Got<Record>>(&parsed);
  ASSERT_NE(record, nullptr);
  EXPECT_EQ(record->used, 874U);
  EXPECT_EQ(record->value.version, kTls12);
  const std::string body = record->value.fragment.substr(4);
  const Decoded<Certificate> got = decode_certificate(body, kTls12);
  EXPECT_TRUE(got.anomalies.empty());
  ASSERT_EQ(got.value.entries.size(), 1U);
  EXPECT_EQ(got.value.entries.front().der.size(), 859U);
  EXPECT_EQ(broken(body, kTls12), "");
}

TEST(TlsCertificate, FactsOfTheSeed) {
  const std::optional<CertificateFacts> facts = certificate_facts(der());
  ASSERT_TRUE(facts.has_value());
  const std::string name =
      "emailAddress=admin@sunsite,CN=sunsite.dcc.uchile.cl,OU=Sendmail Server,O=Sendmail";
  EXPECT_EQ(facts->subject, name);
  EXPECT_EQ(facts->issuer, name);
  EXPECT_EQ(facts->serial, "C65A2EBC81EB41D2");
  EXPECT_EQ(facts->not_before, "20150514171640Z");
  EXPECT_EQ(facts->not_after, "20250511171640Z");
  EXPECT_EQ(facts->signature, "sha1WithRSAEncryption");
  EXPECT_EQ(facts->key, "rsaEncryption");
  EXPECT_EQ(facts->key_bits, 2048);
  EXPECT_EQ(facts->version, 3);
  EXPECT_TRUE(facts->dns_names.empty());
  EXPECT_EQ(facts->used, 859U);
  EXPECT_FALSE(certificate_facts("").has_value());
  EXPECT_FALSE(certificate_facts(der().substr(0, 858)).has_value());
  EXPECT_EQ(certificate_facts(der() + "x")->used, 859U);
}

struct Row {
  std::string_view name;
  Certificate certificate;
  std::vector<Override> changes;
  std::vector<Deviation> want;
};

using What = Override::What;
using Op = Override::Op;

TEST(TlsCertificate, Rules) {
  const Certificate old{std::nullopt, {{der(), {}}}};
  const Certificate two{std::nullopt, {{der(), {}}, {der(), {}}}};
  const Extension ocsp =
      make_extension(5, Where::Certificate, OcspResponse{1, std::string("response")});
  const Certificate tls13{"", {{der(), {ocsp}}, {der(), {}}}};
  const Row kRows[] = {
      {"1.2", old, {}, {}},
      {"two", two, {}, {}},
      {"1.3", tls13, {}, {}},
      {"none", {std::nullopt, {}}, {}, {{rule::kNoCertificate, 0}}},
      {"none in 1.3", {"", {}}, {}, {{rule::kNoCertificate, 1}}},
      {"empty entry", {std::nullopt, {{"", {}}}}, {}, {{rule::kVectorLength, 3}}},
      {"no certificate", {std::nullopt, {{"0", {}}}}, {}, {{rule::kCertificateDer, 6}}},
      {"trailing DER",
       old,
       {{"list.entry.der", What::Value, Op::Insert, 0, "x", {}}},
       {{rule::kCertificateTrailing, 865}}},
      {"DER cut",
       old,
       {{"list.entry.der", What::Value, Op::Drop, 1, "", {}}},
       {{rule::kCertificateDer, 6}}},
      {"entry beyond",
       old,
       {{"list.entry.der", What::Length, Op::Add, 1, "", {}}},
       {{rule::kBeyondEnd, 3}}},
      {"2^24 - 1 declared",
       old,
       {{"list", What::Length, Op::Set, 0xffffff, "", {}}},
       {{rule::kBeyondEnd, 0}}},
      {"list short",
       old,
       {{"list", What::Length, Op::Add, -1, "", {}}},
       {{rule::kBeyondEnd, 3}, {rule::kCertificateDer, 6}, {rule::kTrailing, 864}}},
      {"behind the list",
       old,
       {{"", What::Value, Op::Insert, 0, "x", {}}},
       {{rule::kTrailing, 865}}},
      {"extension out of place", {"", {{der(), {{0, ""}}}}}, {}, {{rule::kExtensionPlace, 872}}},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const std::string in = print(fields(row.certificate), row.changes);
    const std::uint16_t version = row.certificate.context ? kTls13 : kTls12;
    const Decoded<Certificate> got = decode_certificate(in, version);
    if (row.changes.empty()) {
      EXPECT_EQ(got.value, row.certificate);
    }
    EXPECT_EQ(got.anomalies, row.want);
    EXPECT_EQ(broken(in, kTls12), "");
    EXPECT_EQ(broken(in, kTls13), "");
  }
}

TEST(TlsCertificate, AClientMayHaveNone) {
  EXPECT_TRUE(decode_certificate(hex("000000"), kTls12, Sender::Client).anomalies.empty());
}

}  // namespace
}  // namespace wireassay::tls
