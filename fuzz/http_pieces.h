// What the readers of HTTP messages keep: strict and lenient agree, and a reader that is given the
// octets in pieces answers as one that is given all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fuzzer.h"
#include "testing/parser.h"

namespace wireassay::fuzzing {

/// `value_of` finds the strict value in the lenient one.
template <class Strict, class Lenient, class ValueOf>
void require_agreement(std::string_view in, const Parsed<Strict>& strict,
                       const Parsed<Lenient>& lenient, const ValueOf& value_of) {
  const auto* right = std::get_if<Got<Strict>>(&strict);
  const auto* forgiven = std::get_if<Got<Lenient>>(&lenient);
  const bool blameless = forgiven != nullptr && forgiven->value.deviations.empty();
  if ((right != nullptr) != blameless)
    require(testing::internal::at("refused without a reason, or taken without one", in));
  if (right != nullptr &&
      (!(value_of(forgiven->value) == right->value) || forgiven->used != right->used))
    require(testing::internal::at("strict and lenient read another message", in));
  if (forgiven == nullptr) return;
  for (const Deviation& deviation : forgiven->value.deviations)
    if (deviation.offset > forgiven->used)
      require(testing::internal::at("a deviation lies beyond its message", in));
}

/// Gives a reader one octet more at a time, or 61 where there are many.
template <class Lenient, class Reader>
void require_pieces(std::string_view in, Reader& reader, const Parsed<Lenient>& whole) {
  constexpr std::size_t kPiece = 61;
  const std::size_t piece = in.size() > testing::kEverySplit ? kPiece : 1;
  Parsed<Lenient> answer = NeedMore{};
  for (std::size_t come = 0;; come = std::min(in.size(), come + piece)) {
    answer = reader.read(in.substr(0, come));
    if (!std::holds_alternative<NeedMore>(answer) || come == in.size()) break;
  }
  if (answer != whole) require(testing::internal::at("pieces give another answer", in));
}

}  // namespace wireassay::fuzzing
