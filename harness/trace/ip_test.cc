// IPv4, IPv6 and TCP headers, and datagrams from fragments.
#include "trace/ip.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "testing/parser.h"
#include "trace/ip_fragments.h"
#include "trace/tcp_segment.h"
#include "trace/trace_test_support.h"

namespace wireassay::trace {
namespace {

/// An extension header of 8 octets, or of more.
std::string extension(std::uint8_t next, std::uint8_t units = 0) {
  return big(next, 1) + big(units, 1) + std::string(6 + units * std::size_t{8}, '\0');
}
std::string fragment_header(std::uint8_t next, std::uint16_t offset_and_more) {
  return big(next, 1) + big(0, 1) + big(offset_and_more, 2) + big(7, 4);
}
std::string many_extensions(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += extension(60);
  return out;
}
/// `size` instead of the length field.
std::string with_length(std::string packet, std::size_t at, std::uint16_t size) {
  return packet.replace(at, 2, big(size, 2));
}

struct Row {
  std::string_view name;
  std::string octets;
  std::size_t more;           ///< octets that were on the wire, but not captured
  std::string_view expected;  ///< "1 hello", "6 hello missing 5", "6 part 7+8 more hello"
};

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows = {
      {"IPv4", ipv4("hello"), 0, "192.0.2.1 192.0.2.2 6 hello"},
      {"IPv4, UDP", ipv4("hello", {.protocol = 17}), 0, "192.0.2.1 192.0.2.2 17 hello"},
      {"IPv4 with options", ipv4("hello", {.options = std::string(40, '\x01')}), 0,
       "192.0.2.1 192.0.2.2 6 hello"},
      {"padding of the link", ipv4("hello") + std::string(20, '\0'), 0,
       "192.0.2.1 192.0.2.2 6 hello"},
      {"cut payload", with_length(ipv4("hello"), 2, 30), 5,
       "192.0.2.1 192.0.2.2 6 hello missing 5"},
      {"length beyond the packet", with_length(ipv4("hello"), 2, 30), 0,
       "192.0.2.1 192.0.2.2 6 hello missing 5"},
      {"offload: no length", with_length(ipv4("hello"), 2, 0), 0, "192.0.2.1 192.0.2.2 6 hello"},
      {"offload, cut", with_length(ipv4("hello"), 2, 0), 3,
       "192.0.2.1 192.0.2.2 6 hello missing 3"},
      {"IHL 4", octets("\x44") + ipv4("hello").substr(1), 0, "malformed IHL at octet 0"},
      {"length below the header", with_length(ipv4("hello"), 2, 19), 0,
       "malformed Total Length at octet 2"},
      {"version 5", octets("\x55") + ipv4("hello").substr(1), 0, "malformed Version at octet 0"},
      {"half a header", ipv4("").substr(0, 19), 1, "more"},
      {"half of the options", ipv4("", {.options = "abcd"}).substr(0, 22), 2, "more"},
      {"first fragment", ipv4("hello678", {.id = 7, .fragment = 0x2000}), 0,
       "192.0.2.1 192.0.2.2 6 part 7+0 more hello678"},
      {"last fragment", ipv4("hello", {.id = 7, .fragment = 2}), 0,
       "192.0.2.1 192.0.2.2 6 part 7+16 hello"},
      {"don't fragment", ipv4("hello", {.fragment = 0x4000}), 0, "192.0.2.1 192.0.2.2 6 hello"},
      {"IPv4 with AH",
       ipv4(big(6, 1) + big(4, 1) + std::string(22, '\0') + "hello", {.protocol = 51}), 0,
       "192.0.2.1 192.0.2.2 6 hello"},
      {"IPv6", ipv6("hello"), 0, "2001:db8::1 2001:db8::2 6 hello"},
      {"hop-by-hop", ipv6(extension(6) + "hello", 0), 0, "2001:db8::1 2001:db8::2 6 hello"},
      {"routing of 24 octets", ipv6(extension(6, 2) + "hello", 43), 0,
       "2001:db8::1 2001:db8::2 6 hello"},
      {"hop-by-hop, destination, routing, destination",
       ipv6(extension(60) + extension(43) + extension(60) + extension(6) + "hello", 0), 0,
       "2001:db8::1 2001:db8::2 6 hello"},
      {"IPv6 with AH", ipv6(big(6, 1) + big(4, 1) + std::string(22, '\0') + "hello", 51), 0,
       "2001:db8::1 2001:db8::2 6 hello"},
      {"ESP is an end", ipv6("hello", 50), 0, "2001:db8::1 2001:db8::2 50 hello"},
      {"no next header", ipv6("", 59), 0, "2001:db8::1 2001:db8::2 59 "},
      {"IPv6 fragment", ipv6(fragment_header(6, 1) + "hello678", 44), 0,
       "2001:db8::1 2001:db8::2 6 part 7+0 more hello678"},
      {"fragment behind hop-by-hop", ipv6(extension(44) + fragment_header(60, 8) + "hello", 0), 0,
       "2001:db8::1 2001:db8::2 60 part 7+8 hello"},
      {"atomic fragment", ipv6(fragment_header(60, 0) + extension(6) + "hello", 44), 0,
       "2001:db8::1 2001:db8::2 6 hello"},
      {"jumbogram", with_length(ipv6(extension(6) + "hello", 0), 4, 0), 0,
       "2001:db8::1 2001:db8::2 6 hello"},
      {"cut IPv6", with_length(ipv6("hello"), 4, 9), 4,
       "2001:db8::1 2001:db8::2 6 hello missing 4"},
      {"half of IPv6", ipv6("").substr(0, 39), 1, "more"},
      {"extension cut by the capture", with_length(ipv6(octets("\x06\x01\0\0\0\0\0\0"), 0), 4, 16),
       8, "more"},
      {"extension behind the packet", ipv6(octets("\x06\x01\0\0\0\0\0\0"), 0), 0,
       "malformed extension-header at octet 40"},
      {"half an extension", ipv6("\x06", 0), 0, "malformed extension-header at octet 40"},
      {"16 extensions", ipv6(many_extensions(15) + extension(6) + "hello", 60), 0,
       "2001:db8::1 2001:db8::2 6 hello"},
      {"17 extensions", ipv6(many_extensions(17), 60), 0, "too many extension-header at octet 168"},
      {"nothing", "", 0, "more"},
  };
  return kRows;
}

std::string to_text(const IpPacket& packet) {
  std::string out = to_string(packet.source) + " " + to_string(packet.target) + " " +
                    std::to_string(packet.protocol) + " ";
  if (packet.fragment) {
    out += "part " + std::to_string(packet.fragment->id) + "+" +
           std::to_string(packet.fragment->offset) + (packet.fragment->more ? " more " : " ");
  }
  out += escape(packet.payload);
  return packet.missing == 0 ? out : out + " missing " + std::to_string(packet.missing);
}

std::string to_text(const Parsed<IpPacket>& parsed) {
  if (std::holds_alternative<NeedMore>(parsed)) return "more";
  if (const auto* error = std::get_if<ParseError>(&parsed)) return to_string(*error);
  return to_text(std::get<Got<IpPacket>>(parsed).value);
}

TEST(TraceIp, Table) {
  for (const Row& row : rows()) {
    SCOPED_TRACE(row.name);
    const testing::ExactBuffer buffer(row.octets);
    EXPECT_EQ(to_text(parse_ip(buffer.view(), row.octets.size() + row.more)), row.expected);
  }
}

// A capture may cut a packet anywhere: then there is less, or nothing yet, but nothing else.
TEST(TraceIp, CutAnywhere) {
  for (const Row& row : rows()) {
    SCOPED_TRACE(row.name);
    const std::size_t original = row.octets.size() + row.more;
    const auto whole = parse_ip(row.octets, original);
    const auto* all = std::get_if<Got<IpPacket>>(&whole);
    testing::ExactBuffer buffer(row.octets);
    for (std::size_t size = row.octets.size(); size-- > 0;) {
      const auto answer = parse_ip(buffer.prefix(size), original);
      const auto* got = std::get_if<Got<IpPacket>>(&answer);
      if (got == nullptr) {
        EXPECT_TRUE(std::holds_alternative<NeedMore>(answer) || answer == whole) << size;
        continue;
      }
      ASSERT_NE(all, nullptr) << size;
      EXPECT_TRUE(all->value.payload.starts_with(got->value.payload)) << size;
      EXPECT_EQ(got->value.payload.size() + got->value.missing,
                all->value.payload.size() + all->value.missing);
      EXPECT_EQ(got->value.protocol, all->value.protocol);
    }
  }
}

TEST(TraceIp, Endpoints) {
  const auto parsed = parse_ip(ipv6(""), 40);
  const Address six = std::get<Got<IpPacket>>(parsed).value.source;
  EXPECT_EQ(to_string(Endpoint{six, 587}), "[2001:db8::1]:587");
  EXPECT_EQ(to_string(Endpoint{{}, 25}), "0.0.0.0:25");
}

struct TcpRow {
  std::string_view name;
  std::string octets;
  std::size_t missing;
  std::string_view expected;
};

TEST(TraceTcpSegment, Table) {
  const std::string odd = tcp({.data = "hello"}).replace(12, 1, octets("\x40"));
  const std::string options(40, '\x01');
  const TcpRow kRows[] = {
      {"data", tcp({.sequence = 7, .acknowledgment = 9, .data = "hello"}), 0, "7 9 A hello"},
      {"options", tcp({.flags = "S", .options = options}), 0, "0 0 S "},
      {"all flags", tcp({.flags = "FSRA"}), 0, "0 0 FSRA "},
      {"cut data", tcp({.data = "hel"}), 2, "0 0 A hel missing 2"},
      {"data offset 4", odd, 0, "malformed Data Offset at octet 12"},
      {"half a header", tcp({}).substr(0, 19), 0, "malformed TCP header at octet 19"},
      {"half a header, cut", tcp({}).substr(0, 19), 1, "more"},
      {"half of the options", tcp({.options = options}).substr(0, 59), 0,
       "malformed TCP header at octet 59"},
      {"half of the options, cut", tcp({.options = options}).substr(0, 59), 1, "more"},
      {"nothing", "", 0, "malformed TCP header at octet 0"},
  };
  for (const TcpRow& row : kRows) {
    SCOPED_TRACE(row.name);
    const testing::ExactBuffer buffer(row.octets);
    const auto parsed = parse_tcp_segment(buffer.view(), row.missing);
    std::string text = "more";
    if (const auto* error = std::get_if<ParseError>(&parsed)) text = to_string(*error);
    if (const auto* got = std::get_if<Got<TcpSegment>>(&parsed)) {
      const TcpSegment& one = got->value;
      text = std::to_string(one.sequence) + " " + std::to_string(one.acknowledgment) + " " +
             (one.fin ? "F" : "") + (one.syn ? "S" : "") + (one.rst ? "R" : "") +
             (one.ack ? "A" : "") + " " + std::string(one.octets) +
             (one.missing > 0 ? " missing " + std::to_string(one.missing) : "");
      EXPECT_EQ(one.source, 40000);
      EXPECT_EQ(one.target, 25);
      EXPECT_EQ(one.window, 1000);
    }
    EXPECT_EQ(text, row.expected);
  }
}

struct Part {
  std::size_t offset;
  std::string octets;
  bool more;
};

/// What a table makes of fragments, in this order: payloads, then counts.
std::string join(const std::vector<Part>& parts, const FragmentLimits& limits = {}, bool v6 = false,
                 std::int64_t step_ns = 1) {
  FragmentTable table(limits);
  std::string out;
  std::uint64_t frame = 0;
  for (const Part& part : parts) {
    IpPacket packet{.protocol = 6, .payload = part.octets};
    packet.source.v6 = v6;
    if (v6 && part.offset > 0) packet.protocol = 17;  // only the first one tells
    packet.fragment = Fragment{7, part.offset, part.more};
    ++frame;
    const auto whole = table.add(packet, {frame, static_cast<std::int64_t>(frame) * step_ns});
    if (whole) out += std::to_string(whole->protocol) + " " + escape(whole->payload) + " ";
  }
  table.finish();
  const FragmentCounts& counts = table.counts();
  return out + std::to_string(counts.datagrams) + "/" + std::to_string(counts.incomplete) + "/" +
         std::to_string(counts.refused) + "/" + std::to_string(counts.differing);
}

TEST(TraceFragments, EveryOrder) {
  std::vector<Part> parts = {
      {0, "AAAAAAAA", true}, {8, "BBBBBBBB", true}, {16, "CCCCCCCC", true}, {24, "DD", false}};
  std::vector<std::size_t> order = {0, 1, 2, 3};
  do {
    std::vector<Part> mixed;
    for (const std::size_t i : order) mixed.push_back(parts[i]);
    EXPECT_EQ(join(mixed), "6 AAAAAAAABBBBBBBBCCCCCCCCDD 1/0/0/0");
    EXPECT_EQ(join(mixed, {}, true), "6 AAAAAAAABBBBBBBBCCCCCCCCDD 1/0/0/0");
    mixed.insert(mixed.begin() + 2, mixed.front());
    EXPECT_EQ(join(mixed), "6 AAAAAAAABBBBBBBBCCCCCCCCDD 1/0/0/0");
  } while (std::ranges::next_permutation(order).found);
}

TEST(TraceFragments, Table) {
  struct {
    std::string_view name;
    std::vector<Part> parts;
    FragmentLimits limits;
    std::string_view expected;
  } const kRows[] = {
      {"one is missing", {{0, "AAAAAAAA", true}, {16, "C", false}}, {}, "0/1/0/0"},
      {"the first octets hold",
       {{0, "AAAAAAAA", true}, {0, "XXXXXXXXBBBBBBBB", true}, {16, "C", false}},
       {},
       "6 AAAAAAAABBBBBBBBC 1/0/0/1"},
      {"no multiple of 8", {{0, "AAAA", true}}, {}, "0/0/1/0"},
      {"empty", {{8, "", false}}, {}, "0/0/1/0"},
      {"beyond 65535", {{65528, "AAAAAAAA", false}}, {}, "0/0/1/0"},
      {"as far as 65535", {{65528, "AAAAAAA", false}}, {}, "0/1/0/0"},
      {"two ends", {{8, "A", false}, {16, "A", false}}, {}, "0/1/1/0"},
      {"behind the end", {{8, "A", false}, {16, "AAAAAAAA", true}}, {}, "0/1/1/0"},
      {"too many octets", {{0, "AAAAAAAA", true}, {8, "B", false}}, {.octets = 7}, "0/2/0/0"},
      {"too many pieces",
       {{0, "AAAAAAAA", true}, {16, "CCCCCCCC", true}},
       {.pieces = 1},
       "0/1/0/0"},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(join(row.parts, row.limits), row.expected);
  }
}

TEST(TraceFragments, AreForgottenAfterAMinute) {
  const std::vector<Part> parts = {{0, "AAAAAAAA", true}, {8, "B", false}};
  EXPECT_EQ(join(parts, {}, false, 59'000'000'000), "6 AAAAAAAAB 1/0/0/0");
  EXPECT_EQ(join(parts, {}, false, 61'000'000'000), "0/2/0/0");
}

}  // namespace
}  // namespace wireassay::trace
