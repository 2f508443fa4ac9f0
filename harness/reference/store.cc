// Mailboxes in memory: rings under one lock, messages shared between recipients.
#include "reference/store.h"

#include <algorithm>
#include <utility>

namespace wireassay::reference {

std::uint64_t Store::deliver(std::string_view mailbox, std::shared_ptr<const std::string> octets,
                             std::time_t received) {
  const std::lock_guard lock(mutex_);
  Mailbox& box = mailboxes_[std::string(mailbox)];
  box.octets += octets->size();
  const std::uint64_t uid = box.next_uid++;
  box.messages.push_back({.uid = uid, .octets = std::move(octets), .received = received});
  shrink(box);
  return uid;
}

std::vector<Message> Store::snapshot(std::string_view mailbox) const {
  const std::lock_guard lock(mutex_);
  const auto found = mailboxes_.find(mailbox);
  return found == mailboxes_.end() ? std::vector<Message>{} : found->second.messages;
}

bool Store::remove(std::string_view mailbox, std::uint64_t uid) {
  const std::lock_guard lock(mutex_);
  const auto found = mailboxes_.find(mailbox);
  if (found == mailboxes_.end()) return false;
  std::vector<Message>& messages = found->second.messages;
  const auto message = std::ranges::find(messages, uid, &Message::uid);
  if (message == messages.end()) return false;
  found->second.octets -= message->octets->size();
  messages.erase(message);
  return true;
}

void Store::clear(std::string_view mailbox) {
  const std::lock_guard lock(mutex_);
  const auto found = mailboxes_.find(mailbox);
  if (found == mailboxes_.end()) return;
  found->second.messages.clear();
  found->second.octets = 0;
}

void Store::shrink(Mailbox& mailbox) const {
  std::size_t drop = 0;
  std::size_t left = mailbox.octets;
  const std::size_t count = mailbox.messages.size();
  while (drop + 1 < count && (count - drop > limits_.messages || left > limits_.octets)) {
    left -= mailbox.messages.at(drop++).octets->size();
  }
  mailbox.messages.erase(mailbox.messages.begin(),
                         std::next(mailbox.messages.begin(), static_cast<std::ptrdiff_t>(drop)));
  mailbox.octets = left;
}

}  // namespace wireassay::reference
