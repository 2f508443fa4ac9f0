// What every decoder of a whole message keeps, for unit tests and fuzz targets alike: anomalies lie
// inside the input and have a row, what is printed of a value is read as that value, and octets
// that broke no rule are printed as they were.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "core/escape.h"
#include "testing/parser.h"
#include "wire/tls/reader.h"
#include "wire/tls/rules.h"

namespace wireassay::tls {

inline std::string broken_anomalies(std::string_view in, const std::vector<Deviation>& anomalies) {
  if (anomalies.size() > kMaxAnomalies) return "too many anomalies";
  for (const Deviation& one : anomalies) {
    if (one.offset > in.size()) return "beyond the input: " + std::string(one.rule);
    if (std::ranges::find(rules(), one.rule, &Invariant::id) == rules().end())
      return "no such rule: " + std::string(one.rule);
  }
  return {};
}

/// Empty, or which invariant broke.
template <class T, class Decode, class Print>
std::string broken_decoder(std::string_view in, const Decode& decode, const Print& print) {
  const wireassay::testing::ExactBuffer whole(in);
  const Decoded<T> first = decode(whole.view());
  std::string broken = broken_anomalies(in, first.anomalies);
  const std::string printed = print(first.value);
  const Decoded<T> again = decode(std::string_view(printed));
  if (!(again.value == first.value)) broken = "what was printed means something else";
  if (print(again.value) != printed) broken = "printing is no fixed point";
  if (first.anomalies.empty() && printed != in) broken = "right octets were printed otherwise";
  // Fixed fields that were not there are printed: a bound on what any declared length can cost.
  if (printed.size() > in.size() + 256) broken = "more was printed than was read";
  return broken.empty() ? broken : broken + ": " + to_hex(in);
}

}  // namespace wireassay::tls
