// Reads what libFuzzer prints: the status lines of -fork, those of a plain run, and how it ended.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wireassay::campaign {

/// A line that is longer is no status line; what goes beyond is dropped.
inline constexpr std::size_t kMaxLogLine = 8 * 1024;

/// What the engine said last. Counts begin at 0 with each start of the engine.
struct EngineStats {
  std::uint64_t execs = 0;
  std::uint64_t exec_s = 0;    ///< executions a second, the engine's own average
  std::uint64_t edges = 0;     ///< "cov:"
  std::uint64_t features = 0;  ///< "ft:"
  std::uint64_t corpus = 0;    ///< inputs the engine keeps, seeds among them
  std::uint64_t ooms = 0, timeouts = 0, crashes = 0;  ///< only under -fork
  friend bool operator==(const EngineStats&, const EngineStats&) = default;
};

class LogReader {
 public:
  /// The next octets of the log, cut anywhere.
  void feed(std::string_view octets);
  const EngineStats& stats() const { return stats_; }
  /// Status lines so far.
  std::uint64_t status_lines() const { return status_lines_; }
  /// The engine said that it has done all it was told to do ("Done N runs", "INFO: exiting: N").
  bool finished() const { return finished_; }
  /// The last line that tells of trouble, as it stands in the log: escape it before printing.
  const std::string& trouble() const { return trouble_; }

 private:
  void take_line(std::string_view line);
  bool take_status(std::string_view line);
  EngineStats stats_;
  std::uint64_t status_lines_ = 0;
  bool finished_ = false;
  std::string trouble_;
  std::string line_;  // its beginning, until the rest comes
};

}  // namespace wireassay::campaign
