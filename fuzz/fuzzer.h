// The shim between a target and its engine: libFuzzer, a hosted engine with the same entry, or the
// replay main.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace wireassay {

/// What one input may measure: longer ones only cost time.
inline constexpr std::size_t kMaxFuzzInput = 64 * 1024;

/// Each target defines it: one input, checked by fuzzing::require.
void fuzz(std::string_view in);

namespace fuzzing {

/// `broken` is empty, or says which invariant broke.
inline void require(const std::string& broken) {
  if (broken.empty()) return;
  std::fprintf(stderr, "broken invariant: %s\n", broken.c_str());
  std::abort();
}

}  // namespace fuzzing
}  // namespace wireassay

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size <= wireassay::kMaxFuzzInput) {
    wireassay::fuzz({reinterpret_cast<const char*>(data), size});
  }
  return 0;  // -1 would keep the error paths out of the corpus
}
