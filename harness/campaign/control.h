// start, stop and resume: what the command line calls.
#pragma once

#include <expected>
#include <functional>
#include <string>

#include "campaign/driver.h"
#include "campaign/folder.h"
#include "campaign/plan.h"

namespace wireassay::campaign {

struct RunOptions {
  bool foreground = false;  ///< drive in this process, until done or a signal
  DriverOptions driver;
};

struct Started {
  pid_t driver = 0;       ///< of the background
  bool finished = false;  ///< in the foreground: false when a signal stopped it
};

/// A new campaign in the folder (made if need be). One that is finished there gives way to it, its
/// corpora, findings and journals stay; one that is not, only with `replace`.
std::expected<Started, std::string> start(const Folder& folder, const Plan& plan, bool replace,
                                          const RunOptions& options);

/// Goes on after stop or a kill of whatever: ends engines that outlived their driver first. Error:
/// a driver lives, or nothing is left to do.
std::expected<Started, std::string> resume(const Folder& folder, const RunOptions& options);

struct Stopped {
  bool driver = false;      ///< there was one
  std::size_t orphans = 0;  ///< engines that had outlived theirs
};
/// Ends driver and engines and waits until they are gone; what they had found is kept.
std::expected<Stopped, std::string> stop(const Folder& folder);

}  // namespace wireassay::campaign
