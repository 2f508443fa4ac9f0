// SELECT, EXAMINE and the commands on mailboxes as a whole.
#include <algorithm>
#include <utility>

#include "reference/imap_session.h"
#include "reference/imap_structure.h"
#include "reference/mailbox_name.h"
#include "wire/imap/utf7.h"
#include "wire/message/utf8.h"

namespace wireassay::reference {

using enum ImapFault;
using imap::Command;
using imap::StatusItem;
using imap::Verb;

namespace {

constexpr std::uint32_t kFirstUidValidity = 1;

ImapAnswer not_a_name() { return answer_no("not a name for a mailbox", "CANNOT"); }

}  // namespace

/// Modified UTF-7 (RFC 3501 section 5.1.3), or UTF-8 once IMAP4rev2 is enabled (RFC 9051 section
/// 5.1). nullopt: it is neither.
std::optional<std::string> ImapSession::name_of(std::string_view wire) const {
  if (!rev2_) return imap::utf7_decode(wire);
  if (!message::is_utf8(wire)) return std::nullopt;
  return std::string(wire);
}

std::string ImapSession::wire_name(std::string_view name) const {
  const bool utf8 = rev2_ ? !fault(Rev2NamesInUtf7) : fault(NamesInUtf8);
  if (utf8) return std::string(name);
  return imap::utf7_encode(name).value_or(std::string(name));
}

std::string ImapSession::wire_mailbox(std::string_view name) const {
  return imap_astring(wire_name(name), rev2_ || fault(NamesInUtf8));
}

void ImapSession::deselect() {
  view_.reset();
  told_keywords_.clear();
  saved_.clear();
  if (state_ == State::Selected) state_ = State::Authenticated;
}

/// RFC 9051 section 6.3.2: "The SELECT command automatically deselects any currently selected
/// mailbox before attempting the new selection", with CLOSED.
ImapSession::Answer ImapSession::select(const Command& command) {
  const auto& wanted = std::get<imap::SelectArgument>(command.argument);
  if (wanted.qresync && !qresync_ && !fault(QresyncWithoutEnableAccepted))
    return answer_bad("ENABLE QRESYNC first");  // RFC 7162 section 3.2.5
  const bool read_only = command.verb == Verb::Examine;
  const auto name = name_of(wanted.mailbox);
  const bool careless = fault(ExamineFetchSetsSeen) || fault(StoreOnReadOnlyAccepted) ||
                        fault(ExamineClearsRecent) || fault(ExamineCloseExpunges);
  auto opened = name ? context_.store->open(user(), *name, read_only && !careless)
                     : std::unexpected(StoreError::BadName);
  const bool stays = !opened && fault(FailedSelectStaysSelected);
  if (state_ == State::Selected && !stays) {
    deselect();
    if (!fault(SelectNoClosed)) untagged("OK [CLOSED] the other mailbox is closed");
  }
  if (!opened && fault(SelectMissingOk)) return answer_ok("selected, in a way", "READ-WRITE");
  if (!opened) return answer_no(opened.error());
  view_ = *std::move(opened);
  read_only_ = read_only;
  state_ = State::Selected;
  condstore_ |= wanted.condstore || wanted.qresync.has_value();
  if (context_.stir) view_->on_change(context_.stir);
  tell_selected(*name);
  if (wanted.qresync) resynchronise(*wanted.qresync);
  const bool claims = read_only && !fault(ExamineReadWrite);
  return answer_ok("selected", claims ? "READ-ONLY" : "READ-WRITE");
}

void ImapSession::tell_selected(const std::string& name) {
  tell_keywords();
  const std::uint32_t exists = view_->exists() + (fault(SelectExistsOffByOne) ? 1 : 0);
  if (!fault(SelectNoExists)) untagged(std::to_string(exists) + " EXISTS");
  if (!rev2_ && !fault(SelectNoRecent)) untagged(std::to_string(view_->recent()) + " RECENT");
  if (const auto unseen = view_->first_unseen(); unseen && !rev2_)
    untagged("OK [UNSEEN " + std::to_string(*unseen) + "] the first unseen");
  std::vector<std::string> permanent;
  if (!read_only_) {
    permanent = {"\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft"};
    std::ranges::copy(view_->keywords(), std::back_inserter(permanent));
    if (view_->keywords().size() < context_.store->limits().keywords) permanent.emplace_back("\\*");
  }
  if (!fault(SelectNoPermanentflags))
    untagged("OK [PERMANENTFLAGS " + in_parentheses(permanent) + "] are kept");
  const std::uint32_t validity =
      fault(UidvaliditySameAfterRecreate) ? kFirstUidValidity : view_->uid_validity();
  if (!fault(SelectNoUidvalidity))
    untagged("OK [UIDVALIDITY " + std::to_string(validity) + "] of UIDs");
  const Uid next =
      fault(UidnextTooSmall) ? std::max<Uid>(view_->uid_next(), 2) - 1 : view_->uid_next();
  if (!fault(SelectNoUidnext)) untagged("OK [UIDNEXT " + std::to_string(next) + "] is the next");
  if (!fault(HighestmodseqMissing))
    untagged("OK [HIGHESTMODSEQ " + std::to_string(view_->highest_modseq()) + "] is the highest");
  if (rev2_ && !fault(SelectNoList))
    untagged("LIST () \"/\" " + wire_mailbox(canonical_name(name)));
}

ImapSession::Answer ImapSession::create(const Command& command) {
  const auto& wanted = std::get<imap::CreateArgument>(command.argument);
  const auto name = name_of(wanted.mailbox);
  if (!name) return fault(CreateBadUtf7Accepted) ? Answer(answer_ok("created")) : not_a_name();
  const auto created = context_.store->create(
      user(), *name,
      fault(SpecialUseForgotten) ? std::vector<std::string>{}
                                 : wanted.special_use.value_or(std::vector<std::string>{}));
  if (created) return answer_ok("created");
  if (created.error() == StoreError::AlreadyExists &&
      fault(is_inbox(*name) ? CreateInboxOk : CreateExistingOk))
    return answer_ok("created");
  return answer_no(created.error());
}

/// Who deletes what he has selected is back in the authenticated state.
ImapSession::Answer ImapSession::erase(const Command& command) {
  const auto name = name_of(std::get<imap::MailboxArgument>(command.argument).mailbox);
  if (!name) return not_a_name();
  if (fault(DeleteRemovesChildren)) {
    for (const MailboxInfo& info : context_.store->list(user())) {
      if (is_below(info.name, *name) && info.name != *name)
        context_.store->erase(user(), info.name);
    }
  }
  const auto erased = context_.store->erase(user(), *name);
  if (!erased) {
    const bool well = fault(is_inbox(*name) ? DeleteInboxOk : DeleteMissingOk);
    return well ? answer_ok("deleted") : answer_no(erased.error());
  }
  if (view_ && view_->gone()) {
    deselect();
    untagged("OK [CLOSED] the selected mailbox was deleted");
  }
  return answer_ok("deleted");
}

ImapSession::Answer ImapSession::rename(const Command& command) {
  const auto& wanted = std::get<imap::RenameArgument>(command.argument);
  const auto from = name_of(wanted.from);
  const auto to = name_of(wanted.to);
  if (!from || !to) return not_a_name();
  if (is_inbox(*from) && fault(RenameInboxMovesNothing)) {
    const auto created = context_.store->create(user(), *to);
    return created ? answer_ok("renamed") : answer_no(created.error());
  }
  if (fault(RenameLosesChildren)) {
    for (const MailboxInfo& info : context_.store->list(user())) {
      if (is_below(info.name, *from) && info.name != *from)
        context_.store->erase(user(), info.name);
    }
  }
  const auto renamed = context_.store->rename(user(), *from, *to);
  if (renamed) return answer_ok("renamed");
  const bool well = (renamed.error() == StoreError::AlreadyExists && fault(RenameOntoExistingOk)) ||
                    (renamed.error() == StoreError::NoSuchMailbox && fault(RenameMissingOk));
  return well ? answer_ok("renamed") : answer_no(renamed.error());
}

ImapSession::Answer ImapSession::subscribe(const Command& command) {
  const auto name = name_of(std::get<imap::MailboxArgument>(command.argument).mailbox);
  if (!name) return not_a_name();
  if (fault(SubscribeForgotten)) return answer_ok("subscribed");
  const auto done = context_.store->subscribe(user(), *name);
  return done ? answer_ok("subscribed") : answer_no(done.error());
}

ImapSession::Answer ImapSession::unsubscribe(const Command& command) {
  const auto name = name_of(std::get<imap::MailboxArgument>(command.argument).mailbox);
  if (!name) return not_a_name();
  if (fault(UnsubscribeIgnored)) return answer_ok("unsubscribed");
  // RFC 9051 section 6.3.8: OK "if the unsubscription is successful or if the mailbox is not
  // subscribed".
  const auto done = context_.store->unsubscribe(user(), *name);
  const bool well = done || done.error() == StoreError::NoSuchMailbox;
  return well ? answer_ok("unsubscribed") : answer_no(done.error());
}

std::string ImapSession::status_items(const std::vector<StatusItem>& items,
                                      const MailboxStatus& now) {
  std::string text;
  const auto add = [&text](std::string_view name, std::uint64_t value) {
    text += (text.empty() ? "" : " ") + std::string(name) + " " + std::to_string(value);
  };
  for (const StatusItem item : items) {
    switch (item) {
      case StatusItem::Messages:
        if (!fault(StatusMessagesMissing)) add("MESSAGES", now.messages);
        break;
      case StatusItem::Recent: add("RECENT", now.recent); break;
      case StatusItem::Uidnext:
        add("UIDNEXT", fault(UidnextTooSmall) ? std::max<Uid>(now.uid_next, 2) - 1 : now.uid_next);
        break;
      case StatusItem::Uidvalidity:
        add("UIDVALIDITY",
            fault(UidvaliditySameAfterRecreate) ? kFirstUidValidity : now.uid_validity);
        break;
      case StatusItem::Unseen:
        add("UNSEEN", fault(StatusUnseenCountsSeen) ? now.messages : now.unseen);
        break;
      case StatusItem::Deleted: add("DELETED", now.deleted); break;
      case StatusItem::Size:
        add("SIZE", now.size - (fault(StatusSizeTooSmall) && now.size > 0 ? 1 : 0));
        break;
      case StatusItem::Highestmodseq:
        enable_condstore();
        add("HIGHESTMODSEQ", now.highest_modseq);
        break;
    }
  }
  return "(" + text + ")";
}

/// "MUST NOT affect the state of any messages …", nor the selected mailbox (RFC 3501 section
/// 6.3.10).
ImapSession::Answer ImapSession::status(const Command& command) {
  const auto& wanted = std::get<imap::StatusArgument>(command.argument);
  const auto name = name_of(wanted.mailbox);
  if (!name) return not_a_name();
  const auto now = context_.store->status(user(), *name);
  if (!now && fault(StatusMissingMailboxOk)) return answer_ok("nothing to tell");
  if (!now) return answer_no(now.error());
  untagged("STATUS " + wire_mailbox(canonical_name(*name)) + " " +
           status_items(wanted.items, *now));
  if (fault(StatusDeselects)) deselect();
  if (fault(StatusClearsRecent)) (void)context_.store->open(user(), *name, false);
  return answer_ok("told");
}

ImapSession::Answer ImapSession::name_space(const Command& /*command*/) {
  untagged(fault(NamespaceWrongDelimiter) ? "NAMESPACE ((\"\" \".\")) NIL NIL"
                                          : "NAMESPACE ((\"\" \"/\")) NIL NIL");
  return answer_ok("told");
}

ImapSession::Answer ImapSession::check(const Command& /*command*/) { return answer_ok("checked"); }

/// RFC 3501 section 6.4.2: no EXPUNGE responses, and from a mailbox of EXAMINE nothing is removed.
ImapSession::Answer ImapSession::close(const Command& /*command*/) {
  if ((!read_only_ || fault(ExamineCloseExpunges)) && !fault(CloseDoesNotExpunge)) view_->expunge();
  if (fault(CloseSendsExpunge)) tell_changes(true);
  deselect();
  return answer_ok("closed");
}

ImapSession::Answer ImapSession::unselect(const Command& /*command*/) {
  if (fault(UnselectExpunges)) view_->expunge();
  deselect();
  return answer_ok("unselected");
}

}  // namespace wireassay::reference
