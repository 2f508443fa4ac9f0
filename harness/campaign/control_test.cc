// Campaigns with fake engines: they wait on a fifo, so that a test decides when anything ends.
#include "campaign/control.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "campaign/control_test_support.h"
#include "campaign/files.h"

namespace wireassay::campaign {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr const char* kFake = WIREASSAY_SOURCE_DIR "/harness/campaign/testdata/fake_engine.sh";

RunOptions quick(bool foreground) {
  return {.foreground = foreground,
          .driver = {.tick = std::chrono::milliseconds(20), .on_tick = {}}};
}

void write_script(const fs::path& path, const std::string& text) {
  std::ofstream(path) << "#!/bin/sh\n" << text;
  fs::permissions(path, fs::perms::owner_all);
}

std::vector<std::string> history(const Bench& bench) {
  std::vector<std::string> lines;
  for (const Event& event : read_events(bench.folder(), bench.id()))
    lines.push_back(event.what + (event.target.empty() ? "" : " " + event.target));
  return lines;
}

TEST(Campaign, TargetsTakeTurnsOnOneCore) {
  Bench bench;
  bench.add("a", kFake);
  bench.add("b", kFake);
  const auto started = start(bench.folder(), bench.plan(0, 100, 1), false, quick(true));
  ASSERT_TRUE(started) << started.error();
  EXPECT_TRUE(started->finished);
  EXPECT_EQ(history(bench), (std::vector<std::string>{"started", "running a", "done a", "running b",
                                                      "done b", "done"}));
  const Status status = bench.status();
  EXPECT_EQ(status.state, "done");
  for (const TargetStatus& target : status.targets) {
    EXPECT_EQ(target.state, "done");
    EXPECT_EQ(target.sample.execs, 100U);
    EXPECT_EQ(target.sample.edges, 5U);
  }
  const auto again = resume(bench.folder(), quick(true));
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error(), HasSubstr("is done"));
}

TEST(Campaign, StopKeepsWhatUnfinishedJobsHad) {
  Bench bench;
  bench.add("a", kFake);
  const auto started = start(bench.folder(), bench.plan(600, 0, 1), false, quick(false));
  ASSERT_TRUE(started) << started.error();
  ASSERT_TRUE(bench.await_execs(100));
  EXPECT_EQ(bench.status().state, "running");
  const auto second = start(bench.folder(), bench.plan(600, 0, 1), false, quick(false));
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error(), HasSubstr("a campaign runs there"));
  const auto stopped = stop(bench.folder());
  ASSERT_TRUE(stopped) << stopped.error();
  EXPECT_TRUE(stopped->driver);
  EXPECT_EQ(stopped->orphans, 0U);
  const TargetFolder a = bench.folder().target("a");
  EXPECT_EQ(names_in(a.corpus()).size(), 1U);
  EXPECT_EQ(names_in(a.artifacts()).size(), 2U);
  EXPECT_TRUE(names_in(a.tmp()).empty());
  EXPECT_THAT(read_from(a.log(), 0, 100000), HasSubstr("==ERROR: something"));
  EXPECT_EQ(bench.status().state, "stopped");
  EXPECT_EQ(bench.status().targets[0].untriaged.crashes, 1U);
  EXPECT_EQ(bench.status().targets[0].untriaged.ooms, 1U);
  const auto replaced = start(bench.folder(), bench.plan(600, 0, 1), false, quick(false));
  ASSERT_FALSE(replaced);
  EXPECT_THAT(replaced.error(), HasSubstr("resume"));
}

struct KillRow {
  const char* name;
  bool driver, leader, job;  // which are killed, in this order
};
const KillRow kKills[] = {{"driver only", true, false, false},
                          {"driver, then engine", true, true, false},
                          {"all", true, true, true},
                          {"engine only", false, true, false}};

TEST(Campaign, KillsLoseNothing) {
  for (const KillRow& row : kKills) {
    SCOPED_TRACE(row.name);
    Bench bench;
    bench.add("a", kFake);
    ASSERT_TRUE(start(bench.folder(), bench.plan(600, 0, 1), false, quick(false)));
    ASSERT_TRUE(bench.await_execs(100));
    const auto driver = driver_of(bench.folder());
    ASSERT_TRUE(driver);
    if (row.driver) signal_process(*driver, SIGKILL);
    ASSERT_TRUE(!row.driver || await_end(*driver, kPatience));
    const std::vector<ProcessId> before = marked(bench.id() + "/");
    if (row.leader) signal_leaders(bench.id() + "/", SIGKILL);
    if (row.job) signal_marked(bench.id() + "/", SIGKILL);
    if (row.driver) {
      EXPECT_EQ(bench.status().state, "killed");
      const auto resumed = resume(bench.folder(), quick(false));
      ASSERT_TRUE(resumed) << resumed.error();
    }
    EXPECT_TRUE(bench.await_execs(200));  // the engine after it, counted on
    for (const ProcessId& process : before) EXPECT_FALSE(lives(process));
    ASSERT_TRUE(stop(bench.folder()));
    const TargetFolder a = bench.folder().target("a");
    EXPECT_EQ(names_in(a.corpus()).size(), 2U);  // of both engines
    EXPECT_EQ(names_in(a.artifacts()).size(), 4U);
    EXPECT_EQ(bench.engines(), 0U);
  }
}

