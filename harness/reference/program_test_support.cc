// Test-only: posix_spawn in a session of its own, and a poll over what the program says and its
// end.
#include "reference/program_test_support.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdlib.h>  // NOLINT: posix_openpt is POSIX, not <cstdlib>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>

#include "core/program.h"

namespace wireassay::reference::testing {
namespace {

using Clock = std::chrono::steady_clock;

/// Long past what any of the programs takes, on a busy machine under sanitizers too.
constexpr std::chrono::seconds kTimeLimit{60};
constexpr std::size_t kMaxOutput = 4UL * 1024 * 1024;
constexpr int kFirstOther = 3;  // behind standard input, output and errors
constexpr winsize kWindow{.ws_row = 24, .ws_col = 80, .ws_xpixel = 0, .ws_ypixel = 0};

/// Our end of what the program says, and how the program gets the other one.
struct Ends {
  Descriptor ours;
  Descriptor pipe;    // of the program
  std::string slave;  // path of the program's terminal
};

bool open_terminal(Ends& ends) {
  ends.ours = Descriptor(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  const int master = ends.ours.get();
  char name[64];
  if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0 ||
      ptsname_r(master, name, sizeof name) != 0)
    return false;
  ioctl(master, TIOCSWINSZ, &kWindow);
  ends.slave = name;
  return true;
}

bool open_pipe(Ends& ends) {
  int both[2];
  if (pipe2(both, O_CLOEXEC) != 0) return false;
  ends.ours = Descriptor(both[0]);
  ends.pipe = Descriptor(both[1]);
  return true;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> list;
  list.reserve(words.size() + 1);
  for (std::string& word : words) list.push_back(word.data());
  list.push_back(nullptr);
  return list;
}

/// -1: not started. A session of its own can be killed whole, and takes the first terminal that it
/// opens as its own.
pid_t spawn(Program program, const Ends& ends) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (program.terminal) {
    posix_spawn_file_actions_addopen(&actions, 0, ends.slave.c_str(), O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&actions, 0, 1);
  } else {
    posix_spawn_file_actions_addopen(&actions, 0, program.input.c_str(), O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends.pipe.get(), 1);
  }
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  posix_spawn_file_actions_addclosefrom_np(&actions, kFirstOther);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  const std::vector<char*> words = pointers(program.words);
  const std::vector<char*> environment = pointers(program.environment);
  pid_t child = -1;
  const int error =
      posix_spawnp(&child, words.front(), &actions, &attributes, words.data(), environment.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error == 0 ? child : -1;
}

/// False at the end: of a pipe 0 octets, of a terminal EIO.
bool read_some(int from, std::string& output) {
  char piece[4096];
  const ssize_t count = read(from, piece, sizeof piece);
  if (count <= 0) return false;
  if (output.size() < kMaxOutput) output.append(piece, static_cast<std::size_t>(count));
  return true;
}

int left(Clock::time_point deadline) {
  const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
  return rest.count() > 0 ? static_cast<int>(rest.count()) : 0;
}

/// Reads until the program has ended and nothing more waits to be read. What it left running in the
/// background is not waited for. False: out of time.
bool follow(const Descriptor& ours, const Descriptor& process, std::string& output) {
  const Clock::time_point deadline = Clock::now() + kTimeLimit;
  bool ended = false;
  pollfd watched[] = {{ours.get(), POLLIN, 0}, {process.get(), POLLIN, 0}};
  while (left(deadline) > 0) {
    const int ready = poll(watched, 2, ended ? 0 : left(deadline));
    const bool more = ready > 0 && watched[0].revents != 0;
    if (more && !read_some(ours.get(), output)) watched[0].fd = -1;
    if (ended && !more) return true;
    if (ready > 0 && watched[1].revents != 0) {
      ended = true;
      watched[1].fd = -1;
    }
  }
  return false;
}

}  // namespace

Outcome run(const Program& program) {
  Ends ends;
  if (!(program.terminal ? open_terminal(ends) : open_pipe(ends))) return {-1, "no pipe"};
  const pid_t child = spawn(program, ends);
  if (child < 0) return {-1, program.words.front() + " cannot be started"};
  ends.pipe.reset();
  Outcome outcome;
  const Descriptor process = end_descriptor(child);
  const bool in_time = process.is_open() && follow(ends.ours, process, outcome.output);
  if (!in_time) {
    kill(-child, SIGKILL);
    outcome.output += "\n(killed: out of time)";
  }
  int status = 0;
  if (waitpid(child, &status, 0) == child && WIFEXITED(status) && in_time)
    outcome.status = WEXITSTATUS(status);
  return outcome;
}

}  // namespace wireassay::reference::testing
