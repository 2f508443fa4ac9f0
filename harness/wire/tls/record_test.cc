// Records in tables, and every way to cut them.
#include "wire/tls/record.h"

#include <gtest/gtest.h>

#include "testing/parser.h"
#include "wire/tls/hex_test_support.h"
#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

Parsed<Record> record(std::uint8_t type, std::uint16_t version, std::string fragment) {
  const std::size_t used = fragment.size() + 5;
  return Got<Record>{{type, version, std::move(fragment)}, used};
}
Parsed<Record> bad() { return ParseError{Errc::Malformed, 0, "ProtocolVersion"}; }
Parsed<Record> too_long() { return ParseError{Errc::TooLong, 3, "length"}; }

struct Row {
  std::string_view name;
  std::string in;
  Parsed<Record> want;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows = {
      {"nothing", "", NeedMore{}},
      {"one octet", hex("16"), NeedMore{}},
      {"header", hex("16 0303 0002"), NeedMore{}},
      {"half a fragment", hex("16 0303 0002 01"), NeedMore{}},
      {"alert", hex("15 0303 0002 0246"), record(21, 0x0303, hex("0246"))},
      {"alert and more", hex("15 0303 0002 0246 15"), record(21, 0x0303, hex("0246"))},
      {"empty", hex("16 0301 0000"), record(22, 0x0301, "")},
      {"version 3.255", hex("16 03ff 0001 00"), record(22, 0x03ff, hex("00"))},
      {"version 0.3", hex("16 0003 0001 00"), record(22, 0x0003, hex("00"))},
      {"version 254.255", hex("16 feff 0001 00"), record(22, 0xfeff, hex("00"))},
      {"unknown type", hex("63 0303 0001 00"), record(99, 0x0303, hex("00"))},
      {"type 0x80", hex("80 0303 0001 00"), record(128, 0x0303, hex("00"))},
      {"2^14 declared", hex("16 0303 4000"), NeedMore{}},
      {"2^14 + 1 declared", hex("16 0303 4001"), too_long()},
      {"2^16 - 1 declared", hex("16 0303 ffff"), too_long()},
      {"2^14", hex("16 0303 4000") + std::string(16384, 'x'),
       record(22, 0x0303, std::string(16384, 'x'))},
      {"SMTP", "220 mx ESMTP\r\n", bad()},
      {"IMAP", "* OK\r\n", bad()},
      {"SSL 2.0", hex("80 2e 01 0303"), bad()},
      {"garbage", hex("00 00"), bad()},
  };
  return kRows;
}

TEST(TlsRecord, Table) {
  for (const Row& row : rows()) {
    SCOPED_TRACE(row.name);
    const auto parse = [](std::string_view in) { return parse_record(in); };
    EXPECT_EQ(parse(row.in), row.want);
    const auto print = [](const Record& value) { return to_wire(value); };
    EXPECT_EQ(testing::broken_invariant<Record>(row.in, parse, print), "");
  }
}

TEST(TlsRecord, LimitOfProtectedRecords) {
  const std::string in = hex("17 0303 4800") + std::string(kMaxCiphertext, 'x');
  EXPECT_TRUE(std::holds_alternative<Got<Record>>(parse_record(in, kMaxCiphertext)));
  EXPECT_EQ(parse_record(in, kMaxCiphertext13), too_long());
}

struct FramingRow {
  std::string_view name;
  std::string in;
  Parsed<Framing> want;
};

TEST(TlsRecord, Framing) {
  const FramingRow kRows[] = {
      {"record", hex("1603"), Got<Framing>{Framing::Record, 2}},
      {"text that ends in ETX", "A\x03", Got<Framing>{Framing::Record, 2}},
      {"SSL 2.0 hello", hex("802e01"), Got<Framing>{Framing::Ssl2, 3}},
      {"SSL 2.0 answer", hex("802e04"), Got<Framing>{Framing::Ssl2, 3}},
      {"SSL 2.0, cut", hex("802e"), NeedMore{}},
      {"greeting", "220 x", Got<Framing>{Framing::Plaintext, 2}},
      {"line end", "\r\n", Got<Framing>{Framing::Plaintext, 2}},
      {"text, then zero", std::string("2\0", 2), Got<Framing>{Framing::Garbage, 2}},
      {"zeros", hex("000000"), Got<Framing>{Framing::Garbage, 2}},
      {"high octets", hex("ffffff"), Got<Framing>{Framing::Garbage, 3}},
      {"one", "2", NeedMore{}},
  };
  for (const FramingRow& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(framing_of(row.in), row.want);
    EXPECT_EQ(testing::broken_invariant<Framing>(row.in, framing_of), "");
  }
}

TEST(TlsRecord, BrokenRules) {
  using Rules = std::vector<Deviation>;
  EXPECT_EQ(broken_rules({22, 0x0301, "x"}), Rules{});
  EXPECT_EQ(broken_rules({23, 0x0303, ""}), Rules{});
  EXPECT_EQ(broken_rules({99, 0x0303, "x"}), (Rules{{rule::kRecordType, 0}}));
  EXPECT_EQ(broken_rules({22, 0xfeff, ""}),
            (Rules{{rule::kRecordVersion, 1}, {rule::kRecordEmpty, 3}}));
}

TEST(TlsRecord, Fragments) {
  const std::vector<Record> want = {
      {22, 0x0301, "a"}, {22, 0x0301, ""}, {22, 0x0301, "bcd"}, {22, 0x0301, "ef"}};
  EXPECT_EQ(to_records(22, 0x0301, "abcdef", {1, 0}, 3), want);
  EXPECT_EQ(to_records(22, 0x0301, ""), (std::vector<Record>{{22, 0x0301, ""}}));
  EXPECT_EQ(to_records(22, 0x0301, std::string(16385, 'x')).size(), 2U);
}

}  // namespace
}  // namespace wireassay::tls
