// The small messages in tables: value, octets, anomalies, and every cut.
#include "wire/tls/messages.h"

#include <gtest/gtest.h>

#include "wire/tls/decoder_test_support.h"
#include "wire/tls/hex_test_support.h"
#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

constexpr auto kPrint = [](const auto& value) { return print(fields(value)); };

template <class T>
struct Row {
  std::string_view name;
  std::string in;
  T want;
  std::vector<Deviation> anomalies = {};
};

/// Each row as it stands, and cut everywhere.
template <class T, class Decode>
void check(const Row<T>& row, const Decode& decode) {
  SCOPED_TRACE(row.name);
  EXPECT_EQ(decode(row.in), (Decoded<T>{row.want, row.anomalies}));
  for (std::size_t size = 0; size <= row.in.size(); ++size)
    EXPECT_EQ(broken_decoder<T>(std::string_view(row.in).substr(0, size), decode, kPrint), "");
}

TEST(TlsMessages, EncryptedExtensions) {
  const Row<EncryptedExtensions> kRows[] = {
      {"empty", hex("0000"), {{}}},
      {"ALPN", hex("0009 0010 0005 0003 02 6832"), {{{16, hex("0003026832")}}}},
      {"nothing", "", {{}}, {{rule::kTruncated, 0}}},
      {"the client's", hex("0004 0015 0000"), {{{21, ""}}}, {{rule::kExtensionPlace, 6}}},
      {"behind", hex("0000 00"), {{}}, {{rule::kTrailing, 2}}},
  };
  for (const auto& row : kRows) check(row, decode_encrypted_extensions);
}

TEST(TlsMessages, CertificateRequest) {
  const auto version = [](std::uint16_t number_) {
    return [number_](std::string_view in) { return decode_certificate_request(in, number_); };
  };
  check<CertificateRequest>({"1.1",
                             hex("02 0102 0005 0003 616263"),
                             {hex("0102"), std::nullopt, {"abc"}, std::nullopt, {}}},
                            version(kTls11));
  check<CertificateRequest>({"1.2",
                             hex("01 40 0004 0403 0804 0000"),
                             {hex("40"), {{0x0403, 0x0804}}, {}, std::nullopt, {}}},
                            version(kTls12));
  check<CertificateRequest>({"1.3",
                             hex("01 63 0008 000d 0004 0002 0403"),
                             {"", std::nullopt, {}, "c", {{13, hex("00020403")}}}},
                            version(kTls13));
  check<CertificateRequest>({"schemes odd",
                             hex("01 40 0003 040308 0000"),
                             {hex("40"), {{0x0403}}, {}, std::nullopt, {}},
                             {{rule::kVectorLength, 2}}},
                            version(kTls12));
  check<CertificateRequest>({"of another version",
                             hex("01 40 0004 0403 0804 0000"),
                             {hex("40"), std::nullopt, {hex("0804")}, std::nullopt, {}},
                             {{rule::kBeyondEnd, 4}, {rule::kTrailing, 8}}},
                            version(kTls11));
}

TEST(TlsMessages, ServerKeyExchange) {
  const auto decode = [](std::uint16_t version, KeyExchange kind) {
    return [version, kind](std::string_view in) {
      return decode_server_key_exchange(in, version, kind);
    };
  };
  const std::string point(32, 'p');
  check<ServerKeyExchange>({"ECDHE",
                            hex("03 001d 20") + point + hex("0804 0002 aabb"),
                            {EcdheParams{3, 29, point}, 0x0804, hex("aabb")}},
                           decode(kTls12, KeyExchange::Ecdhe));
  check<ServerKeyExchange>({"ECDHE of 1.1",
                            hex("03 001d 20") + point + hex("0002 aabb"),
                            {EcdheParams{3, 29, point}, std::nullopt, hex("aabb")}},
                           decode(kTls11, KeyExchange::Ecdhe));
  check<ServerKeyExchange>({"anonymous",
                            hex("03 001d 20") + point,
                            {EcdheParams{3, 29, point}, std::nullopt, std::nullopt}},
                           decode(kTls12, KeyExchange::Ecdhe));
  check<ServerKeyExchange>({"short point",
                            hex("03 001d 01 70"),
                            {EcdheParams{3, 29, "p"}, std::nullopt, std::nullopt},
                            {{rule::kShareLength, 5}}},
                           decode(kTls12, KeyExchange::Ecdhe));
  check<ServerKeyExchange>(
      {"nothing", "", {std::string(), std::nullopt, std::nullopt}, {{rule::kTruncated, 0}}},
      decode(kTls12, KeyExchange::Ecdhe));
  check<ServerKeyExchange>(
      {"explicit curve", hex("01 0203"), {hex("010203"), std::nullopt, std::nullopt}},
      decode(kTls12, KeyExchange::Ecdhe));
  check<ServerKeyExchange>({"DHE",
                            hex("0002 fffb 0001 02 0002 0405 0401 0001 cc"),
                            {DheParams{hex("fffb"), hex("02"), hex("0405")}, 0x0401, hex("cc")}},
                           decode(kTls12, KeyExchange::Dhe));
  check<ServerKeyExchange>(
      {"DHE, y beyond",
       hex("0001 0b 0001 02 ffff 04"),
       {DheParams{hex("0b"), hex("02"), hex("04")}, std::nullopt, std::nullopt},
       {{rule::kBeyondEnd, 6}}},
      decode(kTls12, KeyExchange::Dhe));
  EXPECT_EQ(key_exchange_of(0xc02f), KeyExchange::Ecdhe);
  EXPECT_EQ(key_exchange_of(0xc018), KeyExchange::Ecdhe);
  EXPECT_EQ(key_exchange_of(0x0033), KeyExchange::Dhe);
  EXPECT_EQ(key_exchange_of(0x009c), KeyExchange::Rsa);
  EXPECT_EQ(key_exchange_of(0xb7), KeyExchange::Other);
  EXPECT_EQ(key_exchange_of(0xc035), KeyExchange::Other);
  EXPECT_EQ(key_exchange_of(0x1301), KeyExchange::Other);
}

