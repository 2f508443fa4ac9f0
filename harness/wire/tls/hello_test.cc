// Hellos field by field, and one change for each rule they may break.
#include "wire/tls/hello.h"

#include <gtest/gtest.h>

#include <set>

#include "wire/tls/decoder_test_support.h"
#include "wire/tls/hex_test_support.h"
#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

std::string broken_client(std::string_view in) {
  const auto to_text = [](const ClientHello& hello) { return to_wire(hello); };
  return broken_decoder<ClientHello>(in, decode_client_hello, to_text);
}
std::string broken_server(std::string_view in) {
  const auto to_text = [](const ServerHello& hello) { return to_wire(hello); };
  return broken_decoder<ServerHello>(in, decode_server_hello, to_text);
}

TEST(TlsHello, ClientOfTheSeed) {
  const std::string in = hex(
      "03 02 50 0b af bb b7 5a b8 3e f0 ab 9a e3 f3 9c 63 15 33 41 37 ac fd 6c 18 1a 24 60 dc 49 67"
      "c2 fd 96 00 00 04 00 33 c0 11 01 00 00 00");
  const Decoded<ClientHello> got = decode_client_hello(in);
  EXPECT_EQ(got.value.version, kTls11);
  EXPECT_EQ(got.value.random,
            hex("500bafbbb75ab83ef0ab9ae3f39c6315334137acfd6c181a2460dc4967c2fd96"));
  EXPECT_EQ(got.value.session_id, "");
  EXPECT_EQ(got.value.cipher_suites, (std::vector<std::uint16_t>{0x0033, 0xc011}));
  EXPECT_EQ(got.value.compression, hex("00"));
  EXPECT_EQ(got.value.extensions, std::vector<Extension>{});
  EXPECT_TRUE(got.anomalies.empty());
  EXPECT_EQ(broken_client(in), "");
}

TEST(TlsHello, ServerOfTheSeed) {
  const std::string id = "AB772D683AE297894B98BAB4C54149EDB8070F54FC8C5392FA6A586C26682813";
  const std::string random = "55FF372B3C1CC0CA58A60BE0EF6AC701129D0EE64CE2C899E76FB03877689AFA";
  const std::string in = hex("0303" + random + "20" + id + "0033 00");
  const Decoded<ServerHello> got = decode_server_hello(in);
  EXPECT_EQ(got.value, (ServerHello{kTls12, hex(random), hex(id), 0x0033, 0, std::nullopt}));
  EXPECT_TRUE(got.anomalies.empty());
  EXPECT_EQ(selected_version(got.value), kTls12);
  EXPECT_EQ(downgrade(got.value), Downgrade::None);
  EXPECT_FALSE(is_hello_retry_request(got.value));
  EXPECT_EQ(broken_server(in), "");
}

Extension client(std::uint16_t type, const ExtensionValue& value) {
  return make_extension(type, Where::ClientHello, value);
}

using Numbers = std::vector<std::uint16_t>;
using Names = std::vector<std::string>;

/// A hello of TLS 1.3 with every extension whose shape is known.
ClientHello everything() {
  std::vector<Extension> extensions = {
      {0x2a2a, ""},
      client(0, std::vector<ServerName>{{0, "mx.example.org"}}),
      client(1, std::uint32_t{2}),
      client(5, StatusRequest{1, {"id"}, "ext", {}}),
      client(10, Numbers{29, 23, 0x3a3a}),
      client(11, Numbers{0}),
      client(13, Numbers{0x0403, 0x0804}),
      client(15, std::uint32_t{1}),
      client(16, Names{"http/1.1", "smtp"}),
      client(18, {}),
      client(19, Numbers{0}),
      client(21, std::string(7, '\0')),
      client(22, {}),
      client(23, {}),
      client(27, Numbers{2}),
      client(28, std::uint32_t{16385}),
      client(34, Numbers{0x0403}),
      client(35, std::string("ticket")),
      client(42, {}),
      client(43, Numbers{0x0304, 0x0303}),
      client(44, std::string("cookie")),
      client(45, Numbers{1}),
      client(47, Names{"name"}),
      client(49, {}),
      client(50, Numbers{0x0401}),
      client(51, std::vector<KeyShare>{{29, std::string(32, 'k')}, {0x3a3a, "x"}}),
      client(65281, std::string()),
      {0xff77, "unknown"},
      client(41, OfferedPsks{{{"id", 7}}, {std::string(32, 'b')}}),
  };
  return {kTls12,    std::string(32, 'r'), std::string(32, 's'), {0x1301, 0x0a0a}, hex("00"),
          extensions};
}

