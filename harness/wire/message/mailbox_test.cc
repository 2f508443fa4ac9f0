// Mailboxes, paths and address literals: what RFC 5321 sections 4.1.2 and 4.1.3 allow and what not.
#include "wire/message/mailbox.h"

#include <gtest/gtest.h>

#include "core/escape.h"
#include "wire/message/utf8.h"

namespace wireassay::message {
namespace {

using namespace std::string_view_literals;

/// "ok", or rule@offset of the refusal.
template <class T>
std::string outcome(const std::expected<T, ParseError>& result) {
  if (result) return "ok";
  const std::string prefix = result.error().code == Errc::TooLong ? "long " : "";
  return prefix + std::string(result.error().rule) + "@" + std::to_string(result.error().offset);
}

TEST(AddressLiteral, Table) {
  struct Row {
    std::string_view name, in, outcome, hex;
  };
  const Row rows[] = {
      {"IPv4", "[127.0.0.1]", "ok", "7f000001"},
      {"IPv4 of three digits", "[255.255.255.255]", "ok", "ffffffff"},
      {"IPv4 with leading zeros", "[001.02.0.0]", "ok", "01020000"},
      {"Snum over 255", "[256.0.0.1]", "address-literal@1", ""},
      {"Snum of four digits", "[0001.0.0.1]", "address-literal@1", ""},
      {"three numbers", "[1.2.3]", "address-literal@1", ""},
      {"five numbers", "[1.2.3.4.5]", "address-literal@1", ""},
      {"empty", "[]", "address-literal@1", ""},
      {"no end", "[1.2.3.4", "address-literal@8", ""},
      {"text behind", "[1.2.3.4]x", "address-literal@9", ""},
      {"IPv6 full", "[IPv6:2001:db8:1:2:3:4:5:6]", "ok", "20010db8000100020003000400050006"},
      {"IPv6 loopback", "[IPv6:::1]", "ok", "00000000000000000000000000000001"},
      {"IPv6 unspecified", "[IPv6:::]", "ok", "00000000000000000000000000000000"},
      {"IPv6 tag in lower case", "[ipv6:2001:DB8::1]", "ok", "20010db8000000000000000000000001"},
      {"IPv6 comp at the end", "[IPv6:1:2:3:4:5:6::]", "ok", "00010002000300040005000600000000"},
      {"IPv6 comp for one group", "[IPv6:1:2:3:4:5:6:7::]", "IPv6-address-literal@6", ""},
      {"IPv6 twice ::", "[IPv6:1::2::3]", "IPv6-address-literal@6", ""},
      {"IPv6 seven groups", "[IPv6:1:2:3:4:5:6:7]", "IPv6-address-literal@6", ""},
      {"IPv6 nine groups", "[IPv6:1:2:3:4:5:6:7:8:9]", "IPv6-address-literal@6", ""},
      {"IPv6 five digits", "[IPv6:12345::]", "IPv6-address-literal@6", ""},
      {"IPv6 single colon first", "[IPv6::1:2:3:4:5:6:7]", "IPv6-address-literal@6", ""},
      {"IPv6v4 full", "[IPv6:1:2:3:4:5:6:1.2.3.4]", "ok", "00010002000300040005000601020304"},
      {"IPv6v4 comp", "[IPv6:::ffff:1.2.3.4]", "ok", "00000000000000000000ffff01020304"},
      {"IPv6v4 comp bare", "[IPv6:::1.2.3.4]", "ok", "00000000000000000000000001020304"},
      {"IPv6v4 comp five groups", "[IPv6:1:2:3:4:5::1.2.3.4]", "IPv6-address-literal@6", ""},
      {"IPv6v4 not last", "[IPv6:::1.2.3.4:1]", "IPv6-address-literal@6", ""},
      {"general", "[x400:c=no;admd=]", "ok", ""},
      {"general without content", "[tag:]", "address-literal@1", ""},
      {"general, tag ends in hyphen", "[tag-:x]", "address-literal@1", ""},
      {"general with a bracket", "[tag:a[b]", "address-literal@6", ""},
      {"general with a space", "[tag:a b]", "address-literal@6", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto literal = parse_address_literal(row.in);
    EXPECT_EQ(outcome(literal), row.outcome);
    if (!literal) continue;
    EXPECT_EQ(to_hex(literal->octets), row.hex);
    EXPECT_EQ(to_wire(*literal), row.in);
  }
}

TEST(Mailbox, Table) {
  struct Row {
    std::string_view name, in, outcome, local_value;
  };
  const Row rows[] = {
      {"plain", "a@x.test", "ok", "a"},
      {"all atext", "!#$%&'*+-/=?^_`{|}~@x.test", "ok", "!#$%&'*+-/=?^_`{|}~"},
      {"dots", "a.b.c@x.test", "ok", "a.b.c"},
      {"leading dot", ".a@x.test", "Local-part@0", ""},
      {"trailing dot", "a.@x.test", "Local-part@2", ""},
      {"two dots", "a..b@x.test", "Local-part@2", ""},
      {"no local part", "@x.test", "Local-part@0", ""},
      {"no at", "abc", "Mailbox@3", ""},
      {"two ats", "a@b@c", "Mailbox@3", ""},
      {"quoted", "\"a b\"@x.test", "ok", "a b"},
      {"quoted empty", "\"\"@x.test", "ok", ""},
      {"quoted pair", "\"a\\\"b\\\\\"@x.test", "ok", "a\"b\\"},
      {"quoted, not closed", "\"ab@x.test", "Quoted-string@10", ""},
      {"quoted control", "\"a\x01\"@x.test", "Quoted-string@2", ""},
      {"quoted pair of control", "\"\\\x01\"@x.test", "quoted-pairSMTP@2", ""},
      {"quoted, then text", "\"a\"b@x.test", "Mailbox@3", ""},
      {"space", "a b@x.test", "Mailbox@1", ""},
      {"literal", "a@[127.0.0.1]", "ok", "a"},
      {"bad literal", "a@[300.0.0.1]", "address-literal@3", ""},
      {"one label", "a@localhost", "ok", "a"},
      {"underscore", "a@x_y.test", "Mailbox@3", ""},
      {"label ends in hyphen", "a@x-.test", "Domain@4", ""},
      {"label begins with hyphen", "a@-x.test", "Domain@2", ""},
      {"empty label", "a@x..test", "Domain@4", ""},
      {"trailing dot of domain", "a@x.test.", "Domain@9", ""},
      {"8-bit", "\xc3\xa9@x.test", "Local-part@0", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto mailbox = parse_mailbox(row.in);
    EXPECT_EQ(outcome(mailbox), row.outcome);
    if (!mailbox) continue;
    EXPECT_EQ(to_wire(*mailbox), row.in);
    EXPECT_EQ(local_value(*mailbox), row.local_value);
  }
}

TEST(Mailbox, Smtputf8) {
  const PathOptions utf8{.smtputf8 = true};
  EXPECT_TRUE(parse_mailbox("\xc3\xa9@x.test", utf8));
  EXPECT_TRUE(parse_mailbox("\"\xc3\xa9 x\"@x.test", utf8));
  EXPECT_TRUE(
      parse_mailbox("a@b\xc3\xbc"
                    "cher.test",
                    utf8));
  EXPECT_FALSE(parse_mailbox("\xc3@x.test", utf8)) << "half a character";
  EXPECT_FALSE(parse_mailbox("\xc0\xaf@x.test", utf8)) << "overlong";
  EXPECT_FALSE(parse_mailbox("\xed\xa0\x80@x.test", utf8)) << "surrogate";
  EXPECT_FALSE(parse_mailbox("\xf4\x90\x80\x80@x.test", utf8)) << "beyond U+10FFFF";
  EXPECT_TRUE(is_utf8("a\xf0\x9f\x93\xa7z"));
  EXPECT_FALSE(is_utf8("a\xf0\x9f\x93"));
}

TEST(Path, Table) {
  struct Row {
    std::string_view name, in, reverse, forward;
  };
  const Row rows[] = {
      {"null", "<>", "ok", "Local-part@1"},
      {"plain", "<a@x.test>", "ok", "ok"},
      {"source route", "<@one.test,@two.test:a@x.test>", "ok", "ok"},
      {"route of one", "<@one.test:a@x.test>", "ok", "ok"},
      {"route without colon", "<@one.test,a@x.test>", "At-domain@11", "At-domain@11"},
      {"route without mailbox", "<@one.test:>", "Local-part@11", "Local-part@11"},
      {"no brackets", "a@x.test", "Reverse-path@0", "Forward-path@0"},
      {"not closed", "<a@x.test", "Reverse-path@9", "Forward-path@9"},
      {"space inside", "<a@x.test >", "Reverse-path@9", "Forward-path@9"},
      {"text behind", "<a@x.test>b", "Reverse-path@10", "Forward-path@10"},
      {"postmaster", "<PostMaster>", "Mailbox@11", "ok"},
      {"postmaster with domain", "<postmaster@x.test>", "ok", "ok"},
      {"postmasters", "<postmasters>", "Mailbox@12", "Mailbox@12"},
      {"empty", "", "Reverse-path@0", "Forward-path@0"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto reverse = parse_reverse_path(row.in);
    EXPECT_EQ(outcome(reverse), row.reverse);
    if (reverse) {
      EXPECT_EQ(to_wire(*reverse), row.in);
    }
    const auto forward = parse_forward_path(row.in, {.bare_postmaster = true});
    EXPECT_EQ(outcome(forward), row.forward);
    if (forward) {
      EXPECT_EQ(to_wire(*forward), row.in);
    }
  }
  EXPECT_EQ(outcome(parse_forward_path("<postmaster>")), "Mailbox@11")
      << "only where the caller says so";
}

TEST(Path, Limits) {
  const std::string label(63, 'd');
  const std::string local64(64, 'a'), local65(65, 'a');
  EXPECT_EQ(outcome(parse_mailbox(local64 + "@x.test")), "ok");
  EXPECT_EQ(outcome(parse_mailbox(local65 + "@x.test")), "long Local-part@64");
  EXPECT_EQ(outcome(parse_mailbox(local65 + "@x.test", {.max_local_part = 65})), "ok");
  const std::string domain255 = label + "." + label + "." + label + "." + std::string(63, 'e');
  ASSERT_EQ(domain255.size(), kMaxDomain);
  EXPECT_EQ(outcome(parse_domain(domain255)), "ok");
  EXPECT_EQ(outcome(parse_domain(domain255 + ".f")), "long Domain@255");
  EXPECT_EQ(outcome(parse_domain(label + "d.test")), "long sub-domain@63");
  // 256 octets with the brackets: 254 inside.
  const std::string domain =
      label + "." + label + "." + label + "." + std::string(254 - 1 - 1 - 3 * 64, 'e');
  EXPECT_EQ(outcome(parse_reverse_path("<a@" + domain + ">")), "ok");
  EXPECT_EQ(outcome(parse_reverse_path("<a@" + domain + "e>")), "long Reverse-path@256");
}

TEST(Mailbox, Equivalence) {
  const auto same = [](std::string_view a, std::string_view b) {
    return same_mailbox(*parse_mailbox(a), *parse_mailbox(b));
  };
  EXPECT_TRUE(same("bob@lab.test", "\"bob\"@LAB.Test"));
  EXPECT_TRUE(same("bob@lab.test", "\"b\\ob\"@lab.test"));
  EXPECT_FALSE(same("bob@lab.test", "BOB@lab.test"));
  EXPECT_TRUE(same("a@[IPv6:::1]", "a@[ipv6:0:0:0:0:0:0:0:1]"));
  EXPECT_FALSE(same("a@[127.0.0.1]", "a@[127.0.0.2]"));
  EXPECT_EQ(quote_local("a.b"), "a.b");
  EXPECT_EQ(quote_local("a b"), "\"a b\"");
  EXPECT_EQ(quote_local("a\"\\"), "\"a\\\"\\\\\"");
  EXPECT_EQ(quote_local(""), "\"\"");
}

}  // namespace
}  // namespace wireassay::message
