// What a client sends to one connection of a server after another: "~2" goes on in connection 2,
// other marks are the target's.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace wireassay::fuzzing {

struct Sent {
  char who;
  std::string_view octets;
};

/// Where `marks` are given, "~" before anything else is an octet (it begins a literal8).
inline std::vector<Sent> sent_of(std::string_view in, std::string_view marks = {}) {
  std::vector<Sent> all;
  char who = '1';
  for (std::size_t at = 0; at < in.size();) {
    const std::size_t mark = std::min(in.find('~', at), in.size());
    const bool last = in.size() < mark + 2;
    if (!last && !marks.empty() && marks.find(in[mark + 1]) == std::string_view::npos) {
      at = mark + 1;
      continue;
    }
    // A single "~" at the end is an octet where not every "~" is a mark.
    all.push_back({who, in.substr(0, last && !marks.empty() ? in.size() : mark)});
    if (last) return all;
    who = in[mark + 1];
    in.remove_prefix(mark + 2);
    at = 0;
  }
  all.push_back({who, in});
  return all;
}

}  // namespace wireassay::fuzzing
