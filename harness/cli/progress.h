// One line on a terminal that tells how far a run has come.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "judge/verdict.h"

namespace wireassay::cli {

class Progress {
 public:
  explicit Progress(bool on) : on_(on) {}
  void judged(const judge::Result& result);
  void show(std::size_t done, std::size_t total, const std::string& id);
  void clear();

 private:
  bool on_;
  std::size_t bad_ = 0;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace wireassay::cli
