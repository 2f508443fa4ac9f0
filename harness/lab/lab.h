// Real servers, installed, configured, started and stopped on loopback.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lab/packages.h"
#include "lab/recipe.h"

namespace wireassay::lab {

std::span<const Recipe> recipes();
const Recipe* find_recipe(std::string_view name);  // nullptr: there is none

struct UpOptions {
  std::filesystem::path root;   // holds a directory per instance; empty: default_root()
  std::uint16_t base_port = 0;  // first of consecutive ports; 0: any free ones
  bool install = true;          // missing packages
  std::chrono::milliseconds deadline = std::chrono::seconds(20);  // until every port greets
  Say say;
  Runner run = run_command;       // for packages only; tests answer for dpkg and apt-get
  std::filesystem::path program;  // wireassay; empty: the program that runs
};

struct Instance {
  const Recipe* recipe = nullptr;
  std::filesystem::path directory;  // ROOT/NAME
  std::vector<Port> ports;
  std::vector<pid_t> pids;  // when this was read; the first leads the session and stays

  std::filesystem::path target_toml() const { return directory / "target.toml"; }
  std::filesystem::path log() const { return directory / recipe->log_file; }
};

enum class State { Absent, Running, Dead };  // Dead: the directory is there, the server is not

struct Status {
  State state = State::Absent;
  Instance instance;  // no pids when Dead, nothing when Absent
};

// ${XDG_RUNTIME_DIR, TMPDIR or /tmp}/wireassay-lab-UID: the first that unprivileged daemons can
// reach (XDG_RUNTIME_DIR is 0700 on most systems, so often it is not).
std::filesystem::path default_root();

// The instance, running and greeting on every port. One that runs already is returned as it is; the
// remains of a dead one are cleared first.
std::expected<Instance, std::string> up(const Recipe& recipe, const UpOptions& options);

// Stops it and removes its directory. False when there was nothing.
std::expected<bool, std::string> down(const Recipe& recipe, const UpOptions& options);

std::expected<Status, std::string> status(const Recipe& recipe, const UpOptions& options);

// A point in the life of an instance; what came before is not asked about again.
struct Mark {
  std::uintmax_t log_size = 0;
  std::filesystem::file_time_type time = std::filesystem::file_time_type::min();
};
Mark mark(const Instance& instance);

// What is wrong with it since `since`: a dead process, core files, log lines of crashes. Empty:
// alive. A log is written a moment after the crash, so ask once more at the end of a run.
std::vector<std::string> alive(const Instance& instance, Mark since);

}  // namespace wireassay::lab
