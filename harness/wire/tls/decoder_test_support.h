// What every decoder of a whole message keeps, for unit tests and fuzz targets alike: anomalies lie
// inside the input and have a row, what is printed of a value is read as that value, and octets
// that broke no rule are printed as they were.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "core/escape.h"
#include "testing/parser.h"
#include "wire/tls/any_message.h"
#include "wire/tls/extension.h"
#include "wire/tls/reader.h"
#include "wire/tls/rules.h"

namespace wireassay::tls {

inline std::string broken_anomalies(std::string_view in, const std::vector<Deviation>& anomalies) {
  wireassay::testing::note_deviations(anomalies);
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
  const wireassay::testing::Work work;
  const Decoded<T> first = decode(whole.view());
  std::string broken = wireassay::testing::broken_work(work, in.size());
  if (broken.empty()) broken = broken_anomalies(in, first.anomalies);
  const std::string printed = print(first.value);
  const Decoded<T> again = decode(std::string_view(printed));
  if (!(again.value == first.value)) broken = "what was printed means something else";
  if (print(again.value) != printed) broken = "printing is no fixed point";
  if (first.anomalies.empty() && printed != in) broken = "right octets were printed otherwise";
  // Fixed fields that were not there are printed: a bound on what any declared length can cost.
  if (printed.size() > in.size() + 256) broken = "more was printed than was read";
  return broken.empty() ? broken : broken + ": " + to_hex(in);
}

/// What an extension means is printed to octets of the same meaning.
inline std::string broken_extension(const Extension& extension, Where where) {
  const wireassay::testing::ExactBuffer body(extension.body);
  const wireassay::testing::Work work;
  const Decoded<ExtensionValue> value = value_of({extension.type, std::string(body.view())}, where);
  std::string broken = wireassay::testing::broken_work(work, extension.body.size());
  if (broken.empty()) broken = broken_anomalies(extension.body, value.anomalies);
  const Extension printed = make_extension(extension.type, where, value.value);
  const Decoded<ExtensionValue> again = value_of(printed, where);
  if (again.value != value.value) broken = "an extension means something else";
  if (make_extension(extension.type, where, again.value) != printed)
    broken = "printing an extension is no fixed point";
  if (value.anomalies.empty() && printed != extension)
    broken = "a right extension was printed otherwise";
  return broken.empty() ? broken : broken + ": " + to_hex(extension.body);
}

/// Fields that one octet can make: an entry of it, with a type and nothing behind.
inline constexpr std::size_t kMostFields = 4;

/// A message of any type as a tree: its fields are bounded by its octets, and some that are always
/// there, as every step of a loop takes an octet; its lines are ASCII.
inline std::string broken_tree(std::uint8_t type, std::string_view in,
                               const MessageContext& context) {
  const wireassay::testing::ExactBuffer whole(in);
  const wireassay::testing::Work work;
  const Decoded<Field> tree = decode_message(type, whole.view(), context);
  std::string broken = wireassay::testing::broken_work(work, in.size());
  if (broken.empty()) broken = broken_anomalies(in, tree.anomalies);
  if (count(tree.value) > kMostFields * in.size() + 16) broken = "more fields than octets can make";
  const std::string printed = print(tree.value);
  if (tree.anomalies.empty() && printed != in) broken = "right octets were printed otherwise";
  if (print(decode_message(type, printed, context).value) != printed)
    broken = "printing is no fixed point";
  const std::string text = to_text(tree.value);
  const auto is_shown = [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); };
  if (!std::ranges::all_of(text, is_shown)) broken = "a line is not ASCII";
  return broken.empty() ? broken : broken + ": " + to_hex(in);
}

}  // namespace wireassay::tls
