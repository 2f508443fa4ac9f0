// One mailbox: uids, modseqs and what is remembered of the messages that went.
#include "reference/box.h"

#include <algorithm>
#include <utility>

#include "reference/lazy_mime.h"

namespace wireassay::reference {

Wakers::~Wakers() {
  for (const std::function<void()>& callback : callbacks_) callback();
}

Message* Box::find(Uid uid) {
  const auto found = std::ranges::lower_bound(messages, uid, {}, &Message::uid);
  return found == messages.end() || found->uid != uid ? nullptr : &*found;
}

Uid Box::add(Message message, Modseq modseq) {
  message.uid = uid_next++;
  message.modseq = modseq;
  if (!message.lazy_mime) message.lazy_mime = std::make_shared<LazyMime>();
  octets += message.octets->size();
  messages.push_back(std::move(message));
  return messages.back().uid;
}

std::vector<Uid> Box::take_out(const std::function<bool(const Message&)>& goes,
                               std::size_t remembered) {
  std::vector<Uid> uids;
  std::vector<Message> kept;
  for (Message& message : messages) {
    if (!goes(message)) {
      kept.push_back(std::move(message));
      continue;
    }
    uids.push_back(message.uid);
    octets -= message.octets->size();
  }
  messages = std::move(kept);
  if (uids.empty()) return uids;
  const Modseq modseq = begin_change();
  for (const Uid uid : uids) expunged.push_back({uid, modseq});
  while (expunged.size() > remembered) {
    forgotten = expunged.front().modseq;
    expunged.pop_front();
  }
  return uids;
}

void Box::shrink(const StoreLimits& limits) {
  std::size_t drop = 0;
  std::size_t left = octets;
  const std::size_t count = messages.size();
  while (drop + 1 < count && (count - drop > limits.messages || left > limits.octets)) {
    left -= messages.at(drop++).octets->size();
  }
  if (drop == 0) return;
  const Uid first_kept = messages.at(drop).uid;
  take_out([first_kept](const Message& message) { return message.uid < first_kept; },
           limits.expunged);
}

void Box::changed(Wakers& wakers, const ViewHook* except) {
  ++version;
  std::erase_if(hooks, [](const std::weak_ptr<ViewHook>& hook) { return hook.expired(); });
  for (const std::weak_ptr<ViewHook>& weak : hooks) {
    const std::shared_ptr<ViewHook> hook = weak.lock();
    if (hook && hook.get() != except && hook->callback) wakers.add(hook->callback);
  }
}

bool Box::has_room(std::size_t count, std::size_t size, const StoreLimits& limits) const {
  return messages.size() + count <= limits.messages && octets + size <= limits.octets;
}

bool Box::admit_keywords(const Flags& flags, const StoreLimits& limits) {
  Flags more = keywords;
  for (const std::string& flag : flags) {
    if (!is_system_flag(flag)) more.insert(flag);
  }
  if (more.size() > std::max(limits.keywords, keywords.size())) return false;
  keywords = std::move(more);
  return true;
}

Stored<std::shared_ptr<Box>> Store::User::find(std::string_view mailbox) const {
  const auto found = mailboxes.find(mailbox);
  if (found == mailboxes.end()) return std::unexpected(StoreError::NoSuchMailbox);
  if (!found->second) return std::unexpected(StoreError::NotSelectable);
  return found->second;
}

bool Store::User::has_children(std::string_view mailbox) const {
  const std::string below = std::string(mailbox) + "/";
  const auto next = mailboxes.lower_bound(below);
  return next != mailboxes.end() && next->first.starts_with(below);
}

}  // namespace wireassay::reference
