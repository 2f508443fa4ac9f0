// A tiny grammar, and what ran of it.
#include "campaign/coverage.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include <algorithm>

#include "core/files.h"
#include "core/program.h"

namespace wireassay::campaign {
namespace {

constexpr std::string_view kHeader = R"(#pragma once
namespace wireassay::tiny::rule {
inline constexpr std::string_view kCase = "tiny.case";
inline constexpr std::string_view kNever = "tiny.never";
inline constexpr std::string_view kNoId = "word";
}
)";

// Line and column of each place are what the rows below say.
constexpr std::string_view kCode = R"(// refuse("in-a-comment")
constexpr VerbSpec kVerbs[] = {
    {Verb::Ping, "PING", "RFC 1"}, {Verb::Pong, "PONG", "RFC 1"},
    {Verb::Quit, "QUIT"},
};
constexpr auto kCodes = std::to_array<Row>({
    {"IN-USE", nothing},
    // a comment between rows
    {"X/Y", {1, "inner"}},
});
Answer read(In in) {
  if (!in.need('"', "quoted")) return in.answer();
  if (in.empty()) return refuse("empty-line");
  if (in.size() > 9) return ParseError{Errc::TooLong, 9, "line"};
  if (lower(in)) faults_.add(rule::kCase, in.offset());
  if (found == rule::kNever) return refuse("a sentence, no rule");
  if (odd(in)) faults_.add(rule::kNever, 0);
  out.add("no-rule");
}
)";

const std::vector<Source> kSources = {{"harness/wire/tiny/rules.h", std::string(kHeader)},
                                      {"harness/wire/tiny/tiny.cc", std::string(kCode)}};

TEST(CoverageGrammar, PlacesOfRules) {
  const std::vector<RulePlace> expected = {
      {"quoted", "harness/wire/tiny/tiny.cc", 12, 21, false},
      {"empty-line", "harness/wire/tiny/tiny.cc", 13, 33, true},
      {"line", "harness/wire/tiny/tiny.cc", 14, 58, true},
      {"tiny.case", "harness/wire/tiny/tiny.cc", 15, 30, true},
      {"tiny.never", "harness/wire/tiny/tiny.cc", 17, 28, true},
  };
  const std::vector<RulePlace> places = rule_places(kSources);
  ASSERT_EQ(places.size(), expected.size());
  for (std::size_t at = 0; at < expected.size(); ++at) {
    SCOPED_TRACE(expected[at].rule);
    EXPECT_EQ(places[at].rule, expected[at].rule);
    EXPECT_EQ(places[at].line, expected[at].line);
    EXPECT_EQ(places[at].column, expected[at].column);
    EXPECT_EQ(places[at].states, expected[at].states);
  }
}

TEST(CoverageGrammar, RowsOfTables) {
  struct Row {
    const char* array;
    std::vector<RowPlace> rows;
  };
  const std::string file = kSources[1].file;
  const Row table[] = {
      {"kVerbs", {{"PING", file, 3}, {"PONG", file, 3}, {"QUIT", file, 4}}},
      {"kCodes", {{"IN-USE", file, 7}, {"X/Y", file, 9}}},
      {"kAbsent", {}},
  };
  for (const Row& row : table) EXPECT_EQ(table_rows(kSources[1], row.array), row.rows) << row.array;
}

TEST(CoverageGrammar, WatchedTablesStandWhereTheyAreSaidToBe) {
  for (const WatchedTable& table : watched_tables()) {
    const Source source{std::string(table.file), read_octets(std::string(WIREASSAY_SOURCE_DIR "/") +
                                                             std::string(table.file))};
    EXPECT_GE(table_rows(source, table.array).size(), 5U) << table.title;
  }
}

/// Line 13's refusal ran, that of line 14 did not; line 15 ran but not its second half.
constexpr std::string_view kExport =
    "warning: 2 functions have mismatched data\n"
    R"({"data":[{"files":[
{"filename":"/root/harness/wire/tiny/tiny.cc",
"segments":[[11,1,5,true,true,false],[13,19,3,true,true,false],[13,46,5,true,false,false],
[14,22,0,true,true,false],[14,64,5,true,false,false],[15,18,0,true,true,false],
[15,50,5,true,false,false],[17,16,0,true,true,false],[18,1,0,false,false,false]],
"summary":{"lines":{"count":10,"covered":9},"regions":{"count":4,"covered":2},"branches":{"count":0,"covered":0}}},
{"filename":"/root/harness/wire/tiny/rules.h","segments":[],
"summary":{"lines":{"count":4,"covered":1},"regions":{"count":4,"covered":2},"branches":{"count":2,"covered":1}}}
]}],"type":"llvm.coverage.json.export"})";

std::string one_line(std::string_view text) {
  std::string out(text);
  const std::size_t begin = out.find('{');
  std::replace(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), '\n', ' ');
  return out;
}

