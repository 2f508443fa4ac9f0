// Starts programs without a shell: in a session of their own, with no descriptor but the three.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/descriptor.h"

namespace wireassay {

struct Program {
  std::vector<std::string> argv = {};  ///< argv[0] is a path: PATH of a `su` shell lacks /usr/sbin
  std::string input = {};              ///< what it reads on standard input
  std::vector<std::string> env = {};   ///< NAME=VALUE, in place of the caller's
  std::vector<std::string> without =
      {};  ///< variables of the caller whose names begin so are left out
  std::filesystem::path directory = "/";
  std::filesystem::path output = {};  ///< file to which both outputs are appended, or none
  std::chrono::milliseconds deadline = std::chrono::seconds(60);  ///< of run_program()
  std::size_t most_output = 64UL * 1024 * 1024;  ///< octets that run_program() gives back
};

/// The caller has to wait for it (ended()). Without a file its outputs are dropped. Error: what
/// could not be started and why.
std::expected<pid_t, std::string> start_program(const Program& program);

/// Reaps a child if it ended: its exit status, or 128 + signal.
std::optional<int> ended(pid_t child);
/// A descriptor that becomes readable when the process ends; none when it has.
Descriptor end_descriptor(pid_t pid);
/// Waits for the end of the process of an end_descriptor(); false when time ran out.
bool await_end_on(const Descriptor& end, std::chrono::milliseconds time);

struct ProgramEnd {
  int status = 0;         ///< exit status, or 128 + the signal
  bool too_long = false;  ///< the deadline came first: it was killed with all of its group
  std::string output;     ///< both outputs, as they came
};

/// Runs it to its end. A file for the output is made anew. Who goes on in the background (daemons)
/// and keeps the outputs open is not waited for. Error: as start_program().
std::expected<ProgramEnd, std::string> run_program(const Program& program);

/// Path of a program in $PATH; empty where there is none.
std::string program_in_path(const std::string& name);

}  // namespace wireassay
