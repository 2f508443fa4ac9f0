// Each rule has rows that keep it and rows that break it, through the client's view of a dialogue.
#include "wire/pop3/invariants.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "wire/pop3/dialect.h"

namespace wireassay::pop3 {
namespace {

struct Row {
  std::string_view rule;
  std::string command;  ///< empty: none, the reply comes unasked
  std::string reply;
  bool kept;
  std::size_t offset = 0;
};

constexpr std::string_view kCapa = "+OK\r\nRESP-CODES\r\n.\r\n";

std::vector<Deviation> deviations(const Row& row) {
  const auto session = Pop3Dialect().session(ReadLimits{});
  const auto hear = [&](std::string_view octets) {
    const Parsed<Event> parsed = session->next(octets);
    const auto* got = std::get_if<Got<Event>>(&parsed);
    return got == nullptr ? std::vector<Deviation>{{"nothing", 0}} : got->value.deviations;
  };
  if (row.command == "(greeting)") return hear(row.reply);
  EXPECT_TRUE(hear("+OK ready <1.2@x>\r\n").empty());
  session->sent("CAPA\r\n");
  EXPECT_TRUE(hear(kCapa).empty());
  if (!row.command.empty()) session->sent(row.command + "\r\n");
  return hear(row.reply);
}

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows = {
      {rule::kTimestamp, "(greeting)", "+OK ready <1.2@host>\r\n", true},
      {rule::kTimestamp, "(greeting)", "+OK ready\r\n", true},
      {rule::kTimestamp, "(greeting)", "+OK ready <1.2>\r\n", false, 4},
      {rule::kTimestamp, "NOOP", "+OK <not a timestamp>\r\n", true},
      {rule::kDropListing, "STAT", "+OK 2 320\r\n", true},
      {rule::kDropListing, "STAT", "+OK 2 320 octets\r\n", true},
      {rule::kDropListing, "STAT", "-ERR no\r\n", true},
      {rule::kDropListing, "STAT", "+OK 2 messages\r\n", false, 4},
      {rule::kDropListing, "STAT", "+OK  2 320\r\n", false, 4},
      {rule::kDropListing, "STAT", "+OK\r\n", false, 4},
      {rule::kScanListing, "LIST", "+OK two messages\r\n1 120\r\n2 200 x\r\n.\r\n", true},
      {rule::kScanListing, "LIST", "+OK\r\n.\r\n", true},
      {rule::kScanListing, "LIST 1", "+OK 1 120\r\n", true},
      {rule::kScanListing, "LIST", "+OK\r\n1 120\r\n2: 200\r\n.\r\n", false, 12},
      {rule::kScanListing, "LIST", "+OK\r\n1 120\r\n\r\n.\r\n", false, 12},
      {rule::kScanListing, "LIST 1", "+OK 120\r\n", false, 4},
      {rule::kUniqueIdListing, "UIDL", "+OK\r\n1 a\r\n2 b\r\n.\r\n", true},
      {rule::kUniqueIdListing, "UIDL 1", "+OK 1 a\r\n", true},
      {rule::kUniqueIdListing, "UIDL", "+OK\r\n1 a b\r\n.\r\n", false, 5},
      {rule::kUniqueIdListing, "UIDL 1", "+OK a\r\n", false, 4},
      {rule::kUniqueId, "UIDL 1", "+OK 1 " + std::string(70, 'x') + "\r\n", true},
      {rule::kUniqueId, "UIDL 1", "+OK 1 " + std::string(71, 'x') + "\r\n", false, 4},
      {rule::kUniqueId, "UIDL", "+OK\r\n1 \r\n.\r\n", false, 5},
      {rule::kCapability, "CAPA", "+OK\r\nTOP\r\nEXPIRE NEVER\r\n.\r\n", true},
      {rule::kCapability, "CAPA", "+OK\r\nTOP\r\nSASL \r\n.\r\n", false, 10},
      {rule::kCapability, "CAPA", "+OK\r\nX.Y\r\n.\r\n", false, 5},
      {rule::kCapabilityLength, "CAPA", "+OK\r\nX " + std::string(508, 'x') + "\r\n.\r\n", true},
      {rule::kCapabilityLength, "CAPA", "+OK\r\nX " + std::string(509, 'x') + "\r\n.\r\n", false,
       5},
      {rule::kChallenge, "AUTH CRAM-MD5", "+ PDFAeD4=\r\n", true},
      {rule::kChallenge, "AUTH PLAIN", "+ \r\n", true},
      {rule::kChallenge, "AUTH PLAIN", "+ go ahead\r\n", false, 2},
      {rule::kRespCode, "PASS x", "-ERR [IN-USE] busy\r\n", true},
      {rule::kRespCode, "STAT", "-ERR [SYS/TEMP] later\r\n", true},
      {rule::kRespCode, "STAT", "-ERR [X-OWN] what\r\n", true},
      {rule::kRespCode, "STAT", "-ERR [IN-USE] busy\r\n", false, 5},
      {rule::kRespCode, "NOOP", "+OK [AUTH] fine\r\n", false, 4},
      {rule::kUnasked, "NOOP", "+OK\r\n", true},
      {rule::kUnasked, "", "-ERR idle for too long\r\n", true},
      {rule::kUnasked, "NOOP\n", "+OK\r\n", true},
      {rule::kUnasked, "", "+OK\r\n", false, 0},
  };
  return kRows;
}

TEST(Pop3Invariants, KeptAndBroken) {
  for (const Row& row : rows()) {
    SCOPED_TRACE(row.command + " " + row.reply);
    if (row.kept) {
      EXPECT_EQ(deviations(row), std::vector<Deviation>{});
    } else {
      EXPECT_EQ(deviations(row), (std::vector<Deviation>{{row.rule, row.offset}}));
    }
  }
}

TEST(Pop3Invariants, EachOfThisFileHasRowsOfBothKinds) {
  for (const Invariant& invariant : pop3_info().invariants) {
    const auto has = [&](bool kept) {
      return std::ranges::any_of(
          rows(), [&](const Row& row) { return row.rule == invariant.id && row.kept == kept; });
    };
    const std::string_view parsers[] = {rule::kStatusCapitals, rule::kCrlf, rule::kLineLength,
                                        rule::kDotStuffing, rule::kContinueSpace};
    if (std::ranges::find(parsers, invariant.id) != std::end(parsers)) continue;  // reply_test.cc
    EXPECT_TRUE(has(true) && has(false)) << invariant.id;
  }
}

TEST(Pop3Invariants, CodesAreNoCodesWithoutTheCapability) {
  const Reply reply{Status::Err, "[IN-USE] busy", std::nullopt};
  EXPECT_TRUE(broken_rules(reply, "-ERR [IN-USE] busy\r\n", {.asked = Verb::Stat}).empty());
}

}  // namespace
}  // namespace wireassay::pop3
