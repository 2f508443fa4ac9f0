#include "trace/key_log.h"

#include <gtest/gtest.h>

#include "core/escape.h"

namespace wireassay::trace {
namespace {

const std::string kRandom(32, '\x11'), kOther(32, '\xab');
const std::string kR = to_hex(kRandom);

std::string hex(char octet, std::size_t octets) { return to_hex(std::string(octets, octet)); }

struct Row {
  std::string_view name;
  std::string text;
  std::string error;        ///< empty: none
  std::size_t randoms = 0;  ///< known behind it
};

const Row kRows[] = {
    {"nothing", "", "", 0},
    {"comment, empty lines", "# by a browser\n\n  \n", "", 0},
    {"TLS 1.2", "CLIENT_RANDOM " + kR + " " + hex('m', 48) + "\n", "", 1},
    {"no line end", "CLIENT_RANDOM " + kR + " " + hex('m', 48), "", 1},
    {"CRLF", "CLIENT_RANDOM " + kR + " " + hex('m', 48) + "\r\n", "", 1},
    {"SHA-256", "SERVER_TRAFFIC_SECRET_0 " + kR + " " + hex('s', 32) + "\n", "", 1},
    {"SHA-384", "SERVER_TRAFFIC_SECRET_0 " + kR + " " + hex('s', 48) + "\n", "", 1},
    {"other labels", "EXPORTER_SECRET " + kR + " zz\nRSA 00 11\nEARLY_EXPORTER_SECRET x\n", "", 0},
    {"capitals", "CLIENT_RANDOM " + hex('\xAB', 32) + " " + hex('m', 48) + "\n", "", 1},
    {"odd digits", "CLIENT_RANDOM " + kR + " abc\n", "k:1: CLIENT_RANDOM: not hexadecimal octets",
     0},
    {"no hex", "\nCLIENT_RANDOM " + kR + " xy\n", "k:2: CLIENT_RANDOM: not hexadecimal octets", 0},
    {"short random", "CLIENT_RANDOM 1122 " + hex('m', 48) + "\n",
     "k:1: CLIENT_RANDOM: the client random has not 32 octets", 0},
    {"short secret", "CLIENT_RANDOM " + kR + " " + hex('m', 32) + "\n",
     "k:1: CLIENT_RANDOM: a secret of 32 octets", 0},
    {"no secret", "CLIENT_TRAFFIC_SECRET_0 " + kR + "\n",
     "k:1: CLIENT_TRAFFIC_SECRET_0: a secret of 0 octets", 0},
    {"a word more", "CLIENT_RANDOM " + kR + " " + hex('m', 48) + " x\n",
     "k:1: CLIENT_RANDOM: more than a client random and a secret", 0},
    {"another file", "-----BEGIN CERTIFICATE-----\n",
     "k:1: not a line of a key log: -----BEGIN CERTIFICATE-----", 0},
    {"long line", "# " + std::string(5000, 'x'), "k:1: a line of more than 4096 octets", 0},
    {"what was before counts", "CLIENT_RANDOM " + kR + " " + hex('m', 48) + "\n!\n",
     "k:2: not a line of a key log: !", 1},
};

TEST(KeyLog, Lines) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    KeyLog log;
    const auto added = log.add("k", row.text);
    EXPECT_EQ(added ? "" : added.error(), row.error);
    EXPECT_EQ(log.size(), row.randoms);
  }
}

TEST(KeyLog, FindsByLabelAndRandom) {
  KeyLog log;
  ASSERT_TRUE(log.add("a", "CLIENT_HANDSHAKE_TRAFFIC_SECRET " + kR + " " + hex('1', 32) + "\n" +
                               "SERVER_HANDSHAKE_TRAFFIC_SECRET " + kR + " " + hex('2', 32) + "\n" +
                               "CLIENT_TRAFFIC_SECRET_0 " + kR + " " + hex('3', 32) + "\n"));
  ASSERT_TRUE(log.add("b", "SERVER_TRAFFIC_SECRET_0 " + kR + " " + hex('4', 32) + "\n"));
  EXPECT_EQ(log.find(Secret::ClientHandshake, kRandom), std::string(32, '1'));
  EXPECT_EQ(log.find(Secret::ServerHandshake, kRandom), std::string(32, '2'));
  EXPECT_EQ(log.find(Secret::ClientTraffic, kRandom), std::string(32, '3'));
  EXPECT_EQ(log.find(Secret::ServerTraffic, kRandom), std::string(32, '4'));
  EXPECT_EQ(log.find(Secret::Master, kRandom), std::nullopt);
  EXPECT_EQ(log.find(Secret::ClientTraffic, kOther), std::nullopt);
  EXPECT_TRUE(log.knows(kRandom));
  EXPECT_FALSE(log.knows(kOther));
}

TEST(KeyLog, TheLaterLineCounts) {
  KeyLog log;
  const std::string line = "CLIENT_RANDOM " + kR + " ";
  ASSERT_TRUE(log.add("a", line + hex('1', 48) + "\n" + line + hex('2', 48)));
  EXPECT_EQ(log.find(Secret::Master, kRandom), std::string(48, '2'));
}

TEST(KeyLog, LimitOfLines) {
  KeyLog log({.lines = 2, .line = 100});
  EXPECT_TRUE(log.add("a", "#\n#\n"));
  EXPECT_EQ(log.add("b", "#\n").error(), "b:1: more than 2 lines of keys");
}

}  // namespace
}  // namespace wireassay::trace
