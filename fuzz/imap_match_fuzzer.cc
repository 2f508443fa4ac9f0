// Expected data against data: wire/imap/match.h. The first line of an input is the pattern, with
// its holes and two variables; the rest is what came. What does not match binds nothing; what
// matches does so again with what it bound.
#include "wire/imap/match.h"

#include <map>

#include "bounded.h"
#include "wire/imap/match_testing.h"

namespace wireassay {
namespace {

constexpr std::size_t kMaxPattern = 512;
constexpr std::size_t kBudget = 20'000;
/// A search may take all of its budget, whatever the octets.
constexpr testing::WorkLimits kWork{.steps = 400 * kBudget};

using Bound = std::map<std::string, std::string>;

const Bound& variables() {
  static const Bound kVariables = {{"v", "\"a b\""}, {"w", "INBOX"}};
  return kVariables;
}

void match(const Structure& structure, std::string_view pattern, std::string_view element) {
  const imap::testing::PatternText text(pattern, variables());
  const auto compiled = structure.compile(text.parts());
  if (!compiled) {
    if (compiled.error().offset > pattern.size() || compiled.error().message.empty())
      fuzzing::require("a mistake lies beyond the pattern, or says nothing");
    return;
  }
  const testing::ExactBuffer octets(element);
  imap::testing::MapHoles holes(variables(), kBudget);
  const bool found = (*compiled)->matches(octets.view(), holes);
  if (!found && holes.bound() != variables()) fuzzing::require("a hole was left bound");
  if (!found) return;
  imap::testing::MapHoles bound(holes.bound(), 2 * kBudget);
  if (!(*compiled)->matches(octets.view(), bound)) {
    fuzzing::require(testing::internal::at(
        "what was bound does not match again: " + escape_short(pattern, kMaxPattern), element));
  }
}

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in, kWork);
  const std::size_t end = in.find('\n');
  if (end == std::string_view::npos || end > kMaxPattern) return;
  for (const Structure* structure : {&imap::untagged_structure(), &imap::code_structure()})
    match(*structure, in.substr(0, end), in.substr(end + 1));
}

}  // namespace wireassay
