// Commands by a table of states and numbers of arguments; each makes exactly one response.
#include "reference/pop3_session.h"

#include <algorithm>
#include <utility>

#include "core/cursor.h"
#include "wire/message/message_id.h"

namespace wireassay::reference {

using enum Pop3Fault;
using pop3::Command;
using pop3::Verb;

struct Pop3Session::Row {
  Verb verb;
  Where where;
  std::size_t least, most;  // arguments
  void (Pop3Session::*handler)(const Command& command);
};

// RFC 1939 sections 4 to 7; CAPA is allowed in both states (RFC 2449 section 5), STLS, AUTH and
// UTF8 in AUTHORIZATION only (RFC 2595 section 4, RFC 5034 section 4, RFC 6856 section 2).
const std::vector<Pop3Session::Row>& Pop3Session::commands() {
  static const std::vector<Row> kRows = {
      {Verb::User, Where::Authorization, 1, 1, &Pop3Session::user},
      {Verb::Pass, Where::Authorization, 1, 1, &Pop3Session::pass},
      {Verb::Apop, Where::Authorization, 2, 2, &Pop3Session::apop},
      {Verb::Auth, Where::Authorization, 1, 2, &Pop3Session::auth},
      {Verb::Stls, Where::Authorization, 0, 0, &Pop3Session::stls},
      {Verb::Utf8, Where::Authorization, 0, 0, &Pop3Session::utf8},
      {Verb::Capa, Where::Anywhere, 0, 0, &Pop3Session::capa},
      {Verb::Lang, Where::Anywhere, 0, 1, &Pop3Session::lang},
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

/// "If a session terminates for some reason other than a client-issued QUIT command, the POP3
/// session does NOT enter the UPDATE state" (RFC 1939 section 6)
Pop3Session::~Pop3Session() {
  if (fault(CloseRemoves) && account_ != nullptr) update();
  unlock();
}

/// "MUST be different each time the POP3 server issues a banner greeting" (RFC 1939 section 7)
SessionOutput Pop3Session::greet() {
  const std::uint64_t number = fault(GreetingTimestampRepeats) ? 0 : context_.greetings++;
  timestamp_ = "<" + message::to_base36(number) + "." + message::to_base36(context_.seed) +
               (fault(GreetingTimestampIllFormed) ? "" : "@") + context_.host + ">";
  ok(context_.host + " POP3 ready " + timestamp_);
  return std::exchange(out_, {});
}

SessionOutput Pop3Session::feed(std::string_view octets) {
  input_ += octets;
  responses_.clear();
  const bool transaction = state_ == State::Transaction;
  if (fault(NeedsWholeLineAtOnce) && !input_.empty() && !input_.ends_with("\r\n")) {
    input_.clear();
    error("syntax error");
  }
  while (!out_.close && (!out_.start_tls || fault(StlsAnswersInClear))) {
    responses_.push_back(out_.octets.size());
    if (!step()) break;
    if (fault(PipelinedCommandLost) && transaction) input_.clear();
  }
  if (fault(PipelinedRepliesReordered) && transaction) reorder();
  // What came in clear behind STLS is not part of the session inside TLS.
  if (out_.close || (out_.start_tls && !fault(StlsInjection))) input_.clear();
  return std::exchange(out_, {});
}

/// The last two responses change places.
void Pop3Session::reorder() {
  std::erase(responses_, out_.octets.size());
  if (responses_.size() < 2) return;
  const std::size_t last = responses_.back(), before = responses_[responses_.size() - 2];
  std::ranges::rotate(out_.octets.begin() + static_cast<std::ptrdiff_t>(before),
                      out_.octets.begin() + static_cast<std::ptrdiff_t>(last), out_.octets.end());
}

SessionOutput Pop3Session::tls_started() {
  tls_ = true;
  if (!fault(StlsKeepsUser)) named_.reset();
  if (fault(StlsGreetsAgain)) ok(context_.host + " POP3 ready");
  if (!fault(StlsInjection)) return std::exchange(out_, {});
  return feed({});
}

/// "the server should close the TCP connection without removing any messages or sending any
/// response to the client" (RFC 1939 section 3)
std::string Pop3Session::farewell(GivingUp why) {
  return why == GivingUp::Idle ? "" : "-ERR [SYS/TEMP] too many connections\r\n";
}

/// A command, a line of an exchange, or a line that is none. False: there is no whole one.
bool Pop3Session::step() {
  if (discarding_) return skip_rest();
  const std::size_t end = input_.find("\r\n");
  if (sasl_) return sasl_line(end);
  const std::size_t limit = fault(Command255Refused) ? 100 : context_.limits.command;
  const bool whole = end != std::string::npos;
  if (whole ? end + 2 > limit : input_.size() >= limit) {
    named_.reset();
    discarding_ = true;
    return true;
  }
  if (!whole) return false;
  std::string line = input_.substr(0, end + 2);
  input_.erase(0, end + 2);
  doctor(line);
  run(line);
  return true;
}

/// Of a line that is too long; then it is answered.
bool Pop3Session::skip_rest() {
  const std::size_t end = input_.find("\r\n");
  const bool whole = end != std::string::npos;
  input_.erase(0, whole ? end + 2 : input_.size() - (input_.ends_with('\r') ? 1 : 0));
  if (!whole) return false;
  discarding_ = false;
  error("line too long");
  return true;
}

/// "If the client wishes to cancel the authentication exchange, it issues a line with a single "*".
/// If the server receives such a response, it MUST reject the AUTH command by sending an -ERR
/// reply." (RFC 5034 section 4)
bool Pop3Session::sasl_line(std::size_t end) {
  const bool whole = end != std::string::npos;
  if (whole ? end + 2 > context_.limits.sasl_line : input_.size() >= context_.limits.sasl_line) {
    sasl_.reset();
    discarding_ = true;
    return true;
  }
  if (!whole) return false;
  const std::string line = input_.substr(0, end);
  input_.erase(0, end + 2);
  if (line == "*") {
    if (fault(AuthCancelIgnored)) {
      say(pop3::Status::Continue, "");
    } else {
      sasl_.reset();
      error("cancelled");
    }
  } else if (const auto response = decode(line)) {
    sasl_step(*response);
  } else {
    sasl_.reset();
    error("cannot decode");
  }
  return true;
}

/// What only mutants overlook.
void Pop3Session::doctor(std::string& line) const {
  if (fault(LeadingSpaceAccepted)) line.erase(0, line.find_first_not_of(' '));
  if (fault(NulInCommandAccepted)) std::erase(line, '\0');
  if (fault(Utf8IllFormedNameAccepted)) std::erase_if(line, is_non_ascii);
}

void Pop3Session::run(std::string_view line) {
  const Parsed<Command> parsed =
      pop3::parse_command(line, context_.limits.command, pop3::Charset::Utf8);
  if (const auto* got = std::get_if<Got<Command>>(&parsed)) return obey(got->value);
  named_.reset();
  if (line == "\r\n" && fault(EmptyLineIgnored)) return;
  error("syntax error");
}

void Pop3Session::obey(const Command& command) {
  const auto named = std::exchange(named_, std::nullopt);
  const auto row = std::ranges::find(commands(), command.verb, &Row::verb);
  const bool small = std::ranges::any_of(command.keyword, [](char c) { return to_upper(c) != c; });
  if (row == commands().end() || (small && fault(KeywordsCaseSensitive))) {
    if (fault(UnknownCommandAccepted)) return ok("whatever you say");
    return error("unknown command");
  }
  if (!allowed(*row, command)) return;
  const bool kept = command.verb == Verb::Stls && fault(StlsKeepsUser);
  if (command.verb == Verb::Pass || kept) named_ = named;
  (this->*row->handler)(command);
}

/// Answers for itself where a command is not allowed.
bool Pop3Session::allowed(const Row& row, const Command& command) {
  const bool transaction = state_ == State::Transaction;
  const Where here = transaction ? Where::Transaction : Where::Authorization;
  if (row.where != Where::Anywhere && row.where != here) {
    const bool early = (command.verb == Verb::Stat && fault(StatBeforeLoginAccepted)) ||
                       (command.verb == Verb::Noop && fault(NoopBeforeLoginAccepted));
    const bool late = (command.verb == Verb::User && fault(UserAfterLoginAccepted)) ||
                      (command.verb == Verb::Auth && fault(AuthAfterLoginAccepted)) ||
                      (command.verb == Verb::Stls && fault(StlsAfterLoginAccepted)) ||
                      (command.verb == Verb::Utf8 && fault(Utf8AfterLoginAccepted));
    if (transaction ? late : early) {
      ok("0 0");
    } else {
      error("not in this state");
    }
    return false;
  }
  if (row.where == Where::Anywhere && command.verb == Verb::Capa && transaction &&
      fault(CapaAfterLoginRefused)) {
    error("not in this state");
    return false;
  }
  const std::size_t count = command.params.size();
  if (count >= row.least && count <= row.most) return true;
  const bool excused =
      (command.verb == Verb::User && fault(UserWithoutNameAccepted)) ||
      (command.verb == Verb::Retr && fault(RetrWithoutNumberAccepted)) ||
      (command.verb == Verb::Top && count == 1 && fault(TopWithoutLinesAccepted)) ||
      (command.verb == Verb::Utf8 && fault(Utf8ArgumentAccepted));
  if (!excused) error("wrong number of arguments");
  return excused;
}

void Pop3Session::say(pop3::Status status, std::string text, std::optional<std::string> body) {
  std::string octets = pop3::to_wire({status, std::move(text), std::move(body)});
  if (fault(StatusLowerCase)) {
    const auto end = octets.begin() + static_cast<std::ptrdiff_t>(octets.find_first_of(" \r"));
    std::transform(octets.begin(), end, octets.begin(), to_lower);
  }
  if (fault(ReplyBareLf)) octets.erase(octets.find('\r'), 1);
  out_.octets += octets;
}

void Pop3Session::ok(std::string text, std::optional<std::string> body) {
  say(pop3::Status::Ok, std::move(text), std::move(body));
}

void Pop3Session::error(std::string text) {
  say(pop3::Status::Err, std::move(text));
  if (++errors_ >= context_.limits.errors) out_.close = true;
}

}  // namespace wireassay::reference
