// Runs a program to its end, with a deadline and without a shell; and finds the processes of an
// instance by session and working directory, never by name.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/program.h"

namespace wireassay::lab {

// Besides the variables that it adds, a command runs with one locale (we read what tools print),
// one PATH, and no MAIL_CONFIG that would lead Postfix commands to another instance.
using Command = Program;

struct Ran {
  int status = -1;     // exit status; 128 + signal; 127 when it could not be started
  std::string output;  // standard output and standard error, as they came
  bool ok() const { return status == 0; }
};

// What runs a command; tests put a script of answers here.
using Runner = std::function<Ran(const Command&)>;

Ran run_command(const Command& command);

std::string shown(const Command& command);  // for messages: the words of argv

// The processes of session `leader` that work inside `directory`. The second half guards against a
// process number that the kernel has given to somebody else since.
std::vector<pid_t> session_pids(pid_t leader, const std::filesystem::path& directory);

bool works_in(pid_t pid, const std::filesystem::path& directory);

// Waits until `done` holds, looking again every 20 ms; false when the time is over.
bool wait_until(std::chrono::milliseconds time, const std::function<bool()>& done);

}  // namespace wireassay::lab