TEST(TlsMessages, NewSessionTicket) {
  const auto version = [](std::uint16_t number_) {
    return [number_](std::string_view in) { return decode_new_session_ticket(in, number_); };
  };
  check<NewSessionTicket>({"1.2", hex("00001c20 0003 616263"), {7200, 0, "", "abc", std::nullopt}},
                          version(kTls12));
  check<NewSessionTicket>({"1.2, empty", hex("00000000 0000"), {0, 0, "", "", std::nullopt}},
                          version(kTls12));
  check<NewSessionTicket>({"1.3",
                           hex("00001c20 01020304 02 6e6e 0003 616263 0008 002a 0004 00004000"),
                           {7200, 0x01020304, "nn", "abc", {{{42, hex("00004000")}}}}},
                          version(kTls13));
  check<NewSessionTicket>({"1.3, empty",
                           hex("00000000 00000000 00 0000 0000"),
                           {0, 0, "", "", {{}}},
                           {{rule::kVectorLength, 9}}},
                          version(kTls13));
}

TEST(TlsMessages, CertificateStatus) {
  const Row<OcspResponse> kRows[] = {
      {"ocsp", hex("01 000003 616263"), {1, "abc"}},
      {"unknown type", hex("02 000001 61"), {2, "a"}},
      {"empty", hex("01 000000"), {1, ""}, {{rule::kVectorLength, 1}}},
      {"2^24 - 1", hex("01 ffffff 61"), {1, "a"}, {{rule::kBeyondEnd, 1}}},
  };
  for (const auto& row : kRows) check(row, decode_certificate_status);
}

TEST(TlsMessages, CertificateVerify) {
  const auto tls12 = [](std::string_view in) { return decode_certificate_verify(in, kTls12); };
  const auto tls11 = [](std::string_view in) { return decode_certificate_verify(in, kTls11); };
  check<CertificateVerify>({"1.2", hex("0804 0001 aa"), {0x0804, hex("aa")}}, tls12);
  check<CertificateVerify>({"1.1", hex("0001 aa"), {std::nullopt, hex("aa")}}, tls11);
}

TEST(TlsMessages, Alert) {
  const Row<Alert> kRows[] = {
      {"fatal", hex("0246"), {2, 70}},
      {"close_notify", hex("0100"), {1, 0}},
      {"unknown description", hex("02c8"), {2, 200}},
      {"unknown level", hex("0346"), {3, 70}, {{rule::kAlertLevel, 0}}},
      {"empty", "", {0, 0}, {{rule::kAlertRecord, 0}}},
      {"one octet", hex("02"), {2, 0}, {{rule::kAlertRecord, 0}}},
      {"three octets", hex("024600"), {2, 70}, {{rule::kAlertRecord, 0}}},
      {"two alerts", hex("02460100"), {2, 70}, {{rule::kAlertRecord, 0}}},
  };
  for (const auto& row : kRows) check(row, decode_alert);
  EXPECT_EQ(to_string(Alert{2, 70}), "alert:protocol_version");
  EXPECT_EQ(to_string(Alert{2, 200}), "alert:0xc8");
}

TEST(TlsMessages, ChangeCipherSpec) {
  EXPECT_TRUE(check_change_cipher_spec(hex("01")).empty());
  for (const std::string_view octets : {"", "02", "0101"}) {
    const std::vector<Deviation> want = {{rule::kChangeCipherSpec, 0}};
    EXPECT_EQ(check_change_cipher_spec(hex(octets)), want) << octets;
  }
}

}  // namespace
}  // namespace wireassay::tls
