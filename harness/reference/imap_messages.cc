// STORE, COPY, MOVE and EXPUNGE: RFC 9051 sections 6.4.3 to 6.4.8, RFC 4315, RFC 6851, RFC 7162.
#include <algorithm>
#include <utility>

#include "reference/imap_search.h"
#include "reference/imap_session.h"

namespace wireassay::reference {

using enum ImapFault;
using imap::Command;
using imap::StoreArgument;

namespace {

StoreMode mode_of(StoreArgument::Action action) {
  switch (action) {
    case StoreArgument::Action::Replace: return StoreMode::Replace;
    case StoreArgument::Action::Add: return StoreMode::Add;
    case StoreArgument::Action::Remove: return StoreMode::Remove;
  }
  return StoreMode::Replace;
}

bool goes_backwards(const imap::SequenceSet& set) {
  return std::ranges::any_of(set.ranges, [](const imap::SeqRange& range) {
    return range.last != imap::kStar && (range.first == imap::kStar || range.first > range.last);
  });
}

bool has_star(const imap::SequenceSet& set) {
  return std::ranges::any_of(set.ranges, [](const imap::SeqRange& range) {
    return range.first == imap::kStar || range.last == imap::kStar;
  });
}

ImapAnswer read_only() { return answer_no("the mailbox is read-only", "READ-ONLY"); }

}  // namespace

std::optional<ImapSession::Numbers> ImapSession::numbers(const imap::SequenceSet& set,
                                                         bool uid) const {
  if (fault(SequenceReverseRefused) && goes_backwards(set)) return std::nullopt;
  if (fault(SequenceStarEmpty) && has_star(set)) return Numbers{};
  if (!uid && beyond_table(set, view_->exists()) && !fault(FetchMissingNumberOk))
    return std::nullopt;
  return numbers_of(set, uid, view_->uids(), saved_);
}

ImapSession::Answer ImapSession::store(const Command& command) {
  const auto& wanted = std::get<StoreArgument>(command.argument);
  const auto chosen = numbers(wanted.set, command.uid);
  if (!chosen) return answer_bad("there is no such message");
  if (read_only_ && !fault(StoreOnReadOnlyAccepted)) return read_only();
  if (wanted.unchanged_since) enable_condstore();
  FlagsChange change;
  change.mode = mode_of(wanted.action);
  if (change.mode == StoreMode::Add && fault(StoreAddReplaces)) change.mode = StoreMode::Replace;
  change.flags = permitted(wanted.flags);
  if (change.mode == StoreMode::Remove && fault(StoreRemoveIgnored)) change.flags.clear();
  if (!fault(UnchangedsinceIgnored)) change.unchanged_since = wanted.unchanged_since;
  change.silent = wanted.silent || fault(StoreNotTold);
  const auto stored = view_->store(*chosen, change);
  if (!stored) return answer_no(stored.error());
  tell_stored(command, wanted, *stored);
  ImapAnswer answer =
      stored->expunged ? answer_no("some messages are gone", "EXPUNGEISSUED") : answer_ok("stored");
  if (stored->modified.empty() || fault(ModifiedMissing)) return answer;
  std::vector<std::uint32_t> failed = stored->modified;
  if (command.uid)
    std::ranges::transform(failed, failed.begin(),
                           [&](SeqNum number) { return view_->uid_of(number).value_or(0); });
  answer.code = "MODIFIED " + to_sequence_set(failed);
  return answer;
}

/// RFC 3501 section 6.4.6: the new value, unless ".SILENT". RFC 7162 section 3.1.3: after
/// UNCHANGEDSINCE "an untagged FETCH response MUST be sent, even if the .SILENT suffix is
/// specified, and the response MUST include the MODSEQ message data item".
void ImapSession::tell_stored(const Command& command, const StoreArgument& change,
                              const FlagsResult& result) {
  tell_keywords();
  const bool silent = change.silent && !fault(StoreSilentNotSilent);
  if (fault(StoreNotTold) || (silent && !condstore_)) return;
  for (const SeqNum number : result.stored) {
    const auto viewed = view_->message(number);
    if (!viewed) continue;
    std::string text;
    if ((command.uid && !fault(UidFetchWithoutUid)) || rev2_ || qresync_)
      text += "UID " + uid_text(*viewed);
    if (!silent) text += (text.empty() ? "" : " ") + ("FLAGS " + flags_of(*viewed));
    if (condstore_ && !fault(StoreModseqMissing))
      text += (text.empty() ? "" : " ") + ("MODSEQ (" + modseq_text(*viewed) + ")");
    if (!text.empty()) untagged(std::to_string(number) + " FETCH (" + text + ")");
    view_->mark_told(number, viewed->message.modseq);
  }
}

/// RFC 7162 section 3.1: "A first CONDSTORE enabling command executed in the session with a mailbox
/// selected MUST cause the server to return HIGHESTMODSEQ". SELECT and EXAMINE tell it in any case,
/// and ENABLE is for when no mailbox is selected (RFC 5161 section 3.1).
void ImapSession::enable_condstore() {
  if (std::exchange(condstore_, true) || state_ != State::Selected) return;
  untagged("OK [HIGHESTMODSEQ " + std::to_string(view_->highest_modseq()) + "] is the highest");
}

/// RFC 4315 section 3: "[COPYUID validity from to]", the sets in pairs.
std::string ImapSession::copyuid(const Copied& copied) const {
  if (copied.from.empty() || fault(CopyuidMissing)) return {};
  std::string from = to_ordered_set(copied.from), to = to_ordered_set(copied.to);
  if (fault(CopyuidSwapped)) std::swap(from, to);
  return "COPYUID " + std::to_string(copied.uid_validity) + " " + from + " " + to;
}

ImapSession::Answer ImapSession::copy(const Command& command) {
  const auto& wanted = std::get<imap::CopyArgument>(command.argument);
  const auto chosen = numbers(wanted.set, command.uid);
  if (!chosen) return answer_bad("there is no such message");
  const auto name = name_of(wanted.mailbox);
  if (!name) return answer_no("not a name for a mailbox", "CANNOT");
  if (fault(CopyCreatesMailbox)) (void)context_.store->create(user(), *name);
  const auto copied = careless_copy(*chosen, *name);
  if (!copied) return no_target(copied.error(), *name, fault(CopyTrycreateMissing));
  return answer_ok("copied", copyuid(*copied));
}

/// Only mutants lose something on the way.
Stored<Copied> ImapSession::careless_copy(const Numbers& chosen, const std::string& name) {
  if (!fault(CopyLosesFlags) && !fault(CopyLosesDate)) return view_->copy(chosen, user(), name);
  std::vector<NewMessage> messages;
  Copied copied;
  for (const SeqNum number : chosen) {
    const Viewed viewed = *view_->message(number);
    const Message& message = viewed.message;
    const bool dated = !fault(CopyLosesDate);
    messages.push_back(
        {.octets = message.octets,
         .flags = fault(CopyLosesFlags) ? Flags{} : message.flags,
         .date = dated ? message.internal_date() : message::DateTime{context_.now(), 0}});
    copied.from.push_back(message.uid);
  }
  auto appended = context_.store->append(user(), name, std::move(messages));
  if (!appended) return std::unexpected(appended.error());
  copied.uid_validity = appended->uid_validity;
  copied.to = std::move(appended->uids);
  return copied;
}

/// RFC 6851 section 4.3: COPYUID in an untagged OK before the EXPUNGE responses.
ImapSession::Answer ImapSession::move(const Command& command) {
  const auto& wanted = std::get<imap::CopyArgument>(command.argument);
  const auto chosen = numbers(wanted.set, command.uid);
  if (!chosen) return answer_bad("there is no such message");
  const auto name = name_of(wanted.mailbox);
  if (!name) return answer_no("not a name for a mailbox", "CANNOT");
  if (read_only_) return read_only();
  const auto moved = fault(MoveLeavesOriginal) ? view_->copy(*chosen, user(), *name)
                                               : view_->move(*chosen, user(), *name);
  if (!moved) return no_target(moved.error(), *name, fault(CopyTrycreateMissing));
  if (const std::string code = copyuid(*moved); !code.empty()) untagged("OK [" + code + "] moved");
  return answer_ok("moved", moved->from.empty() ? "" : new_highest());
}

/// RFC 7162 section 3.2.7: "If at least one message got expunged and QRESYNC was enabled, the
/// server MUST send the updated per-mailbox modification sequence".
std::string ImapSession::new_highest() const {
  if (!qresync_ || fault(ExpungeHighestmodseqMissing)) return {};
  return "HIGHESTMODSEQ " + std::to_string(view_->highest_modseq());
}

ImapSession::Answer ImapSession::expunge(const Command& command) {
  if (read_only_) return read_only();
  if (fault(ExpungeKeeps)) return answer_ok("expunged");
  std::optional<std::vector<Uid>> uids;
  if (const auto* given = std::get_if<imap::SetArgument>(&command.argument)) {
    uids.emplace();
    for (const SeqNum number : numbers_of(given->set, true, view_->uids(), saved_))
      uids->push_back(*view_->uid_of(number));
    if (fault(UidExpungeAllDeleted)) uids.reset();
  }
  if (fault(ExpungeAll) && !uids) {
    FlagsChange all{
        .mode = StoreMode::Add, .flags = {"\\Deleted"}, .unchanged_since = {}, .silent = true};
    std::vector<SeqNum> every(view_->exists());
    for (SeqNum number = 1; number <= every.size(); ++number) every[number - 1] = number;
    (void)view_->store(every, all);
  }
  const std::vector<Uid> gone = view_->expunge(uids);
  return answer_ok("expunged", gone.empty() ? "" : new_highest());
}

}  // namespace wireassay::reference
