// Streams of records: what comes out, and that it is the same however the octets come.
#include "wire/tls/stream.h"

#include <gtest/gtest.h>

#include "wire/tls/certificate_test_rows.h"
#include "wire/tls/hex_test_support.h"
#include "wire/tls/stream_test_support.h"

namespace wireassay::tls {
namespace {

/// ServerHello without extensions, as a message.
std::string server_hello(std::string_view extensions = "") {
  const std::string body = hex("0303") + std::string(32, 'r') + hex("00 0033 00") + hex(extensions);
  return to_wire(HandshakeMessage{2, body});
}
std::string client_hello(std::string_view extensions = "") {
  const std::string body =
      hex("0303") + std::string(32, 'r') + hex("00 0002 0033 01 00") + hex(extensions);
  return to_wire(HandshakeMessage{1, body});
}
std::string record(std::uint8_t type, std::string_view fragment) {
  return to_wire(Record{type, 0x0303, std::string(fragment)});
}
const std::string_view kDone = "0e000000";
const std::string_view kTls13Extension = "0006 002b 0002 0304";

struct Row {
  std::string_view name;
  std::string in;
  std::string want;                       ///< names of the items
  std::vector<Deviation> anomalies = {};  ///< of all items
};

std::vector<Row> rows() {
  const std::string hello = server_hello();
  const std::string retry_random =
      hex("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");
  const std::string retry = to_wire(
      HandshakeMessage{2, hex("0303") + retry_random + hex("00 1301 00") + hex(kTls13Extension)});
  const std::string ccs = record(20, hex("01"));
  const std::string finished = record(22, std::string(40, 'f'));
  const std::string flight = record(22, hello + hex(kDone));
  const std::string alert = record(21, hex("0246"));
  const std::string tls13 = record(22, server_hello(kTls13Extension));
  return {
      {"nothing", "", ""},
      {"flight in one record", flight, "server_hello server_hello_done"},
      {"a record each", record(22, hello) + record(22, hex(kDone)),
       "server_hello server_hello_done"},
      {"certificate", hex(kCertificateRecord), "certificate"},
      {"fragments", record(22, hello.substr(0, 1)) + record(22, hello.substr(1)), "server_hello"},
      {"alert", alert, "alert:protocol_version"},
      {"flight and alert", flight + alert, "server_hello server_hello_done alert:protocol_version"},
      {"unknown message", record(22, hex("63 000001 00")), "0x63", {{rule::kHandshakeType, 0}}},
      {"Finished under keys", flight + ccs + finished,
       "server_hello server_hello_done change_cipher_spec encrypted"},
      {"alert under keys", ccs + record(21, std::string(30, 'x')), "change_cipher_spec encrypted"},
      {"TLS 1.3", tls13 + ccs + record(23, std::string(19, 'x')),
       "server_hello change_cipher_spec encrypted"},
      {"alert in the clear of TLS 1.3", tls13 + ccs + alert,
       "server_hello change_cipher_spec alert:protocol_version"},
      {"HelloRetryRequest", record(22, retry) + ccs + tls13,
       "hello_retry_request change_cipher_spec server_hello"},
      {"alert inside a message",
       record(22, hello.substr(0, 9)) + alert + record(22, hello.substr(9)),
       "alert:protocol_version server_hello",
       {{rule::kInterleaved, 14}}},
      {"empty record",
       record(22, "") + flight,
       "server_hello server_hello_done",
       {{rule::kRecordEmpty, 3}}},
      {"empty alert",
       record(21, ""),
       "alert:close_notify",
       {{rule::kRecordEmpty, 3}, {rule::kAlertRecord, 5}}},
      {"two alerts in one",
       record(21, hex("02460100")),
       "alert:protocol_version",
       {{rule::kAlertRecord, 5}}},
      {"change_cipher_spec of 2",
       record(20, hex("02")),
       "change_cipher_spec",
       {{rule::kChangeCipherSpec, 5}}},
      {"unknown type", record(99, "x"), "record", {{rule::kRecordType, 0}}},
      {"heartbeat", record(24, "x"), "record"},
      {"record version",
       hex("15 0203 0002 0246"),
       "alert:protocol_version",
       {{rule::kRecordVersion, 1}}},
      {"behind a ServerHello of TLS 1.3",
       record(22, server_hello(kTls13Extension) + hex(kDone)),
       "server_hello server_hello_done",
       {{rule::kUnaligned, 0}}},
      {"behind a ClientHello of TLS 1.3",
       record(22, client_hello("0007 002b 0003 02 0304") + "x"),
       "client_hello cut",
       {{rule::kUnaligned, 0}}},
      {"behind a ClientHello of TLS 1.2", record(22, client_hello() + "x"), "client_hello cut"},
      {"record too long", hex("16 0303 4001 01"), "overflow"},
      {"record of 2^16 - 1", flight + hex("16 0303 ffff"),
       "server_hello server_hello_done overflow"},
      {"protected record", hex("17 0303 4800"), "cut"},
      {"protected record too long", hex("17 0303 4801"), "overflow"},
      {"the same in TLS 1.3", tls13 + hex("17 0303 4101"), "server_hello overflow"},
      {"message too long", record(22, hex("0b 020001")), "overflow"},
      {"message of 2^17", record(22, hex("0b 020000")), "cut"},
      {"SMTP", "220 mx ESMTP\r\n250 more\r\n", "plaintext"},
      {"SMTP without its end", "220 mx", "plaintext"},
      {"a long line", std::string(3000, 'a'), "plaintext"},
      {"SMTP behind a flight", flight + "454 no\r\n", "server_hello server_hello_done plaintext"},
      {"SSL 2.0",
       hex("80 2e 01 0002 0003 0000 0010 000005") + std::string(34, 'c'),
       "ssl2_hello",
       {{rule::kSsl2Hello, 0}}},
      {"SSL 2.0 later", flight + hex("80 2e 01 00"), "server_hello server_hello_done garbage"},
      {"SSL 2.0 cut", hex("80 2e 01 00"), "cut"},
      {"garbage", hex("00 00 00"), "garbage"},
      {"half a header", hex("16 03"), "cut"},
      {"half a message", record(22, hello.substr(0, 20)), "cut"},
  };
}

TEST(TlsStream, Table) {
  for (const Row& row : rows()) {
    SCOPED_TRACE(row.name);
    std::string names;
    std::vector<Deviation> anomalies;
    for (const Item& item : items_of(row.in).items) {
      names += (names.empty() ? "" : " ") + to_string(item);
      anomalies.insert(anomalies.end(), item.anomalies.begin(), item.anomalies.end());
    }
    EXPECT_EQ(names, row.want);
    EXPECT_EQ(anomalies, row.anomalies);
    EXPECT_EQ(broken_stream(row.in), "");
  }
}

TEST(TlsStream, Offsets) {
  const std::string hello = server_hello();
  const std::string in = record(22, hello.substr(0, 9)) + record(22, hello.substr(9) + hex(kDone));
  const std::vector<Item> items = items_of(in).items;
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].offset, 0U);
  EXPECT_EQ(items[0].octets, hello.substr(4));
  EXPECT_EQ(items[1].offset, 14U);
  EXPECT_EQ(items[1].type, 14);
}

