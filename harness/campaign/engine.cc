// Under -fork libFuzzer keeps all of its unfinished jobs in
// TMPDIR/libFuzzerTemp.FuzzWithForkPID.dir: CN/ the inputs of job N, FN/ their features, N.log,
// N.seeds, N.merge. It takes CN/ into the corpus when job N ends, so a kill leaves up to five
// minutes of finds there.
#include "campaign/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdlib>

#include "campaign/files.h"

namespace wireassay::campaign {
namespace {

namespace fs = std::filesystem;

constexpr auto kPatience = std::chrono::seconds(1);
constexpr std::size_t kMostJobLog = 16UL * 1024;  // its end: what a job found stands there

/// What the user set, and behind it what we need.
std::string options(const char* variable, std::string_view more) {
  const char* set = std::getenv(variable);
  return fmt::format("{}={}{}{}", variable, set != nullptr ? set : "", set != nullptr ? ":" : "",
                     more);
}

std::vector<std::string> variables(const Plan& plan, const TargetPlan& target,
                                   const TargetFolder& folder) {
  std::vector<std::string> env{std::string(kMark) + mark_of(plan, target),
                               "TMPDIR=" + folder.tmp().string()};
  // Freed memory that ASan keeps aside would count against the low limit.
  if (plan.limits && plan.sanitizer == "address")
    env.push_back(options("ASAN_OPTIONS", "quarantine_size_mb=8"));
  return env;
}

std::vector<std::string> common_flags(const Plan& plan, const TargetFolder& folder) {
  std::vector<std::string> flags{
      fmt::format("-rss_limit_mb={}", plan.limits ? kLowRssLimit : kRssLimit),
      fmt::format("-timeout={}", kInputTime),
      fmt::format("-artifact_prefix={}/", folder.artifacts().string())};
  if (plan.limits) flags.push_back(fmt::format("-malloc_limit_mb={}", kLowMallocLimit));
  return flags;
}

bool is_job_corpus(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  return entry.is_directory() && name.size() > 1 && name.starts_with('C') &&
         name.find_first_not_of("0123456789", 1) == std::string::npos;
}

void keep_find(const TargetFolder& folder, const fs::path& file) {
  std::error_code error;
  const fs::path to = folder.artifacts() / file.filename();
  if (!fs::exists(to)) fs::copy_file(file, to, error);
}

void keep_log(const TargetFolder& folder, const fs::path& file) {
  std::error_code error;
  const std::uint64_t size = fs::file_size(file, error);
  if (error) return;
  const std::string text =
      read_from(file, size - std::min<std::uint64_t>(size, kMostJobLog), kMostJobLog);
  (void)append_text(folder.log(), fmt::format("---- {}, left by an engine that was killed\n{}\n",
                                              file.filename().string(), text));
}

}  // namespace

std::string mark_of(const Plan& plan, const TargetPlan& target) {
  return plan.id + "/" + target.name + "/";
}

Program fuzz_command(const Plan& plan, const TargetPlan& target, const TargetFolder& folder,
                     unsigned jobs, double seconds) {
  Program command{.argv = {target.binary.string()},
                  .env = variables(plan, target, folder),
                  .directory = folder.path,
                  .output = folder.log()};
  std::vector<std::string>& argv = command.argv;
  if (plan.runs != 0) {
    argv.push_back(fmt::format("-runs={}", plan.runs));
    argv.insert(argv.end(), {"-seed=1", "-print_final_stats=1"});
  } else {
    argv.push_back(fmt::format("-fork={}", jobs));
    argv.insert(argv.end(), {"-ignore_crashes=1", "-ignore_timeouts=1", "-ignore_ooms=1"});
    argv.push_back(fmt::format("-max_total_time={}", std::ceil(seconds)));
  }
  for (std::string& flag : common_flags(plan, folder)) argv.push_back(std::move(flag));
  if (!target.dictionary.empty()) argv.push_back("-dict=" + target.dictionary.string());
  argv.push_back(folder.corpus().string());
  if (!target.seeds.empty()) argv.push_back(target.seeds.string());
  return command;
}

Program merge_command(const Plan& plan, const TargetPlan& target, const TargetFolder& folder,
                      const std::vector<fs::path>& from) {
  Program command{.argv = {target.binary.string(), "-merge=1"},
                  .env = variables(plan, target, folder),
                  .directory = folder.path,
                  .output = folder.log()};
  for (std::string& flag : common_flags(plan, folder)) command.argv.push_back(std::move(flag));
  command.argv.push_back(folder.corpus().string());
  for (const fs::path& path : from) command.argv.push_back(path.string());
  return command;
}

std::vector<fs::path> take_leftovers(const TargetFolder& folder) {
  std::vector<fs::path> jobs;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder.tmp(), error)) {
    if (is_job_corpus(entry) && !fs::is_empty(entry.path())) jobs.push_back(entry.path());
    if (!entry.is_regular_file()) continue;
    const fs::path& file = entry.path();
    if (is_find(file.filename().string())) keep_find(folder, file);
    if (file.extension() == ".log") keep_log(folder, file);
  }
  std::ranges::sort(jobs);
  return jobs;
}

void keep_all(const TargetFolder& folder, const std::vector<fs::path>& from) {
  for (const fs::path& job : from) {
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(job, error))
      fs::copy_file(entry.path(), folder.corpus() / entry.path().filename(),
                    fs::copy_options::skip_existing, error);
  }
}

void clear_leftovers(const TargetFolder& folder) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder.tmp(), error)) {
    std::error_code ignored;
    fs::remove_all(entry.path(), ignored);
  }
}

void ask_to_stop(const TargetFolder& folder) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder.tmp(), error)) {
    if (entry.is_directory() &&
        entry.path().filename().string().starts_with("libFuzzerTemp.FuzzWithFork"))
      (void)append_text(entry.path() / "STOP", "1");
  }
}

void end_engine(const TargetFolder& folder, const std::string& mark) {
  // First those that lead: the parent of a -fork engine would drop the folders of unfinished jobs
  // as it ends, and begin new jobs until then. A plain engine is told to end as by Ctrl-C.
  std::error_code error;
  ask_to_stop(folder);
  bool forks = false;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder.tmp(), error))
    forks = forks || entry.path().filename().string().starts_with("libFuzzerTemp.FuzzWithFork");
  if (forks)
    signal_leaders(mark, SIGKILL);
  else
    signal_marked(mark, SIGTERM);
  if (await_unmarked(mark, kPatience)) return;
  do {
    signal_marked(mark, SIGKILL);
  } while (!await_unmarked(mark, kPatience));
}

}  // namespace wireassay::campaign
