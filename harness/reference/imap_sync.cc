// What others have changed, and when it is told: RFC 9051 sections 5.2 and 7.5.1, IDLE (RFC 2177),
// QRESYNC (RFC 7162 section 3.2).
#include <algorithm>
#include <utility>

#include "core/cursor.h"
#include "reference/imap_search.h"
#include "reference/imap_session.h"

namespace wireassay::reference {

using enum ImapFault;
using imap::Command;

/// FLAGS, when there is a keyword that it does not name yet (RFC 3501 section 7.2.6).
void ImapSession::tell_keywords() {
  std::vector<std::string> keywords = view_->keywords();
  if (!told_keywords_.empty() && told_keywords_.size() == keywords.size() + 1) return;
  std::vector<std::string> flags = {"\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft"};
  std::ranges::copy(keywords, std::back_inserter(flags));
  if (!fault(SelectNoFlags)) untagged("FLAGS " + in_parentheses(flags));
  told_keywords_ = std::move(keywords);
  told_keywords_.emplace_back();  // never empty again: they were told
}

std::string ImapSession::flags_of(const Viewed& viewed) const {
  return imap_flags(viewed.message.flags, viewed.recent && !rev2_);
}

/// RFC 9051 appendix E, 21: "All unsolicited FETCH updates are required to include UID"; RFC 7162
/// section 3.2.4: with MODSEQ and UID.
void ImapSession::tell_flags(const Viewed& viewed) {
  std::string text;
  if (rev2_ || qresync_) text += "UID " + uid_text(viewed) + " ";
  text += "FLAGS " + flags_of(viewed);
  if (condstore_) text += " MODSEQ (" + modseq_text(viewed) + ")";
  untagged(std::to_string(viewed.number) + " FETCH (" + text + ")");
}

void ImapSession::tell_changes(bool allow_expunge) {
  const std::vector<ViewEvent> events = view_->sync(allow_expunge);
  std::vector<std::uint32_t> vanished;
  for (const ViewEvent& event : events) {
    if (event.kind == ViewEvent::Kind::Expunge) vanished.push_back(event.uid);
  }
  if (qresync_ && !vanished.empty() && !fault(VanishedMissing)) {
    untagged("VANISHED " + to_sequence_set(vanished));
  } else if (!fault(ExpungeNotTold)) {
    tell_expunged(events);
  }
  bool keywords = false;
  for (const ViewEvent& event : events) {
    switch (event.kind) {
      case ViewEvent::Kind::Expunge: break;
      case ViewEvent::Kind::Exists:
        if (!fault(ExistsNotTold)) untagged(std::to_string(event.number) + " EXISTS");
        break;
      case ViewEvent::Kind::Recent:
        if (!rev2_) untagged(std::to_string(event.number) + " RECENT");
        break;
      case ViewEvent::Kind::Fetch:
        if (fault(FlagsOfOthersNotTold)) break;
        if (!std::exchange(keywords, true)) tell_keywords();
        if (const auto viewed = view_->message(event.number)) tell_flags(*viewed);
        break;
    }
  }
}

void ImapSession::tell_expunged(const std::vector<ViewEvent>& events) {
  SeqNum before = 0;
  for (const ViewEvent& event : events) {
    if (event.kind != ViewEvent::Kind::Expunge) continue;
    // The mutant tells the numbers as they were before all of it.
    untagged(std::to_string(event.number + (fault(ExpungeWrongOrder) ? before : 0)) + " EXPUNGE");
    ++before;
  }
}

/// RFC 2177 section 3.
ImapSession::Answer ImapSession::idle(const Command& /*command*/) {
  idle_ = true;
  if (!fault(IdleNoContinuation)) out_.octets += "+ idling\r\n";
  return std::nullopt;
}

bool ImapSession::step_idle() {
  const Parsed<std::string> line = reader_.next_line(context_.limits.line);
  if (std::holds_alternative<NeedMore>(line)) return false;
  const auto* got = std::get_if<Got<std::string>>(&line);
  const bool done = got != nullptr && equal_ignoring_case(got->value, "DONE");
  if (done && fault(IdleDoneIgnored)) return true;
  idle_ = false;
  if (got == nullptr) {
    line_too_long();
    return true;
  }
  if (view_) tell_changes(true);
  const bool well = done || fault(IdleOtherLineAccepted);
  finish(tag_, well ? answer_ok("idled") : answer_bad("DONE was awaited"));
  return true;
}

bool ImapSession::idling() const { return idle_ && view_ && view_->has_news(); }

SessionOutput ImapSession::wake() {
  if (idling() && !fault(IdleNoPush)) {
    tell_changes(true);
    out_.octets += std::exchange(data_, {});
  }
  return std::exchange(out_, {});
}

/// RFC 7162 section 3.2.5: what has changed since, of the UIDs that the client knows.
void ImapSession::resynchronise(const imap::Qresync& known) {
  if (known.uidvalidity != view_->uid_validity()) return;
  imap::SequenceSet set;
  set.ranges.push_back({1, imap::kStar});
  if (known.known_uids) set = *known.known_uids;
  tell_vanished(set, known.modseq, matched_up_to(known), true);
  for (const Viewed& viewed : view_->messages()) {
    if (viewed.message.modseq > known.modseq && names_uid(set, viewed.message.uid)) {
      untagged(std::to_string(viewed.number) + " FETCH (UID " + uid_text(viewed) + " FLAGS " +
               flags_of(viewed) + " MODSEQ (" + modseq_text(viewed) + "))");
    }
  }
}

/// RFC 7162 section 3.2.5.2: the UID of the last pair that still fits; of those up to it the client
/// knows what is gone.
Uid ImapSession::matched_up_to(const imap::Qresync& known) const {
  if (!known.seq_match) return 0;
  struct Walk {
    const std::vector<imap::SeqRange>& ranges;
    std::size_t at = 0;
    std::uint64_t offset = 0;
    std::optional<std::uint32_t> next() {
      if (at == ranges.size()) return std::nullopt;
      const std::uint32_t low = std::min(ranges[at].first, ranges[at].last);
      const std::uint32_t high = std::max(ranges[at].first, ranges[at].last);
      const auto value = static_cast<std::uint32_t>(low + offset);
      if (low + offset++ == high) ++at, offset = 0;
      return value;
    }
  };
  Walk numbers{known.seq_match->first.ranges}, uids{known.seq_match->second.ranges};
  Uid matched = 0;
  for (;;) {
    const auto number = numbers.next();
    const auto uid = uids.next();
    if (!number || !uid || *number > view_->exists()) return matched;
    if (view_->uid_of(*number) == uid) matched = std::max(matched, *uid);
  }
}

void ImapSession::tell_vanished(const imap::SequenceSet& known, Modseq since, Uid above,
                                bool earlier) {
  if (fault(VanishedEarlierMissing)) return;
  std::vector<std::uint32_t> gone;
  for (const Uid uid : view_->vanished_since(since)) {
    if (uid > above && names_uid(known, uid)) gone.push_back(uid);
  }
  if (gone.empty()) return;
  untagged(std::string("VANISHED ") + (earlier ? "(EARLIER) " : "") + to_sequence_set(gone));
}

/// "*" is the highest UID that there ever was, so that "1:*" names what was at the end, too.
bool ImapSession::names_uid(const imap::SequenceSet& set, Uid uid) const {
  const Uid star = std::max<Uid>(view_->uid_next(), 2) - 1;
  const bool named = std::ranges::any_of(set.ranges, [&](const imap::SeqRange& range) {
    const Uid first = range.first == imap::kStar ? star : range.first;
    const Uid last = range.last == imap::kStar ? star : range.last;
    return uid >= std::min(first, last) && uid <= std::max(first, last);
  });
  return named || (set.saved && std::ranges::find(saved_, uid) != saved_.end());
}

}  // namespace wireassay::reference
