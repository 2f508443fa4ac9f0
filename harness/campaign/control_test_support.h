// Test-only: a campaign's folder with fake engines, that ends what it started.
#pragma once

#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <string>

#include "campaign/control.h"
#include "campaign/process.h"
#include "campaign/status.h"
#include "core/temp_dir.h"

namespace wireassay::campaign {

inline constexpr std::chrono::seconds kPatience{60};

/// Asks again whenever a file in the folder was made or written; false after kPatience.
inline bool await_file(const std::filesystem::path& folder, const std::function<bool()>& done) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  pollfd entry{::inotify_init1(IN_CLOEXEC | IN_NONBLOCK), POLLIN, 0};
  // Watched before the first question: what comes behind that one wakes.
  ::inotify_add_watch(entry.fd, folder.c_str(), IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO);
  bool holds = false;
  while (!(holds = done())) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) break;
    ::poll(&entry, 1, static_cast<int>(left.count()));
    for (char events[4096]; ::read(entry.fd, events, sizeof events) > 0;) {
    }
  }
  ::close(entry.fd);
  return holds;
}

inline std::set<std::string> names_in(const std::filesystem::path& folder) {
  std::set<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    names.insert(entry.path().filename().string());
  return names;
}

class Bench {
 public:
  Bench() { std::filesystem::create_directories(binaries()); }
  ~Bench() {
    const auto driver = driver_of(folder());
    if (driver && driver->pid != ::getpid()) (void)stop(folder());
    if (!id_.empty()) signal_marked(id_ + "/", SIGKILL);
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  std::filesystem::path binaries() const { return std::filesystem::path(dir_.path()) / "bin"; }
  Folder folder() const { return {std::filesystem::path(dir_.path()) / "campaign"}; }

  void add(const std::string& name, const std::filesystem::path& engine) {
    std::filesystem::copy_file(engine, binaries() / (name + "_fuzzer"));
    std::filesystem::create_directories(folder().target(name).path);
    ::mkfifo((folder().target(name).path / "gate").c_str(), 0600);
    if (first_.empty()) first_ = name;
  }

  Plan plan(double seconds, std::uint64_t runs, unsigned cores) {
    Wishes wishes{.root = dir_.path(), .binaries = binaries(), .cores = cores, .runs = runs};
    if (runs == 0) wishes.seconds = seconds;
    const auto made = make_plan(wishes);
    if (!made) return {};
    id_ = made->id;
    return *made;
  }

  Status status() const { return read_status(folder()).value_or(Status()); }
  /// Of the target that was added first.
  bool await_execs(std::uint64_t execs) const {
    return await_file(folder().target(first_).path, [&] {
      const Status now = status();
      return !now.targets.empty() && now.targets[0].sample.execs >= execs;
    });
  }
  std::size_t engines() const { return marked(id_ + "/").size(); }
  const std::string& id() const { return id_; }

 private:
  TempDir dir_;
  std::string id_;
  std::string first_;
};

}  // namespace wireassay::campaign