TEST(TlsHello, EveryShapeOfTheClient) {
  const ClientHello hello = everything();
  const Decoded<ClientHello> got = decode_client_hello(to_wire(hello));
  EXPECT_EQ(got.value, hello);
  for (const Deviation& one : got.anomalies) ADD_FAILURE() << one.rule << " at " << one.offset;
  EXPECT_EQ(server_name(got.value), "mx.example.org");
  EXPECT_EQ(offered_versions(got.value), (Numbers{0x0304, 0x0303}));
  std::set<Shape> shapes;
  for (const Extension& one : *hello.extensions)
    shapes.insert(shape_of(one.type, Where::ClientHello));
  EXPECT_EQ(shapes.size(), 16U);
  EXPECT_EQ(broken_client(to_wire(hello)), "");
}

TEST(TlsHello, EveryCutOfTheClient) {
  const std::string whole = to_wire(everything());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string_view cut = std::string_view(whole).substr(0, size);
    EXPECT_EQ(broken_client(cut), "") << size;
    // Without its extensions it is a hello, too.
    EXPECT_EQ(decode_client_hello(cut).anomalies.empty(), size == 75) << size;
  }
}

using What = Override::What;
using Op = Override::Op;

struct Row {
  std::string_view name;
  Override change;
  std::string_view rule;  ///< the first anomaly
  std::size_t offset;     ///< where it is
};

Override length(std::string path, std::int64_t n) {
  return {std::move(path), What::Length, Op::Add, n, "", {}};
}
Override value(std::string path, std::string_view octets) {
  return {std::move(path), What::Value, Op::Set, 0, hex(octets), {}};
}
Override insert(std::string path, std::string_view octets) {
  return {std::move(path), What::Value, Op::Insert, 0, hex(octets), {}};
}
constexpr auto ext = [](std::string_view rest) { return "extensions." + std::string(rest); };

/// Version, random, session id, two suites, one compression: extensions begin at 75.
ClientHello small(std::vector<Extension> extensions) {
  return {kTls12,    std::string(32, 'r'), std::string(32, 's'), {0x1301, 0x1302},
          hex("00"), std::move(extensions)};
}

