// Mutations of an input that know what it is made of. The same seed and input give the same result,
// but for what the engine does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "mutate/shape.h"

namespace wireassay::mutate {

/// The engine's own mutation (LLVMFuzzerMutate): octets, how many there are, how many there may be;
/// answers how many there are now. Empty where the engine has none.
using Havoc = std::function<std::size_t(std::uint8_t*, std::size_t, std::size_t)>;

/// Changes `size` octets of `buffer` in place, which may become as many as it has room for; the new
/// size. Part of the time, and for inputs without structure, it is the engine's mutation.
std::size_t mutate(Shape shape, std::span<std::uint8_t> buffer, std::size_t size,
                   std::uint32_t seed, const Havoc& engine);

/// A piece of `b`, or all of it from the start of a piece on, at a border of pieces of `a`. Written
/// to `out` as far as there is room; the size of it.
std::size_t cross_over(Shape shape, std::span<const std::uint8_t> a,
                       std::span<const std::uint8_t> b, std::span<std::uint8_t> out,
                       std::uint32_t seed);

}  // namespace wireassay::mutate
