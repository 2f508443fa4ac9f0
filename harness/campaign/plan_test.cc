// Plans, files and samples: what is written is read back, and what is missing is named.
#include "campaign/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "campaign/engine.h"
#include "campaign/files.h"
#include "core/temp_dir.h"

namespace wireassay::campaign {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;

void touch_program(const fs::path& path) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << "#!/bin/sh\n";
  fs::permissions(path, fs::perms::owner_all);
}

struct ShareRow {
  const char* name;
  unsigned cores;
  std::size_t targets;
  std::vector<unsigned> jobs;  // of each lane
};
const ShareRow kShares[] = {{"one of each", 1, 1, {1}},
                            {"more targets", 2, 5, {1, 1}},
                            {"more cores", 4, 1, {4}},
                            {"a rest", 5, 2, {3, 2}},
                            {"as many", 3, 3, {1, 1, 1}}};

TEST(CampaignPlan, CoresAreShared) {
  for (const ShareRow& row : kShares) {
    SCOPED_TRACE(row.name);
    Plan plan{.cores = row.cores};
    plan.targets.resize(row.targets);
    ASSERT_EQ(plan.lanes(), row.jobs.size());
    for (std::size_t lane = 0; lane < row.jobs.size(); ++lane)
      EXPECT_EQ(plan.jobs(lane), row.jobs[lane]);
  }
}

TEST(CampaignPlan, HoursAreForAllOfIt) {
  const TempDir dir;
  for (const char* stem : {"a", "b", "c"}) touch_program(dir.file(stem + std::string("_fuzzer")));
  const Wishes wishes{.root = dir.path(), .binaries = dir.path(), .cores = 2, .hours = 1.0};
  const auto plan = make_plan(wishes);
  ASSERT_TRUE(plan) << plan.error();
  EXPECT_EQ(plan->seconds, 1800);  // two turns on two cores
  EXPECT_EQ(plan->targets.size(), 3U);
}

TEST(CampaignPlan, IsReadBack) {
  const TempDir dir;
  const Folder folder{dir.path()};
  touch_program(dir.file("a_fuzzer"));
  std::ofstream(dir.file("x")) << "";
  const auto plan = make_plan({.root = dir.path(), .binaries = dir.path(), .limits = true});
  ASSERT_TRUE(plan) << plan.error();
  ASSERT_TRUE(replace_file(folder.plan(), to_json(*plan)));
  const auto back = read_plan(folder);
  ASSERT_TRUE(back) << back.error();
  EXPECT_EQ(to_json(*back), to_json(*plan));
  std::ofstream(folder.plan()) << R"({"schema": "wireassay-campaign/1", "id": 7})";
  EXPECT_THAT(read_plan(folder).error(), HasSubstr("campaign.json: "));
  std::ofstream(folder.plan()) << "{";
  EXPECT_THAT(read_plan(folder).error(), HasSubstr("is no plan"));
}

TEST(CampaignPlan, TellsHowToBuildWhatIsMissing) {
  const TempDir dir;
  fs::create_directories(dir.file("fuzz"));
  std::ofstream(dir.file("fuzz/smtp_reply_fuzzer.cc")) << "";
  std::ofstream(dir.file("fuzz/smtp_command_fuzzer.cc")) << "";
  const Wishes wishes{.root = dir.path()};
  EXPECT_THAT(make_plan(wishes).error(),
              HasSubstr("cmake --preset asan && ninja -C build/asan smtp_command_fuzzer "
                        "smtp_reply_fuzzer"));
  EXPECT_THAT(make_plan({.root = dir.path(), .targets = {"smtp_replay"}}).error(),
              HasSubstr("there are: smtp_command, smtp_reply"));
  EXPECT_THAT(
      make_plan({.root = dir.path(), .targets = {"smtp_reply"}, .sanitizer = "memory"}).error(),
      HasSubstr("ninja -C build/msan smtp_reply_fuzzer"));
  EXPECT_THAT(make_plan({.root = dir.path(), .sanitizer = "thread"}).error(),
              HasSubstr("--sanitizer thread"));
}

TEST(CampaignEngine, NeverWritesIntoTheSeeds) {
  const Plan plan{.id = "1", .sanitizer = "address", .limits = true, .seconds = 60};
  const TargetPlan target{
      .name = "a", .binary = "/b/a_fuzzer", .dictionary = "/d/a.dict", .seeds = "/corpus/a"};
  const Program command = fuzz_command(plan, target, {"/f/a"}, 2, 59.5);
  ASSERT_GE(command.argv.size(), 3U);
  EXPECT_EQ(command.argv.back(), "/corpus/a");
  EXPECT_EQ(command.argv[command.argv.size() - 2], "/f/a/corpus");
  for (const char* flag :
       {"-fork=2", "-max_total_time=60", "-dict=/d/a.dict", "-timeout=25",
        "-artifact_prefix=/f/a/artifacts/", "-malloc_limit_mb=64", "-rss_limit_mb=512"})
    EXPECT_THAT(command.argv, Contains(flag));
  EXPECT_THAT(command.env, Contains("TMPDIR=/f/a/tmp"));
}

TEST(CampaignFiles, ATornLineLosesOnlyItself) {
  const TempDir dir;
  const TargetFolder target{dir.path()};
  ASSERT_TRUE(append_sample(target, {.campaign = "1", .execs = 7, .spent = 1.5}));
  std::ofstream(target.progress(), std::ios::app) << "{\"execs\": 8, \"campaign\": \"1\"";
  EXPECT_EQ(last_sample(target, "1").execs, 7U);
  ASSERT_TRUE(append_sample(target, {.campaign = "1", .execs = 9, .spent = 2.5}));
  EXPECT_EQ(last_sample(target, "1").execs, 9U);
  EXPECT_EQ(last_sample(target, "1").spent, 2.5);
  EXPECT_EQ(last_sample(target, "2").execs, 0U);  // another campaign in the same folder
  std::size_t lines = 0;
  each_line(target.progress(), [&](std::string_view) { ++lines; });
  EXPECT_EQ(lines, 3U);
}

TEST(CampaignFiles, LastLinesOfALongFile) {
  const TempDir dir;
  std::string text;
  for (int line = 0; line < 20000; ++line) text += "line " + std::to_string(line) + "\n";
  std::ofstream(dir.file("long")) << text << "torn";
  const std::vector<std::string> lines = last_lines(dir.file("long"));
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.back(), "line 19999");
  EXPECT_TRUE(lines.front().starts_with("line "));
  EXPECT_TRUE(last_lines(dir.file("none")).empty());
}

}  // namespace
}  // namespace wireassay::campaign