TEST(Campaign, AnEngineThatCannotRunFails) {
  Bench bench;
  bench.add("a", kFake);
  write_script(bench.binaries() / "a_fuzzer", "printf 'ERROR: \\033[31mno\\n'; exit 3\n");
  const auto started = start(bench.folder(), bench.plan(600, 0, 1), false, quick(true));
  ASSERT_TRUE(started) << started.error();
  const Status status = bench.status();
  EXPECT_EQ(status.targets[0].state, "failed");
  EXPECT_THAT(status.targets[0].why, HasSubstr("ended with 3: ERROR: \\x1b[31mno; see "));
  EXPECT_EQ(to_text(status).find('\x1b'), std::string::npos);
  EXPECT_EQ(to_json(status).find('\x1b'), std::string::npos);
}

TEST(Campaign, ANumberThatIsUsedAgainIsLeftAlone) {
  Bench bench;
  bench.add("a", kFake);
  ASSERT_TRUE(start(bench.folder(), bench.plan(0, 100, 1), false, quick(true)));
  const ProcessId self = identify(::getpid()).value();
  std::ofstream(bench.folder().lock()) << self.pid << " " << self.start + 1 << "\n";
  EXPECT_FALSE(driver_of(bench.folder()));
  const auto stopped = stop(bench.folder());  // or this test would end here
  ASSERT_TRUE(stopped) << stopped.error();
  EXPECT_FALSE(stopped->driver);
  std::ofstream(bench.folder().lock()) << self.pid << " " << self.start << "\n";
  EXPECT_TRUE(driver_of(bench.folder()));
  std::ofstream(bench.folder().lock()) << "";
}

TEST(Campaign, SignalsReachOnlyTheMarked) {
  const TempDir dir;
  ASSERT_EQ(::mkfifo(dir.file("gate").c_str(), 0600), 0);
  const auto process = spawn({.argv = {"/bin/sh", "-c", ": > ready; read x < gate"},
                              .env = {std::string(kMark) + "test-one/a/"},
                              .directory = dir.path(),
                              .output = {}});
  ASSERT_TRUE(process) << process.error();
  EXPECT_TRUE(await_file(dir.path(), [&] { return fs::exists(dir.file("ready")); }));
  EXPECT_EQ(marked("test-one/").size(), 1U);
  EXPECT_EQ(signal_marked("test-two/", SIGKILL), 0U);
  EXPECT_EQ(signal_marked("est-one/", SIGKILL), 0U);
  EXPECT_TRUE(lives(*process));
  EXPECT_EQ(signal_marked("test-one/a/", SIGKILL), 1U);
  EXPECT_TRUE(await_unmarked("test-one/", std::chrono::seconds(30)));
  EXPECT_EQ(ended(process->pid), 128 + SIGKILL);
}

#ifdef WIREASSAY_QUICK_TARGET
TEST(Campaign, KilledLibFuzzerGoesOnWithAllItHad) {
  Bench bench;
  bench.add("real", WIREASSAY_QUICK_TARGET);
  ASSERT_TRUE(start(bench.folder(), bench.plan(600, 0, 1), false, quick(false)));
  ASSERT_TRUE(bench.await_execs(1));
  const TargetFolder real = bench.folder().target("real");
  std::ofstream(real.artifacts() / "crash-planted") << "x";
  for (int kill = 1; kill <= 2; ++kill) {
    const ProcessId driver = driver_of(bench.folder()).value_or(ProcessId());
    ASSERT_TRUE(signal_process(driver, SIGKILL));
    signal_marked(bench.id() + "/", SIGKILL);
    ASSERT_TRUE(await_end(driver, kPatience));
    const std::set<std::string> corpus = names_in(real.corpus());
    const std::set<std::string> artifacts = names_in(real.artifacts());
    const std::uint64_t execs = bench.status().targets[0].sample.execs;
    ASSERT_TRUE(resume(bench.folder(), quick(false)));
    ASSERT_TRUE(bench.await_execs(execs + 1));
    EXPECT_THAT(names_in(real.corpus()), testing::IsSupersetOf(corpus));
    EXPECT_THAT(names_in(real.artifacts()), testing::IsSupersetOf(artifacts));
  }
  ASSERT_TRUE(stop(bench.folder()));
  EXPECT_TRUE(names_in(real.tmp()).empty());
  EXPECT_TRUE(names_in(real.artifacts()).contains("crash-planted"));
  EXPECT_EQ(bench.engines(), 0U);
}
#endif

}  // namespace
}  // namespace wireassay::campaign
