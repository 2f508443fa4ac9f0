// Messages of every type as trees and as lines.
#include "wire/tls/any_message.h"

#include <gtest/gtest.h>

#include "wire/tls/decoder_test_support.h"
#include "wire/tls/encode.h"
#include "wire/tls/hex_test_support.h"

namespace wireassay::tls {
namespace {

constexpr std::uint16_t kVersions[] = {kSsl3, kTls10, kTls12, kTls13};
constexpr std::uint16_t kSuites[] = {0x0033, 0x009c, 0xc02f, 0x1301, 0x5a5a};

TEST(TlsAnyMessage, Lines) {
  ClientHello hello = client_hello({.cipher_suites = {0xc02f}, .server_name = "mx.example.org"});
  hello.random = std::string(32, 'r');
  const Decoded<Field> tree = decode_message(handshake::kClientHello, to_wire(hello), {});
  EXPECT_TRUE(tree.anomalies.empty());
  EXPECT_EQ(to_text(tree.value),
            "0 client_hello.version 0303\n"
            "2 client_hello.random \"rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr\"\n"
            "34 client_hello.session_id length=0\n"
            "35 client_hello.cipher_suites length=2 c02f\n"
            "39 client_hello.compression length=1 00\n"
            "41 client_hello.extensions length=23\n"
            "43 client_hello.extensions.server_name.type 0000\n"
            "45 client_hello.extensions.server_name.data length=19\n"
            "47 client_hello.extensions.server_name.data.list length=17\n"
            "49 client_hello.extensions.server_name.data.list.entry.type 00\n"
            "50 client_hello.extensions.server_name.data.list.entry.name length=14 "
            "\"mx.example.org\"\n");
}

TEST(TlsAnyMessage, HostileNamesAreShownInAscii) {
  for (const std::string_view name :
       {std::string_view("a\0b", 3), std::string_view("\xc3\x28\xff\xfe"),
        std::string_view("\r\n250 ok"), std::string_view("\"quoted\\"),
        std::string_view("\x1b[2J\x07")}) {
    const ClientHello hello = client_hello(
        {.cipher_suites = {0xc02f}, .server_name = std::string(name), .alpn = {std::string(name)}});
    EXPECT_EQ(broken_tree(handshake::kClientHello, to_wire(hello), {}), "");
    const Field tree = decode_message(handshake::kClientHello, to_wire(hello), {}).value;
    EXPECT_NE(to_text(tree).find(to_hex(name)), std::string::npos);
  }
}

TEST(TlsAnyMessage, EveryTypeTakesAnything) {
  const std::string kBodies[] = {"",
                                 hex("00"),
                                 hex("000000"),
                                 std::string(3, '\xff'),
                                 std::string(200, '\0'),
                                 std::string(200, '\1'),
                                 std::string(200, '\xff')};
  for (unsigned type = 0; type <= 255; ++type) {
    for (const std::uint16_t version : kVersions) {
      for (const std::uint16_t suite : kSuites) {
        for (const std::string& body : kBodies)
          EXPECT_EQ(broken_tree(static_cast<std::uint8_t>(type), body, {version, suite}), "")
              << type;
      }
    }
  }
}

TEST(TlsAnyMessage, FieldsGrowWithOctetsOnly) {
  const ClientHello hello =
      client_hello({.cipher_suites = {0xc02f},
                    .alpn = std::vector<std::string>(1000, "a"),
                    .more = std::vector<Extension>(1000, Extension{0xff77, ""})});
  EXPECT_EQ(broken_tree(handshake::kClientHello, to_wire(hello), {}), "");
}

}  // namespace
}  // namespace wireassay::tls
