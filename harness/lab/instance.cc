#include "lab/instance.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <utility>

#include "core/files.h"
#include "lab/files.h"

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNote = "instance";
constexpr std::string_view kNoteHead =
    "wireassay-lab 1";  // the first line; also says "this is ours"

std::unexpected<std::string> bad_root(const fs::path& path, std::string_view why) {
  return std::unexpected(
      fmt::format("{} cannot hold the lab: {}; name another directory", path.string(), why));
}

// /tmp is everybody's: a directory of this name that somebody else made, or can write to, would let
// him choose what root executes.
std::expected<void, std::string> check_root(const fs::path& path) {
  struct stat info{};
  if (::lstat(path.c_str(), &info) != 0) return bad_root(path, std::strerror(errno));
  if (!S_ISDIR(info.st_mode)) return bad_root(path, "it is not a directory");
  if (info.st_uid != ::geteuid()) return bad_root(path, "it belongs to another user");
  if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0) return bad_root(path, "others can write to it");
  if (!reachable(path)) return bad_root(path, "unprivileged daemons cannot reach it");
  return {};
}

std::string note_text(const Instance& instance) {
  std::string out = fmt::format("{}\nrecipe {}\n", kNoteHead, instance.recipe->name);
  for (const Port& port : instance.ports)
    out += fmt::format("port {} {}\n", port.service, port.number);
  return out;
}

std::vector<Port> ports_of(const std::string& note) {
  std::vector<Port> out;
  std::istringstream lines(note);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string word;
    Port port;
    if (words >> word >> port.service >> port.number && word == "port") out.push_back(port);
  }
  return out;
}

// True when the session is empty in the end.
bool end_session(pid_t leader, const fs::path& directory) {
  const auto gone = [&] { return session_pids(leader, directory).empty(); };
  if (wait_until(std::chrono::seconds(5), gone)) return true;
  for (const int signal : {SIGTERM, SIGKILL}) {
    for (const pid_t pid : session_pids(leader, directory)) ::kill(pid, signal);
    if (wait_until(std::chrono::seconds(5), gone)) return true;
  }
  return false;
}

}  // namespace

fs::path default_root() {
  const std::string name = fmt::format("wireassay-lab-{}", ::geteuid());
  for (const char* variable : {"XDG_RUNTIME_DIR", "TMPDIR"})
    if (const char* value = std::getenv(variable); value != nullptr && *value == '/')
      if (reachable(value)) return fs::path(value) / name;
  return fs::path("/tmp") / name;
}

std::expected<Root, std::string> Root::open(const fs::path& wanted) {
  const fs::path path = wanted.empty() ? default_root() : fs::absolute(wanted);
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (!fs::exists(fs::symlink_status(path, error)))
    if (auto made = make_directory(path, 0755); !made) return std::unexpected(made.error());
  if (auto good = check_root(path); !good) return std::unexpected(good.error());
  const fs::path canonical = fs::canonical(path, error);
  Descriptor lock(::open(canonical.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (error || !lock.is_open() || ::flock(lock.get(), LOCK_EX) != 0)
    return bad_root(path, std::strerror(errno));
  return Root(canonical, std::move(lock));
}

std::expected<void, std::string> create_instance(const Instance& instance) {
  if (auto made = make_directory(instance.directory, 0755); !made) return made;
  return write_file(instance.directory / kNote, note_text(instance), 0644);
}

namespace {

pid_t pid_in(const fs::path& file) {
  std::istringstream in(read_octets(file));
  pid_t pid = 0;
  return in >> pid ? pid : 0;
}

}  // namespace

pid_t leader_of(const Instance& instance) {
  return pid_in(instance.directory / instance.recipe->pid_file);
}

pid_t companion_of(const Instance& instance) {
  const std::string_view file = instance.recipe->companion_pid_file;
  return file.empty() ? 0 : pid_in(instance.directory / file);
}

std::expected<Status, std::string> load_instance(const Recipe& recipe, const fs::path& directory) {
  Status out;
  std::error_code error;
  if (!fs::exists(fs::symlink_status(directory, error))) return out;
  const std::string note = read_octets(directory / kNote);
  if (!note.starts_with(kNoteHead) && !fs::is_empty(directory, error))
    return std::unexpected(
        fmt::format("{} is there, but no instance of the lab; not touched", directory.string()));
  out.state = State::Dead;
  out.instance = {.recipe = &recipe, .directory = directory, .ports = ports_of(note)};
  const pid_t leader = leader_of(out.instance);
  if (leader == 0 || !works_in(leader, directory)) return out;
  if (!fs::exists(out.instance.target_toml(), error)) return out;  // an `up` that was cut off
  out.state = State::Running;
  out.instance.pids = session_pids(leader, directory);
  if (const pid_t companion = companion_of(out.instance); companion != 0)
    for (const pid_t pid : session_pids(companion, directory)) out.instance.pids.push_back(pid);
  return out;
}

std::expected<void, std::string> clear_instance(const Instance& instance) {
  const fs::path& directory = instance.directory;
  const std::array<pid_t, 2> leaders = {leader_of(instance), companion_of(instance)};
  const auto works = [&](pid_t pid) { return pid != 0 && works_in(pid, directory); };
  if (std::ranges::any_of(leaders, works)) run_command(instance.recipe->stop(directory));
  for (const pid_t leader : leaders) {
    if (leader != 0 && !end_session(leader, directory))
      return std::unexpected(fmt::format("processes {} of {} do not end",
                                         fmt::join(session_pids(leader, directory), ", "),
                                         instance.recipe->name));
  }
  // A helper of the start script may write a last line while we remove: so more than one attempt.
  std::error_code error;
  const bool removed = wait_until(std::chrono::seconds(2), [&] {
    fs::remove_all(directory, error);
    std::error_code ignored;
    return !error && !fs::exists(directory, ignored);
  });
  if (!removed)
    return std::unexpected(
        fmt::format("cannot remove {}: {}", directory.string(), error.message()));
  return {};
}

}  // namespace wireassay::lab
