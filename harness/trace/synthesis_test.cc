// Packets that were made are read back to what they were made of, whatever that is.
#include "trace/synthesis.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <random>
#include <sstream>

#include "core/temp_dir.h"
#include "trace/capture.h"
#include "trace/conversation_table.h"
#include "trace/pcapng_secrets.h"
#include "trace/pcapng_writer.h"
#include "trace/recording_test_support.h"

namespace wireassay::trace {
namespace {

/// RFC 1071: over a right packet the sum is all ones.
std::uint16_t sum_of(std::string_view octets) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < octets.size(); ++i)
    sum += std::uint32_t{static_cast<unsigned char>(octets[i])} << (i % 2 == 0 ? 8 : 0);
  while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>(sum);
}

void expect_checksums(const std::string& packet) {
  const bool v6 = (packet[0] & 0xf0) == 0x60;
  const std::size_t header = v6 ? 40 : 20;
  const std::string segment = packet.substr(header);
  if (!v6) {
    EXPECT_EQ(sum_of(packet.substr(0, header)), 0xffff);
  }
  const std::string addresses = packet.substr(v6 ? 8 : 12, v6 ? 32 : 8);
  EXPECT_EQ(sum_of(addresses + big(6, 4) + big(segment.size(), 4) + segment), 0xffff);
}

/// All connections of a file.
std::vector<Conversation> read_back(const std::string& file) {
  ConversationTable table;
  auto capture = Capture::open_octets("made", file);
  EXPECT_TRUE(capture) << capture.error();
  while (capture) {
    const auto packet = capture->next();
    EXPECT_TRUE(packet) << packet.error();
    if (!packet || !*packet) break;
    table.add(**packet);
  }
  table.finish();
  EXPECT_EQ(table.problems(), std::vector<Problem>());
  return table.conversations();
}

struct EndRow {
  std::string_view name;
  std::vector<Happened> happenings;
  std::string client, server;
};

const auto kClient = Direction::FromClient, kServer = Direction::FromServer;
const EndRow kEnds[] = {
    {"nothing", {}, ".capture", ".capture"},
    {"a dialogue",
     {said(kServer, "220 x"), said(kClient, "QUIT"), said(kServer, "221 x")},
     "QUIT.capture",
     "220 x221 x.capture"},
    {"the server ends",
     {said(kServer, "421 x"), ended(kServer), ended(kClient)},
     ".fin",
     "421 x.fin"},
    {"the client ends",
     {said(kClient, "x"), ended(kClient), said(kServer, "y"), ended(kServer)},
     "x.fin",
     "y.fin"},
    {"a reset of the server",
     {said(kClient, "x"), ended(kServer, Happening::Reset)},
     "x.peer-reset",
     ".reset"},
    {"a reset of the client",
     {said(kServer, "x"), ended(kClient, Happening::Reset)},
     ".reset",
     "x.peer-reset"},
    {"behind a FIN a side is silent",
     {ended(kClient), said(kClient, "x"), said(kServer, "y")},
     ".fin",
     "y.capture"},
    {"behind a reset all are",
     {ended(kClient, Happening::Reset), said(kServer, "y")},
     ".reset",
     ".peer-reset"},
};

TEST(Synthesis, Ends) {
  for (const EndRow& row : kEnds) {
    SCOPED_TRACE(row.name);
    for (const bool v6 : {false, true}) {
      Recording recording = between(v6, 40000, 25);
      recording.happenings = row.happenings;
      const auto read = read_back(file_of({{recording, "", ""}}));
      ASSERT_EQ(read.size(), 1U);
      EXPECT_EQ(read[0].client_by(), ClientBy::Syn);
      EXPECT_EQ(read[0].client(), recording.client);
      EXPECT_EQ(read[0].server(), recording.server);
      EXPECT_EQ(to_text(read[0].stream(kClient)), row.client);
      EXPECT_EQ(to_text(read[0].stream(kServer)), row.server);
    }
  }
}

