// Runs a plan: targets take turns on the lanes, each until its time is spent. All state is in the
// folder, so that another driver can go on after a kill.
#pragma once

#include <chrono>
#include <functional>

#include "campaign/folder.h"
#include "campaign/plan.h"

namespace wireassay::campaign {

struct DriverOptions {
  std::chrono::milliseconds tick{1000};  ///< how often engines are looked at
  std::chrono::seconds sample_every{5};  ///< a line of progress.jsonl at least
  std::function<void()> on_tick;         ///< for a display
};

/// Returns when every target is done or failed (true), or when SIGTERM, SIGINT or SIGHUP came
/// (false): then all engines have ended and what they had found is in the corpora. The caller holds
/// the lock and has ended engines of an earlier driver. Error: the folder cannot be written.
std::expected<bool, std::string> drive(const Folder& folder, const Plan& plan,
                                       const DriverOptions& options);

}  // namespace wireassay::campaign
