// What every parser of the house must keep, for unit tests and fuzz targets alike: three answers,
// no look beyond the octets that are there, the same answer however the input is cut, and
// print-parse as a fixed point.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "core/escape.h"
#include "core/parsed.h"
#include "testing/reached.h"
#include "testing/sanitizers.h"
#include "testing/work.h"

#ifdef WIREASSAY_WITH_ASAN
#include <sanitizer/asan_interface.h>
#endif

namespace wireassay::testing {

/// Every prefix is tried only for inputs up to this size: the cost is quadratic.
inline constexpr std::size_t kEverySplit = 256;

/// Whether all prefixes of an input are tried, or only kSampledSplits of them. Tests and replays
/// try all. Under an engine (fuzz/engine.cc sets it before main) one input in 64, told by its
/// octets, has all of them, so that a finding is found again; it would be 20 times slower else.
inline bool& samples_splits() {
  static constinit bool samples = false;
  return samples;
}
inline constexpr std::size_t kSampledSplits = 3;

/// FNV-1a: a number that only the octets tell.
inline std::uint64_t number_of(std::string_view octets) {
  std::uint64_t number = 0xcbf29ce484222325;
  for (const char octet : octets)
    number = (number ^ static_cast<unsigned char>(octet)) * 0x100000001b3;
  return number ^ (number >> 32);
}

/// A copy on the heap with nothing behind it: one octet too far is a finding of ASan.
class ExactBuffer {
 public:
  explicit ExactBuffer(std::string_view octets)
      : size_(octets.size()), octets_(new char[octets.size()]) {
    octets.copy(octets_.get(), size_);
  }
  ExactBuffer(const ExactBuffer&) = delete;
  ExactBuffer& operator=(const ExactBuffer&) = delete;
  ~ExactBuffer() { allow_all(); }

  std::string_view view() const { return {octets_.get(), size_}; }
  /// The first octets; ASan refuses the rest from now on. Call it with falling sizes: cheaper than
  /// a copy of each prefix.
  std::string_view prefix(std::size_t size) {
#ifdef WIREASSAY_WITH_ASAN
    __asan_poison_memory_region(octets_.get() + size, size_ - size);
#endif
    return {octets_.get(), size};
  }

 private:
  void allow_all() {
#ifdef WIREASSAY_WITH_ASAN
    __asan_unpoison_memory_region(octets_.get(), size_);
#endif
  }

  std::size_t size_;
  std::unique_ptr<char[]> octets_;
};

namespace internal {

inline std::string at(std::string_view what, std::string_view octets) {
  return std::string(what) + ", input: " + escape_short(octets, 400);
}

/// NeedMore or the final answer, for every proper prefix.
template <class T, class Parse>
std::string broken_prefix(std::string_view in, const Parsed<T>& final_answer, const Parse& parse) {
  ExactBuffer buffer(in);
  const std::uint64_t number = samples_splits() ? number_of(in) : 0;
  const std::size_t stride = samples_splits() && number % 64 != 0
                                 ? std::max<std::size_t>(1, in.size() / kSampledSplits)
                                 : 1;
  std::size_t next = in.size() - std::min<std::size_t>(in.size(), 1 + number / 64 % stride);
  for (std::size_t size = in.size(); size-- > 0;) {
    if (size != next) continue;
    next = size - std::min(size, stride);
    const Parsed<T> answer = parse(buffer.prefix(size));
    if (std::holds_alternative<NeedMore>(answer) || answer == final_answer) continue;
    return at("the first " + std::to_string(size) + " octets give another answer than all of them",
              in);
  }
  return {};
}

template <class T, class Parse>
std::string broken_answer(std::string_view in, const Parsed<T>& answer, const Parse& parse) {
  note_answer(answer);
  if (const auto* error = std::get_if<ParseError>(&answer)) {
    if (error->offset > in.size()) return at("an error lies beyond the input", in);
    if (error->rule.empty()) return at("an error names no rule", in);
    return {};
  }
  const auto* got = std::get_if<Got<T>>(&answer);
  if (got == nullptr) return {};
  if (got->used == 0 || got->used > in.size())
    return at("took no octet, or more than there are", in);
  const ExactBuffer taken(in.substr(0, got->used));
  if (parse(taken.view()) != answer) return at("looks beyond the octets it takes", in);
  return {};
}

}  // namespace internal

/// Empty, or which invariant broke and for what input.
template <class T, class Parse>
std::string broken_invariant(std::string_view in, const Parse& parse,
                             const WorkLimits& limits = {}) {
  const ExactBuffer whole(in);
  const Work work;
  const Parsed<T> answer = parse(whole.view());
  if (const std::string broken = broken_work(work, in.size(), limits); !broken.empty())
    return internal::at(broken, in);
  if (std::string broken = internal::broken_answer<T>(in, answer, parse); !broken.empty())
    return broken;
  if (in.size() > kEverySplit) return {};
  return internal::broken_prefix<T>(in, answer, parse);
}

/// The same, and: what is printed of a value is read as that value and printed alike.
template <class T, class Parse, class Print>
  requires std::is_invocable_v<Print, const T&>
std::string broken_invariant(std::string_view in, const Parse& parse, const Print& print,
                             const WorkLimits& limits = {}) {
  if (std::string broken = broken_invariant<T>(in, parse, limits); !broken.empty()) return broken;
  const ExactBuffer whole(in);
  const Parsed<T> answer = parse(whole.view());
  const auto* got = std::get_if<Got<T>>(&answer);
  if (got == nullptr) return {};
  const std::string printed = print(got->value);
  note_words(printed);
  const Parsed<T> again = parse(std::string_view(printed));
  const auto* reread = std::get_if<Got<T>>(&again);
  if (reread == nullptr)
    return internal::at("what was printed is not read: " + escape_short(printed, 400), in);
  if (reread->used != printed.size())
    return internal::at("of what was printed octets remain: " + escape_short(printed, 400), in);
  if (!(reread->value == got->value))
    return internal::at("what was printed means something else: " + escape_short(printed, 400), in);
  if (print(reread->value) != printed)
    return internal::at("printing is no fixed point: " + escape_short(printed, 400), in);
  return {};
}

}  // namespace wireassay::testing
