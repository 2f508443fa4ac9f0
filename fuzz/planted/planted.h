// Deliberate defects, one at a time: WIREASSAY_PLANTED names it. Included by each file of the copy
// that measure.sh builds, and by nothing else.
#pragma once

#include <cstdlib>
#include <string_view>

namespace wireassay {

inline bool is_planted(std::string_view name) {
  const char* const chosen = std::getenv("WIREASSAY_PLANTED");
  return chosen != nullptr && name == chosen;
}

}  // namespace wireassay

/// Asked once at each place, in a function of its own that neither an engine nor the counted steps
/// look into.
#define PLANTED(name)                                                \
  ([]() __attribute__((noinline, no_sanitize("coverage"))) -> bool { \
    static const bool is_chosen = ::wireassay::is_planted(name);     \
    return is_chosen;                                                \
  }())
