#include "testing/work.h"

#include <algorithm>
#include <cstdlib>

#include "testing/sanitizers.h"

#ifdef WIREASSAY_WITH_ALLOCATION_HOOKS
#include <sanitizer/allocator_interface.h>
#endif

// What counts is not counted.
#if defined(__clang__)
#define WIREASSAY_UNCOUNTED __attribute__((no_sanitize("coverage")))
#else
#define WIREASSAY_UNCOUNTED
#endif

namespace {

thread_local constinit std::uint64_t steps_now = 0;
thread_local constinit std::size_t held_now = 0, peak_now = 0;

}  // namespace

// The compiler calls it on every edge. The linker is told to wrap the name, because engines bring
// an empty function of that name.
extern "C" void __wrap___sanitizer_cov_trace_pc();  // NOLINT: the linker's name
extern "C" WIREASSAY_UNCOUNTED void __wrap___sanitizer_cov_trace_pc() { ++steps_now; }

namespace wireassay::testing {
namespace {

#ifdef WIREASSAY_WITH_ALLOCATION_HOOKS
WIREASSAY_UNCOUNTED void allocated(const volatile void*, std::size_t size) {
  held_now += size;
  peak_now = std::max(peak_now, held_now);
}

/// Octets that were taken before the hooks were there are given back, too.
WIREASSAY_UNCOUNTED void freed(const volatile void* octets) {
  held_now -= std::min(held_now, __sanitizer_get_allocated_size(octets));
}

const bool hooked = __sanitizer_install_malloc_and_free_hooks(allocated, freed) != 0;
#else
constexpr bool hooked = false;
#endif

}  // namespace

Work::Work() : steps_(steps_now), held_(held_now), outer_peak_(peak_now) { peak_now = held_now; }
Work::~Work() { peak_now = std::max(peak_now, outer_peak_); }

std::uint64_t Work::steps() const { return steps_now - steps_; }
std::size_t Work::heap() const { return peak_now - std::min(peak_now, held_); }

#ifdef WIREASSAY_STEPS
bool counts_steps() { return true; }
#else
bool counts_steps() { return false; }
#endif
bool counts_heap() { return hooked; }
bool may_skip_counting() { return std::getenv("WIREASSAY_HAS_PACKAGES") == nullptr; }

std::string broken_work(const Work& work, std::size_t octets, const WorkLimits& limits) {
  const std::uint64_t steps = work.steps();
  const std::size_t heap = work.heap();
  const std::string input = " for " + std::to_string(octets) + " octets";
  if (const auto most = limits.steps + limits.steps_per_octet * octets; steps > most) {
    return "took " + std::to_string(steps) + " steps" + input + ", more than " +
           std::to_string(most) + ": the work is not linear";
  }
  if (const auto most = limits.heap + limits.heap_per_octet * octets; heap > most) {
    return "held " + std::to_string(heap) + " octets of the heap" + input + ", more than " +
           std::to_string(most);
  }
  return {};
}

}  // namespace wireassay::testing
