// Rules over many responses.
#include "wire/imap/session_rules.h"

#include <algorithm>
#include <charconv>

namespace wireassay::imap {
namespace {

constexpr std::size_t kMaxKnownUids = 1024;  ///< ours: shifting them at an EXPUNGE stays cheap

constexpr Invariant kInvariants[] = {
    {rule::kTagEchoed, "RFC 3501", "2.2.2", "MUST",
     "A completion bears the tag of a command that is in progress",
     "It is tagged with the same tag as the client command which began the operation."},
    {rule::kGreeting, "RFC 3501", "9", "MUST", "The first response is a greeting",
     "greeting        = \"*\" SP (resp-cond-auth / resp-cond-bye) CRLF"},
    {rule::kContinuationAsked, "RFC 3501", "7.5", "MUST",
     "A command continuation request comes only where a command waits for it",
     "This form of response indicates that the server is ready to accept the continuation of a "
     "command from the client."},
    {rule::kCapabilityRevision, "RFC 3501", "7.2.1", "MUST",
     "Every list of capabilities names IMAP4rev1 or IMAP4rev2",
     "The capability listing MUST include the atom \"IMAP4rev1\"."},
    {rule::kCapabilityData, "RFC 3501", "6.1.1", "MUST",
     "CAPABILITY is completed only after the capabilities were sent",
     "The server MUST send a single untagged CAPABILITY response with \"IMAP4rev1\" as one of the "
     "listed capabilities before the (tagged) OK response."},
    {rule::kLogoutBye, "RFC 3501", "6.1.3", "MUST", "LOGOUT is completed only after BYE",
     "The server MUST send a BYE untagged response before the (tagged) OK response, and then close "
     "the network connection."},
    {rule::kSelectData, "RFC 3501", "6.3.1", "MUST",
     "SELECT is completed only after FLAGS and EXISTS",
     "Before returning an OK to the client, the server MUST send the following untagged data to "
     "the client."},
    {rule::kExpungeInSync, "RFC 3501", "7.4.1", "MUST NOT",
     "No EXPUNGE comes between commands, nor during FETCH, STORE and SEARCH",
     "An EXPUNGE response MUST NOT be sent when no command is in progress, nor while responding to "
     "a FETCH, STORE, or SEARCH command."},
    {rule::kExistsShrinks, "RFC 3501", "5.2", "MUST NOT",
     "EXISTS never reports fewer messages than before",
     "it is NOT permitted to send an EXISTS response that would reduce the number of messages in "
     "the mailbox; only the EXPUNGE response can do this."},
    {rule::kSequenceNumber, "RFC 3501", "2.3.1.2", "MUST",
     "Message sequence numbers are those of messages in the mailbox",
     "A relative position from 1 to the number of messages in the mailbox."},
    {rule::kUidStable, "RFC 3501", "2.3.1.1", "MUST NOT",
     "The unique identifier of a message stays what it was",
     "The unique identifier of a message MUST NOT change during the session"},
    {rule::kUidAscending, "RFC 3501", "2.3.1.2", "MUST",
     "Messages are numbered in the order of their unique identifiers",
     "This position MUST be ordered by ascending unique identifier."},
};

bool is_select(const Tracker::Command& command) {
  return command.name == "SELECT" || command.name == "EXAMINE";
}

std::optional<std::uint64_t> number_of(const Value& value) {
  if (value.form != Value::Form::Atom) return std::nullopt;
  std::uint64_t number = 0;
  const char* const end = value.text.data() + value.text.size();
  const auto read = std::from_chars(value.text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return number;
}

bool names_revision(const std::vector<Value>& names) {
  return std::ranges::any_of(names, [](const Value& name) {
    return name.is_atom("IMAP4rev1") || name.is_atom("IMAP4rev2");
  });
}

// "Note: UID FETCH, UID STORE, and UID SEARCH are different commands from FETCH, STORE, and SEARCH"
bool keeps_numbers(const Tracker::Command& command) {
  return command.name == "FETCH" || command.name == "STORE" || command.name == "SEARCH";
}

}  // namespace

std::span<const Invariant> session_invariants() { return kInvariants; }

SessionRules::Broken SessionRules::data(const Response& response, const Tracker& commands) {
  Broken broken;
  const auto& unfinished = commands.unfinished();
  const auto select = std::ranges::find_if(unfinished, is_select);
  const bool selecting = select != unfinished.end();
  if (selecting && select->serial != selecting_) {
    selecting_ = select->serial;
    saw_flags_ = saw_exists_ = false;
    forget_mailbox();
  }
  if (!commands.sure()) forget_mailbox();
  if (commands.has_unfinished("NOTIFY")) notify_ = true;
  if (response.code && equal_ignoring_case(response.code->name, "CAPABILITY") &&
      !names_revision(response.code->args))
    broken.push_back(rule::kCapabilityRevision);
  if (response.is_status()) {
    status(response);
  } else if (response.named("CAPABILITY")) {
    saw_capability_ = true;
    if (!names_revision(response.values)) broken.push_back(rule::kCapabilityRevision);
  } else if (response.named("FLAGS")) {
    saw_flags_ = true;
  } else if (response.named("VANISHED")) {
    const bool earlier = !response.values.empty() && response.values.front().is_list();
    if (!earlier) forget_mailbox();
  } else if (response.named("SEARCH")) {
    search(response, commands, broken);
  } else if (!response.number) {
    return broken;
  } else if (response.named("EXISTS")) {
    exists(*response.number, selecting, broken);
  } else if (!selecting && response.named("EXPUNGE")) {
    expunge(*response.number, commands, broken);
  } else if (!selecting && response.named("FETCH")) {
    fetch(response, broken);
  }
  return broken;
}

void SessionRules::status(const Response& response) {
  if (response.named("BYE")) saw_bye_ = true;
  if (!response.code) return;
  // CLOSED: RFC 7162 section 3.2.11; a UIDVALIDITY of its own renumbers.
  const std::string_view name = response.code->name;
  if (equal_ignoring_case(name, "CLOSED")) forget_mailbox();
  if (equal_ignoring_case(name, "UIDVALIDITY")) uids_.clear();
}

void SessionRules::exists(std::uint64_t number, bool selecting, Broken& broken) {
  saw_exists_ = true;
  if (!selecting && exists_ && number < *exists_) {
    broken.push_back(rule::kExistsShrinks);
    uids_.clear();
  }
  exists_ = number;
}

void SessionRules::expunge(std::uint64_t number, const Tracker& commands, Broken& broken) {
  const auto& unfinished = commands.unfinished();
  if (commands.sure() && !notify_ && std::ranges::all_of(unfinished, keeps_numbers))
    broken.push_back(rule::kExpungeInSync);  // no command at all is in the range, too
  if (exists_) {
    if (number == 0 || number > *exists_) {
      broken.push_back(rule::kSequenceNumber);
      return forget_mailbox();
    }
    --*exists_;
  }
  std::map<std::uint64_t, std::uint64_t> kept;
  for (const auto& [position, uid] : uids_) {
    if (position != number) kept.emplace(position > number ? position - 1 : position, uid);
  }
  uids_ = std::move(kept);
}

void SessionRules::fetch(const Response& response, Broken& broken) {
  const std::uint64_t number = *response.number;
  if (exists_ && (number == 0 || number > *exists_)) {
    broken.push_back(rule::kSequenceNumber);
    return;
  }
  if (!exists_ || response.values.empty() || !response.values.front().is_list()) return;
  const std::vector<Value>& items = response.values.front().items;
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    if (!items[i].is_atom("UID")) continue;
    if (const auto uid = number_of(items[i + 1])) this->uid(number, *uid, broken);
    return;
  }
}

void SessionRules::uid(std::uint64_t number, std::uint64_t uid, Broken& broken) {
  const auto at = uids_.lower_bound(number);
  const bool known = at != uids_.end() && at->first == number;
  if (known && at->second != uid) {
    broken.push_back(rule::kUidStable);
    uids_.clear();
  } else if (!known) {
    const bool above = at != uids_.end() && at->second <= uid;
    const bool below = at != uids_.begin() && std::prev(at)->second >= uid;
    if (above || below) {
      broken.push_back(rule::kUidAscending);
      uids_.clear();
    }
  }
  if (uids_.size() < kMaxKnownUids) uids_[number] = uid;
}

void SessionRules::search(const Response& response, const Tracker& commands, Broken& broken) {
  const auto& unfinished = commands.unfinished();
  const bool numbers = unfinished.size() == 1 && unfinished.front().name == "SEARCH";
  if (!numbers || !exists_) return;
  const auto beyond = [this](const Value& value) {
    const auto number = number_of(value);
    return number && (*number == 0 || *number > *exists_);
  };
  if (std::ranges::any_of(response.values, beyond)) broken.push_back(rule::kSequenceNumber);
}

SessionRules::Broken SessionRules::completed(const Tracker::Command& command,
                                             std::string_view status, bool sure) {
  Broken broken;
  const bool ok = equal_ignoring_case(status, "OK");
  if (is_select(command)) {
    const bool seen = command.serial == selecting_ && saw_flags_ && saw_exists_;
    if (ok && sure && !seen) broken.push_back(rule::kSelectData);
    if (!ok || !seen) forget_mailbox();
    selecting_ = 0;
  } else if (command.name == "CLOSE" || command.name == "UNSELECT" ||
             command.name == "UNAUTHENTICATE") {
    if (ok) forget_mailbox();
  } else if (command.name == "CAPABILITY") {
    if (ok && sure && !saw_capability_) broken.push_back(rule::kCapabilityData);
    saw_capability_ = false;
  } else if (command.name == "LOGOUT") {
    if (ok && sure && !saw_bye_) broken.push_back(rule::kLogoutBye);
  }
  return broken;
}

void SessionRules::forget_mailbox() {
  exists_.reset();
  uids_.clear();
}

}  // namespace wireassay::imap
