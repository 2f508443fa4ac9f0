// Test-only: a campaign's folder with fake engines, that ends what it started.
#pragma once

#include <sys/stat.h>
#include <unistd.h>

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

/// Looks every 20 ms, for at most 60 s.
inline bool wait_until(const std::function<bool()>& done) {
  for (int look = 0; look < 3000; ++look) {
    if (done()) return true;
    ::usleep(20000);
  }
  return false;
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
  bool await_execs(std::uint64_t execs) const {
    return wait_until([&] {
      const Status now = status();
      return !now.targets.empty() && now.targets[0].sample.execs >= execs;
    });
  }
  std::size_t engines() const { return marked(id_ + "/").size(); }
  const std::string& id() const { return id_; }

 private:
  TempDir dir_;
  std::string id_;
};

}  // namespace wireassay::campaign
