// Expected exchanges against exchanges: wire/imap/script.h. An input is what is expected, a line
// "%%", and what came. What does not match binds nothing, and why it does not is said; what matches
// does so again with what it bound.
#include "wire/imap/script.h"

#include <map>

#include "bounded.h"
#include "wire/imap/match_testing.h"

namespace wireassay {
namespace {

constexpr std::size_t kMaxPattern = 2048;
constexpr std::size_t kBudget = 20'000;
/// A search may take all of its budget, whatever the octets.
constexpr testing::WorkLimits kWork{.steps = 400 * kBudget};
constexpr std::string_view kBorder = "\n%%\n";

using Bound = std::map<std::string, std::string>;

const Bound& variables() {
  static const Bound kVariables = {{"v", "\"a b\""}, {"w", "INBOX"}};
  return kVariables;
}

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in, kWork);
  const std::size_t border = in.find(kBorder);
  if (border == std::string_view::npos || border > kMaxPattern) return;
  const imap::testing::PatternText text(in.substr(0, border), variables());
  const auto compiled = imap::exchange_structure().compile(text.parts());
  if (!compiled) {
    if (compiled.error().offset > border || compiled.error().message.empty())
      fuzzing::require("a mistake lies beyond the pattern, or says nothing");
    return;
  }
  const testing::ExactBuffer octets(in.substr(border + kBorder.size()));
  imap::testing::MapHoles holes(variables(), kBudget);
  const bool found = (*compiled)->matches(octets.view(), holes);
  if (!found && holes.bound() != variables()) fuzzing::require("a hole was left bound");
  imap::testing::MapHoles again(variables(), kBudget);
  if ((*compiled)->miss(octets.view(), again).has_value() == found)
    fuzzing::require("what is missed does not agree with what matches");
  if (again.bound() != variables()) fuzzing::require("asking for what is missed binds");
}

}  // namespace wireassay
