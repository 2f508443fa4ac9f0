// Output goes to an anonymous file, not to a pipe: a daemon that inherits it would hold a pipe open
// and the reader would wait for ever. The wait for the end goes by pidfd, so no SIGCHLD handling.
#include "lab/process.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string_view>

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

class Memory {  // an anonymous file
 public:
  explicit Memory(const char* name) : fd_(::memfd_create(name, MFD_CLOEXEC)) {}
  ~Memory() {
    if (fd_ >= 0) ::close(fd_);
  }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  int fd() const { return fd_; }

  bool fill(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t n = ::write(fd_, text.data(), text.size());
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(n));
    }
    return ::lseek(fd_, 0, SEEK_SET) == 0;
  }

  std::string content() const {
    std::string out;
    char buffer[4096];
    for (ssize_t n = 0;
         (n = ::pread(fd_, buffer, sizeof buffer, static_cast<off_t>(out.size()))) > 0;)
      out.append(buffer, static_cast<std::size_t>(n));
    return out;
  }

 private:
  int fd_;
};

// The caller's environment, but one locale (we read what tools print), one PATH, and no MAIL_CONFIG
// that would lead Postfix commands to another instance.
std::vector<std::string> environment(const Command& command) {
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    if (text.starts_with("PATH=") || text.starts_with("LC_") || text.starts_with("LANG") ||
        text.starts_with("MAIL_"))
      continue;
    out.emplace_back(text);
  }
  out.emplace_back("PATH=/usr/sbin:/usr/bin:/sbin:/bin");
  out.emplace_back("LC_ALL=C");
  out.insert(out.end(), command.env.begin(), command.env.end());
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// 0 and the process number, or an errno. The child gets a session of its own, so that a deadline
// can end all it started, and no descriptor but the three.
int spawn(const Command& command, int input, int output, pid_t& pid) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  posix_spawn_file_actions_addchdir_np(&actions, command.directory.c_str());
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(
      &attributes,
      static_cast<short>(POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  std::vector<std::string> words = command.argv;
  std::vector<std::string> variables = environment(command);
  const std::vector<char*> argv = pointers(words);
  const std::vector<char*> envp = pointers(variables);
  const int error = posix_spawn(&pid, argv[0], &actions, &attributes, argv.data(), envp.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

// True when the process ended in time. It is not yet reaped.
bool ended(pid_t pid, std::chrono::milliseconds time) {
  // glibc 2.36 declares pidfd_open() without extern "C".
  const int fd = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
  if (fd < 0) return true;  // waitpid() then waits without a bound; kernels since 5.3 have pidfds
  const auto end = Clock::now() + time;
  pollfd entry{fd, POLLIN, 0};
  int ready = 0;
  do {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    ready = ::poll(&entry, 1, static_cast<int>(std::max<long>(0, left.count())));
  } while (ready < 0 && errno == EINTR);
  ::close(fd);
  return ready > 0;
}

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

// proc(5), /proc/PID/stat: field 2 is in parentheses and may hold anything, so count from the last
// ')': state, ppid, pgrp, session. -1 when there is no such process or it is a zombie.
pid_t session_of(pid_t pid) {
  const std::string text = slurp(fs::path("/proc") / std::to_string(pid) / "stat");
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
  const Memory input("lab-input");
  const Memory output("lab-output");
  if (input.fd() < 0 || output.fd() < 0 || !input.fill(command.input))
    return {127, fmt::format("memfd_create: {}", std::strerror(errno))};
  pid_t pid = -1;
  if (const int error = spawn(command, input.fd(), output.fd(), pid); error != 0)
    return {127, fmt::format("{}: {}", command.argv.front(), std::strerror(error))};
  const bool in_time = ended(pid, command.deadline);
  if (!in_time) ::kill(-pid, SIGKILL);
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  Ran ran{WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status), output.content()};
  if (!in_time)
    ran.output +=
        fmt::format("\n{}: killed after {} ms", command.argv.front(), command.deadline.count());
  return ran;
}

std::string shown(const Command& command) {
  return fmt::format("{}", fmt::join(command.argv, " "));
}

namespace {

// Where a process that has become another user works is shown to CAP_SYS_PTRACE only, and root of
// a container may lack that. Its command line is there for all to see.
bool names(pid_t pid, const std::string& inside) {
  return slurp(fs::path("/proc") / std::to_string(pid) / "cmdline").contains(inside);
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
