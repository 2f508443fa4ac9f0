// The commands of TRANSACTION, and QUIT with UPDATE: RFC 1939 sections 5 to 7.
#include <algorithm>

#include "reference/pop3_session.h"
#include "wire/pop3/argument.h"
#include "wire/pop3/listing.h"

namespace wireassay::reference {

using enum Pop3Fault;
using pop3::Command;

namespace {

constexpr std::size_t kTooLong = 600;  // octets of a line that must not have 512

std::size_t count_crlf(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.find("\r\n"); at != std::string_view::npos;
       at = text.find("\r\n", at + 2))
    ++count;
  return count;
}

std::string without_last_line(std::string body) {
  const std::size_t end = body.size() < 2 ? std::string::npos : body.rfind("\r\n", body.size() - 3);
  return end == std::string::npos ? std::string() : body.substr(0, end + 2);
}

}  // namespace

void Pop3Session::stat(const Command& /*command*/) {
  std::size_t octets = 0;
  const auto listed = maildrop_.listed(StatCountsDeleted);
  for (const auto& [number, entry] : listed) octets += octets_of(entry->message);
  const char* const words = fault(StatIllFormed) ? " messages, " : " ";
  ok(std::to_string(listed.size()) + words + std::to_string(octets));
}

/// "Any future reference to the message-number associated with the message in a POP3 command
/// generates an error" (RFC 1939 section 5, DELE). Answers for itself where there is none.
Maildrop::Entry* Pop3Session::find(std::string_view number, Pop3Fault overlooks) {
  Maildrop::Entry* const entry = maildrop_.find(number, overlooks);
  if (entry == nullptr || (fault(LockNotHeld) && !is_stored(entry->message))) {
    error("no such message");
    return nullptr;
  }
  return entry;
}

/// Without a lock another session may have removed it.
bool Pop3Session::is_stored(const Message& message) const {
  const std::vector<Message> stored = context_.store->snapshot(account_->name);
  return std::ranges::find(stored, message.uid, &Message::uid) != stored.end();
}

std::size_t Pop3Session::scan_size(const Message& message) const {
  const std::size_t octets = octets_of(message);
  return fault(ListSizesWithoutCrlf) ? octets - count_crlf(body_of(message)) : octets;
}

void Pop3Session::list(const Command& command) {
  if (command.params.empty()) {
    std::string body;
    for (const auto& [number, entry] : maildrop_.listed(ListShowsDeleted))
      body += pop3::to_text(pop3::ScanListing{number, scan_size(entry->message), {}}) + "\r\n";
    return ok("scan listing follows", std::move(body));
  }
  const std::string& number = command.params.front();
  const Maildrop::Entry* entry = maildrop_.find(number, ListOfDeletedAccepted);
  if (entry == nullptr) {
    if (fault(MessageBeyondAccepted)) return ok(number + " 0");
    return error(fault(RespCodeMisplaced) ? "[IN-USE] no such message" : "no such message");
  }
  const std::string size = std::to_string(scan_size(entry->message));
  ok(fault(ListOneIllFormed) ? size : number + " " + size);
}

std::string Pop3Session::unique_id(const Message& message) const {
  std::string id = fault(UidlNotUnique) ? "0" : std::to_string(message.uid);
  if (fault(UidlChanges)) id += timestamp_;
  if (fault(UidlTooLong)) id.insert(0, pop3::kMaxUniqueId + 1 - id.size(), '0');
  return id;
}

void Pop3Session::uidl(const Command& command) {
  if (!command.params.empty()) {
    if (const Maildrop::Entry* entry = find(command.params.front(), UidlShowsDeleted))
      ok(command.params.front() + " " + unique_id(entry->message));
    return;
  }
  std::string body;
  for (const auto& [number, entry] : maildrop_.listed(UidlShowsDeleted))
    body += pop3::to_text(pop3::UniqueIdListing{number, unique_id(entry->message)}) + "\r\n";
  ok("unique-id listing follows", std::move(body));
}

/// RFC 6856 section 2.1: without UTF8 "the server MUST either send the client a surrogate message …
/// or fail the request with an -ERR response".
bool Pop3Session::withhold(const Message& message) {
  if (utf8_ || fault(Utf8SentInAsciiMode) || !needs_utf8(message)) return false;
  error("[UTF8] this message needs UTF-8 mode");
  return true;
}

void Pop3Session::retr(const Command& command) {
  Maildrop::Entry* entry =
      find(command.params.empty() ? "1" : command.params.front(), RetrOfDeletedAccepted);
  if (entry == nullptr || withhold(entry->message)) return;
  entry->retrieved = true;
  std::string body = body_of(entry->message);
  if (fault(RetrTruncated)) body = without_last_line(std::move(body));
  const std::string text = std::to_string(octets_of(entry->message)) + " octets";
  if (!fault(RetrNotStuffed)) return ok(text, std::move(body));
  ok(text);
  out_.octets += body + ".\r\n";
}

void Pop3Session::top(const Command& command) {
  auto lines = command.params.size() < 2 ? 0 : pop3::parse_number(command.params.back());
  if (!lines && fault(NegativeLinesAccepted)) lines = 0;
  if (!lines) return error("TOP takes a message-number and a number of lines");
  const Maildrop::Entry* entry = find(command.params.front(), RetrOfDeletedAccepted);
  if (entry == nullptr || withhold(entry->message)) return;
  const std::string body = body_of(entry->message);
  if (fault(TopBeyondEndRefused) && *lines > lines_of(body)) return error("not so many lines");
  std::string text(top_of(body, *lines + (fault(TopOneLineTooMany) ? 1 : 0)));
  if (fault(TopWithoutBlankLine) && text.find("\r\n\r\n") != std::string::npos)
    text.erase(text.find("\r\n\r\n"), 2);
  ok("top of message follows", std::move(text));
}

void Pop3Session::dele(const Command& command) {
  Maildrop::Entry* entry = find(command.params.front(), SecondDeleAccepted);
  if (entry == nullptr) return;
  entry->deleted = true;
  if (fault(DeleAtOnce)) context_.store->remove(account_->name, entry->message.uid);
  ok("marked");
}

void Pop3Session::rset(const Command& /*command*/) {
  was_reset_ = true;
  for (Maildrop::Entry& entry : maildrop_.entries()) {
    if (!fault(RsetDoesNotUnmark)) entry.deleted = false;
  }
  ok("nothing is marked");
}

void Pop3Session::noop(const Command& /*command*/) {
  if (fault(NoopRefused)) return error("no");
  ok(fault(ReplyLineTooLong) ? std::string(kTooLong, 'x') : "");
  if (fault(NoopRepliesTwice)) ok("");
}

/// "The POP3 server removes all messages marked as deleted from the maildrop" (RFC 1939 section 6)
void Pop3Session::update() {
  const auto& entries = maildrop_.entries();
  const bool some_stay = !std::ranges::all_of(entries, &Maildrop::Entry::deleted);
  if (some_stay && fault(DeleNotDoneByQuit)) return;
  for (const Maildrop::Entry& entry : entries) {
    if (entry.deleted || (entry.retrieved && fault(QuitRemovesRetrieved)))
      context_.store->remove(account_->name, entry.message.uid);
  }
}

void Pop3Session::quit(const Command& /*command*/) {
  out_.close = !fault(QuitDoesNotClose);
  if (account_ != nullptr) update();
  unlock();
  if (!fault(QuitWithoutResponse)) ok("bye");
}

}  // namespace wireassay::reference
