// Header sections, dates, addresses and encoded words: what stands in a field.
#include "wire/message/header.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "testing/text.h"
#include "wire/message/address_list.h"
#include "wire/message/date_time.h"
#include "wire/message/encoded_word.h"

namespace wireassay::message {
namespace {

using namespace std::string_view_literals;

std::string shown(const HeaderSection& section) {
  std::string text;
  for (const HeaderField& field : section.fields)
    text.append(field.name).append("=").append(unfold(field.body)).append(";");
  return text + std::to_string(section.size);
}

TEST(Header, Table) {
  struct Row {
    std::string_view name, in, out;
  };
  const Row rows[] = {
      {"empty", "", "0"},
      {"one", "A: b\r\n\r\nbody", "A=b;8"},
      {"bare LF", "A: b\nC: d\n\nbody", "A=b;C=d;11"},
      {"no body", "A: b\r\n", "A=b;6"},
      {"no line end", "A: b", "A=b;4"},
      {"body only", "\r\nbody", "2"},
      {"folded", "A: b\r\n  c\r\n\td\r\nE: f\r\n\r\n", "A=b  c\td;E=f;23"},
      {"folded by an empty-looking line", "A: b\r\n \r\n c\r\n\r\n", "A=b  c;15"},
      {"white space before the colon", "A \t: b\r\n\r\n", "A=b;10"},
      {"no value", "A:\r\n\r\n", "A=;6"},
      {"no colon", "From x\r\nA: b\r\n\r\n", "=From x;A=b;16"},
      {"space in the name", "A b: c\r\n\r\n", "=A b: c;10"},
      {"begins folded", " x\r\nA: b\r\n\r\n", "=x;A=b;12"},
      {"colon in the value", "A: b:c\r\n\r\n", "A=b:c;10"},
      {"NUL", "A: b\0c\r\n\r\n"sv, "A=b\0c;10"sv},
      {"CR alone is no end", "A: b\r\rC: d\r\n\r\n", "A=bC: d;14"},
      {"ends in the empty line's CR", "A: b\r\n\r", "A=b;=;7"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(shown(split_header(row.in)), row.out);
    std::size_t raw = 0;
    for (const HeaderField& field : split_header(row.in).fields) raw += field.raw.size();
    EXPECT_LE(raw, split_header(row.in).size);
  }
}

TEST(Header, FindsTheFirstInAnyCase) {
  const auto fields = split_header("a: 1\r\nB: 2\r\nA: 3\r\n\r\n").fields;
  EXPECT_EQ(field_value(fields, "A"), "1");
  EXPECT_EQ(field_value(fields, "b"), "2");
  EXPECT_EQ(find_field(fields, "c"), nullptr);
  EXPECT_EQ(field_value(fields, "c"), "");
}

TEST(Header, LimitsFields) {
  std::string text;
  for (std::size_t at = 0; at < kMaxHeaderFields + 5; ++at) text += "A: b\r\n";
  const HeaderSection section = split_header(text + "\r\n");
  EXPECT_EQ(section.fields.size(), kMaxHeaderFields);
  EXPECT_EQ(section.size, text.size() + 2);
}

TEST(DateTime, Table) {
  struct Row {
    std::string_view name, in, internal;  // internal date, or nothing
  };
  const Row rows[] = {
      {"RFC 5322 A.1.1", "Fri, 21 Nov 1997 09:55:06 -0600", "21-Nov-1997 09:55:06 -0600"},
      {"one digit, no day", "1 Jul 2003 10:52:37 +0200", " 1-Jul-2003 10:52:37 +0200"},
      {"no seconds", "Thu, 13 Feb 1969 23:32 -0330", "13-Feb-1969 23:32:00 -0330"},
      {"RFC 5322 A.5",
       "Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n               -0330 "
       "(Newfoundland Time)",
       "13-Feb-1969 23:32:00 -0330"},
      {"RFC 5322 A.6.2", "21 Nov 97 09:55:06 GMT", "21-Nov-1997 09:55:06 +0000"},
      {"RFC 5322 A.6.3", "Fri, 21 Nov 1997 09(comment):   55  :  06 -0600",
       "21-Nov-1997 09:55:06 -0600"},
      {"year 49", "1 Jan 49 00:00:00 EST", " 1-Jan-2049 00:00:00 -0500"},
      {"year 50", "1 Jan 50 00:00:00 PDT", " 1-Jan-1950 00:00:00 -0700"},
      {"three digits", "1 Jan 101 00:00:00 UT", " 1-Jan-2001 00:00:00 +0000"},
      {"military", "1 Jan 2000 00:00:00 A", " 1-Jan-2000 00:00:00 +0000"},
      {"no zone", "1 Jan 2000 00:00:00", " 1-Jan-2000 00:00:00 +0000"},
      {"leap day", "29 Feb 2000 00:00:00 +0000", "29-Feb-2000 00:00:00 +0000"},
      {"leap second", "31 Dec 2016 23:59:60 +0000", " 1-Jan-2017 00:00:00 +0000"},
      {"the year 10000", "31 Dec 9999 23:59:60 +0000", ""},
      {"no leap day", "29 Feb 1900 00:00:00 +0000", ""},
      {"day 31 of 30", "31 Apr 2000 00:00:00 +0000", ""},
      {"day 0", "0 Apr 2000 00:00:00 +0000", ""},
      {"hour 24", "1 Apr 2000 24:00:00 +0000", ""},
      {"no month", "1 Foo 2000 00:00:00 +0000", ""},
      {"minute 60 in the zone is no zone", "1 Apr 2000 00:00:00 +0060",
       " 1-Apr-2000 00:00:00 +0000"},
      {"empty", "", ""},
      {"only a comment", "(x", ""},
      {"text", "yesterday", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto print = [](const DateTime& read) { return to_date_time(read); };
    EXPECT_EQ(wireassay::testing::broken_text(row.in, parse_date_time, print), "");
    const std::optional<DateTime> when = parse_date_time(row.in);
    EXPECT_EQ(when ? to_internal_date(*when) : "", row.internal);
    if (!when) continue;
    EXPECT_EQ(parse_internal_date(row.internal), when);
    EXPECT_EQ(parse_date_time(to_date_time(*when)), when);
  }
}

TEST(DateTime, InternalDateIsStrict) {
  EXPECT_EQ(parse_internal_date("17-Jul-1996 02:44:25 -0700")->utc, 837596665);
  EXPECT_EQ(parse_internal_date(" 7-jul-1996 02:44:25 -0700")->zone, -420);
  for (const std::string_view bad :
       {"7-Jul-1996 02:44:25 -0700", "17-Jul-96 02:44:25 -0700", "17-Jul-1996 2:44:25 -0700",
        "17-Jul-1996 02:44:25", "17-Jul-1996 02:44:25 GMT", "17-Jul-1996 02:44:25 -0700 ",
        "31-Jun-1996 02:44:25 -0700", "17-Jul-1996  02:44:25 -0700", " 17-Jul-1996 02:44:25 -0700"})
    EXPECT_FALSE(parse_internal_date(bad)) << bad;
}

TEST(DateTime, DaysAndDatesAgree) {
  EXPECT_EQ(days_of({1970, 1, 1}), 0);
  EXPECT_EQ(days_of({2000, 3, 1}), 11017);
  EXPECT_EQ(days_of({1601, 1, 1}), -134774);
  for (std::int64_t day = -150000; day < 150000; day += 13) {
    const Date date = local_date({.utc = day * 86400, .zone = 0});
    ASSERT_EQ(days_of(date), day) << date.year << "-" << date.month << "-" << date.day;
  }
  EXPECT_EQ(local_date({.utc = 0, .zone = -1}), (Date{1969, 12, 31}));
  EXPECT_EQ(to_date_time({.utc = 0, .zone = 0}), "Thu, 1 Jan 1970 00:00:00 +0000");
}

std::string shown(const std::vector<Address>& list) {
  std::string text;
  for (const Address& address : list) {
    for (const auto& part : {address.name, address.adl, address.mailbox, address.host})
      text.append(part.value_or("NIL")).append("|");
    text += ";";
  }
  return text;
}

TEST(AddressList, Table) {
  struct Row {
    std::string_view name, in, out;
  };
  const Row rows[] = {
      {"empty", "", ""},
      {"bare", "a@x.test", "NIL|NIL|a|x.test|;"},
      {"angle", "<a@x.test>", "NIL|NIL|a|x.test|;"},
      {"name", "Fred Foobar <foobar@x.test>", "Fred Foobar|NIL|foobar|x.test|;"},
      {"quoted name", "\"Joe \\\"Q\\\" Public\" <a@x.test>", "Joe \"Q\" Public|NIL|a|x.test|;"},
      {"quoted backslash", "\"a\\\\b\" <a@x.test>", "a\\b|NIL|a|x.test|;"},
      {"dots in a name", "John Q. Public <a@x.test>", "John Q. Public|NIL|a|x.test|;"},
      {"two", "a@x.test, B <b@y.test>", "NIL|NIL|a|x.test|;B|NIL|b|y.test|;"},
      {"folded", "a@x.test,\r\n b@y.test", "NIL|NIL|a|x.test|;NIL|NIL|b|y.test|;"},
      {"empty elements", ", a@x.test,,", "NIL|NIL|a|x.test|;"},
      {"comment as name", "a@x.test (Al B)", "Al B|NIL|a|x.test|;"},
      {"nested comment", "a@x.test (b (c) d)", "b (c) d|NIL|a|x.test|;"},
      {"comments between", "Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>",
       "Pete|NIL|pete|silly.test|;"},
      {"route", "<@a.test,@b.test:c@d.test>", "NIL|@a.test,@b.test|c|d.test|;"},
      {"spaces around dots", "Joe <joe . x@ex . test>", "Joe|NIL|joe.x|ex.test|;"},
      {"literal", "<a@[192.0.2.1]>", "NIL|NIL|a|[192.0.2.1]|;"},
      {"quoted local part", "\"a b\"@x.test", "NIL|NIL|a b|x.test|;"},
      {"group", "G: a@x.test, b@y.test; c@z.test",
       "NIL|NIL|G|NIL|;NIL|NIL|a|x.test|;NIL|NIL|b|y.test|;NIL|NIL|NIL|NIL|;NIL|NIL|c|z.test|;"},
      {"empty group", "Undisclosed recipients:;",
       "NIL|NIL|Undisclosed recipients|NIL|;NIL|NIL|NIL|NIL|;"},
      {"group without an end", "G: a@x.test", "NIL|NIL|G|NIL|;NIL|NIL|a|x.test|;NIL|NIL|NIL|NIL|;"},
      {"no domain", "postmaster", "NIL|NIL|postmaster||;"},
      {"no end", "A <a@x.test", "A|NIL|a|x.test|;"},
      {"null", "<>", ""},
      {"only specials", ">;)][", ""},
      {"NUL", "a\0b@x.test"sv, "NIL|NIL|a\0b|x.test|;"sv},
      {"after garbage", "]] , a@x.test", "NIL|NIL|a|x.test|;"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(shown(parse_address_list(row.in)), row.out);
  }
}

TEST(AddressList, Limits) {
  std::string many, deep(100000, '(');
  for (std::size_t at = 0; at < kMaxAddresses + 10; ++at) many += "a@x.test,";
  EXPECT_EQ(parse_address_list(many).size(), kMaxAddresses);
  EXPECT_LE(parse_address_list("a@x.test " + deep).size(), kMaxAddresses);
}

TEST(EncodedWord, Table) {
  struct Row {
    std::string_view name, in, out;
  };
  const Row rows[] = {
      {"plain", "a b", "a b"},
      {"base64", "=?UTF-8?B?R3LDvMOfZQ==?=",
       "Gr\xc3\xbc\xc3\x9f"
       "e"},
      {"q", "=?utf-8?q?a_b=3F?=", "a b?"},
      {"Latin-1", "=?ISO-8859-1?Q?Keld_J=F8rn?=", "Keld J\xc3\xb8rn"},
      // RFC 2047 section 8
      {"one", "(=?ISO-8859-1?Q?a?=)", "(a)"},
      {"one and text", "(=?ISO-8859-1?Q?a?= b)", "(a b)"},
      {"two", "(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)"},
      {"two, more space", "(=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=)", "(ab)"},
      {"space in one", "(=?ISO-8859-1?Q?a_b?=)", "(a b)"},
      {"space at the end", "(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)", "(a =?ISO-8859-2?Q?_b?=)"},
      {"language", "=?us-ascii*en?Q?x?=", "x"},
      {"unknown encoding", "=?utf-8?x?abc?=", "=?utf-8?x?abc?="},
      {"not ended", "=?utf-8?q?abc", "=?utf-8?q?abc"},
      {"space inside", "=?utf-8?q?a b?=", "=?utf-8?q?a b?="},
      {"trailing space stays", "=?utf-8?q?a?= ", "a "},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(decode_words(row.in), row.out);
  }
}

TEST(EncodedWord, FoldsCase) {
  EXPECT_EQ(fold_case("AbC 9"), "abc 9");
  EXPECT_EQ(fold_case("GR\xc3\x9cN"), "gr\xc3\xbcn");
  EXPECT_EQ(fold_case("\xd0\x9f\xd0\x90"), "\xd0\xbf\xd0\xb0") << "Cyrillic";
  EXPECT_EQ(fold_case("\xf0\x9f\x93\xa7 \xe2\x82\xac"), "\xf0\x9f\x93\xa7 \xe2\x82\xac");
  EXPECT_EQ(fold_case("\xff\xc3"), "\xff\xc3") << "no UTF-8";
}

}  // namespace
}  // namespace wireassay::message