TEST(TlsStream, PlainLineIsKept) {
  EXPECT_EQ(items_of("220 mx ESMTP\r\n250 more\r\n").items.front().octets, "220 mx ESMTP\r\n");
  EXPECT_EQ(items_of(std::string(3000, 'a')).items.front().octets.size(), kMaxPlainLine);
}

TEST(TlsStream, VersionFromTheOtherSide) {
  Stream stream;
  stream.set_version(kTls13);
  stream.feed(record(20, hex("01")) + record(22, client_hello()));
  ASSERT_TRUE(stream.next().has_value());
  const std::optional<Item> second = stream.next();
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(to_string(*second), "client_hello");
}

TEST(TlsStream, HoldsLittle) {
  // Records without end that declare a message of 2^17 octets.
  Stream stream;
  std::size_t held = 0;
  stream.feed(record(22, hex("0b 020000")));
  for (int i = 0; i < 12; ++i) {
    stream.feed(record(22, std::string(kMaxPlaintext, 'x')));
    while (stream.next()) {
    }
    held = std::max(held, stream.held());
  }
  EXPECT_LE(held, kMostHeld);
  EXPECT_GT(held, std::size_t{100'000});
}

TEST(TlsStream, EmptyRecordsMakeNoItems) {
  std::string in;
  for (int i = 0; i < 1000; ++i) in += record(22, "");
  const Items got = items_of(in + record(21, hex("0100")));
  ASSERT_EQ(got.items.size(), 1U);
  EXPECT_EQ(got.items.front().anomalies.size(), kMaxAnomalies);
}

}  // namespace
}  // namespace wireassay::tls
