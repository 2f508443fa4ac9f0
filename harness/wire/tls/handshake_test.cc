// Messages and hellos of SSL 2.0 in tables, and every way to cut them.
#include "wire/tls/handshake.h"

#include <gtest/gtest.h>

#include "testing/parser.h"
#include "wire/tls/decoder_test_support.h"
#include "wire/tls/hex_test_support.h"
#include "wire/tls/ssl2.h"

namespace wireassay::tls {
namespace {

struct Row {
  std::string_view name;
  std::string in;
  Parsed<HandshakeMessage> want;
};

TEST(TlsHandshake, Table) {
  const Row kRows[] = {
      {"nothing", "", NeedMore{}},
      {"header", hex("0b 000001"), NeedMore{}},
      {"empty", hex("0e 000000"), Got<HandshakeMessage>{{14, ""}, 4}},
      {"two", hex("14 000001 aa 0e"), Got<HandshakeMessage>{{20, hex("aa")}, 5}},
      {"at the limit", hex("0b 000008"), NeedMore{}},
      {"beyond it", hex("0b 000009"), ParseError{Errc::TooLong, 1, "length"}},
      {"2^24 - 1", hex("01 ffffff"), ParseError{Errc::TooLong, 1, "length"}},
  };
  const auto parse = [](std::string_view in) { return parse_handshake(in, 8); };
  const auto to_text = [](const HandshakeMessage& message) { return to_wire(message); };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(parse(row.in), row.want);
    EXPECT_EQ(testing::broken_invariant<HandshakeMessage>(row.in, parse, to_text), "");
  }
}

TEST(TlsHandshake, Joiner) {
  Joiner joiner;
  joiner.add(hex("0e00"), 10);
  EXPECT_TRUE(std::holds_alternative<NeedMore>(joiner.next()));
  EXPECT_EQ(joiner.begins_at(), 10U);
  joiner.add(hex("0000 0e000000 0e"), 20);
  EXPECT_EQ(joiner.next(), (Parsed<HandshakeMessage>{Got<HandshakeMessage>{{14, ""}, 4}}));
  EXPECT_EQ(joiner.begins_at(), 20U);
  EXPECT_EQ(joiner.next(), (Parsed<HandshakeMessage>{Got<HandshakeMessage>{{14, ""}, 4}}));
  EXPECT_EQ(joiner.pending(), 1U);
}

struct Ssl2Row {
  std::string_view name;
  std::string in;
  std::vector<Deviation> want;  ///< behind kSsl2Hello, which is always there
};

TEST(TlsSsl2, Hello) {
  const std::string challenge(16, 'c');
  const Ssl2Row kRows[] = {
      {"two specs", hex("01 0303 0006 0000 0010 00c02f 010080") + challenge, {}},
      {"no specs", hex("01 0303 0000 0000 0010") + challenge, {{rule::kSsl2Lengths, 3}}},
      {"specs of 4",
       hex("01 0303 0004 0000 0010 00c02f 01") + challenge,
       {{rule::kSsl2Lengths, 3}}},
      {"session id of 1",
       hex("01 0303 0003 0001 0010 00c02f 01") + challenge,
       {{rule::kSsl2Lengths, 3}}},
      {"challenge of 1", hex("01 0303 0003 0000 0001 00c02f 63"), {{rule::kSsl2Lengths, 3}}},
      {"challenge beyond",
       hex("01 0303 0003 0000 0020 00c02f") + challenge,
       {{rule::kTruncated, 12}}},
      {"trailing", hex("01 0303 0003 0000 0010 00c02f") + challenge + "x", {{rule::kTrailing, 28}}},
  };
  const auto to_text = [](const Ssl2Hello& hello) { return to_wire(hello).substr(2); };
  for (const Ssl2Row& row : kRows) {
    SCOPED_TRACE(row.name);
    std::vector<Deviation> want = {{rule::kSsl2Hello, 0}};
    want.insert(want.end(), row.want.begin(), row.want.end());
    EXPECT_EQ(decode_ssl2_hello(row.in).anomalies, want);
    EXPECT_EQ(broken_decoder<Ssl2Hello>(row.in, decode_ssl2_hello, to_text), "");
  }
  const Ssl2Hello want{1, 0x0303, {0x00c02f, 0x010080}, "", challenge};
  EXPECT_EQ(decode_ssl2_hello(kRows[0].in).value, want);
  EXPECT_EQ(to_wire(want), hex("801f") + kRows[0].in);
}

TEST(TlsSsl2, Body) {
  EXPECT_EQ(parse_ssl2_body(hex("8001 01 02")), (Parsed<std::string>{Got<std::string>{"\x01", 3}}));
  EXPECT_EQ(parse_ssl2_body(hex("0001 01")),
            (Parsed<std::string>{ParseError{Errc::Malformed, 0, "msg_length"}}));
  EXPECT_EQ(testing::broken_invariant<std::string>(hex("8003 010203"), parse_ssl2_body), "");
}

}  // namespace
}  // namespace wireassay::tls
