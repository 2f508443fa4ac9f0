// Test-only: programs of somebody else that a test asks for a second opinion, or serves.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "core/program.h"

namespace wireassay::testing {

/// False: the test is to be skipped; where the packages of all tests are there it has failed, too.
inline bool installed(const std::string& program) {
  if (!program_in_path(program).empty()) return true;
  if (std::getenv("WIREASSAY_HAS_PACKAGES") != nullptr)
    ADD_FAILURE() << program << " is missing, though ./wireassay test installs its package";
  return false;
}

}  // namespace wireassay::testing
