// Another reader held beside ours on the same octets. Where the two differ by right stands in a
// table of reasons; a difference without a reason is a finding.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/escape.h"

namespace wireassay::beside {

/// A class of inputs that the two read differently, told by the input alone: that they differ is
/// never what excuses a difference.
struct Reason {
  std::string_view name;
  std::string_view clause;  ///< what ours follows, and what the other one does instead
  bool (*holds)(std::string_view in);
};

/// What each made of an input, as text: equal texts are the same reading.
struct Readings {
  std::string ours, theirs;
};

inline constexpr std::string_view kRefused = "refused";

struct Pair {
  std::string_view name;
  Readings (*read)(std::string_view in);
  std::span<const Reason> reasons;
};

/// Names of the reasons that hold for an input.
inline std::vector<std::string_view> reasons_for(const Pair& pair, std::string_view in) {
  std::vector<std::string_view> names;
  for (const Reason& reason : pair.reasons) {
    if (reason.holds(in)) names.push_back(reason.name);
  }
  return names;
}

/// Empty, or a difference that no reason explains.
inline std::string unexplained(const Pair& pair, std::string_view in) {
  constexpr std::size_t kShown = 400;
  const Readings got = pair.read(in);
  if (got.ours == got.theirs || !reasons_for(pair, in).empty()) return {};
  return std::string(pair.name) + ": ours: " + escape_short(got.ours, kShown) +
         " theirs: " + escape_short(got.theirs, kShown) + " input: " + escape_short(in, kShown);
}

}  // namespace wireassay::beside
