// What every reader of the language's files keeps: the same twice, and problems that are a line and
// a place each.
#pragma once

#include <string>
#include <vector>

#include "bounded.h"
#include "scenario/model.h"

namespace wireassay::fuzzing {

/// TOML is a tree: a value of a few octets is a node with its place.
inline constexpr testing::WorkLimits kTomlLimits{
    .steps = 100'000, .steps_per_octet = 2000, .heap = 1 << 20, .heap_per_octet = 4096};

inline void require_problems(const std::vector<scenario::Problem>& problems, std::string_view in) {
  for (const scenario::Problem& problem : problems) {
    if (problem.message.empty() || problem.message.contains('\n'))
      require(testing::internal::at("a problem is not one line: " + problem.message, in));
    if (problem.at.line > in.size() + 1)
      require(testing::internal::at("a problem beyond the file", in));
  }
}

/// `read` answers a list or the problems.
template <class Read>
auto require_file(std::string_view in, const Read& read) {
  const Bounded bounded(in, kTomlLimits);
  auto answer = read(in);
  const auto again = read(in);
  if (answer.has_value() != again.has_value() ||
      (answer ? answer->size() != again->size() : answer.error().size() != again.error().size()))
    require(testing::internal::at("read twice it is another file", in));
  if (!answer && answer.error().empty())
    require(testing::internal::at("refused without a problem", in));
  if (!answer) require_problems(answer.error(), in);
  return answer;
}

}  // namespace wireassay::fuzzing
