// The background driver is a child of a child, in a session of its own; it keeps the lock that its
// parent took, so that nobody else can take it in between.
#include "campaign/control.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>

#include "campaign/engine.h"
#include "campaign/files.h"
#include "campaign/process.h"
#include "campaign/status.h"

namespace wireassay::campaign {
namespace {

constexpr auto kStopTime = std::chrono::minutes(5);  // merges of what engines left
constexpr int kFailed = 1;

std::string all_of(const Plan& plan) { return plan.id + "/"; }

std::expected<bool, std::string> drive_here(const Folder& folder, const Plan& plan,
                                            const Lock& lock, const DriverOptions& options) {
  if (const auto signed_it = lock.sign(); !signed_it) return std::unexpected(signed_it.error());
  auto ended = drive(folder, plan, options);
  lock.unsign();
  return ended;
}

void to_background(const Folder& folder) {
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  const int log =
      ::open(folder.driver_log().c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(log >= 0 ? log : nothing, STDOUT_FILENO);
  ::dup2(log >= 0 ? log : nothing, STDERR_FILENO);
}

/// In the grandchild; never returns. `ready` tells the parent the number of the driver.
[[noreturn]] void be_driver(const Folder& folder, const Plan& plan, const Lock& lock,
                            const DriverOptions& options, int ready) {
  const pid_t self = ::getpid();
  const auto signed_it = lock.sign();
  if (!signed_it || ::write(ready, &self, sizeof self) != sizeof self) ::_exit(kFailed);
  ::close(ready);
  to_background(folder);
  const auto ended = drive(folder, plan, options);
  if (!ended) (void)append_text(folder.driver_log(), ended.error() + "\n");
  ::_exit(ended ? 0 : kFailed);
}

std::expected<pid_t, std::string> drive_in_background(const Folder& folder, const Plan& plan,
                                                      const Lock& lock,
                                                      const DriverOptions& options) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return std::unexpected(std::string("pipe: ") + std::strerror(errno));
  const pid_t child = ::fork();
  if (child == 0) {
    ::setsid();
    ::close(ends[0]);
    if (::fork() == 0) be_driver(folder, plan, lock, options, ends[1]);
    ::_exit(0);
  }
  ::close(ends[1]);
  while (child > 0 && ::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid_t driver = 0;
  const ssize_t n = ::read(ends[0], &driver, sizeof driver);
  ::close(ends[0]);
  if (n != sizeof driver)
    return std::unexpected(folder.path.string() + ": the driver did not start; is the disk full?");
  return driver;
}

std::expected<Started, std::string> go(const Folder& folder, const Plan& plan, const Lock& lock,
                                       const char* how, const RunOptions& options) {
  const auto noted = append_event(
      folder,
      {.campaign = plan.id, .what = how, .target = {}, .why = {}, .at = std::time(nullptr)});
  if (!noted) return std::unexpected(noted.error());
  if (options.foreground) {
    const auto finished = drive_here(folder, plan, lock, options.driver);
    if (!finished) return std::unexpected(finished.error());
    return Started{.finished = *finished};
  }
  const auto driver = drive_in_background(folder, plan, lock, options.driver);
  if (!driver) return std::unexpected(driver.error());
  return Started{.driver = *driver};
}

/// Each target's engine by itself, so that unfinished files of its jobs are known.
std::size_t end_orphans(const Folder& folder, const Plan& plan) {
  const std::size_t count = marked(all_of(plan)).size();
  if (count == 0) return 0;
  for (const TargetPlan& target : plan.targets) {
    const std::string mark = mark_of(plan, target);
    if (!marked(mark).empty()) end_engine(folder.target(target.name), mark);
  }
  return count;
}

bool is_unfinished(const Folder& folder) {
  const auto status = read_status(folder);
  return status && status->state != "done";
}

}  // namespace

std::expected<Started, std::string> start(const Folder& folder, const Plan& plan, bool replace,
                                          const RunOptions& options) {
  std::error_code error;
  std::filesystem::create_directories(folder.path, error);
  if (error) return std::unexpected(folder.path.string() + ": cannot be made: " + error.message());
  const auto lock = Lock::take(folder);
  if (!lock) return std::unexpected(lock.error());
  if (!replace && is_unfinished(folder))
    return std::unexpected(folder.path.string() +
                           ": has a campaign with work left: `wireassay campaign resume` goes on, "
                           "--replace begins anew (corpora and findings stay), --folder DIR names "
                           "another place");
  if (const auto old = read_plan(folder)) end_orphans(folder, *old);
  if (const auto kept = replace_file(folder.plan(), to_json(plan)); !kept)
    return std::unexpected(kept.error());
  return go(folder, plan, *lock, "started", options);
}

std::expected<Started, std::string> resume(const Folder& folder, const RunOptions& options) {
  const auto plan = read_plan(folder);
  if (!plan) return std::unexpected(plan.error());
  const auto lock = Lock::take(folder);
  if (!lock) return std::unexpected(lock.error());
  if (!is_unfinished(folder))
    return std::unexpected(folder.path.string() +
                           ": the campaign is done; `wireassay campaign start` begins another on "
                           "the same corpora");
  end_orphans(folder, *plan);
  return go(folder, *plan, *lock, "resumed", options);
}

std::expected<Stopped, std::string> stop(const Folder& folder) {
  const auto plan = read_plan(folder);
  if (!plan) return std::unexpected(plan.error());
  Stopped stopped;
  if (const auto driver = driver_of(folder)) {
    stopped.driver = signal_process(*driver, SIGTERM);
    if (!await_end(*driver, kStopTime)) signal_process(*driver, SIGKILL);
  }
  stopped.orphans = end_orphans(folder, *plan);
  return stopped;
}

}  // namespace wireassay::campaign
