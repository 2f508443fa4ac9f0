// A signal goes through a pidfd that was opened before the mark was looked at, so it never reaches
// a process that got the number meanwhile.
#include "campaign/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fstream>
#include <functional>
#include <sstream>

namespace wireassay::campaign {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

std::string proc(pid_t pid, const char* file) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/" + file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

/// The caller's environment with `more` in place of variables of the same names.
std::vector<std::string> environment(const std::vector<std::string>& more) {
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::string_view name = text.substr(0, text.find('=') + 1);
    const auto same = [&](const std::string& other) { return other.starts_with(name); };
    if (std::ranges::none_of(more, same)) out.emplace_back(text);
  }
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

class Actions {
 public:
  explicit Actions(const Command& command) {
    const char* output = command.output.empty() ? "/dev/null" : command.output.c_str();
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, output,
                                     O_WRONLY | O_CREAT | O_APPEND, 0644);
    posix_spawn_file_actions_adddup2(&actions_, STDOUT_FILENO, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    posix_spawn_file_actions_addchdir_np(&actions_, command.directory.c_str());
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setflags(
        &attributes_,
        static_cast<short>(POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
  }
  ~Actions() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  const posix_spawn_file_actions_t* actions() const { return &actions_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

int status_of(int wait_status) {
  return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

bool bears(pid_t pid, std::string_view mark) {
  const std::string wanted = std::string(kMark) + std::string(mark);
  const std::string all = proc(pid, "environ");
  for (std::size_t at = all.find(wanted); at != std::string::npos; at = all.find(wanted, at + 1))
    if (at == 0 || all[at - 1] == '\0') return true;
  return false;
}

void each_process(const std::function<void(pid_t)>& action) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename().string();
    pid_t pid = 0;
    const auto [end, bad] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (bad == std::errc() && end == name.data() + name.size()) action(pid);
  }
}

std::size_t signal_if(std::string_view mark, int signal, bool (*wanted)(pid_t)) {
  std::size_t count = 0;
  each_process([&](pid_t pid) {
    if (!bears(pid, mark) || !wanted(pid)) return;
    const int fd = end_descriptor(pid);
    if (fd < 0) return;
    if (bears(pid, mark) && ::syscall(SYS_pidfd_send_signal, fd, signal, nullptr, 0) == 0) ++count;
    ::close(fd);
  });
  return count;
}

}  // namespace

// proc(5), /proc/PID/stat: field 2 is in parentheses and may hold anything, so fields are counted
// from the last ')': 3 is the state, 22 the start time.
std::optional<ProcessId> identify(pid_t pid) {
  const std::string text = proc(pid, "stat");
  const std::size_t close = text.rfind(')');
  if (close == std::string::npos) return std::nullopt;
  std::istringstream fields(text.substr(close + 1));
  char state = 0;
  fields >> state;
  std::string skipped;
  for (int field = 4; field < 22; ++field) fields >> skipped;
  ProcessId id{.pid = pid};
  fields >> id.start;
  if (!fields || state == 'Z' || state == 'X') return std::nullopt;
  return id;
}

bool lives(const ProcessId& process) { return process.pid > 0 && identify(process.pid) == process; }

bool signal_process(const ProcessId& process, int signal) {
  const int fd = end_descriptor(process.pid);
  if (fd < 0) return false;
  const bool sent = lives(process) && ::syscall(SYS_pidfd_send_signal, fd, signal, nullptr, 0) == 0;
  ::close(fd);
  return sent;
}

std::expected<ProcessId, std::string> spawn(const Command& command) {
  const Actions how(command);
  std::vector<std::string> words = command.argv;
  std::vector<std::string> variables = environment(command.env);
  const std::vector<char*> argv = pointers(words);
  const std::vector<char*> envp = pointers(variables);
  pid_t pid = -1;
  const int error =
      posix_spawn(&pid, argv[0], how.actions(), how.attributes(), argv.data(), envp.data());
  if (error != 0)
    return std::unexpected(command.argv[0] + ": cannot be started: " + std::strerror(error));
  // A child that has ended already is a zombie until it is reaped: its number is still its own.
  return identify(pid).value_or(ProcessId{.pid = pid});
}

std::optional<int> ended(pid_t child) {
  int status = 0;
  pid_t got = 0;
  while ((got = ::waitpid(child, &status, WNOHANG)) < 0 && errno == EINTR) {
  }
  if (got == 0) return std::nullopt;
  return got < 0 ? -1 : status_of(status);
}

int end_descriptor(pid_t pid) {
  // glibc 2.36 declares pidfd_open() without extern "C".
  return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
}

bool await_end(const ProcessId& process, std::chrono::milliseconds time) {
  const auto until = Clock::now() + time;
  pollfd entry{end_descriptor(process.pid), POLLIN, 0};
  if (entry.fd < 0) return !lives(process);
  int ready = lives(process) ? -1 : 1;
  while (ready < 0) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    ready = ::poll(&entry, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
    if (ready < 0 && errno != EINTR) break;
  }
  ::close(entry.fd);
  return ready > 0;
}

std::vector<ProcessId> marked(std::string_view mark) {
  std::vector<ProcessId> found;
  each_process([&](pid_t pid) {
    const auto id = identify(pid);
    if (id && bears(pid, mark)) found.push_back(*id);
  });
  return found;
}

std::size_t signal_marked(std::string_view mark, int signal) {
  return signal_if(mark, signal, [](pid_t) { return true; });
}

std::size_t signal_leaders(std::string_view mark, int signal) {
  return signal_if(mark, signal, [](pid_t pid) { return ::getsid(pid) == pid; });
}

bool await_unmarked(std::string_view mark, std::chrono::milliseconds time) {
  const auto end = Clock::now() + time;
  while (true) {  // each look finds what was started during the one before
    const std::vector<ProcessId> left = marked(mark);
    if (left.empty()) return true;
    const auto more = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
    if (more.count() <= 0 || !await_end(left.front(), more)) return false;
  }
}

std::uint64_t memory_of(std::string_view mark) {
  std::uint64_t pages = 0;
  for (const ProcessId& process : marked(mark)) {
    std::istringstream fields(proc(process.pid, "statm"));
    std::uint64_t size = 0;
    std::uint64_t resident = 0;
    if (fields >> size >> resident) pages += resident;
  }
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

}  // namespace wireassay::campaign
