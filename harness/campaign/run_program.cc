// process.h with the output read back.
#include "campaign/run_program.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include "campaign/process.h"

namespace wireassay::campaign {

namespace fs = std::filesystem;

namespace {

int reaped(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

std::expected<ProgramEnd, std::string> run_program(const ProgramRun& run) {
  std::error_code ignored;
  fs::remove(run.log, ignored);
  const auto process = spawn({.argv = run.argv, .env = run.env, .output = run.log});
  if (!process) return std::unexpected(process.error());
  ProgramEnd result;
  result.too_long = !await_end(*process, run.deadline);
  // It leads its session and is not reaped yet, so the number means this group only.
  if (result.too_long) ::kill(-process->pid, SIGKILL);
  result.status = reaped(process->pid);
  std::ifstream in(run.log, std::ios::binary);
  result.output.assign(std::istreambuf_iterator<char>(in), {});
  if (result.output.size() > kMostOutput) result.output.resize(kMostOutput);
  return result;
}

std::string program_in_path(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "/usr/bin:/bin" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::string file = folder + "/" + name;
    if (access(file.c_str(), X_OK) == 0 && !fs::is_directory(file)) return file;
  }
  return {};
}

std::string read_octets(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool write_octets(const fs::path& file, std::string_view octets) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(octets.data(), static_cast<std::streamsize>(octets.size()));
  return out.flush().good();
}

}  // namespace wireassay::campaign
