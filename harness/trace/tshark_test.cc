// A second opinion on the files that we write: tshark opens them, finds nothing wrong with them,
// and decrypts what is inside by the keys that they bring.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "core/temp_dir.h"
#include "testing/installed.h"
#include "trace/recording_test_support.h"
#include "trace/tls_traffic_test_support.h"

namespace wireassay::trace {
namespace {

struct Ran {
  int status = -1;
  std::string output;
};

Ran run(const std::string& command) {
  Ran ran;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return ran;
  char piece[4096];
  for (std::size_t got = 0; (got = std::fread(piece, 1, sizeof piece, pipe)) > 0;)
    ran.output.append(piece, got);
  ran.status = ::pclose(pipe);
  return ran;
}

class Tshark : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!wireassay::testing::installed("tshark")) GTEST_SKIP() << "tshark is not installed";
  }

  std::string write(const std::vector<Made>& connections) {
    std::ofstream(path_, std::ios::binary) << file_of(connections);
    return path_;
  }

  /// Lines of those fields of the packets that `filter` keeps.
  std::string ask(const std::string& options, const std::string& fields,
                  const std::string& filter) {
    const Ran ran = run("tshark -r " + path_ + " " + options + " -Y '" + filter + "' -T fields " +
                        fields + " -E separator=/s 2>&1 | grep -v '^Running as user'");
    return ran.output;
  }

  TempDir folder_;
  std::string path_ = folder_.path() + "/made.pcapng";
};

Made encrypted(const TrafficOptions& options, std::uint16_t port, bool starttls, bool v6) {
  const TlsTraffic traffic(options, smtp_dialogue());
  Recording recording = between(v6, 40000, port);
  if (starttls) {
    recording.happenings = {said(Direction::FromServer, "220 mx.example.org ESMTP\r\n"),
                            said(Direction::FromClient, "EHLO client.example.org\r\n"),
                            said(Direction::FromServer, "250-mx.example.org\r\n250 STARTTLS\r\n"),
                            said(Direction::FromClient, "STARTTLS\r\n"),
                            said(Direction::FromServer, "220 go\r\n")};
  }
  for (const Flight& flight : traffic.flights())
    recording.happenings.push_back(said(flight.from, flight.octets));
  recording.happenings.push_back(ended(Direction::FromClient));
  recording.happenings.push_back(ended(Direction::FromServer));
  return {recording, traffic.key_log(), "tls.a-case"};
}

struct Row {
  std::string_view name;
  TrafficOptions options;
  std::uint16_t port;
  bool starttls, v6;
  std::string decode;  ///< options that say which protocol a port has
};

const TrafficOptions kTls12{.version = TLS1_2_VERSION,
                            .suites = "",
                            .ciphers = "ECDHE-RSA-AES128-GCM-SHA256",
                            .groups = ""};
const TrafficOptions kTls13{};
const Row kRows[] = {
    {"1.2 STARTTLS", kTls12, 25, true, false, ""},
    {"1.3 STARTTLS", kTls13, 587, true, true, ""},
    {"1.3 implicit", kTls13, 465, false, false, ""},
    {"1.2 implicit, another port", kTls12, 40125, false, true,
     "-d tcp.port==40125,tls -d tls.port==40125,smtp"},
    {"1.3 STARTTLS, another port", kTls13, 40125, true, false, "-d tcp.port==40125,smtp"},
};

TEST_F(Tshark, DecryptsWhatWeWrite) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    write({encrypted(row.options, row.port, row.starttls, row.v6)});
    const std::string commands =
        ask(row.decode, "-e smtp.req.command -e smtp.req.parameter", "tls && smtp.req.command");
    EXPECT_EQ(commands, "EHLO client.example.org\nMAIL FROM:<a@example.org>\nQUIT \n");
    EXPECT_EQ(ask(row.decode, "-e smtp.response.code", "tls && smtp.response.code==221"), "221\n");
  }
}

TEST_F(Tshark, FindsNothingWrongWithThePackets) {
  Recording plain = between(false, 40001, 25);
  plain.happenings = {said(Direction::FromServer, "220 x\r\n"),
                      said(Direction::FromClient, std::string(40'000, 'x') + "\r\n"),
                      ended(Direction::FromServer), ended(Direction::FromClient)};
  Recording reset = between(true, 40002, 25);
  reset.happenings = {said(Direction::FromServer, "220 x\r\n"),
                      ended(Direction::FromClient, Happening::Reset)};
  Recording wraps = between(false, 40003, 25);
  wraps.client_sequence = 0xfffffff0;
  wraps.happenings = {said(Direction::FromClient, std::string(100, 'x'))};
  write({encrypted(kTls12, 25, true, false),
         encrypted(kTls13, 465, false, true),
         {plain, "", "plain"},
         {reset, "", "reset"},
         {wraps, "", "wraps"}});
  const std::string checks = "-o tcp.check_checksum:TRUE -o ip.check_checksum:TRUE";
  EXPECT_EQ(ask(checks, "-e frame.number -e _ws.expert.message",
                "_ws.malformed || tcp.checksum.status==0 || ip.checksum.status==0 || "
                "(tcp.analysis.flags && !tcp.analysis.keep_alive)"),
            "");
  EXPECT_EQ(ask(checks, "-e tcp.stream", "tcp.flags.syn==1 && tcp.flags.ack==0"),
            "0\n1\n2\n3\n4\n");
  EXPECT_EQ(ask("", "-e frame.comment", "frame.comment"),
            "tls.a-case\ntls.a-case\nplain\nreset\nwraps\n");
  EXPECT_EQ(ask("", "-e frame.time_epoch", "frame.number==1"), "1795000000.123456789\n");
}

}  // namespace
}  // namespace wireassay::trace
