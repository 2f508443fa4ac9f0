#include "reference/mail_data.h"

#include <gtest/gtest.h>

namespace wireassay::reference {
namespace {

using namespace std::string_view_literals;

struct Row {
  const char* name;
  std::string_view in;
  std::string_view content;
  std::string_view left;  ///< behind the end of data
  bool bare = false;
};

const Row kRows[] = {
    {"empty", ".\r\n", "", ""},
    {"one line", "a\r\n.\r\n", "a\r\n", ""},
    {"commands behind it", "a\r\n.\r\nRSET\r\n", "a\r\n", "RSET\r\n"},
    {"two dots are one", "..\r\n..a\r\n.\r\n", ".\r\n.a\r\n", ""},
    {"one dot goes", ".a\r\n.\r\n", "a\r\n", ""},
    {"three dots", "...\r\n.\r\n", "..\r\n", ""},
    {"dots inside stay", "a..\r\n a.\r\n.\r\n", "a..\r\n a.\r\n", ""},
    {"LF.LF", "a\n.\nb\r\n.\r\n", "a\n.\nb\r\n", "", true},
    {"CRLF.LF", "a\r\n.\nb\r\n.\r\n", "a\r\n\nb\r\n", "", true},
    {"LF.CRLF", "a\n.\r\nb\r\n.\r\n", "a\n.\r\nb\r\n", "", true},
    {"CR.CR", "a\r.\rb\r\n.\r\n", "a\r.\rb\r\n", "", true},
    {"CRLF.CR", "a\r\n.\rb\r\n.\r\n", "a\r\n\rb\r\n", "", true},
    {"CRCRLF.CRLF", "a\r\r\n.\r\n", "a\r\r\n", "", true},
    {"NUL after the dot", "a\r\n.\0\r\n.\r\n"sv, "a\r\n\0\r\n"sv, ""},
    {"space after the dot", "a\r\n. \r\n.\r\n", "a\r\n \r\n", ""},
};

TEST(MailData, WholeAndOctetByOctet) {
  const SmtpFaults none;
  for (const Row& row : kRows) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, row.in.size()}) {
      SCOPED_TRACE(std::string(row.name) + " by " + std::to_string(piece));
      MailData data(1000, none);
      std::string left;
      for (std::size_t at = 0; at < row.in.size(); at += piece) {
        const std::string_view octets = row.in.substr(at, piece);
        const std::size_t used = data.done() ? 0 : data.feed(octets);
        left += octets.substr(used);
      }
      ASSERT_TRUE(data.done());
      EXPECT_EQ(data.content(), row.content);
      EXPECT_EQ(left, row.left);
      EXPECT_EQ(data.bare_cr_or_lf(), row.bare);
      EXPECT_FALSE(data.too_large());
    }
  }
}

TEST(MailData, EveryPrefixIsUnfinished) {
  const SmtpFaults none;
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    for (std::size_t size = 0; size + row.left.size() < row.in.size(); ++size) {
      MailData data(1000, none);
      EXPECT_EQ(data.feed(row.in.substr(0, size)), size);
      EXPECT_FALSE(data.done());
    }
  }
}

TEST(MailData, TooLarge) {
  struct LimitRow {
    const char* name;
    std::size_t octets;
    bool too_large;
  };
  const LimitRow kLimits[] = {
      {"at the limit", 1000, false}, {"above", 1001, true}, {"far above", 1'000'000, true}};
  const SmtpFaults none;
  for (const LimitRow& row : kLimits) {
    for (const std::size_t piece : {std::size_t{7}, std::size_t{2'000'000}}) {
      SCOPED_TRACE(std::string(row.name) + " by " + std::to_string(piece));
      const std::string in = std::string(row.octets - 2, 'x') + "\r\n.\r\n";
      MailData data(1000, none);
      for (std::size_t at = 0; at < in.size(); at += piece)
        data.feed(std::string_view(in).substr(at, piece));
      EXPECT_TRUE(data.done());
      EXPECT_EQ(data.too_large(), row.too_large);
    }
  }
}

}  // namespace
}  // namespace wireassay::reference
