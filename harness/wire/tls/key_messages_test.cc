// The messages about keys in tables: value, octets, anomalies, and every cut.
#include "wire/tls/key_messages.h"

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
  std::vector<Deviation> anomalies;
};

template <class T, class Decode>
void check(const std::vector<Row<T>>& rows, const Decode& decode) {
  for (const Row<T>& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(decode(row.in), (Decoded<T>{row.want, row.anomalies}));
    for (std::size_t size = 0; size <= row.in.size(); ++size)
      EXPECT_EQ(broken_decoder<T>(std::string_view(row.in).substr(0, size), decode, kPrint), "");
  }
}

TEST(TlsKeyMessages, ClientKeyExchange) {
  const auto as = [](std::uint16_t version, KeyExchange kind) {
    return [version, kind](std::string_view in) {
      return decode_client_key_exchange(in, version, kind);
    };
  };
  check<ClientKeyExchange>(
      {
          {"point", hex("02 0405"), {1, hex("0405")}},
          {"no point", hex("00"), {1, ""}, {{rule::kVectorLength, 0}}},
          {"point beyond", hex("03 0405"), {1, hex("0405")}, {{rule::kBeyondEnd, 0}}},
          {"behind", hex("01 04 05"), {1, hex("04")}, {{rule::kTrailing, 2}}},
      },
      as(kTls12, KeyExchange::Ecdhe));
  check<ClientKeyExchange>(
      {
          {"public value", hex("0002 0405"), {2, hex("0405")}},
          {"beyond", hex("ffff 04"), {2, hex("04")}, {{rule::kBeyondEnd, 0}}},
      },
      as(kTls12, KeyExchange::Dhe));
  check<ClientKeyExchange>({{"secret", hex("0003 616263"), {2, "abc"}}},
                           as(kTls10, KeyExchange::Rsa));
  check<ClientKeyExchange>({{"SSL 3.0", hex("616263"), {0, "abc"}}}, as(kSsl3, KeyExchange::Rsa));
  check<ClientKeyExchange>({{"not known", hex("616263"), {0, "abc"}}},
                           as(kTls12, KeyExchange::Other));
}

TEST(TlsKeyMessages, Finished) {
  struct Length {
    std::size_t octets;
    std::uint16_t version;
    bool right;
  };
  const Length kRows[] = {{12, kTls12, true},  {12, kTls10, true}, {36, kSsl3, true},
                          {32, kTls13, true},  {48, kTls13, true}, {12, kTls13, false},
                          {32, kTls12, false}, {12, kSsl3, false}, {0, kTls12, false}};
  for (const Length& row : kRows) {
    const auto decode = [&](std::string_view in) { return decode_finished(in, row.version); };
    const std::string in(row.octets, 'v');
    using Deviations = std::vector<Deviation>;
    check<Finished>(
        {{"", in, {in}, row.right ? Deviations{} : Deviations{{rule::kFinishedLength, 0}}}},
        decode);
  }
}

TEST(TlsKeyMessages, Small) {
  check<KeyUpdate>(
      {
          {"not requested", hex("00"), {0}},
          {"requested", hex("01"), {1}},
          {"other", hex("02"), {2}, {{rule::kKeyUpdate, 0}}},
          {"nothing", "", {0}, {{rule::kTruncated, 0}}},
          {"two", hex("0100"), {1}, {{rule::kTrailing, 1}}},
      },
      decode_key_update);
  check<NoBody>({{"nothing", "", {}}, {"something", "x", {}, {{rule::kTrailing, 0}}}},
                decode_no_body);
  check<MessageHash>({{"hash", std::string(32, 'h'), {std::string(32, 'h')}}}, decode_message_hash);
}

TEST(TlsKeyMessages, CompressedCertificate) {
  check<CompressedCertificate>(
      {
          {"brotli", hex("0002 000400 000002 aabb"), {2, 1024, hex("aabb")}},
          {"2^24 - 1 declared", hex("0001 ffffff 000001 aa"), {1, 0xffffff, hex("aa")}},
          {"beyond", hex("0001 000001 ffffff aa"), {1, 1, hex("aa")}, {{rule::kBeyondEnd, 5}}},
          {"empty", hex("0001 000001 000000"), {1, 1, ""}, {{rule::kVectorLength, 5}}},
          {"behind", hex("0001 000001 000001 aabb"), {1, 1, hex("aa")}, {{rule::kTrailing, 9}}},
      },
      decode_compressed_certificate);
}

}  // namespace
}  // namespace wireassay::tls
