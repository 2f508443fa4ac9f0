// The table of a session: changes are found by comparing it with the mailbox, so that nothing can
// be missed however long a session looks away.
#include "reference/mailbox_view.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "reference/box.h"
#include "reference/mailbox_name.h"

namespace wireassay::reference {

struct MailboxView::Entry {
  Uid uid = 0;
  bool recent = false;
  Modseq told = 0;  // of the flags that the client knows
  Message last;     // for messages that are gone
};

MailboxView::MailboxView(Store& store, std::shared_ptr<Box> box, bool read_only)
    : store_(store),
      box_(std::move(box)),
      read_only_(read_only),
      uid_validity_(box_->uid_validity),
      hook_(std::make_shared<ViewHook>()) {
  take_in_new();
  seen_version_ = box_->version;
  box_->hooks.emplace_back(hook_);
}

MailboxView::~MailboxView() {
  const std::lock_guard lock(store_.mutex_);
  entries_.clear();
  hook_.reset();
}

Stored<std::unique_ptr<MailboxView>> Store::open(std::string_view user, std::string_view mailbox,
                                                 bool read_only) {
  const std::lock_guard lock(mutex_);
  auto box = user_of(user).find(canonical_name(mailbox));
  if (!box) return std::unexpected(box.error());
  return std::unique_ptr<MailboxView>(new MailboxView(*this, *std::move(box), read_only));
}

/// "This session is the first session to have been notified about this message" (RFC 3501 section
/// 2.3.2, \Recent); a read-only one leaves that to the next. With the lock held.
void MailboxView::take_in_new() {
  const Uid first_new = known_next_;
  known_next_ = box_->uid_next;
  const auto from = std::ranges::lower_bound(box_->messages, first_new, {}, &Message::uid);
  for (auto message = from; message != box_->messages.end(); ++message) {
    entries_.push_back({.uid = message->uid,
                        .recent = message->uid >= box_->first_recent,
                        .told = message->modseq,
                        .last = *message});
  }
  if (!read_only_) box_->first_recent = box_->uid_next;
}

std::string MailboxView::name() const {
  const std::lock_guard lock(store_.mutex_);
  return box_->name;
}

Uid MailboxView::uid_next() const {
  const std::lock_guard lock(store_.mutex_);
  return box_->uid_next;
}

Modseq MailboxView::highest_modseq() const {
  const std::lock_guard lock(store_.mutex_);
  return box_->highest_modseq;
}

std::uint64_t MailboxView::mailbox_id() const {
  const std::lock_guard lock(store_.mutex_);
  return box_->id;
}

bool MailboxView::gone() const {
  const std::lock_guard lock(store_.mutex_);
  return box_->gone;
}

std::vector<std::string> MailboxView::keywords() const {
  const std::lock_guard lock(store_.mutex_);
  return {box_->keywords.begin(), box_->keywords.end()};
}

std::uint32_t MailboxView::exists() const { return static_cast<std::uint32_t>(entries_.size()); }

std::uint32_t MailboxView::recent() const {
  return static_cast<std::uint32_t>(std::ranges::count(entries_, true, &Entry::recent));
}

std::optional<Uid> MailboxView::uid_of(SeqNum number) const {
  if (number == 0 || number > entries_.size()) return std::nullopt;
  return entries_[number - 1].uid;
}

std::optional<SeqNum> MailboxView::number_of(Uid uid) const {
  const auto found = std::ranges::lower_bound(entries_, uid, {}, &Entry::uid);
  if (found == entries_.end() || found->uid != uid) return std::nullopt;
  return static_cast<SeqNum>(found - entries_.begin()) + 1;
}

std::vector<Uid> MailboxView::uids() const {
  std::vector<Uid> all;
  all.reserve(entries_.size());
  for (const Entry& entry : entries_) all.push_back(entry.uid);
  return all;
}

/// With the lock held.
Viewed MailboxView::viewed(SeqNum number) const {
  const Entry& entry = entries_.at(number - 1);
  const Message* const now = box_->find(entry.uid);
  return {.number = number,
          .recent = entry.recent,
          .expunged = now == nullptr,
          .message = now == nullptr ? entry.last : *now};
}

std::optional<Viewed> MailboxView::message(SeqNum number) const {
  if (number == 0 || number > entries_.size()) return std::nullopt;
  const std::lock_guard lock(store_.mutex_);
  return viewed(number);
}

std::vector<Viewed> MailboxView::messages() const {
  const std::lock_guard lock(store_.mutex_);
  std::vector<Viewed> all;
  all.reserve(entries_.size());
  for (SeqNum number = 1; number <= entries_.size(); ++number) all.push_back(viewed(number));
  return all;
}

std::optional<SeqNum> MailboxView::first_unseen() const {
  const std::lock_guard lock(store_.mutex_);
  for (SeqNum number = 1; number <= entries_.size(); ++number) {
    const Message* const message = box_->find(entries_[number - 1].uid);
    if (message != nullptr && !message->has("\\Seen")) return number;
  }
  return std::nullopt;
}

std::vector<ViewEvent> MailboxView::sync(bool allow_expunge) {
  using enum ViewEvent::Kind;
  const std::lock_guard lock(store_.mutex_);
  if (box_->version == seen_version_) return {};
  std::vector<ViewEvent> events;
  const bool all_told = allow_expunge ? tell_expunges(events) : !has_expunged();
  const std::uint32_t exists_before = exists(), recent_before = recent();
  std::vector<ViewEvent> flags = tell_flags();
  take_in_new();
  if (exists() != exists_before) events.push_back({.kind = Exists, .number = exists()});
  if (recent() != recent_before) events.push_back({.kind = Recent, .number = recent()});
  events.insert(events.end(), flags.begin(), flags.end());
  if (all_told) seen_version_ = box_->version;
  return events;
}

/// "the message sequence number for each successive message in the mailbox is immediately
/// decremented by 1" (RFC 3501 section 7.4.1). With the lock held.
bool MailboxView::tell_expunges(std::vector<ViewEvent>& events) {
  std::vector<Entry> kept;
  kept.reserve(entries_.size());
  for (Entry& entry : entries_) {
    if (box_->find(entry.uid) != nullptr) {
      kept.push_back(std::move(entry));
      continue;
    }
    events.push_back({.kind = ViewEvent::Kind::Expunge,
                      .number = static_cast<SeqNum>(kept.size()) + 1,
                      .uid = entry.uid,
                      .modseq = box_->highest_modseq});
  }
  entries_ = std::move(kept);
  return true;
}

bool MailboxView::has_expunged() const {
  return std::ranges::any_of(
      entries_, [this](const Entry& entry) { return box_->find(entry.uid) == nullptr; });
}

/// With the lock held.
std::vector<ViewEvent> MailboxView::tell_flags() {
  std::vector<ViewEvent> events;
  for (std::size_t at = 0; at < entries_.size(); ++at) {
    Entry& entry = entries_[at];
    const Message* const now = box_->find(entry.uid);
    if (now == nullptr || now->modseq <= entry.told) continue;
    entry.told = now->modseq;
    entry.last = *now;
    events.push_back({.kind = ViewEvent::Kind::Fetch,
                      .number = static_cast<SeqNum>(at) + 1,
                      .uid = entry.uid,
                      .modseq = now->modseq});
  }
  return events;
}

bool MailboxView::has_news() const {
  const std::lock_guard lock(store_.mutex_);
  if (box_->version == seen_version_) return false;
  if (has_expunged()) return true;
  if (!box_->messages.empty() && box_->messages.back().uid >= known_next_) return true;
  return std::ranges::any_of(entries_, [this](const Entry& entry) {
    const Message* const now = box_->find(entry.uid);
    return now != nullptr && now->modseq > entry.told;
  });
}

void MailboxView::mark_told(SeqNum number, Modseq modseq) {
  if (number == 0 || number > entries_.size()) return;
  Entry& entry = entries_[number - 1];
  entry.told = std::max(entry.told, modseq);
}

Modseq MailboxView::told(SeqNum number) const { return entries_.at(number - 1).told; }

void MailboxView::on_change(std::function<void()> callback) {
  const std::lock_guard lock(store_.mutex_);
  hook_->callback = std::move(callback);
}

std::vector<Uid> MailboxView::vanished_since(Modseq since) const {
  const std::lock_guard lock(store_.mutex_);
  std::vector<Uid> uids;
  if (since >= box_->forgotten) {
    for (const Box::Expunged& expunged : box_->expunged) {
      if (expunged.modseq > since && !number_of(expunged.uid)) uids.push_back(expunged.uid);
    }
  } else {
    for (Uid uid = 1; uid < known_next_; ++uid) {
      if (box_->find(uid) == nullptr && !number_of(uid)) uids.push_back(uid);
    }
  }
  std::ranges::sort(uids);
  return uids;
}

}  // namespace wireassay::reference
