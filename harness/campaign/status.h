// What a campaign has done so far, read from its folder alone.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "campaign/folder.h"
#include "campaign/plan.h"

namespace wireassay::campaign {

inline constexpr std::string_view kStatusSchema = "wireassay-campaign-status/1";

struct TargetStatus {
  std::string name;
  std::string state;  ///< "waiting", "running", "interrupted", "done", "failed"
  std::string why;    ///< of "failed"
  Sample sample;
  Finds untriaged;  ///< artifacts that no finding names
  double left = 0;  ///< seconds of its time
};

struct Status {
  Plan plan;
  std::string folder;
  std::string state;     ///< "running", "stopped", "killed", "done"
  pid_t driver = 0;      ///< 0: none lives
  double left = 0;       ///< seconds by the clock, if it runs on
  std::int64_t now = 0;  ///< seconds since 1970
  std::vector<TargetStatus> targets;
};

std::expected<Status, std::string> read_status(const Folder& folder);

std::string to_json(const Status& status);

/// A table for people, ending with the command to type next. `rows`: at most that many targets (the
/// running ones and those with finds first); 0: all.
std::string to_text(const Status& status, std::size_t rows = 0);

}  // namespace wireassay::campaign
