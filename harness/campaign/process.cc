// A signal goes through a pidfd that was opened before the mark was looked at, so it never reaches
// a process that got the number meanwhile.
#include "campaign/process.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <charconv>
#include <functional>
#include <sstream>

#include "core/files.h"

namespace wireassay::campaign {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

std::string proc(pid_t pid, const char* file) {
  return read_octets(fs::path("/proc") / std::to_string(pid) / file);
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

bool sent_to(const Descriptor& process, int signal) {
  return ::syscall(SYS_pidfd_send_signal, process.get(), signal, nullptr, 0) == 0;
}

std::size_t signal_if(std::string_view mark, int signal, bool (*wanted)(pid_t)) {
  std::size_t count = 0;
  each_process([&](pid_t pid) {
    if (!bears(pid, mark) || !wanted(pid)) return;
    const Descriptor process = end_descriptor(pid);
    if (process.is_open() && bears(pid, mark) && sent_to(process, signal)) ++count;
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
  const Descriptor end = end_descriptor(process.pid);
  return end.is_open() && lives(process) && sent_to(end, signal);
}

std::expected<ProcessId, std::string> spawn(const Program& program) {
  const auto pid = start_program(program);
  if (!pid) return std::unexpected(pid.error());
  // A child that has ended already is a zombie until it is reaped: its number is still its own.
  return identify(*pid).value_or(ProcessId{.pid = *pid});
}

bool await_end(const ProcessId& process, std::chrono::milliseconds time) {
  const Descriptor end = end_descriptor(process.pid);
  return !lives(process) || (end.is_open() && await_end_on(end, time));
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