TEST(TlsHello, RulesOfTheClient) {
  const ClientHello base = small({client(0, std::vector<ServerName>{{0, "a.org"}}),
                                  client(11, Numbers{0}),
                                  client(51, std::vector<KeyShare>{{29, std::string(32, 'k')}}),
                                  client(43, Numbers{0x0304}),
                                  client(10, Numbers{29, 23}),
                                  {0xff77, ""}});
  const Row kRows[] = {
      {"no random", {"", What::Value, Op::Cut, 10, "", {}}, rule::kTruncated, 2},
      {"suites odd", length("cipher_suites", -1), rule::kVectorLength, 67},
      {"suites empty", value("cipher_suites", ""), rule::kVectorLength, 67},
      {"suites beyond", length("cipher_suites", 0x1000), rule::kBeyondEnd, 67},
      {"session id of 33", insert("session_id", "00"), rule::kVectorLength, 34},
      {"no compression", value("compression", ""), rule::kVectorLength, 73},
      {"deflate alone", value("compression", "01"), rule::kNullCompression, 73},
      {"deflate beside", value("compression", "0001"), rule::kCompression13, 73},
      {"extensions too long", length("extensions", 1), rule::kBeyondEnd, 75},
      {"extensions too short", length("extensions", -4), rule::kTrailing, 0},
      {"behind extensions", insert("", "00"), rule::kTrailing, 0},
      {"twice", insert("extensions", "ff770000"), rule::kDuplicateExtension, 0},
      {"names empty", value(ext("server_name.data.list"), ""), rule::kVectorLength, 81},
      {"name empty", value(ext("server_name.data.list.entry.name"), ""), rule::kVectorLength, 84},
      {"name beyond", length(ext("server_name.data.list.entry.name"), 1), rule::kBeyondEnd, 84},
      {"list short", length(ext("server_name.data.list"), -1), rule::kBeyondEnd, 84},
      {"data long", insert(ext("server_name.data"), "00"), rule::kTrailing, 91},
      {"two names", insert(ext("server_name.data.list"), "00000162"), rule::kServerNameTwice, 81},
      {"name with NUL", value(ext("server_name.data.list.entry.name"), "6100"),
       rule::kServerNameOctets, 81},
      {"name with a period", value(ext("server_name.data.list.entry.name"), "612e"),
       rule::kServerNameOctets, 81},
      {"address", value(ext("server_name.data.list.entry.name"), "3132372e302e302e31"),
       rule::kServerNameAddress, 81},
      {"IPv6 address", value(ext("server_name.data.list.entry.name"), "3a3a31"),
       rule::kServerNameAddress, 81},
      {"no uncompressed points", value(ext("ec_point_formats.data.list"), "01"),
       rule::kPointFormats, 95},
      {"share of 31",
       {ext("key_share.data.list.entry.key"), What::Value, Op::Drop, 1, "", {}},
       rule::kShareLength,
       101},
      {"share empty", value(ext("key_share.data.list.entry.key"), ""), rule::kVectorLength, 0},
      {"share twice", insert(ext("key_share.data.list"), "001d000100"), rule::kShareTwice, 0},
      {"share of a group that is not offered", value(ext("supported_groups.data.list"), "0018"),
       rule::kShareGroup, 0},
      {"versions odd", length(ext("supported_versions.data.list"), -1), rule::kVectorLength, 0},
      {"oid_filters", insert("extensions", "00300000"), rule::kExtensionPlace, 0},
  };
  EXPECT_TRUE(decode_client_hello(to_wire(base)).anomalies.empty());
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const std::string in = print(fields(base), {row.change});
    const Decoded<ClientHello> got = decode_client_hello(in);
    EXPECT_EQ(broken_client(in), "");
    if (got.anomalies.empty()) {
      ADD_FAILURE() << "no anomaly";
      continue;
    }
    EXPECT_EQ(got.anomalies.front().rule, row.rule) << got.anomalies.front().offset;
    if (row.offset != 0) {
      EXPECT_EQ(got.anomalies.front().offset, row.offset);
    }
  }
}

TEST(TlsHello, PskMustBeLast) {
  ClientHello hello = everything();
  std::swap((*hello.extensions).back(), (*hello.extensions).front());
  const Decoded<ClientHello> got = decode_client_hello(to_wire(hello));
  ASSERT_EQ(got.anomalies.size(), 1U);
  EXPECT_EQ(got.anomalies.front().rule, rule::kPskLast);
  EXPECT_EQ(got.anomalies.front().offset, to_wire(hello).size() - 4);
}

ServerHello server(std::vector<Extension> extensions) {
  return {kTls12, std::string(32, 'r'), "", 0x1301, 0, std::move(extensions)};
}
Extension from_server(std::uint16_t type, const ExtensionValue& value_) {
  return make_extension(type, Where::ServerHello, value_);
}
const ExtensionValue kVersion13 = std::uint32_t{0x0304};

struct ServerRow {
  std::string_view name;
  ServerHello hello;
  std::vector<Deviation> want;
};

