// The users of a target, leased to one case at a time, and the queue of units that waits for them.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "play/facts.h"
#include "play/unit.h"

namespace wireassay::play {

/// Mail that other cases sent may still be on its way when they end. So cases that look into a
/// maildrop have half of the users to themselves.
class UserPool {
 public:
  static constexpr std::size_t kFewestToPart = 8;  ///< with fewer users all cases share them

  explicit UserPool(const scenario::Target& target);
  /// nullopt: not that many are free now. Empty where the target has not that many at all.
  std::optional<Lease> lease(std::size_t count, bool looks_into_maildrop = false);
  void give_back(const Lease& lease);
  /// Users whose cleanup failed serve no other case, as long as others are left.
  void withdraw(const Lease& lease);

 private:
  struct Part {
    std::deque<const scenario::User*> free;
    std::vector<const scenario::User*> withdrawn;
    std::size_t total = 0;
  };
  Part& part_of(const scenario::User& user);

  const std::vector<scenario::User>& users_;
  std::size_t border_;         // index of the first user of the second part
  std::array<Part, 2> parts_;  // for most cases, for those that look into a maildrop
};

/// Hands out units, the longest waits first, each with its users.
class Queue {
 public:
  Queue(std::vector<const Unit*> units, UserPool& pool);
  struct Taken {
    const Unit* unit;
    Lease lease;
  };
  /// nullopt: none can begin now (users are out, or nothing is left: see empty()).
  std::optional<Taken> take();
  bool empty() const { return waiting_.empty(); }

 private:
  std::deque<const Unit*> waiting_;
  UserPool& pool_;
};

}  // namespace wireassay::play
