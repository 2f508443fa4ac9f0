// A table for each link type, cut at every octet.
#include "trace/link_layer.h"

#include <gtest/gtest.h>

#include "testing/parser.h"
#include "trace/trace_test_support.h"

namespace wireassay::trace {
namespace {

struct Row {
  std::string_view name;
  LinkType link;
  std::string frame;
  std::string_view expected;  ///< "IPv4 14", "IPv6 18 tags 1", "none 4", "more", an error
};

const std::string kMac = std::string(12, '\x02');
const std::string kSnap = octets("\xaa\xaa\x03\x00\x00\x00");

/// 16 octets of Linux cooked v1.
std::string sll(std::uint16_t device, std::uint16_t protocol) {
  return big(0, 2) + big(device, 2) + big(6, 2) + std::string(8, '\x01') + big(protocol, 2);
}
/// 20 octets of Linux cooked v2.
std::string sll2(std::uint16_t device, std::uint16_t protocol) {
  return big(protocol, 2) + big(0, 2) + big(3, 4) + big(device, 2) + big(4, 1) + big(6, 1) +
         std::string(8, '\x01');
}

const std::vector<Row>& rows() {
  using enum LinkType;
  static const std::vector<Row> kRows = {
      {"Ethernet", Ethernet, kMac + big(0x0800, 2), "IPv4 14"},
      {"Ethernet, IPv6", Ethernet, kMac + big(0x86dd, 2) + "x", "IPv6 14"},
      {"Ethernet, ARP", Ethernet, kMac + big(0x0806, 2), "2054 14"},
      {"802.1Q", Ethernet, kMac + big(0x8100, 2) + big(5, 2) + big(0x0800, 2), "IPv4 18 tags 1"},
      {"802.1ad", Ethernet,
       kMac + big(0x88a8, 2) + big(5, 2) + big(0x8100, 2) + big(6, 2) + big(0x86dd, 2),
       "IPv6 22 tags 2"},
      {"0x9100", Ethernet, kMac + big(0x9100, 2) + big(5, 2) + big(0x0800, 2), "IPv4 18 tags 1"},
      {"half a tag", Ethernet, kMac + big(0x8100, 2) + big(5, 2), "more"},
      {"nine tags", Ethernet,
       kMac + big(0x8100, 2) +
           [] {
             std::string tags;
             for (int i = 0; i < 9; ++i) tags += big(5, 2) + big(0x8100, 2);
             return tags;
           }(),
       "link: too many VLAN tag at octet 46"},
      {"802.3 with SNAP", Ethernet, kMac + big(46, 2) + kSnap + big(0x0800, 2), "IPv4 22"},
      {"802.3 with LLC", Ethernet, kMac + big(46, 2) + octets("\x42\x42\x03\0\0\0\0\0"), "none 14"},
      {"half of Ethernet", Ethernet, kMac + "\x08", "more"},
      {"Null, little", Null, little(2, 4), "IPv4 4"},
      {"Null, big", Null, big(2, 4), "IPv4 4"},
      {"Null, IPv6 of Linux", Null, little(10, 4), "IPv6 4"},
      {"Null, IPv6 of OpenBSD", Null, little(24, 4), "IPv6 4"},
      {"Null, IPv6 of FreeBSD", Null, big(28, 4), "IPv6 4"},
      {"Null, IPv6 of Darwin", Null, little(30, 4), "IPv6 4"},
      {"Null, another family", Null, little(7, 4), "none 4"},
      {"half of Null", Null, octets("\0\0\0"), "more"},
      {"Loop", Loop, big(2, 4), "IPv4 4"},
      {"Loop is in network order", Loop, little(2, 4), "none 4"},
      {"raw IPv4", Raw, "\x45", "IPv4 0"},
      {"raw IPv6", Raw, "\x60", "IPv6 0"},
      {"raw something", Raw, "\x15", "link: malformed Version at octet 0"},
      {"raw nothing", Raw, "", "more"},
      {"IPv4", Ipv4, "", "IPv4 0"},
      {"IPv6", Ipv6, "", "IPv6 0"},
      {"SLL", LinuxSll, sll(1, 0x0800), "IPv4 16"},
      {"SLL, IPv6", LinuxSll, sll(772, 0x86dd) + "x", "IPv6 16"},
      {"SLL with a tag", LinuxSll, sll(1, 0x8100) + big(5, 2) + big(0x0800, 2), "IPv4 20 tags 1"},
      {"SLL of Netlink", LinuxSll, sll(824, 0x0800), "none 16"},
      {"half of SLL", LinuxSll, std::string(15, '\0'), "more"},
      {"SLL2", LinuxSll2, sll2(1, 0x0800), "IPv4 20"},
      {"SLL2, IPv6", LinuxSll2, sll2(772, 0x86dd), "IPv6 20"},
      {"SLL2 with a tag", LinuxSll2, sll2(1, 0x8100) + big(5, 2) + big(0x86dd, 2),
       "IPv6 24 tags 1"},
      {"SLL2 of Netlink", LinuxSll2, sll2(824, 0x0800), "none 20"},
      {"half of SLL2", LinuxSll2, std::string(19, '\0'), "more"},
      {"a type that is none", LinkType{7}, "x", "link: malformed link type at octet 0"},
  };
  return kRows;
}

std::string to_text(const Parsed<LinkHeader>& parsed) {
  if (std::holds_alternative<NeedMore>(parsed)) return "more";
  if (const auto* error = std::get_if<ParseError>(&parsed)) return "link: " + to_string(*error);
  const auto& got = std::get<Got<LinkHeader>>(parsed);
  std::string out = got.value.type == EtherType::None   ? "none"
                    : got.value.type == EtherType::Ipv4 ? "IPv4"
                    : got.value.type == EtherType::Ipv6
                        ? "IPv6"
                        : std::to_string(static_cast<unsigned>(got.value.type));
  out += " " + std::to_string(got.used);
  return got.value.vlan_tags == 0 ? out : out + " tags " + std::to_string(got.value.vlan_tags);
}

TEST(TraceLinkLayer, Table) {
  for (const Row& row : rows()) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(to_text(parse_link_header(row.link, row.frame)), row.expected);
  }
}

TEST(TraceLinkLayer, EverySplit) {
  for (const Row& row : rows()) {
    SCOPED_TRACE(row.name);
    const auto whole = parse_link_header(row.link, row.frame);
    testing::ExactBuffer buffer(row.frame);
    for (std::size_t size = row.frame.size(); size-- > 0;) {
      const auto answer = parse_link_header(row.link, buffer.prefix(size));
      const auto* got = std::get_if<Got<LinkHeader>>(&whole);
      const bool is_known = got != nullptr && got->value.type != EtherType::None;
      const bool enough = is_known && size >= std::max<std::size_t>(got->used, 1);
      if (enough)
        EXPECT_EQ(answer, whole) << size;
      else
        EXPECT_TRUE(std::holds_alternative<NeedMore>(answer) || answer == whole) << size;
    }
  }
}

}  // namespace
}  // namespace wireassay::trace
