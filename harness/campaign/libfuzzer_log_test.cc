// Lines as libFuzzer of clang 19 printed them.
#include "campaign/libfuzzer_log.h"

#include <gtest/gtest.h>

namespace wireassay::campaign {
namespace {

struct Row {
  const char* name;
  const char* line;
  EngineStats stats;  // of a reader that saw this line only
  bool status;
};

// clang-format off
const Row kRows[] = {
    {"fork", "#311846: cov: 142 ft: 590 corp: 112 exec/s: 20355 oom/timeout/crash: 0/0/0 time: 15s job: 4 dft_time: 0",
     {.execs = 311846, .exec_s = 20355, .edges = 142, .features = 590, .corpus = 112}, true},
    {"fork with finds", "#99: cov: 1 ft: 2 corp: 3 exec/s: 4 oom/timeout/crash: 5/6/7 time: 8s job: 9 dft_time: 0",
     {.execs = 99, .exec_s = 4, .edges = 1, .features = 2, .corpus = 3, .ooms = 5, .timeouts = 6, .crashes = 7}, true},
    {"INITED", "#128\tINITED cov: 142 ft: 589 corp: 109/7028b exec/s: 0 rss: 37Mb",
     {.execs = 128, .edges = 142, .features = 589, .corpus = 109}, true},
    {"REDUCE", "#25880\tREDUCE cov: 142 ft: 589 corp: 109/6909b lim: 429 exec/s: 25880 rss: 223Mb L: 257/257 MS: 4 ShuffleBytes-EraseBytes-CMP- DE: \"0\\000\"-",
     {.execs = 25880, .exec_s = 25880, .edges = 142, .features = 589, .corpus = 109}, true},
    {"NEW", "#19\tNEW    cov: 136 ft: 277 corp: 10/1001b lim: 254 exec/s: 0 rss: 34Mb L: 6/254 MS: 3 CrossOver-",
     {.execs = 19, .edges = 136, .features = 277, .corpus = 10}, true},
    {"pulse", "#131072\tpulse  cov: 142 ft: 597 corp: 110/6978b lim: 1389 exec/s: 26214 rss: 423Mb",
     {.execs = 131072, .exec_s = 26214, .edges = 142, .features = 597, .corpus = 110}, true},
    {"DONE", "#136621\tDONE   cov: 142 ft: 600 corp: 111/7Kb lim: 1437 exec/s: 22770 rss: 424Mb",
     {.execs = 136621, .exec_s = 22770, .edges = 142, .features = 600, .corpus = 111}, true},
    {"no edges (extra counters only)", "#8\tINITED ft: 3 corp: 1/1b exec/s: 0 rss: 30Mb",
     {.execs = 8, .features = 3, .corpus = 1}, true},
    {"most it can count", "#18446744073709551615: cov: 1 ft: 1 corp: 1 exec/s: 1 oom/timeout/crash: 0/0/0 time: 1s job: 1 dft_time: 0",
     {.execs = 18446744073709551615U, .exec_s = 1, .edges = 1, .features = 1, .corpus = 1}, true},
    {"more than it can count", "#18446744073709551616: cov: 1 ft: 1 corp: 1 exec/s: 1 oom/timeout/crash: 0/0/0", {}, false},
    {"an event of the target's own", "#5\tPWNED cov: 9 ft: 9 corp: 9/9b exec/s: 9 rss: 9Mb", {}, false},
    {"a value that is no number", "#5: cov: x ft: 9 corp: 9 exec/s: 9 oom/timeout/crash: 0/0/0", {}, false},
    {"finds cut off", "#5: cov: 1 ft: 9 corp: 9 exec/s: 9 oom/timeout/crash: 0/0", {}, false},
    {"text behind", "#5: cov: 1 and more", {}, false},
    {"no values", "#5:", {}, false},
    {"a stack frame", "    #5 0x55bb4fee in main", {}, false},
    {"a stack frame at the margin", "#5 0x55bb4fee in main", {}, false},
    {"info", "INFO: seed corpus: files: 127 min: 1b max: 261b total: 7447b rss: 31Mb", {}, false},
};
// clang-format on

TEST(LibFuzzerLog, Lines) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    LogReader log;
    log.feed(std::string(row.line) + "\n");
    EXPECT_EQ(log.status_lines(), row.status ? 1U : 0U);
    EXPECT_TRUE(log.stats() == row.stats);
    EXPECT_FALSE(log.finished());
  }
}

struct EndRow {
  const char* name;
  const char* line;
  bool finished;
  const char* trouble;
};

const EndRow kEnds[] = {
    {"fork", "INFO: exiting: 77 time: 15s", true, ""},
    {"plain", "Done 136621 runs in 6 second(s)", true, ""},
    {"only said so", "Done many runs in 6 second(s)", false, ""},
    {"time is over, jobs are not", "INFO: fuzzed for 15 seconds, wrapping up soon", false, ""},
    {"libFuzzer's own report", "==7== ERROR: libFuzzer: deadly signal", false,
     "==7== ERROR: libFuzzer: deadly signal"},
    {"AddressSanitizer", "==7==ERROR: AddressSanitizer: heap-buffer-overflow", false,
     "==7==ERROR: AddressSanitizer: heap-buffer-overflow"},
    {"UBSan", "a.cc:3:5: runtime error: signed integer overflow", false,
     "a.cc:3:5: runtime error: signed integer overflow"},
    {"an invariant", "broken invariant: split at 3", false, "broken invariant: split at 3"},
};

TEST(LibFuzzerLog, Ends) {
  for (const EndRow& row : kEnds) {
    SCOPED_TRACE(row.name);
    LogReader log;
    log.feed(std::string(row.line) + "\n");
    EXPECT_EQ(log.finished(), row.finished);
    EXPECT_EQ(log.trouble(), row.trouble);
    EXPECT_EQ(log.status_lines(), 0U);
  }
}

TEST(LibFuzzerLog, AnySplitReadsAlike) {
  std::string all;
  for (const Row& row : kRows) all += std::string(row.line) + "\n";
  LogReader whole;
  whole.feed(all);
  for (std::size_t at = 0; at <= all.size(); ++at) {
    LogReader parts;
    parts.feed(std::string_view(all).substr(0, at));
    parts.feed(std::string_view(all).substr(at));
    ASSERT_TRUE(parts.stats() == whole.stats()) << at;
    ASSERT_EQ(parts.status_lines(), whole.status_lines()) << at;
  }
}

TEST(LibFuzzerLog, AnEndlessLineIsDropped) {
  LogReader log;
  log.feed(
      "#7: cov: 1 ft: 1 corp: 1 exec/s: 1 oom/timeout/crash: 0/0/0 time: 1s job: 1 dft_time: ");
  log.feed(std::string(100 * kMaxLogLine, '1'));
  log.feed("\n#8: cov: 2 ft: 1 corp: 1 exec/s: 1 oom/timeout/crash: 0/0/0 time: 1s job: 1\n");
  EXPECT_EQ(log.stats().execs, 8U);
  EXPECT_EQ(log.stats().edges, 2U);
}

TEST(LibFuzzerLog, AHalfLineCountsWhenItsEndCame) {
  LogReader log;
  log.feed("#7: cov: 1 ft: 1 corp: 1 exec/s: 1 oom/timeout/crash: 0/0/0 time: 1");
  EXPECT_EQ(log.status_lines(), 0U);
  log.feed("s job: 1\n");
  EXPECT_EQ(log.status_lines(), 1U);
}

}  // namespace
}  // namespace wireassay::campaign
