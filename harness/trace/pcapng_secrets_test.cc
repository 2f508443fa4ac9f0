#include "trace/pcapng_secrets.h"

#include <gtest/gtest.h>

#include <sstream>

#include "core/escape.h"
#include "trace/trace_test_support.h"

namespace wireassay::trace {
namespace {

const std::string kRandom(32, '\x11');

std::string line(char secret) {
  return "CLIENT_RANDOM " + to_hex(kRandom) + " " + to_hex(std::string(48, secret)) + "\n";
}

/// Blocks in one order of octets.
struct Order {
  bool big_endian = false;

  std::string number(std::uint64_t value, std::size_t width) const {
    return big_endian ? big(value, width) : little(value, width);
  }
  std::string block(std::uint32_t type, std::string body) const {
    body.resize((body.size() + 3) / 4 * 4);
    const std::string size = number(body.size() + 12, 4);
    return number(type, 4) + size + body + size;
  }
  std::string section() const {
    return block(block::kSectionHeader,
                 number(kByteOrderMagic, 4) + number(1, 2) + number(0, 2) + std::string(8, '\xff'));
  }
  std::string secrets(std::uint32_t type, const std::string& text) const {
    return block(block::kDecryptionSecrets, number(type, 4) + number(text.size(), 4) + text);
  }
};
const Order kLittle{false}, kBig{true};

std::string interface() {
  return kLittle.block(block::kInterfaceDescription, std::string(8, '\0'));
}

struct Row {
  std::string_view name;
  std::string file;
  std::string answer;  ///< the number of blocks, or the error
  std::string secret;  ///< of the client random
};

const Row kRows[] = {
    {"empty", "", "0", ""},
    {"a pcap", pcap_file({{"x", 0}}), "0", ""},
    {"text", "CLIENT_RANDOM 00 11\n", "0", ""},
    {"the type alone", "\x0a\x0d\x0d\x0a", "0", ""},
    {"no magic", "\x0a\x0d\x0d\x0a" + std::string(30, '\x01'), "0", ""},
    {"no keys", kLittle.section() + interface(), "0", ""},
    {"one", kLittle.section() + kLittle.secrets(kTlsKeyLog, line('a')), "1", std::string(48, 'a')},
    {"big-endian", kBig.section() + kBig.secrets(kTlsKeyLog, line('a')), "1", std::string(48, 'a')},
    {"two, the later counts",
     kLittle.section() + kLittle.secrets(kTlsKeyLog, line('a')) + interface() +
         kLittle.secrets(kTlsKeyLog, line('b')),
     "2", std::string(48, 'b')},
    {"another section, of another order",
     kLittle.section() + interface() + kBig.section() + kBig.secrets(kTlsKeyLog, line('c')), "1",
     std::string(48, 'c')},
    {"not of TLS", kLittle.section() + kLittle.secrets(0x57474b4c, "wireguard") + interface(), "0",
     ""},
    {"cut inside", (kLittle.section() + kLittle.secrets(kTlsKeyLog, line('a'))).substr(0, 100), "0",
     ""},
    {"cut behind a header", kLittle.section() + little(10, 4), "0", ""},
    {"length 0", kLittle.section() + little(5, 4) + little(0, 4),
     "f: block at octet 28: a total length that cannot be", ""},
    {"length odd", kLittle.section() + little(5, 4) + little(13, 4) + "x",
     "f: block at octet 28: a total length that cannot be", ""},
    {"secrets without length", kLittle.section() + kLittle.block(10, "abc"),
     "f: block at octet 28: a total length that cannot be", ""},
    {"secrets beyond the end",
     kLittle.section() + kLittle.block(10, little(kTlsKeyLog, 4) + little(5, 4) + "abc"),
     "f: block at octet 28: secrets beyond the end", ""},
    {"too many", kLittle.section() + little(10, 4) + little(5000, 4),
     "f: block at octet 28: more keys than are read", ""},
    {"magic is wrong in the middle",
     kLittle.section() + kLittle.block(block::kSectionHeader, "abcdefgh"),
     "f: block at octet 28: no byte order magic", ""},
    {"a line is wrong", kLittle.section() + kLittle.secrets(kTlsKeyLog, "\n?\n"),
     "f: keys of the block at octet 28:2: not a line of a key log: ?", ""},
    {"a block longer than the file", kLittle.section() + little(6, 4) + little(0x40000000, 4), "0",
     ""},
};

TEST(PcapngSecrets, Files) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    KeyLog log;
    std::istringstream file(row.file);
    const auto found = read_secrets(file, "f", log, {.block = 4096});
    EXPECT_EQ(found ? std::to_string(*found) : found.error(), row.answer);
    EXPECT_EQ(log.find(Secret::Master, kRandom).value_or(""), row.secret);
  }
}

}  // namespace
}  // namespace wireassay::trace
