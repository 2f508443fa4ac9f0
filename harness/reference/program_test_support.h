// Test-only: runs a program of somebody else to its end, on a pipe or on a terminal of its own,
// within a time limit.
#pragma once

#include <string>
#include <vector>

#include "testing/installed.h"

namespace wireassay::reference::testing {

struct Program {
  std::vector<std::string> words;        ///< its name, found in PATH, and its arguments
  std::vector<std::string> environment;  ///< "HOME=/…": all that it gets
  std::string input = "/dev/null";       ///< a file
  bool terminal = false;                 ///< input, output and /dev/tty are a terminal instead
};

struct Outcome {
  int status = -1;     ///< exit status; -1: not started, killed, or out of time
  std::string output;  ///< standard output and errors as they came
};

using wireassay::testing::installed;
Outcome run(const Program& program);

}  // namespace wireassay::reference::testing
