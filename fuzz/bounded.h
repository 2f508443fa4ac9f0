// Work as an oracle where a target does more than ask one parser.
#pragma once

#include <string_view>

#include "fuzzer.h"
#include "testing/parser.h"
#include "testing/work.h"

namespace wireassay::fuzzing {

/// From here to the end of its scope work is linear in the octets of `in`, and memory within its
/// limits.
class Bounded {
 public:
  explicit Bounded(std::string_view in, const testing::WorkLimits& limits = {})
      : in_(in), limits_(limits) {}
  Bounded(const Bounded&) = delete;
  Bounded& operator=(const Bounded&) = delete;
  ~Bounded() {
    const std::string broken = testing::broken_work(work_, in_.size(), limits_);
    if (!broken.empty()) require(testing::internal::at(broken, in_));
  }

 private:
  std::string_view in_;
  testing::WorkLimits limits_;
  testing::Work work_;
};

}  // namespace wireassay::fuzzing
