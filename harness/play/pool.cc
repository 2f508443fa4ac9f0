// Leases and the order of play.
#include "play/pool.h"

namespace wireassay::play {

UserPool::UserPool(const scenario::Target& target) : users_(target.users), border_(users_.size()) {
  if (users_.size() >= kFewestToPart) border_ -= users_.size() / 2;
  for (const scenario::User& user : users_) {
    part_of(user).free.push_back(&user);
    ++part_of(user).total;
  }
}

UserPool::Part& UserPool::part_of(const scenario::User& user) {
  const bool second = static_cast<std::size_t>(&user - users_.data()) >= border_;
  return second ? parts_.back() : parts_.front();
}

std::optional<Lease> UserPool::lease(std::size_t count, bool looks_into_maildrop) {
  if (count == 0) return Lease{};
  const bool second = looks_into_maildrop && parts_.back().total >= count;
  Part& part = second ? parts_.back() : parts_.front();
  if (part.total < count) return Lease{};
  while (part.free.size() < count && !part.withdrawn.empty()) {
    part.free.push_back(part.withdrawn.back());
    part.withdrawn.pop_back();
  }
  if (part.free.size() < count) return std::nullopt;
  const auto end = part.free.begin() + static_cast<std::ptrdiff_t>(count);
  Lease lease(part.free.begin(), end);
  part.free.erase(part.free.begin(), end);
  return lease;
}

void UserPool::give_back(const Lease& lease) {
  for (const scenario::User* user : lease) part_of(*user).free.push_back(user);
}

void UserPool::withdraw(const Lease& lease) {
  for (const scenario::User* user : lease) part_of(*user).withdrawn.push_back(user);
}

Queue::Queue(std::vector<const Unit*> units, UserPool& pool)
    : waiting_(units.begin(), units.end()), pool_(pool) {}

std::optional<Queue::Taken> Queue::take() {
  for (auto at = waiting_.begin(); at != waiting_.end(); ++at) {
    auto lease = pool_.lease((*at)->users, looks_into_maildrop(*(*at)->c));
    if (!lease) continue;
    Taken taken{*at, std::move(*lease)};
    waiting_.erase(at);
    return taken;
  }
  return std::nullopt;
}

}  // namespace wireassay::play
