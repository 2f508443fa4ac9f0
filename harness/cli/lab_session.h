// Lab servers that a run brings up for itself and takes down at its end.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "judge/verdict.h"
#include "lab/lab.h"

namespace wireassay::cli {

class LabSession {
 public:
  LabSession() = default;
  LabSession(const LabSession&) = delete;
  LabSession& operator=(const LabSession&) = delete;
  ~LabSession();
  /// Starts it if it is not up; only what was started here is taken down at the end.
  std::expected<void, std::string> bring_up(const std::string& name);
  /// One result for a lab target: no process died, no core file, no crash in its log since the run
  /// began.
  std::vector<judge::Result> alive(const std::string& target) const;

 private:
  struct Entry {
    lab::Instance instance;
    lab::Mark since;
    bool ours;
  };
  std::vector<Entry> entries_;
};

}  // namespace wireassay::cli