TEST(TlsHello, RulesOfTheServer) {
  const Extension v13 = from_server(43, kVersion13);
  const Extension share = from_server(51, KeyShare{29, std::string(32, 'k')});
  ServerHello old = server({v13});
  old.version = kTls13;
  ServerHello by_field = server({});
  by_field.version = kTls13;
  ServerHello deflate = server({v13});
  deflate.compression = 1;
  ServerHello grease = server({v13});
  grease.cipher_suite = 0x1a1a;
  const ServerRow kRows[] = {
      {"1.2", server({from_server(23, {}), from_server(65281, std::string())}), {}},
      {"1.3", server({v13, share, from_server(41, std::uint32_t{0})}), {}},
      {"legacy_version", old, {{rule::kLegacyVersion, 0}}},
      {"1.3 by the field", by_field, {{rule::kLegacyVersion, 0}}},
      {"compression", deflate, {{rule::kServerCompression13, 37}}},
      {"suite", grease, {{rule::kGreaseSelected, 35}}},
      {"extension", server({{0x0a0a, ""}}), {{rule::kGreaseSelected, 40}}},
      {"version", server({from_server(43, std::uint32_t{0x3a3a})}), {{rule::kGreaseSelected, 0}}},
      {"1.2's in 1.3", server({v13, from_server(23, {})}), {{rule::kExtensionPlace, 46}}},
      {"the client's", server({{45, hex("0101")}}), {{rule::kExtensionPlace, 44}}},
      {"two protocols", server({from_server(16, Names{"a", "b"})}), {{rule::kAlpnSelected, 44}}},
      {"share of 31",
       server({v13, from_server(51, KeyShare{29, "k"})}),
       {{rule::kShareLength, 50}}},
  };
  for (const ServerRow& row : kRows) {
    SCOPED_TRACE(row.name);
    const Decoded<ServerHello> got = decode_server_hello(to_wire(row.hello));
    EXPECT_EQ(got.value, row.hello);
    EXPECT_EQ(got.anomalies, row.want);
    EXPECT_EQ(broken_server(to_wire(row.hello)), "");
  }
}

TEST(TlsHello, HelloRetryRequest) {
  ServerHello hello = server({from_server(43, kVersion13),
                              make_extension(51, Where::HelloRetryRequest, std::uint32_t{23}),
                              make_extension(44, Where::HelloRetryRequest, std::string("c"))});
  hello.random = hex("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");
  const Decoded<ServerHello> got = decode_server_hello(to_wire(hello));
  EXPECT_EQ(got, (Decoded<ServerHello>{hello, {}}));
  EXPECT_TRUE(is_hello_retry_request(got.value));
  EXPECT_EQ(value_of((*hello.extensions)[1], Where::HelloRetryRequest).value,
            ExtensionValue(std::uint32_t{23}));
  EXPECT_EQ(broken_server(to_wire(hello)), "");
}

TEST(TlsHello, Downgrade) {
  ServerHello hello = server({});
  hello.random = std::string(24, 'r') + "DOWNGRD\x01";
  EXPECT_EQ(downgrade(hello), Downgrade::Tls12);
  hello.random = std::string(24, 'r') + "DOWNGRD" + std::string(1, '\0');
  EXPECT_EQ(downgrade(hello), Downgrade::Tls11OrBelow);
}

TEST(TlsHello, NamesOfFields) {
  const ClientHello hello = small({{0, ""}, {0, ""}, {0xff77, ""}, {0x2a2a, ""}});
  const std::vector<std::string> got = paths(fields(hello));
  const std::set<std::string> all(got.begin(), got.end());
  for (const std::string_view path :
       {"version", "random", "session_id", "cipher_suites", "compression", "extensions",
        "extensions.server_name.data", "extensions.server_name#2.data", "extensions.0xff77.type",
        "extensions.GREASE 0x2a2a.type"})
    EXPECT_TRUE(all.contains(std::string(path))) << path;
}

TEST(TlsHello, AnomaliesHaveALimit) {
  const ClientHello hello = small(std::vector<Extension>(300, Extension{0, ""}));
  EXPECT_EQ(decode_client_hello(to_wire(hello)).anomalies.size(), kMaxAnomalies);
}

}  // namespace
}  // namespace wireassay::tls
