// The encoder: the seed document's octets, each change of the language, fragments.
#include "wire/tls/encode.h"

#include <gtest/gtest.h>

#include "wire/tls/hex_test_support.h"
#include "wire/tls/stream_test_support.h"

namespace wireassay::tls {
namespace {

HelloPlan seed() {
  HelloParts parts{.version = kTls11, .cipher_suites = {0x0033, 0xc011}};
  parts.random = hex("500bafbbb75ab83ef0ab9ae3f39c6315334137acfd6c181a2460dc4967c2fd96");
  HelloPlan plan{.hello = client_hello(parts), .record_version = kTls11};
  plan.hello.extensions.emplace();
  return plan;
}

TEST(TlsEncode, ClientHelloOfTheSeed) {
  EXPECT_EQ(
      to_wire(seed()),
      hex("16 03 02 00 31 01 00 00 2d 03 02 50 0b af bb b7 5a b8 3e f0 ab 9a e3 f3 9c 63 15"
          "33 41 37 ac fd 6c 18 1a 24 60 dc 49 67 c2 fd 96 00 00 04 00 33 c0 11 01 00 00 00"));
}

HelloPlan full() {
  const HelloParts parts{.random = std::string(32, 'r'),
                         .session_id = "s",
                         .cipher_suites = {0xc02f, 0x1301},
                         .server_name = "mx.example.org",
                         .groups = {29, 23},
                         .signatures = {0x0804, 0x0403},
                         .alpn = {"smtp"},
                         .supported_versions = {0x0304, 0x0303},
                         .key_share = {{29, std::string(32, 'k')}},
                         .more = {{65281, hex("00")}}};
  return {.hello = client_hello(parts)};
}

TEST(TlsEncode, WhatIsSentIsRead) {
  for (const HelloPlan& plan : {seed(), full()}) {
    const std::vector<Item> items = items_of(to_wire(plan)).items;
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(decode_client_hello(items.front().octets), (Decoded<ClientHello>{plan.hello, {}}));
  }
}

struct Row {
  std::string_view name;
  std::string_view path;  ///< as scenarios write it
  Override change;
  std::size_t at;         ///< of the octets that differ …
  std::string_view want;  ///< … and what they are
};

Override set(std::int64_t n) { return {"", {}, Override::Op::Set, n, "", {}}; }
Override set(std::string_view octets) { return {"", {}, Override::Op::Set, 0, hex(octets), {}}; }
Override add(std::int64_t n) { return {"", {}, Override::Op::Add, n, "", {}}; }
Override flip(std::string_view octets) { return {"", {}, Override::Op::Xor, 0, hex(octets), {}}; }

/// Changes that leave the number of octets alone: everything else must stay as it was.
TEST(TlsEncode, OneFieldAtATime) {
  const Row kRows[] = {
      {"record type", "record.type", set("63"), 0, "63"},
      {"record version", "record.version", set("03ff"), 1, "03ff"},
      {"record length", "record.length", set(0xffff), 3, "ffff"},
      {"handshake type", "handshake.type", set("00"), 5, "00"},
      {"handshake length", "handshake.length", set(0xffffff), 6, "ffffff"},
      {"version", "version", set("0304"), 9, "0304"},
      {"version by xor", "version", flip("0001"), 9, "0303"},
      {"random", "random", flip("80"), 11, "d0"},
      {"session id length", "session_id.length", set(33), 43, "21"},
      {"suites length", "cipher_suites.length", add(-1), 44, "0003"},
      {"suites", "cipher_suites", set("0a0a0a0a"), 46, "0a0a0a0a"},
      {"compression length", "compression.length", add(-1), 50, "00"},
      {"compression", "compression", set("01"), 51, "01"},
      {"extensions length", "extensions.length", add(1), 52, "0001"},
  };
  const std::string plain = to_wire(seed());
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    HelloPlan plan = seed();
    plan.changes = {row.change};
    ASSERT_TRUE(resolve(row.path, plan.changes.front()));
    std::string want = plain;
    want.replace(row.at, hex(row.want).size(), hex(row.want));
    EXPECT_EQ(to_wire(plan), want);
  }
}

TEST(TlsEncode, LengthsNotNamedComeLast) {
  HelloPlan plan = seed();
  Override change{"", {}, Override::Op::Insert, 0, hex("0a0a"), 0};
  ASSERT_TRUE(resolve("cipher_suites", change));
  plan.changes = {change};
  const std::string got = to_wire(plan);
  EXPECT_EQ(got.substr(3, 6), hex("0033 01 00002f"));
  EXPECT_EQ(got.substr(44, 8), hex("0006 0a0a 0033 c011"));
}

TEST(TlsEncode, ExtensionsByName) {
  for (const std::string_view name :
       {"groups", "signatures", "server_name", "alpn", "key_share", "supported_versions"}) {
    SCOPED_TRACE(name);
    HelloPlan plan = full();
    Override change = set("");
    ASSERT_TRUE(resolve(name, change));
    plan.changes = {change};
    const std::string cut = to_wire(plan);
    EXPECT_LT(cut.size(), to_wire(full()).size());
    const std::vector<Item> items = items_of(cut).items;
    ASSERT_EQ(items.size(), 1U);
    EXPECT_FALSE(decode_client_hello(items.front().octets).anomalies.empty());
  }
}

TEST(TlsEncode, EveryPathChanges) {
  const HelloPlan base = full();
  for (const std::string& path : paths(base)) {
    SCOPED_TRACE(path);
    HelloPlan plan = base;
    plan.changes = {{path, Override::What::Value, Override::Op::Insert, 0, "!", {}}};
    EXPECT_EQ(to_wire(plan).size(), to_wire(base).size() + 1);
    EXPECT_EQ(broken_stream(to_wire(plan)), "");
  }
}

TEST(TlsEncode, NoSuchField) {
  Override change;
  for (const std::string_view path : {"", "cypher_suites", "record.size", "length", "alpn.list"})
    EXPECT_FALSE(resolve(path, change)) << path;
}

TEST(TlsEncode, NearestPath) {
  struct Meant {
    std::string_view written, want;
  };
  constexpr Meant kMeant[] = {
      {"cypher_suites", "cipher_suites"},
      {"cypher_suites.length", "cipher_suites.length"},
      {"sever_name", "server_name"},
      {"recordtype", "record.type"},
      {"group", "groups"},
      {"keyshare", "key_share"},
      {"session-id.length", "session_id.length"},
      {"alpn", "alpn"},
      {"quic", ""},
      {"", ""},
      {"certificate_authorities", ""},
  };
  for (const Meant& row : kMeant) EXPECT_EQ(nearest_path(row.written), row.want) << row.written;
  EXPECT_EQ(nearest_path(std::string(100000, 'x')), "");
}

TEST(TlsEncode, Fragments) {
  HelloPlan plan = full();
  plan.fragments = {1, 0, 3};
  const std::string wire = to_wire(plan);
  EXPECT_EQ(wire.substr(0, 6), hex("16 0301 0001 01"));
  EXPECT_EQ(wire.substr(6, 5), hex("16 0301 0000"));
  const std::vector<Item> items = items_of(wire).items;
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(decode_client_hello(items.front().octets).value, plan.hello);
  EXPECT_EQ(items.front().anomalies, (std::vector<Deviation>{{rule::kRecordEmpty, 9}}));
}

TEST(TlsEncode, RecordBeyondTheLimit) {
  HelloPlan plan = full();
  plan.hello.extensions->push_back({21, std::string(20000, '\0')});
  EXPECT_EQ(to_string(items_of(to_wire(plan)).items.front()), "client_hello");
  plan.fragments = {16385};
  EXPECT_EQ(to_string(items_of(to_wire(plan)).items.front()), "overflow");
}

}  // namespace
}  // namespace wireassay::tls
