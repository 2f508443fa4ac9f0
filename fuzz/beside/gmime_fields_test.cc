// What stands in fields, beside GMime.
#include "beside/gmime.h"
#include "beside/rows_test_support.h"

namespace wireassay::beside {
namespace {

TEST(BesideGmime, AddressList) {
  const Row rows[] = {
      {"bare", "jdoe@machine.example", "[|jdoe|machine.example]"},
      {"named", "John Doe <jdoe@machine.example>", "[John Doe|jdoe|machine.example]"},
      {"RFC 5322 A.1.2",
       "\"Joe Q. Public\" <john.q.public@example.com>, Who? <one@y.test>, <boss@nil.test>",
       "[Joe Q. Public|john.q.public|example.com][Who?|one|y.test][|boss|nil.test]"},
      {"RFC 5322 A.1.3", "A Group:Ed Jones <c@a.test>,joe@where.test;",
       "A Group:([Ed Jones|c|a.test][|joe|where.test])"},
      {"empty group", "Undisclosed recipients:;", "Undisclosed recipients:()"},
      {"obs-route", "<@x,@y.z:a@b>", "[|a|b]"},
      {"name in a comment", "a@b (name)", "[name|a|b]"},
      {"quoted local part", "\"a b\"@c", "[|a b|c]"},
      {"literal", "x@[192.0.2.1]", "[|x|[192.0.2.1]]"},
      {"encoded name", "=?utf-8?q?K=C3=A4the?= <k@example.org>", "[Käthe|k|example.org]"},
      {"folded", "A\r\n B <a@b>,\r\n\tc@d", "[A B|a|b][|c|d]"},
      {"tab between words", "A\tB <b@c>", "[A B|b|c]", "long-white"},
      {"word that touches", "=?utf-8?q?K=C3=A4?=x <b@c>", "[Käx|b|c]", "word-not-alone"},
      {"an equals sign in Q", "=?utf-8?q?K=?= X <b@c>", "[K= X|b|c]", "word-out-of-grammar"},
      {"a question mark in a word", "=?utf-8?q?K?q?a?= X <b@c>", "[=?utf-8?q?K?q?a?= X|b|c]",
       "word-out-of-grammar"},
      {"a word without text", "=?utf-8?q?\?= X <b@c>", "[ X|b|c]", "white-at-an-end"},
      {"no base64", "=?utf-8?b?A4?= X <b@c>", "[\x03 X|b|c]", "word-out-of-grammar"},
      {"a space in front", "=?utf-8?q?_a?= <b@c>", "[ a|b|c]", "white-at-an-end"},
      {"a space behind, in quotes", "\"a \" <b@c>", "[a |b|c]", "white-at-an-end"},
      {"a quotation mark in a comment", "a@b (n\"m)", "[n\"m|a|b]", "quote-in-comment"},
      {"a literal in a quoted local part", "\"a@[192.0.2.1]b\"@c", "[|a@[192.0.2.1]b|c]"},
      {"another character set", "=?koi8-r?q?=C1?= <b@c>", "[=?koi8-r?q?=C1?=|b|c]",
       "foreign-charset"},
      {"half a character", "=?utf-8?q?=C3?= <b@c>", "[\xC3|b|c]", "broken-octets"},
      {"a letter that is not ASCII", "=?us-ascii?q?=C3=A4?= <b@c>", "[ä|b|c]", "broken-octets"},
      {"no address", "a b c", "[|abc|]", "no-grammar"},
  };
  check(kAddressList, rows);
}

TEST(BesideGmime, DateTime) {
  const Row rows[] = {
      {"RFC 5322 A.1.1", "Fri, 21 Nov 1997 09:55:06 -0600", "Fri, 21 Nov 1997 09:55:06 -0600"},
      {"no seconds", "Thu, 13 Feb 1969 23:32 -0330", "Thu, 13 Feb 1969 23:32:00 -0330"},
      {"two digits", "21 Nov 97 09:55:06 GMT", "Fri, 21 Nov 1997 09:55:06 +0000"},
      {"year 49", "1 Jan 49 00:00:00 EST", "Fri, 1 Jan 2049 00:00:00 -0500"},
      {"leap day", "29 Feb 2000 00:00:00 +0000", "Tue, 29 Feb 2000 00:00:00 +0000"},
      {"no leap day", "29 Feb 2100 00:00:00 +0000", "refused"},
      {"Zulu", "1 Jan 2000 00:00:00 Z", "Sat, 1 Jan 2000 00:00:00 +0000"},
      {"leap second", "31 Dec 2016 23:59:60 +0000", "Sun, 1 Jan 2017 00:00:00 +0000",
       "leap-second"},
      {"no day of a month", "32 Feb 19 23:13 +0000", "refused", "no-day-of-a-month"},
      {"military", "1 Jan 2000 00:00:00 A", "Sat, 1 Jan 2000 00:00:00 +0000", "military-zone"},
      {"1968", "1 Jan 1968 00:00:00 +0000", "Mon, 1 Jan 1968 00:00:00 +0000", "before-1969"},
      {"year 50", "1 Jan 50 00:00:00 PDT", "Sun, 1 Jan 1950 00:00:00 -0700", "year-50-to-69"},
      {"99 hours", "1 Jan 2000 00:00:00 +9959", "Sat, 1 Jan 2000 00:00:00 +9959", "far-zone"},
      {"comments inside", "Fri, 21 Nov 1997 09(c):55:06 -0600", "Fri, 21 Nov 1997 09:55:06 -0600",
       "no-grammar"},
  };
  check(kDateTime, rows);
}

TEST(BesideGmime, ContentType) {
  const Row rows[] = {
      {"plain", "text/plain", "text/plain"},
      {"charset", "text/plain; charset=us-ascii", "text/plain;charset=us-ascii"},
      {"quoted", "text/plain; name=\"a b.txt\" ; charset=utf-8",
       "text/plain;name=a b.txt;charset=utf-8"},
      {"quoted pairs", "multipart/mixed; boundary=\"a\\\"b\\\\c\"",
       "multipart/mixed;boundary=a\"b\\c"},
      {"as written", "TEXT/HTML; CHARSET=UTF-8", "TEXT/HTML;CHARSET=UTF-8"},
      {"RFC 2231 section 4", "text/plain; name*=utf-8'en'a%20b", "text/plain;name*=utf-8'en'a%20b",
       "extended-name"},
      {"encoded word", "text/plain; name=\"=?utf-8?q?a?=\"",
       "text/plain;name==?utf-8?q?a?=", "word-in-value"},
      {"no subtype", "text", "refused", "no-grammar"},
  };
  check(kContentType, rows);
}

TEST(BesideGmime, EncodedWords) {
  const Row rows[] = {
      {"Q", "=?utf-8?q?K=C3=A4the?=", "Käthe"},
      {"B", "=?UTF-8?B?S8OkdGhl?=", "Käthe"},
      {"Latin-1", "=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?=", "Keld Jørn Simonsen"},
      {"RFC 2047 section 8, two", "=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=", "ab"},
      {"RFC 2047 section 8, text behind", "=?ISO-8859-1?Q?a?= b", "a b"},
      {"a language", "=?US-ASCII*EN?Q?Keith_Moore?=", "Keith Moore"},
      {"none", "just text", "just text"},
      {"another character set", "=?koi8-r?q?=C1?=", "=?koi8-r?q?=C1?=", "foreign-charset"},
      {"half a character", "=?utf-8?q?=C3?=", "\xC3", "broken-octets"},
      {"padding is missing", "=?utf-8?b?w6Q?= =", "ä =", "no-grammar"},
  };
  check(kEncodedWords, rows);
}

}  // namespace
}  // namespace wireassay::beside
