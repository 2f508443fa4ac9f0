// APPEND: RFC 9051 section 6.3.12, RFC 4315 section 3, RFC 3516 section 4.4.
#include <utility>

#include "reference/imap_session.h"
#include "reference/mailbox_name.h"

namespace wireassay::reference {

using enum ImapFault;
using imap::AppendArgument;
using imap::Command;

namespace {

/// "The INTERNALDATE" of the argument, or now.
message::DateTime date_of(const std::optional<imap::DateTime>& given, std::time_t now) {
  if (!given) return {now, 0};
  const std::int64_t days =
      message::days_of({given->date.year, given->date.month, given->date.day});
  const std::int64_t clock = (days * 24 + given->hour) * 3600 + given->minute * 60 + given->second;
  return {clock - given->zone * 60, given->zone};
}

}  // namespace

ImapSession::Answer ImapSession::append(const Command& command) {
  const auto& given = std::get<AppendArgument>(command.argument);
  // UTF8=ACCEPT is not offered (RFC 6855 section 4).
  if (given.form == AppendArgument::Form::Utf8) return answer_bad("UTF8 is not enabled");
  const auto name = name_of(given.mailbox);
  if (!name) return answer_no("not a name for a mailbox", "CANNOT");
  if (fault(AppendCreatesMailbox)) (void)context_.store->create(user(), *name);
  std::string octets = given.message;
  if (fault(LiteralShortByOne) && !octets.empty()) octets.pop_back();
  Flags flags;
  if (!fault(AppendFlagsLost)) flags = permitted(given.flags);
  const bool dated = !fault(InternaldateIgnored);
  const auto appended = context_.store->append(
      user(), *name,
      {{.octets = std::make_shared<const std::string>(std::move(octets)),
        .flags = std::move(flags),
        .date = date_of(dated ? given.date : std::nullopt, context_.now())}});
  if (!appended) return no_target(appended.error(), *name, fault(AppendTrycreateMissing));
  if (fault(AppendUidMissing)) return answer_ok("appended");
  const Uid uid = appended->uids.front() + (fault(AppendUidWrong) ? 1 : 0);
  return answer_ok("appended", "APPENDUID " + std::to_string(appended->uid_validity) + " " +
                                   std::to_string(uid));
}

/// RFC 3501 sections 6.3.11 and 6.4.7: TRYCREATE "if it is a valid mailbox name that can be
/// created".
ImapAnswer ImapSession::no_target(StoreError error, std::string_view name,
                                  bool without_code) const {
  ImapAnswer answer = answer_no(error);
  const bool missing = error == StoreError::NoSuchMailbox || error == StoreError::NotSelectable;
  if (missing && is_valid_name(name)) answer.code = without_code ? "" : "TRYCREATE";
  return answer;
}

/// RFC 3501 section 7.1, PERMANENTFLAGS: what is not in it is ignored; here flags with a backslash
/// that are not of RFC 3501.
Flags ImapSession::permitted(const std::vector<std::string>& flags) {
  Flags kept;
  for (const std::string& flag : flags) {
    if (!flag.starts_with('\\') || is_system_flag(flag)) kept.insert(canonical_flag(flag));
  }
  return kept;
}

}  // namespace wireassay::reference
