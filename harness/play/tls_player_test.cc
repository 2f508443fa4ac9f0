// What only TLS brings: hellos made to order, records changed on their way, and good conversations
// around each case. The peer here is no TLS server: what it says is written out.
#include <gtest/gtest.h>

#include "play/hello_builder.h"
#include "play/player_test_support.h"
#include "play/record_changes.h"
#include "scenario/load.h"
#include "scenario/template.h"
#include "testing/peer.h"
#include "wire/tls/hello.h"
#include "wire/tls/stream.h"

namespace wireassay::play {
namespace {

using judge::Result;
using judge::Verdict;
using testing::Peer;
using testing::PeerConnection;

/// The hello of the only step of a case.
std::shared_ptr<const scenario::HelloSpec> spec_of(const std::string& hello) {
  const scenario::Suite suite = test_suite(
      "tls", "begin = \"records\"\ndialogue = [ { hello = " + hello + ", expect = \"alert\" } ]\n",
      {{"tls", "[hello.plain]\nversion = \"1.2\"\nrandom = \"" + std::string(64, 'a') +
                   "\"\ncipher_suites = [\"c02f\", \"GREASE\"]\nserver_name = \"${tls_name}\"\n"
                   "groups = [\"x25519\"]\n"}});
  if (suite.cases.empty()) return nullptr;
  return suite.cases.front().dialogue.front().hello;
}

std::string octets_of(const std::string& hello, HelloMemory& memory) {
  const auto spec = spec_of(hello);
  if (spec == nullptr) return "not loaded";
  scenario::Scope scope;
  scope.variables["tls_name"] = {"x.test", false};
  const auto octets = build_hello(*spec, scope, memory);
  return octets ? *octets : octets.error().message;
}

tls::Decoded<tls::ClientHello> decoded(std::string_view octets) {
  tls::Stream stream;
  stream.feed(octets);
  const auto item = stream.next();
  if (!item) return {};
  return tls::decode_client_hello(item->octets);
}

TEST(Hello, SaysWhatIsWritten) {
  HelloMemory memory;
  const auto hello = decoded(octets_of("\"plain\"", memory));
  EXPECT_TRUE(hello.anomalies.empty());
  EXPECT_EQ(hello.value.version, tls::kTls12);
  EXPECT_EQ(hello.value.random, std::string(tls::kRandom, '\xaa'));
  EXPECT_EQ(hello.value.cipher_suites, (std::vector<std::uint16_t>{0xc02f, 0x0a0a}));
  EXPECT_EQ(tls::server_name(hello.value), "x.test");
}

TEST(Hello, FieldsAndLengths) {
  struct Row {
    const char* name;
    const char* hello;
    std::size_t at;        ///< in the octets
    const char* expected;  ///< from there
  };
  constexpr std::size_t kHeader = 5, kMessage = 4, kSuites = kHeader + kMessage + 2 + 32 + 1;
  const Row rows[] = {
      {"record's type", R"({ base = "plain", record.type = 99 })", 0, "\x63\x03\x01"},
      {"record's version", R"({ base = "plain", record.version = "03ff" })", 0, "\x16\x03\xff"},
      {"record's length", R"({ base = "plain", record.length = { set = 65535 } })", 3, "\xff\xff"},
      {"message's type", R"({ base = "plain", handshake.type = 20 })", kHeader, "\x14"},
      {"legacy version", R"({ base = "plain", version = "1.1" })", kHeader + kMessage, "\x03\x02"},
      {"suites", R"({ base = "plain", cipher_suites = ["TLS_AES_128_GCM_SHA256"] })", kSuites + 1,
       "\x02\x13\x01\x01"},
      {"length of suites", R"({ base = "plain", cipher_suites.length = { add = -1 } })",
       kSuites + 1, "\x03\xc0\x2f\x0a\x0a"},
      {"value and length",
       R"({ base = "plain", cipher_suites = { value = ["c030"], length = { set = 9 } } })",
       kSuites + 1, "\x09\xc0\x30"},
      {"no compression", R"({ base = "plain", compression = [] })", kSuites + 6, ""},
      {"octets before it", R"({ base = "plain", before = "140303000101" })", 0, "\x14\x03\x03"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    HelloMemory memory;
    const std::string octets = octets_of(row.hello, memory);
    ASSERT_GT(octets.size(), row.at) << octets;
    EXPECT_TRUE(std::string_view(octets).substr(row.at).starts_with(row.expected)) << octets;
  }
}

TEST(Hello, CutsIntoRecords) {
  HelloMemory memory;
  const std::string whole = octets_of("\"plain\"", memory);
  const std::string cut = octets_of(R"({ base = "plain", fragments = 1 })", memory);
  const std::size_t message = whole.size() - 5;
  ASSERT_EQ(cut.size(), message * 6);
  for (std::size_t at = 0; at < cut.size(); at += 6) {
    EXPECT_EQ(cut.substr(at, 5), std::string("\x16\x03\x01\x00\x01", 5));
    EXPECT_EQ(cut[at + 5], whole[5 + at / 6]);
  }
}

TEST(Hello, WhatCannotBeMadeIsSaid) {
  struct Row {
    const char* name;
    const char* hello;
    const char* expected;
  };
  const Row rows[] = {
      {"group", R"({ base = "plain", groups = ["x25591"] })",
       "the ClientHello: `x25591` is no name of the registry and no number"},
      {"share", R"({ base = "plain", key_share = ["0a0a"] })",
       "the ClientHello: no share of this group is known here: give its octets by hex"},
      {"no such field", R"({ base = "plain", alpn.length = { add = 1 } })",
       "the ClientHello: it has no field `alpn` that could be changed"},
      {"nobody asked again", R"({ base = "plain", retry = true })",
       "no HelloRetryRequest came that a second ClientHello could answer"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    HelloMemory memory;
    EXPECT_EQ(octets_of(row.hello, memory), row.expected);
  }
}

/// A share that every TLS library must take has the size that the group wants.
TEST(Hello, SharesHaveTheirSize) {
  constexpr std::uint16_t kGroups[] = {23, 24, 25, 29, 30, 256, 257, 258, 259, 260};
  for (const std::uint16_t group : kGroups) {
    EXPECT_EQ(valid_share(group).size(), tls::share_octets(group)) << group;
  }
}

TEST(RecordChanges, AreMadeInTheRecordThatIsNamed) {
  struct Row {
    const char* name;
    ReadyChange change;
    std::string expected;
  };
  const std::string one = std::string("\x17\x03\x03\x00\x02", 5) + "ab";
  const std::string two = std::string("\x17\x03\x03\x00\x02", 5) + "cd";
  const std::string head = one.substr(0, 5);
  const Row rows[] = {
      {"from the front",
       {.record = 1, .op = "xor", .octets = "\x01", .from = 5},
       head + "`b" + two},
      {"from the end", {.record = 2, .op = "xor", .octets = "\x01", .from = -1}, one + head + "ce"},
      {"insert", {.record = 2, .op = "insert", .octets = "x", .from = 5}, one + head + "xcd"},
      {"drop", {.record = 1, .op = "drop", .number = 1}, head + "a" + two},
      {"cut", {.record = 1, .op = "cut", .number = 5}, head + two},
      {"before", {.record = 2, .op = "before", .octets = "!"}, one + "!" + two},
      {"after", {.record = 1, .op = "after", .octets = "!"}, one + "!" + two},
      {"omit", {.record = 1, .op = "omit"}, two},
      {"repeat", {.record = 1, .op = "repeat", .number = 2}, one + one + two},
      {"another record", {.record = 3, .op = "omit"}, one + two},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    ChangeTap tap;
    tap.arm({row.change});
    EXPECT_EQ(tap.outgoing(one + two), row.expected);
    tap.arm({});
    EXPECT_EQ(tap.outgoing(one + two), one + two);
  }
}

/// No case is played at a server that does not serve: that is an error and never a verdict.
TEST(TlsPlayer, AServerThatNeverShakesHandsIsAnError) {
  Peer peer([](PeerConnection& c) {
    c.packet();
    c.say(std::string("\x15\x03\x03\x00\x02\x02\x28", 7));
  });
  const scenario::Suite suite = test_suite(
      "tls",
      "begin = \"records\"\ndialogue = [ { hello = \"h\", expect = \"alert:handshake_failure\" } "
      "]\n",
      {{"tls", "[hello.h]\nversion = \"1.2\"\ncipher_suites = [\"c02f\"]\n"}});
  ASSERT_FALSE(suite.cases.empty());
  const Result result = first_result(run(suite, {test_target("imaps", peer.port())}, {}, {}));
  EXPECT_EQ(result.verdict, Verdict::Error);
  EXPECT_TRUE(result.reason.starts_with("before the case the server does not serve"))
      << result.reason;
}

}  // namespace
}  // namespace wireassay::play
