// Packets of every link type to connections; what cannot be read is counted and named.
#include <gtest/gtest.h>

#include <algorithm>

#include "trace/conversation_table.h"
#include "trace/trace_test_support.h"

namespace wireassay::trace {
namespace {

/// Endpoints, streams, a line each.
std::string to_text(const ConversationTable& table) {
  std::string out;
  for (const Conversation& one : table.conversations()) {
    out += to_string(one.client()) + " " + to_string(one.server()) + " " +
           to_text(one.stream(Direction::FromClient)) + " | " +
           to_text(one.stream(Direction::FromServer)) + "\n";
  }
  return out;
}

ConversationTable read(const std::vector<std::string>& frames, LinkType link = LinkType::Raw,
                       const TraceLimits& limits = {}) {
  ConversationTable table(limits);
  std::uint64_t number = 0;
  for (const std::string& frame : frames) table.add(packet(frame, ++number, link));
  table.finish();
  EXPECT_EQ(table.budget().waiting, 0U);
  return table;
}

Ip back() { return {.source = Ip{}.target, .target = Ip{}.source}; }

std::string client(const std::string& flags, std::uint32_t sequence, const std::string& data = "") {
  return ipv4(tcp({.sequence = sequence, .flags = flags, .data = data}));
}
std::string server(const std::string& flags, std::uint32_t sequence, const std::string& data = "") {
  return ipv4(
      tcp({.source = 25, .target = 40000, .sequence = sequence, .flags = flags, .data = data}),
      back());
}

TEST(TraceConversationTable, EveryLinkType) {
  const std::string four = client("A", 100, "hello"), six = ipv6(tcp({.data = "hello"}));
  const std::string sll = std::string(14, '\0'), sll2 = std::string(18, '\0');
  struct {
    std::string_view name;
    LinkType link;
    std::string frame;
    bool v6;
  } const kRows[] = {
      {"Ethernet", LinkType::Ethernet, ethernet(four), false},
      {"Ethernet, padded", LinkType::Ethernet, ethernet(four) + std::string(20, '\0'), false},
      {"VLAN", LinkType::Ethernet, ethernet(big(5, 2) + big(0x86dd, 2) + six, 0x8100), true},
      {"Null", LinkType::Null, little(30, 4) + six, true},
      {"Loop", LinkType::Loop, big(2, 4) + four, false},
      {"raw", LinkType::Raw, six, true},
      {"IPv4", LinkType::Ipv4, four, false},
      {"IPv6", LinkType::Ipv6, six, true},
      {"SLL", LinkType::LinuxSll, sll + big(0x86dd, 2) + six, true},
      {"SLL2", LinkType::LinuxSll2, big(0x0800, 2) + sll2 + four, false},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    const std::string ends =
        row.v6 ? "[2001:db8::1]:40000 [2001:db8::2]:25 " : "192.0.2.1:40000 192.0.2.2:25 ";
    EXPECT_EQ(to_text(read({row.frame}, row.link)), ends + "hello.capture | .capture\n");
  }
}

TEST(TraceConversationTable, PortReuse) {
  const auto table = read({client("S", 99), server("SA", 499), client("FA", 100, "one"),
                           server("FA", 500, "1"), client("S", 5099), server("SA", 7499),
                           client("A", 5100, "two"), server("A", 7500, "2"), client("R", 5103)});
  EXPECT_EQ(to_text(table),
            "192.0.2.1:40000 192.0.2.2:25 one.fin | 1.fin\n"
            "192.0.2.1:40000 192.0.2.2:25 two.reset | 2.peer-reset\n");
}

TEST(TraceConversationTable, PortReuseWithoutAnEnd) {
  const auto table = read({client("S", 99), client("A", 100, "one"), client("S", 99),
                           client("S", 90000), client("A", 90001, "two")});
  EXPECT_EQ(to_text(table),
            "192.0.2.1:40000 192.0.2.2:25 one.capture | .capture\n"
            "192.0.2.1:40000 192.0.2.2:25 two.capture | .capture\n");
}

// A packet that ends what it cannot begin changes nothing when it comes again.
TEST(TraceConversationTable, SynMovedWithFin) {
  const std::vector<std::string> frames = {client("S", 99), client("SFA", 100), client("SFA", 100)};
  EXPECT_EQ(read(frames).conversations().size(), 1U);
}

TEST(TraceConversationTable, ManyAtOnceInTheOrderOfTheirFirstPackets) {
  std::vector<std::string> frames;
  for (const std::string data : {"a", "b"}) {
    for (std::uint16_t port = 41005; port > 41000; --port)
      frames.push_back(
          ipv4(tcp({.source = port, .sequence = data == "a" ? 1U : 2U, .data = data})));
  }
  const auto table = read(frames);
  ASSERT_EQ(table.conversations().size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(table.conversations()[i].client().port, 41005 - i);
    EXPECT_EQ(to_text(table.conversations()[i].stream(Direction::FromClient)), "ab.capture");
  }
}

TEST(TraceConversationTable, Fragments) {
  const std::string segment = tcp({.sequence = 100, .data = "hello world"});
  const std::vector<std::string> frames = {
      ipv4(segment.substr(24), {.id = 7, .fragment = 3}),
      ipv4(segment.substr(0, 16), {.id = 7, .fragment = 0x2000}),
      ipv4(segment.substr(16, 8), {.id = 7, .fragment = 0x2002}),
  };
  const auto table = read(frames);
  EXPECT_EQ(to_text(table), "192.0.2.1:40000 192.0.2.2:25 hello world.capture | .capture\n");
  EXPECT_EQ(table.counts(), (TraceCounts{.packets = 3, .tcp = 1, .fragments = 2}));
  EXPECT_EQ(table.fragments(), (FragmentCounts{.fragments = 3, .datagrams = 1}));
}

TEST(TraceConversationTable, Ipv6FragmentsWithExtensions) {
  const auto fragment = [](std::uint16_t offset_and_more) {
    return big(60, 1) + big(0, 1) + big(offset_and_more, 2) + big(9, 4);
  };
  const std::string all = big(6, 1) + std::string(7, '\0') + tcp({.data = "hello"});
  const auto table =
      read({ipv6(fragment(16) + all.substr(16), 44), ipv6(fragment(1) + all.substr(0, 16), 44)});
  EXPECT_EQ(to_text(table), "[2001:db8::1]:40000 [2001:db8::2]:25 hello.capture | .capture\n");
}

TEST(TraceConversationTable, WhatCannotBeRead) {
  struct {
    std::string_view name;
    std::string frame;
    std::size_t more;  ///< octets that were not captured
    TraceCounts counts;
    std::string_view problem;
  } const kRows[] = {
      {"ARP", ethernet(std::string(28, '\0'), 0x0806), 0, {.packets = 1, .not_ip = 1}, ""},
      {"UDP", ethernet(ipv4("x", {.protocol = 17})), 0, {.packets = 1, .not_tcp = 1}, ""},
      {"half a link header",
       "x",
       0,
       {.packets = 1, .malformed = 1},
       "packet 1: link: malformed header at octet 1"},
      {"half a link header, cut",
       "x",
       60,
       {.packets = 1, .headers_truncated = 1},
       "packet 1: link: cut off by the capture"},
      {"half an IP header",
       ethernet("\x45"),
       0,
       {.packets = 1, .malformed = 1},
       "packet 1: IP: malformed header at octet 1"},
      {"half an IP header, cut",
       ethernet("\x45"),
       30,
       {.packets = 1, .headers_truncated = 1},
       "packet 1: IP: cut off by the capture"},
      {"version 5",
       ethernet("\x55"),
       0,
       {.packets = 1, .malformed = 1},
       "packet 1: IP: malformed Version at octet 0"},
      {"half a TCP header",
       ethernet(ipv4(std::string(12, '\0'))),
       0,
       {.packets = 1, .malformed = 1},
       "packet 1: TCP: malformed TCP header at octet 12"},
      {"half a TCP header, cut",
       ethernet(client("A", 1)).substr(0, 46),
       8,
       {.packets = 1, .headers_truncated = 1},
       "packet 1: TCP: cut off by the capture"},
      {"cut data",
       ethernet(client("A", 1, "hello")).substr(0, 56),
       3,
       {.packets = 1, .tcp = 1, .truncated = 1},
       ""},
      {"a fragment",
       ethernet(ipv4("AAAAAAAA", {.fragment = 0x2000})),
       0,
       {.packets = 1, .fragments = 1},
       ""},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    ConversationTable table;
    Packet one = packet(row.frame, 1, LinkType::Ethernet);
    one.original += row.more;
    table.add(one);
    table.finish();
    EXPECT_EQ(table.counts(), row.counts);
    EXPECT_EQ(table.problems().empty() ? "" : to_string(table.problems()[0]), row.problem);
  }
}

TEST(TraceConversationTable, Limits) {
  const std::vector<std::string> frames = {client("A", 1, "a"),
                                           ipv4(tcp({.source = 50000, .data = "b"})),
                                           client("A", 2, "c"), "x", "y"};
  const auto table = read(frames, LinkType::Raw, {.connections = 1, .problems = 1});
  EXPECT_EQ(to_text(table), "192.0.2.1:40000 192.0.2.2:25 ac.capture | .capture\n");
  EXPECT_EQ(table.counts().refused, 1U);
  EXPECT_EQ(table.counts().malformed, 2U);
  EXPECT_EQ(table.problems().size(), 1U);
}

}  // namespace
}  // namespace wireassay::trace
