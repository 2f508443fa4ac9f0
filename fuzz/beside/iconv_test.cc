#include "beside/iconv.h"

#include "beside/rows_test_support.h"

namespace wireassay::beside {
namespace {

TEST(BesideIconv, Utf8) {
  const Row rows[] = {
      {"empty", "", ""},
      {"each size", "a\xC2\x80\xE0\xA0\x80\xF0\x90\x80\x80", "1234"},
      {"the last of each size", "\x7F\xDF\xBF\xEF\xBF\xBF\xF4\x8F\xBF\xBF", "1234"},
      {"NUL", std::string("\0", 1), "1"},
      {"overlong in two", "\xC0\x80", "refused"},
      {"overlong in three", "\xE0\x9F\xBF", "refused"},
      {"overlong in four", "\xF0\x8F\xBF\xBF", "refused"},
      {"high surrogate", "\xED\xA0\x80", "refused"},
      {"low surrogate", "\xED\xBF\xBF", "refused"},
      {"before the surrogates", "\xED\x9F\xBF", "3"},
      {"beyond U+10FFFF", "\xF4\x90\x80\x80", "refused"},
      {"five octets", "\xF8\x88\x80\x80\x80", "refused"},
      {"cut", "a\xE2\x82", "refused"},
      {"tail alone", "\x80", "refused"},
  };
  check(kUtf8, rows);
}

TEST(BesideIconv, Utf7Decode) {
  const Row rows[] = {
      {"RFC 3501 section 5.1.3", "~peter/mail/&U,BTFw-/&ZeVnLIqe-", "=~peter/mail/台北/日本語"},
      {"ampersand", "a&-b", "=a&b"},
      {"surrogate pair", "&2D3eAA-", "=😀"},
      {"half a pair", "&2D0-", "refused"},
      {"beyond ASCII", "\xC3\xA4", "refused"},
      {"slash in base64", "&U/BTFw-", "refused"},
      {"spare bits", "&AOQF-", "refused"},
      {"shift without end", "&AOQ", "refused", "no-end"},
      {"two shifts where one would do", "&AOQ-&APY-", "refused", "superfluous-shift"},
      {"letters in base64", "&AGEAYg-", "refused", "shift-for-ascii"},
      {"NUL in base64", "&AAA-", "refused", "nul"},
  };
  check(kUtf7Decode, rows);
}

TEST(BesideIconv, Utf7Encode) {
  const Row rows[] = {
      {"RFC 3501 section 5.1.3", "~peter/mail/台北/日本語", "=~peter/mail/&U,BTFw-/&ZeVnLIqe-"},
      {"ampersand", "a&b", "=a&-b"},
      {"beyond the first plane", "😀", "=&2D3eAA-"},
      {"no UTF-8", "\xFF", "refused"},
      {"NUL", std::string("a\0", 2), "refused", "nul"},
  };
  check(kUtf7Encode, rows);
}

}  // namespace
}  // namespace wireassay::beside
