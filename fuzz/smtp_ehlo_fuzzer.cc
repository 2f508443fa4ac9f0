// Lines of the answer to EHLO: wire/smtp/ehlo.h. A line is printed as it was, and capabilities are
// named once each.
#include "wire/smtp/ehlo.h"

#include <algorithm>
#include <set>

#include "bounded.h"
#include "testing/text.h"
#include "wire/smtp/reply.h"

namespace wireassay {
namespace {

smtp::Reply reply_of(std::string_view in) {
  smtp::Reply reply{.code = 250, .lines = {}};
  while (true) {
    const std::size_t end = std::min(in.find('\n'), in.size());
    reply.lines.emplace_back(in.substr(0, end));
    if (end == in.size()) return reply;
    in.remove_prefix(end + 1);
  }
}

}  // namespace

void fuzz(std::string_view in) {
  const auto print = [](const smtp::EhloLine& line) { return smtp::to_text(line); };
  fuzzing::require(
      testing::broken_text(in, smtp::parse_ehlo_line, print, testing::Printed::AsItWas));
  const smtp::Reply reply = reply_of(in);
  const fuzzing::Bounded bounded(in);
  const TextList capabilities = smtp::ehlo_capabilities(reply);
  const std::set<std::string> names(capabilities.begin(), capabilities.end());
  if (names.size() != capabilities.size())
    fuzzing::require(testing::internal::at("a capability is listed twice", in));
  if (names.contains("")) fuzzing::require(testing::internal::at("one without a name", in));
}

}  // namespace wireassay
