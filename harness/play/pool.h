// The users of a target, leased to one case at a time, and the queue of units that waits for them.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "play/facts.h"
#include "play/unit.h"

namespace wireassay::play {

class UserPool {
 public:
  explicit UserPool(const scenario::Target& target);
  /// nullopt: not that many are free now.
  std::optional<Lease> lease(std::size_t count);
  void give_back(const Lease& lease);
  /// Users whose cleanup failed serve no other case, as long as others are left.
  void withdraw(const Lease& lease);

 private:
  std::deque<const scenario::User*> free_;
  std::vector<const scenario::User*> withdrawn_;
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
