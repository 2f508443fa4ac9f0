// What libFuzzer and Centipede ask for mutations that know the target's shape: harness/mutate/.
// Linked into targets that have a SHAPE. WIREASSAY_MUTATOR=off leaves all to the engine, for
// measurements. AFL++ does not ask.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "mutate/mutate.h"

/// Weak: an engine other than libFuzzer may not have it.
extern "C" __attribute__((weak)) std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size,
                                                              std::size_t most);

namespace {

using namespace wireassay;

/// A cross-over comes as often as a mutation if it may: so many are declined for each that is done.
constexpr std::uint32_t kDeclined = 7;

mutate::Shape shape() {
  static const mutate::Shape kShape = [] {
    const auto named = mutate::shape_named(WIREASSAY_SHAPE);
    if (!named) std::abort();  // the name in fuzz/CMakeLists.txt is wrong
    return *named;
  }();
  return kShape;
}

bool is_off() {
  static const bool kOff = [] {
    const char* value = std::getenv("WIREASSAY_MUTATOR");
    return value != nullptr && std::string_view(value) == "off";
  }();
  return kOff;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned int seed) {
  const mutate::Havoc engine = LLVMFuzzerMutate;  // empty where there is none
  if (is_off() && engine) return engine(data, size, most);
  return mutate::mutate(shape(), {data, most}, size, seed, engine);
}

/// 0: the engine takes another mutation.
extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* a, std::size_t a_size,
                                                 const std::uint8_t* b, std::size_t b_size,
                                                 std::uint8_t* out, std::size_t most,
                                                 unsigned int seed) {
  if (is_off() || seed % (kDeclined + 1) != 0) return 0;
  return mutate::cross_over(shape(), {a, a_size}, {b, b_size}, {out, most}, seed);
}
