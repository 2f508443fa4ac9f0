// Runs one program to its end and gives what it printed.
#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace wireassay::campaign {

struct ProgramRun {
  std::vector<std::string> argv;  ///< argv[0] is a path
  std::vector<std::string> env;   ///< NAME=VALUE, in place of the caller's
  std::filesystem::path log;      ///< file that takes the output on its way; made anew
  std::chrono::milliseconds deadline = std::chrono::seconds(60);
};

struct ProgramEnd {
  int status = 0;         ///< exit status, or 128 + the signal
  bool too_long = false;  ///< the deadline came first: it was killed with all it had started
  std::string output;     ///< both outputs, as they came; at most kMostOutput octets
};

inline constexpr std::size_t kMostOutput = 64UL * 1024 * 1024;

/// The error says which program could not be started, and why.
std::expected<ProgramEnd, std::string> run_program(const ProgramRun& run);

/// Path of a program in $PATH; empty where there is none.
std::string program_in_path(const std::string& name);

/// A whole file, empty where it cannot be read; the other writes one (false: it could not).
std::string read_octets(const std::filesystem::path& file);
bool write_octets(const std::filesystem::path& file, std::string_view octets);

}  // namespace wireassay::campaign
