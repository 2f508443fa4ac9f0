// Lines of the response to CAPA: wire/pop3/capability.h. A line is printed as it was; all of them
// are read as well as they can be.
#include "wire/pop3/capability.h"

#include <algorithm>

#include "bounded.h"
#include "testing/text.h"

namespace wireassay {
namespace {

TextList lines_of(std::string_view in) {
  TextList lines;
  while (!in.empty()) {
    const std::size_t end = std::min(in.find('\n'), in.size());
    lines.emplace_back(in.substr(0, end));
    in.remove_prefix(std::min(end + 1, in.size()));
  }
  return lines;
}

}  // namespace

void fuzz(std::string_view in) {
  const auto print = [](const pop3::Capability& capability) { return pop3::to_text(capability); };
  fuzzing::require(
      testing::broken_text(in, pop3::parse_capability, print, testing::Printed::AsItWas));
  const TextList lines = lines_of(in);
  const fuzzing::Bounded bounded(in);
  std::size_t octets = 0;
  for (const std::string& capability : pop3::capabilities_of(lines)) {
    octets += capability.size();
    if (capability.empty() || capability.contains('\n'))
      fuzzing::require(testing::internal::at("a capability that is no word", in));
  }
  // "SASL A B" is AUTH=A and AUTH=B.
  constexpr std::size_t kGrowth = 8;
  if (octets > kGrowth * in.size()) fuzzing::require(testing::internal::at("lines grew", in));
}

}  // namespace wireassay
