// A second opinion on summaries: what tshark's fields say of the same file, a cooked capture over
// IPv6 with STARTTLS on port 587.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

#include "core/escape.h"
#include "core/temp_dir.h"
#include "testing/installed.h"
#include "trace/report.h"
#include "trace/summary_test_support.h"
#include "trace/summary_text.h"
#include "wire/tls/field.h"

namespace wireassay::trace {
namespace {

std::string output_of(const std::string& command) {
  std::string out;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return out;
  char piece[4096];
  for (std::size_t got = 0; (got = std::fread(piece, 1, sizeof piece, pipe)) > 0;)
    out.append(piece, got);
  ::pclose(pipe);
  return out;
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string one; std::getline(in, one, at);) out.push_back(one);
  return out;
}

/// What tshark says of one connection.
struct Opinion {
  std::uint64_t commands = 0, handshake = 0, with_ccs = 0, records = 0;
  bool reached = false;
  std::string version, suite, server_name, ja3, ja3s, certificates;
};

/// One line for each packet that has TLS or a command. Of one packet, what is in clear comes before
/// what is not.
void take(const std::vector<std::string>& columns, std::map<std::string, Opinion>& out) {
  const auto column = [&](std::size_t n) { return n < columns.size() ? columns[n] : ""; };
  Opinion& one = out[column(0)];
  const bool client = column(1) == "587";
  if (!column(11).empty() && one.records == 0 && !one.reached)
    one.commands += split(column(11), ',').size();
  if (!client) {
    if (!column(5).empty() && column(3).starts_with("2")) one.version = column(5);
    if (!column(6).empty() && column(3).starts_with("2")) {
      if (one.version.empty() || column(5).empty()) one.version = column(4);
      one.suite = column(6);
    }
    if (!column(9).empty()) one.ja3s = column(9);
    if (!column(10).empty()) one.certificates = column(10);
    return;
  }
  if (!column(7).empty()) one.server_name = column(7);
  if (!column(8).empty() && one.ja3.empty()) one.ja3 = column(8);
  if (one.reached) return;
  const std::vector<std::string> types = split(column(2), ',');
  one.handshake += split(column(3), ',').size();
  one.with_ccs += split(column(3), ',').size();
  for (std::size_t at = 0; at < types.size(); ++at) {
    // TLS 1.2: behind ChangeCipherSpec the record of type 22 is under keys.
    const bool older = one.version != "0x0304";
    const bool after = older && at > 0 && types[at - 1] == "20" && types[at] == "22";
    if (after || types[at] == "23") {
      one.reached = true;
      return;
    }
    ++one.records;
    if (types[at] == "20") ++one.with_ccs;
  }
  if (!column(12).empty()) one.reached = true;  // TLS 1.3: opaque type 23
}

class SummaryBesideTshark : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!wireassay::testing::installed("tshark")) GTEST_SKIP() << "tshark is not installed";
  }

  std::map<std::string, Opinion> ask() const {
    std::string command = "tshark -r " + path_ + " -Y 'tls or smtp.req' -T fields -E separator='|'";
    for (const char* field :
         {"tcp.stream", "tcp.dstport", "tls.record.content_type", "tls.handshake.type",
          "tls.handshake.version", "tls.handshake.extensions.supported_version",
          "tls.handshake.ciphersuite", "tls.handshake.extensions_server_name", "tls.handshake.ja3",
          "tls.handshake.ja3s", "tls.handshake.certificate", "smtp.req.command",
          "tls.record.opaque_type"})
      command += std::string(" -e ") + field;
    std::map<std::string, Opinion> out;
    for (const std::string& line : split(output_of(command + " 2>/dev/null"), '\n'))
      take(split(line, '|'), out);
    return out;
  }

  TempDir folder_;
  std::string path_ = folder_.path() + "/made.pcap";
};

TEST_F(SummaryBesideTshark, CountsVersionsAndNames) {
  struct Row {
    std::string_view name;
    TrafficOptions options;
  };
  const Row rows[] = {
      {"1.2", {.version = TLS1_2_VERSION}},
      {"1.2 with a certificate", {.version = TLS1_2_VERSION, .ask = true}},
      {"1.2 resumed", {.version = TLS1_2_VERSION, .resume = true}},
      {"1.2 DHE", {.version = TLS1_2_VERSION, .ciphers = "DHE-RSA-AES128-GCM-SHA256"}},
      {"1.2 RSA", {.version = TLS1_2_VERSION, .ciphers = "AES128-SHA"}},
      {"1.1", {.version = TLS1_1_VERSION}},
      {"1.0", {.version = TLS1_VERSION}},
      {"1.3", {}},
      {"1.3 with a certificate", {.ask = true}},
      {"1.3 resumed", {.resume = true}},
      {"1.3 retried", {.groups = "P-384"}},
  };
  std::vector<Recording> recordings;
  for (const Row& row : rows) {
    const TlsTraffic traffic(row.options, smtp_dialogue());
    ASSERT_TRUE(traffic.established()) << row.name;
    std::vector<Happened> happened = starttls();
    add_traffic(happened, traffic);
    recordings.push_back(recorded(587, happened));
    recordings.back().client.port = static_cast<std::uint16_t>(40000 + recordings.size());
  }
  std::ofstream(path_, std::ios::binary) << cooked_file(recordings);
  const std::map<std::string, Opinion> opinions = ask();
  std::vector<Summary> summaries;
  CaptureFacts facts;
  const auto keep = [&](const Summary& summary) { summaries.push_back(summary); };
  ASSERT_TRUE(read_capture(path_, {}, keep, facts));
  EXPECT_EQ(facts.link, "Linux cooked v1");
  ASSERT_EQ(summaries.size(), std::size(rows));
  for (std::size_t at = 0; at < summaries.size(); ++at) {
    SCOPED_TRACE(rows[at].name);
    const Summary& ours = summaries[at];
    ASSERT_EQ(ours.number, at);
    ASSERT_TRUE(ours.tls && ours.tls->server_hello);
    const TlsFacts& tls = *ours.tls;
    const Opinion& theirs = opinions.at(std::to_string(at));
    EXPECT_TRUE(theirs.reached);
    EXPECT_EQ(tls.counts.commands, theirs.commands);
    EXPECT_EQ(tls.counts.handshake_messages, theirs.handshake);
    EXPECT_EQ(tls.counts.with_change_cipher_spec, theirs.with_ccs);
    EXPECT_EQ(tls.counts.records, theirs.records);
    EXPECT_EQ("0x" + to_hex(tls::number(tls.server_hello->version, 2)), theirs.version);
    EXPECT_EQ("0x" + to_hex(tls::number(tls.server_hello->suite, 2)), theirs.suite);
    EXPECT_EQ(name_in_sni(ours).names.at(0), theirs.server_name);
    EXPECT_EQ(tls.client_hello->ja3, theirs.ja3);
    EXPECT_EQ(tls.server_hello->ja3s, theirs.ja3s);
    EXPECT_EQ(tls.server_certificate_seen, !theirs.certificates.empty());
  }
}

}  // namespace
}  // namespace wireassay::trace
