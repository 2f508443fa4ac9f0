// Capture files written octet by octet, and one that libpcap wrote.
#include "trace/capture.h"

#include <gtest/gtest.h>
#include <pcap/pcap.h>

#include <fstream>

#include "core/temp_dir.h"
#include "trace/trace_test_support.h"

namespace wireassay::trace {
namespace {

constexpr std::string_view kName = "some.pcap";
constexpr std::size_t kSectionHeader = 28;  // octets of the first block of pcapng_file

/// "1 12000345678 hello/5, 2 …" and the error at the end, if there is one.
std::string read(std::expected<Capture, std::string> capture) {
  if (!capture) return capture.error();
  std::string out;
  while (true) {
    const auto packet = capture->next();
    if (!packet) return out + packet.error();
    if (!*packet) return out;
    const Packet& one = **packet;
    EXPECT_EQ(one.link, capture->link());
    out += std::to_string(one.at.frame) + " " + std::to_string(one.at.time_ns) + " " +
           escape(one.octets) + "/" + std::to_string(one.original) + "\n";
  }
}

std::string read_octets(const std::string& file) {
  return read(Capture::open_octets(std::string(kName), file));
}

TEST(TraceCapture, EveryFileFormat) {
  const std::vector<Record> records = {{"hello", 0}, {"", 9}, {"abcd", 1500}};
  for (const bool big_endian : {false, true}) {
    for (const bool nanoseconds : {false, true}) {
      const FileStyle style{.big_endian = big_endian, .nanoseconds = nanoseconds};
      SCOPED_TRACE((big_endian ? "big " : "little ") + std::string(nanoseconds ? "ns" : "us"));
      const std::string time = nanoseconds ? " 12000345678 " : " 12345678000 ";
      const std::string expected =
          "1" + time + "hello/5\n2" + time + "/9\n3" + time + "abcd/1500\n";
      EXPECT_EQ(read_octets(pcap_file(records, style)), expected);
      EXPECT_EQ(read_octets(pcapng_file(records, style)), expected);
    }
  }
}

TEST(TraceCapture, LinkTypes) {
  struct {
    std::uint32_t number;
    LinkType type;
  } const kRows[] = {{0, LinkType::Null},       {1, LinkType::Ethernet},   {101, LinkType::Raw},
                     {108, LinkType::Loop},     {228, LinkType::Ipv4},     {229, LinkType::Ipv6},
                     {113, LinkType::LinuxSll}, {276, LinkType::LinuxSll2}};
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.number);
    for (const std::string& file :
         {pcap_file({}, {.link = row.number}), pcapng_file({}, {.link = row.number})}) {
      const auto capture = Capture::open_octets("x", file);
      ASSERT_TRUE(capture) << capture.error();
      EXPECT_EQ(capture->link(), row.type);
    }
  }
}

TEST(TraceCapture, ErrorsSayFileAndWhatIsWrong) {
  const std::string file = pcap_file({{"hello", 0}});
  struct {
    std::string_view name;
    std::string file;
    std::string_view expected;  ///< how it begins
  } const kRows[] = {
      {"empty", "", "some.pcap: truncated dump file"},
      {"text", "GET / HTTP/1.1\r\nHost: example\r\n\r\n", "some.pcap: unknown file format"},
      {"half a header", file.substr(0, 20), "some.pcap: truncated dump file"},
      {"half a record header", file.substr(0, 30), "some.pcap: packet 1: truncated dump file"},
      {"half a packet", file.substr(0, 42), "some.pcap: packet 1: truncated dump file"},
      {"an interface of another link type",
       pcapng_file({}) + pcapng_file({}, {.link = 101}).substr(kSectionHeader),
       "some.pcap: packet 1: an interface has a type"},
      {"another link type", pcap_file({}, {.link = 105}),
       "some.pcap: link type 105 (IEEE802_11) is not read"},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    const std::string got = read_octets(row.file);
    EXPECT_TRUE(got.starts_with(row.expected)) << got;
  }
}

TEST(TraceCapture, Files) {
  const TempDir dir;
  EXPECT_EQ(read(Capture::open(dir.file("none"))),
            dir.file("none") + ": No such file or directory");
  const std::string folder = read(Capture::open(dir.path()));
  EXPECT_TRUE(folder.starts_with(dir.path() + ": ")) << folder;
  EXPECT_TRUE(folder.ends_with("Is a directory")) << folder;
  const std::string name = dir.file("written.pcap");
  std::ofstream(name, std::ios::binary) << pcap_file({{"hello", 0}});
  EXPECT_EQ(read(Capture::open(name)), "1 12345678000 hello/5\n");
}

TEST(TraceCapture, WhatLibpcapWrote) {
  const TempDir dir;
  const std::string name = dir.file("dumped.pcap");
  pcap_t* const dead =
      pcap_open_dead_with_tstamp_precision(DLT_LINUX_SLL2, 100, PCAP_TSTAMP_PRECISION_NANO);
  ASSERT_NE(dead, nullptr);
  pcap_dumper_t* const dumper = pcap_dump_open(dead, name.c_str());
  ASSERT_NE(dumper, nullptr);
  const std::string octets = "a frame";
  pcap_pkthdr header{};
  header.ts.tv_sec = 1700000000;
  header.ts.tv_usec = 123456789;
  header.caplen = static_cast<bpf_u_int32>(octets.size());
  header.len = 1500;
  pcap_dump(reinterpret_cast<u_char*>(dumper), &header,
            reinterpret_cast<const u_char*>(octets.data()));
  pcap_dump_close(dumper);
  pcap_close(dead);
  const auto capture = Capture::open(name);
  ASSERT_TRUE(capture) << capture.error();
  EXPECT_EQ(capture->link(), LinkType::LinuxSll2);
  EXPECT_EQ(read(Capture::open(name)), "1 1700000000123456789 a frame/1500\n");
}

// A file that says it is the end of time.
TEST(TraceCapture, TimesOutOfRange) {
  std::string file = pcap_file({{"x", 0}}, {.nanoseconds = true});
  file.replace(24, 8, std::string(8, '\xff'));
  const auto text = read_octets(file);
  EXPECT_TRUE(text.ends_with(" x/1\n")) << text;
}

}  // namespace
}  // namespace wireassay::trace