TEST(Synthesis, Checksums) {
  for (const bool v6 : {false, true}) {
    Recording recording = between(v6, 40000, 25);
    recording.happenings = {said(kClient, "odd"), said(kServer, "even"),
                            said(kClient, std::string(40'000, '\xff')), ended(kClient)};
    for (const RawPacket& packet : packets_of(recording)) {
      EXPECT_LE(packet.octets.size(), kSegment + 60);
      expect_checksums(packet.octets);
    }
  }
}

/// Anything, but the same each time.
Recording random_recording(std::mt19937& random) {
  const auto any = [&] { return static_cast<std::uint32_t>(random()); };
  const auto below = [&](std::uint32_t n) { return any() % n; };
  Recording recording =
      between(below(2) == 1, static_cast<std::uint16_t>(30'000 + below(30'000)), 25);
  recording.client_sequence = below(2) == 1 ? any() : 0xffffffff - below(100);
  recording.server_sequence = below(2) == 1 ? any() : 0xffffffff - below(100);
  std::int64_t now = recording.begin_ns;
  for (std::uint32_t left = below(12); left > 0; --left) {
    std::string octets(below(4) == 0 ? below(70'000) : below(200), '\0');
    for (char& octet : octets) octet = static_cast<char>(any());
    recording.happenings.push_back({below(2) == 1 ? kClient : kServer, Happening::Octets,
                                    now += below(1'000'000'000), octets});
  }
  if (below(2) == 1) recording.happenings.push_back(ended(kClient));
  if (below(2) == 1) recording.happenings.push_back(ended(kServer));
  return recording;
}

std::string said_by(const Recording& recording, Direction from) {
  std::string all;
  for (const Happened& one : recording.happenings) all += one.from == from ? one.octets : "";
  return all;
}

TEST(Synthesis, WhatIsWrittenIsRead) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    SCOPED_TRACE(round);
    std::vector<Made> made;
    for (int i = 0; i < 3; ++i) made.push_back({random_recording(random), "", ""});
    const auto read = read_back(file_of(made));
    ASSERT_EQ(read.size(), made.size());
    for (std::size_t i = 0; i < made.size(); ++i) {
      for (const Direction from : {kClient, kServer}) {
        EXPECT_EQ(read[i].stream(from).octets(), said_by(made[i].recording, from));
        EXPECT_EQ(read[i].stream(from).gap_octets(), 0U);
        EXPECT_TRUE(read[i].stream(from).anomalies().empty());
      }
      EXPECT_EQ(read[i].first().time_ns, made[i].recording.begin_ns);
      if (!made[i].recording.happenings.empty()) {
        EXPECT_GE(read[i].last().time_ns, made[i].recording.begin_ns);
      }
    }
  }
}

TEST(PcapngWriter, KeysStandInFrontOfTheirPackets) {
  const std::string key_log =
      "CLIENT_RANDOM " + std::string(64, '1') + " " + std::string(96, '2') + "\n";
  Recording recording = between(false, 40000, 25);
  recording.happenings = {said(kClient, "x")};
  const std::string file = file_of({{recording, key_log, "a.case"}, {recording, "", "another"}});
  EXPECT_LT(file.find(key_log), file.find("a.case"));
  EXPECT_LT(file.find("a.case"), file.find("another"));
  EXPECT_EQ(file.find("a.case"), file.rfind("a.case"))
      << "the comment stands at the first packet alone";
  KeyLog log;
  std::istringstream stream(file);
  EXPECT_EQ(read_secrets(stream, "made", log), 1U);
  EXPECT_EQ(log.size(), 1U);
}

TEST(PcapngWriter, FilesAreTheirOwnersAlone) {
  const TempDir folder;
  const std::string path = folder.path() + "/run.pcapng";
  Recording recording = between(false, 40000, 25);
  recording.happenings = {said(kClient, "x")};
  for (int round = 0; round < 2; ++round) {
    auto file = PcapngFile::create(path, "a test");
    ASSERT_TRUE(file) << file.error();
    ASSERT_TRUE(file->append(to_pcapng(recording, "", "one")));
    struct stat about = {};
    ASSERT_EQ(::stat(path.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U);
    ASSERT_EQ(::chmod(path.c_str(), 0644), 0) << "the next round makes it private again";
    auto capture = Capture::open(path);
    ASSERT_TRUE(capture) << "while it is still being written";
    std::size_t packets = 0;
    for (auto packet = capture->next(); packet && *packet; packet = capture->next()) ++packets;
    EXPECT_EQ(packets, 4U);
  }
}

TEST(PcapngWriter, AFileThatCannotBeWritten) {
  const auto file = PcapngFile::create("/nowhere/run.pcapng", "a test");
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error(),
            "/nowhere/run.pcapng: the capture cannot be written: No such file or directory");
}

}  // namespace
}  // namespace wireassay::trace
