// What is wrong with a response that can be understood all the same: the strict reader refuses at
// the first of them, the lenient one reports them.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "core/parsed.h"

namespace wireassay::imap {

struct Fault {
  std::string_view id;  ///< of the invariant
  ParseError error;     ///< where, and against which production
};

/// The first fault of each invariant: never more than there are invariants.
class Faults {
 public:
  void add(std::string_view id, const ParseError& error) {
    const auto known = std::ranges::find(list_, id, &Fault::id);
    if (known == list_.end()) {
      list_.push_back({id, error});
    } else if (error.offset < known->error.offset) {
      known->error = error;
    }
  }
  void add(std::string_view id, std::size_t offset, std::string_view production) {
    add(id, {Errc::Malformed, offset, production});
  }
  bool empty() const { return list_.empty(); }
  /// By offset.
  std::span<const Fault> sorted() {
    std::ranges::sort(list_, [](const Fault& a, const Fault& b) {
      return std::pair(a.error.offset, a.id) < std::pair(b.error.offset, b.id);
    });
    return list_;
  }

 private:
  std::vector<Fault> list_;
};

}  // namespace wireassay::imap
