// Commands by a table of states and numbers of arguments; each makes exactly one response.
#include "reference/pop3_session.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace wireassay::reference {
namespace {

using pop3::Command;
using pop3::Verb;

/// A message that does not end with CRLF (BDAT makes such) is sent, and so counted, as if it did.
bool ends_with_crlf(std::string_view message) {
  return message.empty() || message.ends_with("\r\n");
}

std::size_t octets_of(const Message& message) {
  return message.octets->size() + (ends_with_crlf(*message.octets) ? 0 : 2);
}

std::string body_of(const Message& message) {
  return *message.octets + (ends_with_crlf(*message.octets) ? "" : "\r\n");
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size())
    return std::nullopt;
  return value;
}

/// "the headers of the message, the blank line separating the headers from the body, and then the
/// number of lines of the indicated message's body" (RFC 1939 section 7, TOP)
std::string_view top_of(std::string_view message, std::uint64_t lines) {
  std::size_t at = 0;
  bool in_header = true;
  while (at < message.size() && (in_header || lines > 0)) {
    const std::size_t end = message.find("\r\n", at) + 2;
    if (!in_header) --lines;
    if (end == at + 2) in_header = false;
    at = end;
  }
  return message.substr(0, at);
}

}  // namespace

struct Pop3Session::Row {
  Verb verb;
  Where where;
  std::size_t least, most;  // arguments
  void (Pop3Session::*handler)(const Command& command);
};

// RFC 1939 sections 4 to 7; CAPA is allowed in both states (RFC 2449 section 5), STLS in
// AUTHORIZATION only (RFC 2595 section 4).
const std::vector<Pop3Session::Row>& Pop3Session::commands() {
  static const std::vector<Row> kRows = {
      {Verb::User, Where::Authorization, 1, 1, &Pop3Session::user},
      {Verb::Pass, Where::Authorization, 1, 1, &Pop3Session::pass},
      {Verb::Stls, Where::Authorization, 0, 0, &Pop3Session::stls},
      {Verb::Capa, Where::Anywhere, 0, 0, &Pop3Session::capa},
      {Verb::Quit, Where::Anywhere, 0, 0, &Pop3Session::quit},
      {Verb::Stat, Where::Transaction, 0, 0, &Pop3Session::stat},
      {Verb::List, Where::Transaction, 0, 1, &Pop3Session::list},
      {Verb::Uidl, Where::Transaction, 0, 1, &Pop3Session::uidl},
      {Verb::Retr, Where::Transaction, 1, 1, &Pop3Session::retr},
      {Verb::Top, Where::Transaction, 2, 2, &Pop3Session::top},
      {Verb::Dele, Where::Transaction, 1, 1, &Pop3Session::dele},
      {Verb::Rset, Where::Transaction, 0, 0, &Pop3Session::rset},
      {Verb::Noop, Where::Transaction, 0, 0, &Pop3Session::noop},
  };
  return kRows;
}

Pop3Session::Pop3Session(Pop3Context& context, bool tls) : context_(context), tls_(tls) {}

Pop3Session::~Pop3Session() { unlock(); }

void Pop3Session::unlock() {
  if (account_ != nullptr) context_.locked.erase(account_->name);
  account_ = nullptr;
}

SessionOutput Pop3Session::greet() {
  ok(context_.host + " POP3 ready");
  return std::exchange(out_, {});
}

SessionOutput Pop3Session::feed(std::string_view octets) {
  input_ += octets;
  while (!out_.close && !out_.start_tls && step()) {
  }
  // What came in clear behind STLS is not part of the session inside TLS.
  if (out_.close || out_.start_tls) input_.clear();
  return std::exchange(out_, {});
}

SessionOutput Pop3Session::tls_started() {
  tls_ = true;
  named_.reset();
  return {};
}

/// "the server should close the TCP connection without removing any messages or sending any
/// response to the client" (RFC 1939 section 3)
std::string Pop3Session::farewell(GivingUp why) {
  return why == GivingUp::Idle ? "" : "-ERR [SYS/TEMP] too many connections\r\n";
}

/// A command, or a line that is none. False: there is no whole one.
bool Pop3Session::step() {
  const std::size_t end = input_.find("\r\n");
  const bool whole = end != std::string::npos;
  if (discarding_) {
    input_.erase(0, whole ? end + 2 : input_.size() - (input_.ends_with('\r') ? 1 : 0));
    if (!whole) return false;
    discarding_ = false;
    error("line too long");
    return true;
  }
  const Parsed<Command> parsed = pop3::parse_command(input_, context_.limits.command);
  if (std::holds_alternative<NeedMore>(parsed)) return false;
  if (const auto* got = std::get_if<Got<Command>>(&parsed)) {
    input_.erase(0, got->used);
    obey(got->value);
    return true;
  }
  named_.reset();
  discarding_ = std::get<ParseError>(parsed).code == Errc::TooLong;
  if (discarding_) return true;
  input_.erase(0, end + 2);
  error("syntax error");
  return true;
}

void Pop3Session::obey(const Command& command) {
  const auto named = std::exchange(named_, std::nullopt);
  const auto row = std::ranges::find(commands(), command.verb, &Row::verb);
  if (row == commands().end()) return error("unknown command");
  const Where here = state_ == State::Transaction ? Where::Transaction : Where::Authorization;
  if (row->where != Where::Anywhere && row->where != here) return error("not in this state");
  if (command.params.size() < row->least || command.params.size() > row->most)
    return error("wrong number of arguments");
  if (command.verb == Verb::Pass) named_ = named;
  (this->*row->handler)(command);
}

