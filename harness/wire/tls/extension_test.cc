// Extensions that are structures of their own, in tables: value, octets, anomalies, and every cut;
// and each type in each message.
#include "wire/tls/extension.h"

#include <gtest/gtest.h>

#include "wire/tls/decoder_test_support.h"
#include "wire/tls/hex_test_support.h"
#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

constexpr Where kEverywhere[] = {Where::ClientHello,        Where::ServerHello,
                                 Where::HelloRetryRequest,  Where::EncryptedExtensions,
                                 Where::CertificateRequest, Where::Certificate,
                                 Where::NewSessionTicket};

struct Row {
  std::string_view name;
  std::uint16_t type;
  Where where;
  std::string body;
  ExtensionValue want;
  std::vector<Deviation> anomalies = {};
};

using Items = std::vector<StatusRequest>;
using Names = std::vector<std::string>;
using Authorities = std::vector<TrustedAuthority>;
using Quic = std::vector<QuicParameter>;
using Numbers = std::vector<std::uint16_t>;

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const Decoded<ExtensionValue> got = value_of({row.type, row.body}, row.where);
    EXPECT_EQ(got.value, row.want);
    EXPECT_EQ(got.anomalies, row.anomalies);
    for (std::size_t size = 0; size <= row.body.size(); ++size)
      EXPECT_EQ(broken_extension({row.type, row.body.substr(0, size)}, row.where), "");
  }
}

TEST(TlsExtension, StatusAndAuthorities) {
  const auto hello = Where::ClientHello;
  check({
      {"status_request_v2", 17, hello, hex("0007 02 0004 0000 0000"), Items{{2, {}, "", ""}}},
      {"responders", 17, hello, hex("000b 01 0008 0004 0002 6964 0000"),
       Items{{1, {"id"}, "", ""}}},
      {"unknown type", 17, hello, hex("0005 09 0002 abcd"), Items{{9, {}, "", hex("abcd")}}},
      {"two items", 17, hello, hex("000e 02 0004 00000000 01 0004 00000000"),
       Items{{2, {}, "", ""}, {1, {}, "", ""}}},
      {"item long",
       17,
       hello,
       hex("0008 02 0005 0000 0000 00"),
       Items{{2, {}, "", ""}},
       {{rule::kTrailing, 9}}},
      {"no items", 17, hello, hex("0000"), Items{}, {{rule::kVectorLength, 0}}},
      {"trusted_ca_keys", 3, hello, hex("0006 00 02 0002 6964"), Authorities{{0, ""}, {2, "id"}}},
      {"hash", 3, hello, hex("0015 01") + std::string(20, 'h'),
       Authorities{{1, std::string(20, 'h')}}},
      {"hash cut",
       3,
       hello,
       hex("0002 03 68"),
       Authorities{{3, "h" + std::string(19, '\0')}},
       {{rule::kTruncated, 3}}},
      {"unknown authority", 3, hello, hex("0003 09 6162"), Authorities{{9, "ab"}}},
      {"none", 3, hello, hex("0000"), Authorities{}},
      {"of the server", 3, Where::ServerHello, "", {}},
  });
}

