// Hexadecimal text in the forms that people use, and the blobs of the seed document explained.
#include "wire/tls/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/escape.h"
#include "wire/tls/hex_test_support.h"
#include "wire/tls/text_test_support.h"

namespace wireassay::tls {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Row {
  std::string_view name, text, hex;  ///< or the error
};
const Row kRows[] = {
    {"spaces", "16 03 02", "160302"},
    {"run together", "160302 0031", "1603020031"},
    {"colons", "16:03:02", "160302"},
    {"array of C", "{ 0x16, 0x03,\n 0x02 };", "160302"},
    {"string of C", "\"\\x16\\x03\\x02\"", "160302"},
    {"comments", "16 03 # the 02 type\n02 // 03\n", "160302"},
    {"backslash", "16 03\\\n02 \\\n", "160302"},
    {"tags", "<Certificate-List>\n  16 03\n</Certificate-List>", "1603"},
    {"fence", "```\n16 03\n```", "1603"},
    {"upper case", "0B FF", "0bff"},
    {"xxd", "00000000: 1603 0200 3101  ....1.\n00000006: 0203  ..", "1603020031010203"},
    {"hexdump -C", "00000000  16 03 02 00 31  |....1|\n00000005\n", "1603020031"},
    {"Wireshark",
     "0000  16 03 02 00 31 01 00 00  2d 03 02 50 0b af bb b7   ....1...-..P....\n"
     "0010  5a b8                                             Z.\n",
     "160302003101"
     "00002d0302500bafbbb75ab8"},
    {"groups of eight", "0000  0004fffe00000000  0000\n\n0000  ..\xff\xfe......  ..\n",
     "0004fffe000000000000"},
    {"prose", "Client Hello:\n16 03\n", "1603"},
    {"half an octet", "16 0", "line 1, column 4: '0' is no octet in hexadecimal"},
    {"no octet", "16 03\n16 xyz", "line 2, column 4: 'xyz' is no octet in hexadecimal"},
    {"nothing", "# 16 03\n", "no octets in hexadecimal were found"},
};

TEST(TlsText, Octets) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto read = octets_of_text(row.text);
    EXPECT_EQ(read ? to_hex(*read) : read.error(), row.hex);
  }
}

std::string explained(std::string_view text) {
  const auto out = explain_text(text);
  return out ? *out : "error: " + out.error();
}

/// Its line has the offset, the octets and the rest, whatever is between.
testing::Matcher<std::string> has_line(const std::string& begin, const std::string& end) {
  return testing::Truly([=](const std::string& text) {
    std::size_t at = text.starts_with(begin) ? 0 : text.find("\n" + begin);
    for (; at != std::string::npos; at = text.find("\n" + begin, at + 1)) {
      const std::size_t stop = text.find('\n', at + 1);
      if (text.substr(at, stop - at).ends_with(end)) return true;
    }
    return false;
  });
}

struct Line {
  std::string begin, end;
};

