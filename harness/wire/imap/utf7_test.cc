// Names in modified UTF-7, both ways.
#include "wire/imap/utf7.h"

#include <gtest/gtest.h>

namespace wireassay::imap {
namespace {

TEST(ImapUtf7, BothWays) {
  struct Row {
    std::string_view name;
    std::string_view utf7;
    std::string_view utf8;
  };
  const Row kRows[] = {
      {"empty", "", ""},
      {"plain", "a/b c~", "a/b c~"},
      {"ampersand", "R&-D", "R&D"},
      {"only ampersands", "&-&-", "&&"},
      {"two octets", "Entw&APw-rfe", "Entw\xC3\xBCrfe"},
      {"RFC 3501", "~peter/mail/&U,BTFw-/&ZeVnLIqe-",
       "~peter/mail/\xE5\x8F\xB0\xE5\x8C\x97/\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E"},
      {"pair of surrogates", "&2D3eAA-", "\xF0\x9F\x98\x80"},
      {"ampersand behind", "&AOk-&-", "\xC3\xA9&"},
      {"control", "&AAk-", "\t"},
      {"two in one shift", "&AOkA6g-", "\xC3\xA9\xC3\xAA"},
      {"highest", "&2,,f,w-", "\xF4\x8F\xBF\xBF"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(utf7_decode(row.utf7), row.utf8);
    EXPECT_EQ(utf7_encode(row.utf8), row.utf7);
  }
}

TEST(ImapUtf7, Refused) {
  struct Row {
    std::string_view name;
    std::string_view utf7;
  };
  const Row kRows[] = {
      {"not closed", "&AOk"},
      {"ends in &", "a&"},
      {"superfluous shift", "&U,BTFw-&ZeVnLIqe-"},
      {"printable in base64", "&AGE-"},
      {"ampersand in base64", "&ACY-"},
      {"8-bit", "\xC3\xA9"},
      {"control", "a\tb"},
      {"slash of plain base64", "&U/BTFw-"},
      {"low surrogate alone", "&3gA-"},
      {"high surrogate alone", "&2D0-"},
      {"high surrogate twice", "&2D3YPQ-"},
      {"spare bits", "&AOl-"},
      {"one octet", "&AO-"},
      {"one character too many", "&AOkA-"},
      {"NUL", "&AAA-"},
      {"space in base64", "&AO k-"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(utf7_decode(row.utf7), std::nullopt);
  }
  EXPECT_EQ(utf7_encode("\xFF"), std::nullopt);
  EXPECT_EQ(utf7_encode("\xED\xA0\x80"), std::nullopt);
  EXPECT_EQ(utf7_encode(std::string_view("\0", 1)), std::nullopt);
}

}  // namespace
}  // namespace wireassay::imap
