// Processes of a campaign: started in a session of their own, known by a mark in their environment,
// and ended only while they bear it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/program.h"

namespace wireassay::campaign {

/// A process and when it began (clock ticks since boot): a number that is used again is another
/// one.
struct ProcessId {
  pid_t pid = 0;
  std::uint64_t start = 0;
  friend bool operator==(const ProcessId&, const ProcessId&) = default;
};

/// Nothing when there is no such process, or only its zombie.
std::optional<ProcessId> identify(pid_t pid);
bool lives(const ProcessId& process);

/// False when it is not there any more.
bool signal_process(const ProcessId& process, int signal);

/// As start_program().
std::expected<ProcessId, std::string> spawn(const Program& program);

/// Waits until it has ended, reaped or not; false when time ran out.
bool await_end(const ProcessId& process, std::chrono::milliseconds time);

/// "WIREASSAY_CAMPAIGN=ID/TARGET/", for Program::env; children inherit it.
inline constexpr std::string_view kMark = "WIREASSAY_CAMPAIGN=";
/// The living processes whose mark begins with `mark` ("ID/" or "ID/TARGET/").
std::vector<ProcessId> marked(std::string_view mark);
/// Sends a signal to those that bear the mark at that moment; how many there were.
std::size_t signal_marked(std::string_view mark, int signal);
/// As signal_marked(), to those that lead their session: what spawn() started, not its children.
std::size_t signal_leaders(std::string_view mark, int signal);
/// Waits until none bears it any more; false when time ran out.
bool await_unmarked(std::string_view mark, std::chrono::milliseconds time);
/// Their memory (resident), in MiB.
std::uint64_t memory_of(std::string_view mark);

}  // namespace wireassay::campaign
