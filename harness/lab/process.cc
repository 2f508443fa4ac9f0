#include "lab/process.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <poll.h>

#include <charconv>
#include <sstream>
#include <utility>

#include "core/files.h"

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// proc(5), /proc/PID/stat: field 2 is in parentheses and may hold anything, so count from the last
// ')': state, ppid, pgrp, session. -1 when there is no such process or it is a zombie.
pid_t session_of(pid_t pid) {
  const std::string text = read_octets(fs::path("/proc") / std::to_string(pid) / "stat");
  const std::size_t close = text.rfind(')');
  if (close == std::string::npos) return -1;
  std::istringstream fields(text.substr(close + 1));
  char state = 0;
  pid_t ppid = 0;
  pid_t group = 0;
  pid_t session = -1;
  fields >> state >> ppid >> group >> session;
  return fields && state != 'Z' && state != 'X' ? session : -1;
}

}  // namespace

Ran run_command(const Command& command) {
  Program program = command;
  program.env.insert(program.env.begin(), {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"});
  program.without = {"LC_", "LANG", "MAIL_"};
  auto end = run_program(program);
  if (!end) return {127, end.error()};
  if (end->too_long)
    end->output +=
        fmt::format("\n{}: killed after {} ms", command.argv.front(), command.deadline.count());
  return {end->status, std::move(end->output)};
}

std::string shown(const Command& command) {
  return fmt::format("{}", fmt::join(command.argv, " "));
}

namespace {

// Where a process that has become another user works is shown to CAP_SYS_PTRACE only, and root of
// a container may lack that. Its command line is there for all to see.
bool names(pid_t pid, const std::string& inside) {
  return read_octets(fs::path("/proc") / std::to_string(pid) / "cmdline").contains(inside);
}

}  // namespace

bool works_in(pid_t pid, const fs::path& directory) {
  std::error_code error;
  const std::string cwd =
      fs::read_symlink(fs::path("/proc") / std::to_string(pid) / "cwd", error).string();
  const pid_t session = session_of(pid);
  if (session < 0) return false;
  const std::string inside = (directory / "").string();
  if (error == std::errc::permission_denied)
    return names(pid, inside) || (session > 0 && session != pid && works_in(session, directory));
  if (error) return false;
  return cwd == directory.string() || cwd.starts_with(inside);
}

std::vector<pid_t> session_pids(pid_t leader, const fs::path& directory) {
  std::vector<pid_t> out;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename().string();
    pid_t pid = 0;
    const auto [end, bad] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (bad != std::errc() || end != name.data() + name.size()) continue;
    if (session_of(pid) != leader || !works_in(pid, directory)) continue;
    if (pid == leader)
      out.insert(out.begin(), pid);
    else
      out.push_back(pid);
  }
  return out;
}

bool wait_until(std::chrono::milliseconds time, const std::function<bool()>& done) {
  const auto end = Clock::now() + time;
  while (!done()) {
    if (Clock::now() >= end) return false;
    ::poll(nullptr, 0, 20);
  }
  return true;
}

}  // namespace wireassay::lab
