// Outputs go to a file, of a name or anonymous, not to a pipe: a daemon that inherits it would hold
// a pipe open and the reader would wait for ever. The wait for the end goes by pidfd, so no SIGCHLD
// handling.
#include "core/program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <string_view>

namespace wireassay {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Text = std::vector<std::string>;

Descriptor anonymous(const char* name) { return Descriptor(::memfd_create(name, MFD_CLOEXEC)); }

/// None where it cannot be made; errno says why.
Descriptor input_of(const Program& program) {
  if (program.input.empty()) return Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  Descriptor input = anonymous("input");
  if (!write_all(input, program.input) || ::lseek(input.get(), 0, SEEK_SET) != 0) input.reset();
  return input;
}

Descriptor output_of(const Program& program, int more) {
  return Descriptor(::open(program.output.empty() ? "/dev/null" : program.output.c_str(),
                           O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | more, 0644));
}

bool begins_with_one(std::string_view text, const Text& beginnings) {
  return std::ranges::any_of(beginnings,
                             [&](const std::string& one) { return text.starts_with(one); });
}

Text environment(const Program& program) {
  Text out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::string_view name = text.substr(0, text.find('=') + 1);
    const auto same = [&](const std::string& other) { return other.starts_with(name); };
    if (begins_with_one(text, program.without) || std::ranges::any_of(program.env, same)) continue;
    out.emplace_back(text);
  }
  out.insert(out.end(), program.env.begin(), program.env.end());
  return out;
}

std::vector<char*> pointers(Text& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

class Actions {
 public:
  Actions(const fs::path& directory, int input, int output) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, output, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str());
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

std::unexpected<std::string> trouble(const std::string& what, int number) {
  return std::unexpected(what + ": " + std::strerror(number));
}

std::expected<pid_t, std::string> start(const Program& program, const Descriptor& output) {
  const Descriptor input = input_of(program);
  if (!input.is_open()) return trouble("the input of " + program.argv.front(), errno);
  if (!output.is_open()) return trouble(program.output.string() + ": cannot be written", errno);
  const Actions how(program.directory, input.get(), output.get());
  Text words = program.argv;
  Text variables = environment(program);
  const std::vector<char*> argv = pointers(words);
  const std::vector<char*> envp = pointers(variables);
  pid_t pid = -1;
  const int error =
      posix_spawn(&pid, argv[0], how.actions(), how.attributes(), argv.data(), envp.data());
  if (error != 0) return trouble(program.argv.front() + ": cannot be started", error);
  return pid;
}

int status_of(int wait_status) {
  return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

int reaped(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return status_of(status);
}

}  // namespace

std::expected<pid_t, std::string> start_program(const Program& program) {
  return start(program, output_of(program, 0));
}

std::optional<int> ended(pid_t child) {
  int status = 0;
  pid_t got = 0;
  while ((got = ::waitpid(child, &status, WNOHANG)) < 0 && errno == EINTR) {
  }
  if (got == 0) return std::nullopt;
  return got < 0 ? -1 : status_of(status);
}

Descriptor end_descriptor(pid_t pid) {
  // glibc 2.36 declares pidfd_open() without extern "C".
  return Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

bool await_end_on(const Descriptor& end, std::chrono::milliseconds time) {
  const auto until = Clock::now() + time;
  pollfd entry{end.get(), POLLIN, 0};
  int ready = 0;
  do {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    ready = ::poll(&entry, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

std::expected<ProgramEnd, std::string> run_program(const Program& program) {
  const Descriptor output =
      program.output.empty() ? anonymous("output") : output_of(program, O_TRUNC);
  const auto pid = start(program, output);
  if (!pid) return std::unexpected(pid.error());
  const Descriptor end = end_descriptor(*pid);
  ProgramEnd result;
  result.too_long = end.is_open() && !await_end_on(end, program.deadline);
  // It leads its session and is not reaped yet, so the number means this group only.
  if (result.too_long) ::kill(-*pid, SIGKILL);
  result.status = reaped(*pid);
  result.output = read_at(output, 0, program.most_output);
  return result;
}

std::string program_in_path(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "/usr/bin:/bin" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::string file = folder + "/" + name;
    if (::access(file.c_str(), X_OK) == 0 && !fs::is_directory(file)) return file;
  }
  return {};
}

}  // namespace wireassay
