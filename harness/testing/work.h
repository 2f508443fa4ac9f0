// What a piece of code took, as an oracle: steps that are counted, so that quadratic code is found
// on any machine, and octets of the heap.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace wireassay::testing {

/// Bounds as `base + per_octet * input`. Measured on the corpora, then set four times as high; a
/// parser that needs more names its own.
struct WorkLimits {
  std::uint64_t steps = 20'000;
  std::uint64_t steps_per_octet = 400;
  std::size_t heap = 256UL * 1024;
  std::size_t heap_per_octet = 512;
};

/// Counts from its making, on this thread. May be nested.
class Work {
 public:
  Work();
  ~Work();
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;

  /// Edges of control flow that our own code went over; 0 where the build does not count them
  /// (WIREASSAY_STEPS).
  std::uint64_t steps() const;
  /// The most octets of the heap that were held at a time beyond those at the start; 0 without a
  /// sanitizer.
  std::size_t heap() const;

 private:
  std::uint64_t steps_;
  std::size_t held_, outer_peak_;
};

/// Whether this build counts: a check that cannot fail is not to be taken for one.
bool counts_steps();
bool counts_heap();
/// Whether a test of these checks may be skipped: not where `./wireassay test` runs, whose build
/// counts both.
bool may_skip_counting();

/// Empty, or what exceeded its limit for an input of so many octets.
std::string broken_work(const Work& work, std::size_t octets, const WorkLimits& limits = {});

}  // namespace wireassay::testing