void Pop3Session::ok(std::string text, std::optional<std::string> body) {
  out_.octets += pop3::to_wire({pop3::Status::Ok, std::move(text), std::move(body)});
}

void Pop3Session::error(std::string text) {
  out_.octets += pop3::to_wire({pop3::Status::Err, std::move(text), std::nullopt});
  if (++errors_ >= context_.limits.errors) out_.close = true;
}

// Whether there is such a mailbox is not told here.
void Pop3Session::user(const Command& command) {
  named_ = command.params.front();
  ok("send PASS");
}

void Pop3Session::pass(const Command& command) {
  const auto named = std::exchange(named_, std::nullopt);
  if (!named) return error("USER first");
  const Account* account = context_.accounts->by_login(*named);
  if (account == nullptr || account->password != command.params.front())
    return error("[AUTH] wrong name or password");
  // "If the maildrop is already locked …, the POP3 server responds with a negative status
  // indicator" (RFC 1939 section 4; IN-USE: RFC 2449 section 8.1.1)
  if (!context_.locked.insert(account->name).second)
    return error("[IN-USE] another session has the maildrop open");
  account_ = account;
  for (Message& message : context_.store->snapshot(account->name))
    maildrop_.push_back({std::move(message)});
  state_ = State::Transaction;
  ok("maildrop open");
}

void Pop3Session::capa(const Command& /*command*/) {
  std::string body = "TOP\r\nUSER\r\nUIDL\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\nPIPELINING\r\n";
  if (!tls_ && state_ == State::Authorization) body += "STLS\r\n";
  ok("capabilities follow", std::move(body));
}

void Pop3Session::stls(const Command& /*command*/) {
  if (tls_) return error("TLS is active");
  ok("begin TLS");
  out_.start_tls = true;
}

void Pop3Session::stat(const Command& /*command*/) {
  std::size_t count = 0, octets = 0;
  for (const Entry& entry : maildrop_) {
    if (entry.deleted) continue;
    ++count;
    octets += octets_of(entry.message);
  }
  ok(std::to_string(count) + " " + std::to_string(octets));
}

/// "Any future reference to the message-number associated with the message in a POP3 command
/// generates an error" (RFC 1939 section 5, DELE). Answers for itself where there is none.
Pop3Session::Entry* Pop3Session::find(std::string_view number) {
  const std::optional<std::uint64_t> value = number_of(number);
  if (value && *value >= 1 && *value <= maildrop_.size()) {
    Entry& entry = maildrop_.at(static_cast<std::size_t>(*value) - 1);
    if (!entry.deleted) return &entry;
  }
  error("no such message");
  return nullptr;
}

void Pop3Session::list(const Command& command) {
  if (!command.params.empty()) {
    if (const Entry* entry = find(command.params.front()))
      ok(command.params.front() + " " + std::to_string(octets_of(entry->message)));
    return;
  }
  std::string body;
  for (std::size_t at = 0; at < maildrop_.size(); ++at) {
    if (maildrop_[at].deleted) continue;
    body +=
        std::to_string(at + 1) + " " + std::to_string(octets_of(maildrop_[at].message)) + "\r\n";
  }
  ok("scan listing follows", std::move(body));
}

void Pop3Session::uidl(const Command& command) {
  if (!command.params.empty()) {
    if (const Entry* entry = find(command.params.front()))
      ok(command.params.front() + " " + std::to_string(entry->message.uid));
    return;
  }
  std::string body;
  for (std::size_t at = 0; at < maildrop_.size(); ++at) {
    if (maildrop_[at].deleted) continue;
    body += std::to_string(at + 1) + " " + std::to_string(maildrop_[at].message.uid) + "\r\n";
  }
  ok("unique-id listing follows", std::move(body));
}

void Pop3Session::retr(const Command& command) {
  const Entry* entry = find(command.params.front());
  if (entry == nullptr) return;
  ok(std::to_string(octets_of(entry->message)) + " octets", body_of(entry->message));
}

void Pop3Session::top(const Command& command) {
  const std::optional<std::uint64_t> lines = number_of(command.params.back());
  if (!lines) return error("TOP takes a message-number and a number of lines");
  const Entry* entry = find(command.params.front());
  if (entry == nullptr) return;
  ok("top of message follows", std::string(top_of(body_of(entry->message), *lines)));
}

void Pop3Session::dele(const Command& command) {
  Entry* entry = find(command.params.front());
  if (entry == nullptr) return;
  entry->deleted = true;
  ok("marked");
}

void Pop3Session::rset(const Command& /*command*/) {
  for (Entry& entry : maildrop_) entry.deleted = false;
  ok("nothing is marked");
}

void Pop3Session::noop(const Command& /*command*/) { ok(""); }

/// UPDATE, if there was a TRANSACTION (RFC 1939 section 6).
void Pop3Session::quit(const Command& /*command*/) {
  out_.close = true;
  for (const Entry& entry : maildrop_) {
    if (entry.deleted) context_.store->remove(account_->name, entry.message.uid);
  }
  unlock();
  ok("bye");
}

}  // namespace wireassay::reference