TEST(TlsExtension, SmallOnes) {
  const auto hello = Where::ClientHello;
  check({
      {"use_srtp", 14, hello, hex("0004 0001 0002 00"), UseSrtp{{1, 2}, ""}},
      {"mki", 14, Where::EncryptedExtensions, hex("0002 0001 02 6d6b"), UseSrtp{{1}, "mk"}},
      {"no profile", 14, hello, hex("0000 00"), UseSrtp{{}, ""}, {{rule::kVectorLength, 0}}},
      {"srp", 12, hello, hex("04 75736572"), std::string("user")},
      {"srp, no name", 12, hello, hex("00"), std::string(), {{rule::kVectorLength, 0}}},
      {"cert_type", 9, hello, hex("02 0001"), Numbers{0, 1}},
      {"cert_type of the server", 9, Where::ServerHello, hex("01"), std::uint32_t{1}},
      {"client_certificate_type", 19, hello, hex("02 0200"), Numbers{2, 0}},
      {"server_certificate_type", 20, Where::EncryptedExtensions, hex("02"), std::uint32_t{2}},
      {"certificate types empty", 20, hello, hex("00"), Numbers{}, {{rule::kVectorLength, 0}}},
      {"compress_certificate", 27, hello, hex("04 0002 0001"), Numbers{2, 1}},
      {"compress odd", 27, hello, hex("03 0002 00"), Numbers{2}, {{rule::kVectorLength, 0}}},
      {"ticket_request", 58, hello, hex("0201"), std::uint32_t{0x0201}},
      {"ticket_request, answer", 58, Where::EncryptedExtensions, hex("01"), std::uint32_t{1}},
      {"session_ticket", 35, hello, hex("abcd"), hex("abcd")},
      {"session_ticket of the server",
       35,
       Where::ServerHello,
       hex("ab"),
       {},
       {{rule::kTrailing, 0}}},
      {"early_data", 42, Where::NewSessionTicket, hex("ffffffff"), std::uint32_t{0xffffffff}},
      {"certificate_authorities", 47, Where::CertificateRequest, hex("0004 0002 6462"),
       Names{"db"}},
      {"post_handshake_auth", 49, hello, "", {}},
      {"post_handshake_auth, full", 49, hello, "x", {}, {{rule::kTrailing, 0}}},
      {"timestamps", 18, Where::Certificate, hex("0005 0003 736374"), Names{"sct"}},
      {"npn", 13172, hello, "", {}},
      {"npn of the server", 13172, Where::ServerHello, hex("02 6832 08") + "http/1.1",
       Names{"h2", "http/1.1"}},
      {"npn beyond",
       13172,
       Where::ServerHello,
       hex("03 6832"),
       Names{"h2"},
       {{rule::kBeyondEnd, 0}}},
      {"application_settings", 17513, hello, hex("0003 02 6832"), Names{"h2"}},
      {"settings of the server", 17613, Where::EncryptedExtensions, hex("abcd"), hex("abcd")},
  });
}

TEST(TlsExtension, Structures) {
  const auto hello = Where::ClientHello;
  const EncryptedClientHello outer{0, 1, 2, 7, "ec", "pay", ""};
  check({
      {"ech outer", 65037, hello, hex("00 0001 0002 07 0002 6563 0003 706179"), outer},
      {"ech inner", 65037, hello, hex("01"), EncryptedClientHello{1, 0, 0, 0, "", "", ""}},
      {"ech of a retry", 65037, Where::HelloRetryRequest, "confirms", std::string("confirms")},
      {"ech payload empty",
       65037,
       hello,
       hex("00 0001 0002 07 0000 0000"),
       EncryptedClientHello{0, 1, 2, 7, "", "", ""},
       {{rule::kVectorLength, 8}}},
      {"ech configs", 65037, Where::EncryptedExtensions, hex("0002 abcd"), hex("abcd")},
      {"delegated", 34, hello, hex("0002 0403"), Numbers{0x0403}},
      {"credential", 34, Where::Certificate, hex("00000e10 0403 000003 6b6579 0804 0002 7367"),
       DelegatedCredential{3600, 0x0403, "key", 0x0804, "sg"}},
      {"credential, key beyond",
       34,
       Where::Certificate,
       hex("00000e10 0403 ffffff 6b6579"),
       DelegatedCredential{3600, 0x0403, "key", 0, ""},
       {{rule::kBeyondEnd, 6}, {rule::kTruncated, 12}, {rule::kTruncated, 12}}},
      {"quic", 57, hello, hex("01 02 4710 0f 00"), Quic{{1, hex("4710"), 1, 1}, {15, "", 1, 1}}},
      {"quic, wide numbers", 57, hello, hex("4001 80000001 61"), Quic{{1, "a", 2, 4}}},
      {"quic, 8 octets", 57, hello, hex("c000000000000001 01 61"), Quic{{1, "a", 8, 1}}},
      {"quic, greatest", 57, hello, hex("ffffffffffffffff 00"),
       Quic{{0x3fffffffffffffff, "", 8, 1}}},
      {"quic, beyond",
       57,
       hello,
       hex("01 ffffffffffffffff 61"),
       Quic{{1, "a", 1, 8}},
       {{rule::kBeyondEnd, 1}}},
      {"quic, cut", 57, hello, hex("01 40"), Quic{}, {{rule::kTruncated, 1}}},
  });
}

/// Octets that no shape is made for leave every type in every message standing.
TEST(TlsExtension, EveryTypeEverywhere) {
  const std::string kBodies[] = {"",
                                 hex("00"),
                                 hex("0000"),
                                 hex("ff"),
                                 hex("000100"),
                                 hex("ffff00"),
                                 std::string(300, '\1'),
                                 std::string(300, '\xff')};
  for (const NamedNumber& row : table(Registry::Extension)) {
    for (const Where where : kEverywhere) {
      for (const std::string& body : kBodies)
        EXPECT_EQ(broken_extension({row.value, body}, where), "") << row.name;
    }
  }
}

}  // namespace
}  // namespace wireassay::tls
