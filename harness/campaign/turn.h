// One target's turn: sweeps up what a killed engine left, fuzzes until the time is spent, and
// starts the engine again when something killed it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "campaign/engine.h"
#include "campaign/libfuzzer_log.h"
#include "core/descriptor.h"

namespace wireassay::campaign {

/// An engine that ends without a status line is started that many times.
inline constexpr unsigned kAttempts = 3;
/// Seconds over its time after which jobs are asked to end, and after which they are killed.
inline constexpr double kAskAfter = 1, kKillAfter = 60;

class Turn {
 public:
  enum class State { Running, Done, Failed };

  Turn(const Plan& plan, const TargetPlan& target, const Folder& folder, unsigned jobs);
  ~Turn();
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  /// Starts what is next; Failed says why().
  State begin();
  /// Looks at the engine: reads its log, starts what is next when it ended.
  State tick(std::chrono::seconds sample_every);
  /// Ends the engine and merges what it left; then tick() until stopped().
  void stop();
  bool stopped() const { return stopping_ && process_.pid == 0; }

  /// Readable when the process ends; -1 where none runs.
  int descriptor() const { return end_.get(); }
  const TargetPlan& target() const { return target_; }
  const std::string& why() const { return why_; }

 private:
  enum class Phase { Sweep, Fuzz };
  State next();
  State start(Phase phase, const Program& command);
  State process_ended(int status);
  State fuzz_ended(int status);
  void forget_process();
  void read_log();
  void sample();
  void keep_time();
  double spent() const;

  const Plan& plan_;
  const TargetPlan& target_;
  TargetFolder folder_;
  unsigned jobs_;
  std::string mark_, why_;

  ProcessId process_;  // pid 0: none
  Descriptor end_;
  Phase phase_ = Phase::Fuzz;
  bool stopping_ = false, asked_ = false;
  unsigned attempts_ = 0;
  std::vector<std::filesystem::path> leftovers_;  // what the running merge takes in
  std::chrono::steady_clock::time_point began_, sampled_;
  LogReader log_;
  std::uint64_t log_offset_ = 0;
  EngineStats seen_;       // what the last sample told
  Sample base_, current_;  // before this engine, and with it
  std::uint64_t most_edges_ = 0;
};

}  // namespace wireassay::campaign