TEST(CoverageReport, LeastCoveredFirstAndPlaces) {
  const auto report = CoverageReport::read(one_line(kExport), "/root");
  ASSERT_TRUE(report) << report.error();
  ASSERT_EQ(report->files().size(), 2U);
  EXPECT_EQ(report->files()[0].file, "harness/wire/tiny/rules.h");
  EXPECT_EQ(report->files()[0].lines.percent(), 25);
  EXPECT_EQ(report->files()[1].branches.percent(), 100);
  const std::string file = kSources[1].file;
  EXPECT_EQ(report->ran(file, 13, 33), 3U);
  EXPECT_EQ(report->ran(file, 14, 58), 0U);
  EXPECT_EQ(report->ran(file, 14, 70), 5U);
  EXPECT_EQ(report->ran(file, 3, 1), std::nullopt);
  EXPECT_EQ(report->ran(file, 19, 1), std::nullopt);
  EXPECT_EQ(report->ran("other.cc", 1, 1), std::nullopt);
}

TEST(CoverageReport, WhatIsNoReportIsSaid) {
  for (const char* text : {"", "error: no such file", "{\"data\":[]}", "{\"data\":"}) {
    EXPECT_FALSE(CoverageReport::read(text, "/root")) << text;
  }
}

TEST(CoverageReached, RulesByPlaceOrByNote) {
  const auto report = CoverageReport::read(one_line(kExport), "/root");
  ASSERT_TRUE(report);
  struct Row {
    const char* notes;
    std::vector<std::string> reached;
  };
  const Row table[] = {
      {"", {"empty-line"}},
      {"rule quoted\nrule other\nword tiny.case\n", {"empty-line", "quoted"}},
      {"rule tiny.case\n", {"empty-line", "tiny.case"}},
  };
  for (const Row& row : table) {
    SCOPED_TRACE(row.notes);
    std::vector<std::string> reached;
    for (const GrammarEntry& entry : reached_rules(kSources, *report, {{"wire/tiny", row.notes}})) {
      EXPECT_TRUE(entry.linked) << entry.name;
      if (entry.reached) reached.push_back(entry.name);
    }
    EXPECT_EQ(reached, row.reached);
  }
}

TEST(CoverageReached, RowsByAcceptedWordsOfTheProtocolsTargets) {
  const std::vector<Source> sources = {
      {"harness/wire/pop3/resp_code.cc",
       "constexpr Row kRows[] = {\n    {\"IN-USE\", 1},\n    {\"UTF8\", 2},\n};\n"},
      {"harness/wire/pop3/command.cc",
       "constexpr VerbRow kVerbs[] = {{\"RETR\", Retr},\n {\"DELE\", Dele}};\n"}};
  const std::vector<Notes> noted = {
      {"pop3_reply", "word IN-USE\nword utf8\nrule UTF8\nword DELE\n"},
      {"pop3_command", "word retr\n"},
      {"smtp_reply", "word UTF8\n"}};
  struct Row {
    const char *name, *place;
    bool reached;
  };
  const Row expected[] = {{"RETR", "harness/wire/pop3/command.cc:1", true},
                          {"DELE", "harness/wire/pop3/command.cc:2", false},
                          {"IN-USE", "harness/wire/pop3/resp_code.cc:2", true},
                          {"UTF8", "harness/wire/pop3/resp_code.cc:3", false}};
  const std::vector<GrammarEntry> rows = reached_rows(sources, noted);
  ASSERT_EQ(rows.size(), std::size(expected));
  for (std::size_t at = 0; at < rows.size(); ++at) {
    SCOPED_TRACE(expected[at].name);
    EXPECT_EQ(rows[at].name, expected[at].name);
    EXPECT_EQ(rows[at].places, std::vector<std::string>{expected[at].place});
    EXPECT_EQ(rows[at].reached, expected[at].reached);
  }
}

TEST(Coverage, FoldersOfTargets) {
  struct Row {
    const char* target;
    std::vector<std::string> folders;
  };
  const Row table[] = {
      {"smtp_reply", {"harness/wire/smtp"}},
      {"imap_session", {"harness/reference", "harness/wire/imap"}},
      {"trace_capture", {"harness/trace"}},
      {"scenario", {"harness/scenario"}},
      {"player_smtp", {"harness/play"}},
  };
  for (const Row& row : table) EXPECT_EQ(folders_of(row.target), row.folders) << row.target;
}

TEST(Coverage, WhatIsNotBuiltIsSaidWithTheCommands) {
  const CoverageOptions options{
      .folder = "/nowhere", .programs = "/nowhere", .root = "/", .targets = {"smtp_reply"}};
  const auto result = measure_coverage(options, [](const std::string&) {});
  ASSERT_FALSE(result);
  const bool installed = std::getenv("WIREASSAY_HAS_PACKAGES") != nullptr;
  if (!installed && result.error().find("apt-get install llvm-19") != std::string::npos)
    GTEST_SKIP() << "llvm-19 is not installed";
  EXPECT_NE(result.error().find("ninja -C build/coverage smtp_reply_fuzzer_replay"),
            std::string::npos)
      << result.error();
}

}  // namespace
}  // namespace wireassay::campaign
