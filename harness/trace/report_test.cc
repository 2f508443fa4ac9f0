// A capture read in bounded memory says the same as one that is kept whole.
#include "trace/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/temp_dir.h"
#include "trace/summary_test_support.h"
#include "trace/summary_text.h"

namespace wireassay::trace {
namespace {

using testing::HasSubstr;

struct Read {
  std::vector<std::string> texts;
  std::vector<std::uint64_t> numbers;
  CaptureFacts facts;
  std::string error;
};

class Report : public testing::Test {
 protected:
  Read read(const std::string& octets, const ReportOptions& options = {}) {
    std::ofstream(path_, std::ios::binary) << octets;
    Read out;
    const auto take = [&](const Summary& summary) {
      out.texts.push_back(to_text(summary));
      out.numbers.push_back(summary.number);
    };
    const auto result = read_capture(path_, options, take, out.facts);
    if (!result) out.error = result.error();
    return out;
  }

  TempDir folder_;
  std::string path_ = folder_.path() + "/capture.pcap";
};

std::vector<Recording> many(std::size_t count) {
  std::vector<Recording> out;
  const TlsTraffic traffic({}, smtp_dialogue());
  for (std::size_t at = 0; at < count; ++at) {
    std::vector<Happened> happened = starttls();
    if (at % 2 == 0) add_traffic(happened, traffic);
    out.push_back(recorded(587, happened));
    out.back().client.port = static_cast<std::uint16_t>(20000 + at);
  }
  return out;
}

/// All packets of all connections in turn.
std::string woven(const std::vector<Recording>& recordings) {
  std::vector<std::vector<RawPacket>> packets;
  std::size_t most = 0;
  for (const Recording& one : recordings) {
    packets.push_back(packets_of(one));
    most = std::max(most, packets.back().size());
  }
  std::vector<Record> records;
  for (std::size_t at = 0; at < most; ++at)
    for (const auto& one : packets)
      if (at < one.size()) records.push_back({cooked(one[at]), 0});
  return pcap_file(records, {.link = 113});
}

TEST_F(Report, SummariesAreInTheOrderOfConnections) {
  const Read got = read(woven(many(20)));
  ASSERT_EQ(got.texts.size(), 20U);
  for (std::size_t at = 0; at < got.numbers.size(); ++at) EXPECT_EQ(got.numbers[at], at);
  EXPECT_EQ(got.facts.connections, 20U);
  EXPECT_THAT(got.texts[0], HasSubstr("SMTP, STARTTLS, TLS 1.3"));
  EXPECT_EQ(got.error, "");
}

TEST_F(Report, LimitsLoseNothingOfConnectionsThatAreOver) {
  ReportOptions options;
  const Read all = read(cooked_file(many(20)), options);
  options.limits.lingering = 2;
  options.limits.connections = 4;
  options.waiting = 1;
  const Read few = read(cooked_file(many(20)), options);
  EXPECT_EQ(few.texts, all.texts);
  EXPECT_EQ(few.facts.counts.refused, 0U);
}

TEST_F(Report, OneConnectionOnly) {
  const Read got = read(woven(many(5)), {.only = 3});
  EXPECT_EQ(got.numbers, std::vector<std::uint64_t>{3});
}

TEST_F(Report, LongStreamsAreForgottenWhileTheyAreRead) {
  std::vector<Happened> happened = talk({"S: 220 x", "C: DATA", "S: 354 go"});
  const std::size_t pieces = 400;
  for (std::size_t at = 0; at < pieces; ++at)
    happened.push_back(said(Direction::FromClient, std::string(9998, 'x') + "\r\n"));
  for (Happened& one : talk({"C: .", "S: 250 ok"})) happened.push_back(one);
  ReportOptions options;
  options.limits.budget.kept = 1024 * 1024;
  const Read got = read(cooked_file({recorded(25, happened)}), options);
  ASSERT_EQ(got.texts.size(), 1U);
  EXPECT_THAT(got.texts[0], HasSubstr("4000000 octets in 400 lines"));
  EXPECT_THAT(got.texts[0], HasSubstr("S: 250 ok"));
  EXPECT_THAT(got.texts[0], testing::Not(HasSubstr("missing")));
}

TEST_F(Report, TruncatedCaptures) {
  const std::string file = woven(many(2));
  const Read half = read(file.substr(0, file.size() - 7));
  EXPECT_THAT(half.error, HasSubstr("capture.pcap: packet "));
  EXPECT_EQ(half.texts.size(), 2U);
  EXPECT_THAT(read("not a capture").error, HasSubstr("capture.pcap: "));
  std::vector<Record> records;
  for (const RawPacket& packet : packets_of(many(1).front())) {
    const std::string whole = cooked(packet);
    records.push_back({whole.substr(0, 100), whole.size()});
  }
  const Read cut = read(pcap_file(records, {.link = 113}));
  EXPECT_THAT(to_text(path_, cut.facts), HasSubstr("packets were cut off by the capture"));
  EXPECT_THAT(cut.texts.at(0), HasSubstr("cut off by the capture (packet"));
}

}  // namespace
}  // namespace wireassay::trace
