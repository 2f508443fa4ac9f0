// Leases and the order of play.
#include "play/pool.h"

namespace wireassay::play {

UserPool::UserPool(const scenario::Target& target) {
  for (const scenario::User& user : target.users) free_.push_back(&user);
}

std::optional<Lease> UserPool::lease(std::size_t count) {
  if (count == 0) return Lease{};
  while (free_.size() < count && !withdrawn_.empty()) {
    free_.push_back(withdrawn_.back());
    withdrawn_.pop_back();
  }
  if (free_.size() < count) return std::nullopt;
  const auto end = free_.begin() + static_cast<std::ptrdiff_t>(count);
  Lease lease(free_.begin(), end);
  free_.erase(free_.begin(), end);
  return lease;
}

void UserPool::give_back(const Lease& lease) {
  free_.insert(free_.end(), lease.begin(), lease.end());
}

void UserPool::withdraw(const Lease& lease) {
  withdrawn_.insert(withdrawn_.end(), lease.begin(), lease.end());
}

Queue::Queue(std::vector<const Unit*> units, UserPool& pool)
    : waiting_(units.begin(), units.end()), pool_(pool) {}

std::optional<Queue::Taken> Queue::take() {
  for (auto at = waiting_.begin(); at != waiting_.end(); ++at) {
    auto lease = pool_.lease((*at)->users);
    if (!lease) continue;
    Taken taken{*at, std::move(*lease)};
    waiting_.erase(at);
    return taken;
  }
  return std::nullopt;
}

}  // namespace wireassay::play
