// Lines of listings: wire/pop3/listing.h. What is read is printed as it was, but for zeros in front
// of a number and numbers beyond 64 bits.
#include "wire/pop3/listing.h"

#include <algorithm>

#include "fuzzer.h"
#include "testing/text.h"

namespace wireassay {
namespace {

using testing::Printed;

/// A number that is printed as it was read.
bool is_plain(std::string_view digits) {
  constexpr std::size_t kSurely64Bits = 18;
  return digits.size() <= kSurely64Bits && (digits.size() == 1 || !digits.starts_with('0'));
}

/// The first `numbers` words are.
Printed form_of(std::string_view line, int numbers) {
  for (; numbers > 0; --numbers) {
    const std::size_t end = std::min(line.find_first_not_of("0123456789"), line.size());
    if (!is_plain(line.substr(0, end))) return Printed::Alike;
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return Printed::AsItWas;
}

template <class Parse>
void check(std::string_view in, const Parse& parse, Printed printed) {
  const auto print = [](const auto& listing) { return pop3::to_text(listing); };
  fuzzing::require(testing::broken_text(in, parse, print, printed));
}

}  // namespace

void fuzz(std::string_view in) {
  check(in, pop3::parse_drop_listing, form_of(in, 2));
  check(in, pop3::parse_scan_listing, form_of(in, 2));
  check(in, pop3::parse_unique_id_listing, form_of(in, 1));
  check(in, pop3::parse_language_listing, Printed::AsItWas);
  const auto id = pop3::parse_unique_id_listing(in);
  if (id && (id->unique_id.empty() || id->unique_id.size() > pop3::kMaxUniqueId))
    fuzzing::require(testing::internal::at("a unique-id of a wrong size", in));
  if (pop3::parse_drop_listing(in).has_value() != pop3::parse_scan_listing(in).has_value())
    fuzzing::require(testing::internal::at("one listing, but not the other", in));
}

}  // namespace wireassay