TEST(TlsText, SeedClientHello) {
  const std::string text = explained(kSeedClientHello);
  const Line lines[] = {
      {"0000  1     16 ", "record.type                 handshake  [RFC 5246 6.2.1]"},
      {"0001  2     03 02 ", "record.version              TLS 1.1  [RFC 5246 6.2.1]"},
      {"0003  2     00 31 ", "record.length               49 octets  [RFC 5246 6.2.1]"},
      {"0005  1     01 ", "handshake.type              client_hello  [RFC 8446 4]"},
      {"0006  3     00 00 2d ", "handshake.length            45 octets  [RFC 8446 4]"},
      {"0009  2     03 02 ", "version                   TLS 1.1  [RFC 5246 7.4.1.2]"},
      {"000b  32    50 0b af bb", "2012-07-22 07:46:03  [RFC 5246 7.4.1.2]"},
      {"001b        33 41 37 ac", "c2 fd 96"},
      {"002b  1     00 ", "session_id.length         0 octets  [RFC 5246 7.4.1.2]"},
      {"002c  2     00 04 ", "cipher_suites.length      4 octets  [RFC 5246 7.4.1.2]"},
      {"002e  2     00 33 ", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"},
      {"0030  2     c0 11 ", "TLS_ECDHE_RSA_WITH_RC4_128_SHA"},
      {"0032  1     01 ", "compression.length        1 octet  [RFC 5246 7.4.1.2]"},
      {"0033  1     00 ", "null"},
      {"0034  2     00 00 ", "extensions.length         0 octets  [RFC 8446 4.2]"},
      {"0009  tls.deprecated-1.1", ""},
      {"0030  tls.rc4-suite", ""},
      {"0034  tls.empty-extensions", ""},
      {"      RFC 8996 section 5, MUST NOT", "\"TLS 1.1 MUST NOT be used.\""},
  };
  for (const Line& line : lines) {
    SCOPED_TRACE(line.begin);
    EXPECT_THAT(text, has_line(line.begin, line.end));
  }
}

TEST(TlsText, SeedServerHello) {
  const std::string text = explained(kSeedServerHello);
  const Line lines[] = {
      {"0003  2     00 4a ", "record.length               74 octets  [RFC 5246 6.2.1]"},
      {"0006  3     00 00 46 ", "handshake.length            70 octets  [RFC 8446 4]"},
      {"0009  2     03 03 ", "version                   TLS 1.2  [RFC 5246 7.4.1.3]"},
      {"000b  32    55 ff 37 2b", "2015-09-20 22:46:03  [RFC 5246 7.4.1.3]"},
      {"002b  1     20 ", "session_id.length         32 octets  [RFC 5246 7.4.1.3]"},
      {"002c  32    ab 77 2d 68", "session_id"},
      {"004c  2     00 33 ", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA  [RFC 5246 7.4.1.3]"},
      {"004e  1     00 ", "null  [RFC 5246 7.4.1.3]"},
      {"Nothing odd was found.", ""},
  };
  for (const Line& line : lines) {
    SCOPED_TRACE(line.begin);
    EXPECT_THAT(text, has_line(line.begin, line.end));
  }
}

TEST(TlsText, SeedCertificate) {
  const std::string text = explained(kSeedCertificate);
  const Line lines[] = {
      {"0003  2     03 65 ", "record.length               869 octets  [RFC 5246 6.2.1]"},
      {"0005  1     0b ", "certificate  [RFC 8446 4]"},
      {"0009  3     00 03 5e ", "862 octets  [RFC 5246 7.4.2]"},
      {"000c  3     00 03 5b ", "859 octets  [RFC 5246 7.4.2]"},
      {"000f  859   30 82 03 57", "der"},
      {"035f        58 b8 db bd", "2c d6 5f"},
      {"            subject ", "CN=sunsite.dcc.uchile.cl,OU=Sendmail Server,O=Sendmail"},
      {"            valid ", "20150514171640Z to 20250511171640Z"},
      {"            signature ", "sha1WithRSAEncryption"},
      {"000f  tls.certificate-sha1", ""},
  };
  for (const Line& line : lines) {
    SCOPED_TRACE(line.begin);
    EXPECT_THAT(text, has_line(line.begin, line.end));
  }
  EXPECT_THAT(text, Not(HasSubstr("more")));
}

TEST(TlsText, WithoutTheRecord) {
  const std::string record = *octets_of_text(kSeedCertificate);
  const std::string hello = *octets_of_text(kSeedClientHello);
  struct Shape {
    std::string_view name;
    std::string octets, line;
  };
  const Shape rows[] = {
      {"message", record.substr(5), "handshake message certificate"},
      {"body", record.substr(9), "the body of a certificate message"},
      {"certificate", record.substr(15), "a certificate"},
      {"hello", hello.substr(5), "handshake message client_hello"},
      {"two messages", hello.substr(5) + record.substr(5), "handshake message certificate"},
  };
  for (const Shape& row : rows) {
    SCOPED_TRACE(row.name);
    const auto text = explain(row.octets);
    ASSERT_TRUE(text) << text.error();
    EXPECT_THAT(*text, HasSubstr(row.line));
  }
  EXPECT_FALSE(explain("EHLO x\r\n"));
}

TEST(TlsText, WhatDoesNotFit) {
  // The length of the cipher suites reaches beyond the message.
  std::string hello = *octets_of_text(kSeedClientHello);
  hello[0x2d] = '\x40';
  const std::string text = *explain(hello);
  EXPECT_THAT(text, HasSubstr("64 octets declared, 8 there"));
  EXPECT_THAT(text, HasSubstr("002c  tls.vector-beyond-end"));
  const std::string cut = *explain(std::string_view(hello).substr(0, 20));
  EXPECT_THAT(cut, HasSubstr("49 octets declared, 15 there"));
  EXPECT_THAT(cut, HasSubstr("tls.truncated"));
}

TEST(TlsText, AMessageOverTwoRecords) {
  const std::string hello = *octets_of_text(kSeedClientHello);
  const std::string body = hello.substr(5);
  const std::string text =
      *explain(hex("1603020004") + body.substr(0, 4) + hex("160302002d") + body.substr(4));
  EXPECT_THAT(text, has_line("000e  2     03 02 ", "TLS 1.1  [RFC 5246 7.4.1.2]"));
  EXPECT_THAT(text, HasSubstr("tls.joined-message"));
}

}  // namespace
}  // namespace wireassay::tls
