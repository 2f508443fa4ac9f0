// Values of data: wire/imap/value.h. What is strictly right is printed as it was, and within small
// limits nothing else is read.
#include "wire/imap/value.h"

#include "fuzzer.h"
#include "testing/text.h"

namespace wireassay {
namespace {

using imap::Sections, imap::Value;
using Answer = std::expected<std::vector<Value>, ParseError>;

/// Small enough for an input to exceed each of them.
constexpr imap::Limits kSmall{
    .line = 512, .literal = 256, .response = 1024, .depth = 4, .values = 16};

auto reader(Sections sections, const imap::Limits& limits) {
  return [sections, limits](std::string_view text) -> Answer {
    auto parsed = imap::parse_values(text, sections, limits);
    if (const auto* error = std::get_if<ParseError>(&parsed)) return std::unexpected(*error);
    auto* got = std::get_if<Got<std::vector<Value>>>(&parsed);
    if (got == nullptr || got->used != text.size())
      fuzzing::require(testing::internal::at("not all of the text was read", text));
    return std::move(got->value);
  };
}

std::size_t count(const std::vector<Value>& values) {
  std::size_t all = values.size();
  for (const Value& value : values) all += count(value.items);
  return all;
}

void check(std::string_view in, Sections sections) {
  const auto print = [](const std::vector<Value>& values) { return imap::to_wire(values); };
  const testing::WorkLimits limits{.heap_per_octet = 1024};  // a value of one octet is a node
  fuzzing::require(
      testing::broken_text(in, reader(sections, {}), print, testing::Printed::Alike, limits));
  const Answer whole = reader(sections, {})(in), small = reader(sections, kSmall)(in);
  if (!small) return;
  if (!whole || !(*whole == *small))
    fuzzing::require(testing::internal::at("limits change what is read", in));
  if (count(*small) > kSmall.values)
    fuzzing::require(testing::internal::at("more values than the limit", in));
}

}  // namespace

void fuzz(std::string_view in) {
  check(in, Sections::No);
  check(in, Sections::Yes);
}

}  // namespace wireassay
