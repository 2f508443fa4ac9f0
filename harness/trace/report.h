// A whole capture: packets to summaries, one after the other, in bounded memory.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "trace/conversation_table.h"
#include "trace/dialogue_log.h"
#include "trace/summary.h"

namespace wireassay::trace {

/// What a capture of any size may take while it is read: below 200 MB with all of the rest.
constexpr TraceLimits report_limits() {
  TraceLimits limits;
  limits.connections = 16384;
  limits.budget = {.kept = 64 * 1024 * 1024, .pending = 32 * 1024 * 1024};
  return limits;
}

struct ReportOptions {
  LogLimits log;
  std::optional<std::uint64_t> only;  ///< the number of a connection: nothing is read of others
  Keys* keys = nullptr;
  TraceLimits limits = report_limits();
  /// Summaries that wait for one of a connection that began before.
  std::size_t waiting = 1024;
};

/// What the capture as a whole was like.
struct CaptureFacts {
  TraceCounts counts;
  FragmentCounts fragments;
  std::vector<Problem> problems;
  std::uint64_t connections = 0;
  std::int64_t first_ns = 0, last_ns = 0;
  std::string link;
};

/// Reads the capture and gives each summary to `take`, by rising number as far as `waiting` allows.
/// The error names the file and the packet; `facts` and the summaries of what was read before it
/// are given nevertheless.
std::expected<void, std::string> read_capture(const std::string& file, const ReportOptions& options,
                                              const std::function<void(const Summary&)>& take,
                                              CaptureFacts& facts);

/// One line of counts, and one for each trouble.
std::string to_text(const std::string& file, const CaptureFacts& facts);

}  // namespace wireassay::trace
