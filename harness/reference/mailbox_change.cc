// What a session does to the mailbox it has selected: STORE, EXPUNGE, COPY and MOVE.
#include <algorithm>
#include <mutex>
#include <utility>

#include "core/cursor.h"
#include "reference/box.h"
#include "reference/mailbox_name.h"
#include "reference/mailbox_view.h"

namespace wireassay::reference {
namespace {

/// "other than \Recent": RFC 3501 section 6.4.6
Flags changed_flags(const Flags& before, const Flags& given, StoreMode mode) {
  if (mode == StoreMode::Replace) return given;
  Flags after = before;
  for (const std::string& flag : given) {
    if (mode == StoreMode::Add) after.insert(flag);
    if (mode == StoreMode::Remove) after.erase(flag);
  }
  return after;
}

bool same_flags(const Flags& a, const Flags& b) {
  return std::ranges::equal(
      a, b, [](const std::string& x, const std::string& y) { return equal_ignoring_case(x, y); });
}

/// What fits into the keywords of the target.
Flags admitted(Box& target, const Flags& flags, const StoreLimits& limits) {
  Flags kept;
  for (const std::string& flag : flags) {
    if (is_system_flag(flag) || target.admit_keywords({flag}, limits)) kept.insert(flag);
  }
  return kept;
}

}  // namespace

/// RFC 7162 section 3.1.3: messages that changed after UNCHANGEDSINCE are left alone, the others
/// are stored; "an UNCHANGEDSINCE of 0 … fails for every message".
Stored<FlagsResult> MailboxView::store(const std::vector<SeqNum>& numbers,
                                       const FlagsChange& change) {
  Wakers wakers;
  const std::lock_guard lock(store_.mutex_);
  if (read_only_) return std::unexpected(StoreError::NotPossible);
  if (box_->gone) return std::unexpected(StoreError::NoSuchMailbox);
  const Flags given = canonical_flags(change.flags);
  if (change.mode != StoreMode::Remove && !box_->admit_keywords(given, store_.limits_))
    return std::unexpected(StoreError::TooMany);
  FlagsResult result;
  const Modseq next = box_->highest_modseq + 1;
  for (const SeqNum number : sorted_in_table(numbers)) {
    Message* const message = box_->find(*uid_of(number));
    if (message == nullptr) {
      result.expunged = true;
    } else if (change.unchanged_since && message->modseq > *change.unchanged_since) {
      result.modified.push_back(number);
    } else {
      result.stored.push_back(number);
      set_flags(number, *message, changed_flags(message->flags, given, change.mode), next,
                change.silent);
    }
  }
  if (box_->highest_modseq == next) box_->changed(wakers, hook_.get());
  return result;
}

/// A silent change still has to be told if one of another session before it was not.
void MailboxView::set_flags(SeqNum number, Message& message, Flags flags, Modseq modseq,
                            bool silent) {
  if (same_flags(message.flags, flags)) return;
  box_->highest_modseq = modseq;
  if (silent && message.modseq <= told(number)) mark_told(number, modseq);
  message.flags = std::move(flags);
  message.modseq = modseq;
}

std::vector<SeqNum> MailboxView::sorted_in_table(std::vector<SeqNum> numbers) const {
  std::ranges::sort(numbers);
  const auto twice = std::ranges::unique(numbers);
  numbers.erase(twice.begin(), twice.end());
  std::erase_if(numbers, [this](SeqNum number) { return !uid_of(number); });
  return numbers;
}

std::vector<Uid> MailboxView::expunge(const std::optional<std::vector<Uid>>& uids) {
  Wakers wakers;
  const std::lock_guard lock(store_.mutex_);
  if (read_only_ || box_->gone) return {};
  const auto goes = [&uids](const Message& message) {
    return message.has("\\Deleted") &&
           (!uids || std::ranges::find(*uids, message.uid) != uids->end());
  };
  const std::vector<Uid> expunged = box_->take_out(goes, store_.limits_.expunged);
  if (!expunged.empty()) box_->changed(wakers, hook_.get());
  return expunged;
}

Stored<Copied> MailboxView::copy(const std::vector<SeqNum>& numbers, std::string_view user,
                                 std::string_view target) {
  return transfer(numbers, user, target, false);
}

Stored<Copied> MailboxView::move(const std::vector<SeqNum>& numbers, std::string_view user,
                                 std::string_view target) {
  return transfer(numbers, user, target, true);
}

/// "If the COPY command is unsuccessful for any reason, server implementations MUST restore the
/// destination mailbox to its state before the COPY attempt" (RFC 3501 section 6.4.7): everything
/// that can fail comes first. Flags and internal dates are kept; a copy is \Recent.
Stored<Copied> MailboxView::transfer(const std::vector<SeqNum>& numbers, std::string_view user,
                                     std::string_view target, bool remove) {
  Wakers wakers;
  const std::lock_guard lock(store_.mutex_);
  if (box_->gone) return std::unexpected(StoreError::NoSuchMailbox);
  if (remove && read_only_) return std::unexpected(StoreError::NotPossible);
  const auto found = store_.user_of(user).find(canonical_name(target));
  if (!found) return std::unexpected(found.error());
  Box& into = **found;
  std::vector<Message> chosen;
  std::size_t size = 0;
  for (const SeqNum number : sorted_in_table(numbers)) {
    const Message* const message = box_->find(*uid_of(number));
    if (message == nullptr) return std::unexpected(StoreError::NoSuchMessage);
    chosen.push_back(*message);
    size += message->octets->size();
  }
  const bool leaves = remove && &into == box_.get();
  if (!leaves && !into.has_room(chosen.size(), size, store_.limits_))
    return std::unexpected(StoreError::OverQuota);
  Copied copied{.uid_validity = into.uid_validity};
  if (chosen.empty()) return copied;
  const Modseq modseq = into.begin_change();
  for (Message& message : chosen) {
    copied.from.push_back(message.uid);
    message.flags = admitted(into, message.flags, store_.limits_);
    copied.to.push_back(into.add(std::move(message), modseq));
  }
  if (remove) {
    const auto goes = [&copied](const Message& message) {
      return std::ranges::binary_search(copied.from, message.uid);
    };
    box_->take_out(goes, store_.limits_.expunged);
    box_->changed(wakers, hook_.get());
  }
  if (&into != box_.get() || !remove) into.changed(wakers, hook_.get());
  return copied;
}

}  // namespace wireassay::reference
