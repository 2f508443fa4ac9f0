// The state directory of an instance: where it lies, what is noted in it, who works in it.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <utility>

#include "core/descriptor.h"
#include "lab/lab.h"

namespace wireassay::lab {

// The directory that holds the instances, locked: one up or down at a time in it.
class Root {
 public:
  static std::expected<Root, std::string> open(const std::filesystem::path& wanted);
  const std::filesystem::path& path() const { return path_; }

 private:
  Root(std::filesystem::path path, Descriptor lock)
      : path_(std::move(path)), lock_(std::move(lock)) {}
  std::filesystem::path path_;  // canonical, as /proc/PID/cwd shows it
  Descriptor lock_;
};

// A new directory with a note of recipe and ports in it, from then on known as ours.
std::expected<void, std::string> create_instance(const Instance& instance);

// Reads the note back. Dead, until the server leads a session and target.toml is there.
std::expected<Status, std::string> load_instance(const Recipe& recipe,
                                                 const std::filesystem::path& directory);

// The process that the pid file names; 0 without one. It need not be alive.
pid_t leader_of(const Instance& instance);
// The same of the recipe's second server.
pid_t companion_of(const Instance& instance);

// Stops it, by its own command and failing this by signals to its session, and removes the
// directory.
std::expected<void, std::string> clear_instance(const Instance& instance);

}  // namespace wireassay::lab
