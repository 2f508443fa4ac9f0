// From octets to lines, from lines to commands, and through the table of states
// (wire/smtp/session.h).
#include "reference/smtp_session.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wireassay::reference {

using enum SmtpFault;
using smtp::Input;
using smtp::State;
using smtp::Verb;

namespace {

constexpr std::string_view kCrlf = "\r\n";
constexpr std::size_t kMutantCommandLine = 500;

/// Not offered: RFC 5321 4.2.4, "502 ... not implemented".
bool implemented(Verb verb) {
  switch (verb) {
    case Verb::Atrn:
    case Verb::Turn:
    case Verb::Send:
    case Verb::Soml:
    case Verb::Saml: return false;
    case Verb::Ehlo:
    case Verb::Helo:
    case Verb::Mail:
    case Verb::Rcpt:
    case Verb::Data:
    case Verb::Bdat:
    case Verb::Rset:
    case Verb::Vrfy:
    case Verb::Expn:
    case Verb::Help:
    case Verb::Noop:
    case Verb::Quit:
    case Verb::Starttls:
    case Verb::Auth:
    case Verb::Etrn: return true;
  }
  return false;
}

bool has_lower_case(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

}  // namespace

SmtpSession::SmtpSession(SmtpContext& context, SmtpDoor door)
    : context_(context), door_(std::move(door)), tls_(door_.tls) {}

SessionOutput SmtpSession::greet() {
  reply(fault(GreetingWrongCode) ? 250 : 220, {}, context_.host + " ESMTP ready");
  return output();
}

SessionOutput SmtpSession::feed(std::string_view octets) {
  if (flags_.close) return {};
  input_ += octets;
  std::size_t commands = 0;
  while (!flags_.close && (!flags_.start_tls || fault(StarttlsAnswersInClear)) && step()) {
    const bool lost = between_commands() && fault(PipelinedCommandsLost);
    if (++commands == 1 && lost) input_.clear();
  }
  if (flags_.close || (flags_.start_tls && !fault(StarttlsInjection))) input_.clear();
  return output();
}

/// RFC 3207 4.2: the session begins anew, and what came before the handshake is gone (feed() has
/// dropped it).
SessionOutput SmtpSession::tls_started() {
  tls_ = true;
  flags_.start_tls = false;
  if (fault(StarttlsKeepsKnowledge)) {
    state_ = before_tls_;
    return {};
  }
  state_ = smtp::next_state(state_, Input::TlsReady, '-');
  extended_ = false;
  client_.clear();
  user_ = nullptr;
  transaction_ = {};
  if (fault(StarttlsGreetsAgain)) return greet();
  return fault(StarttlsInjection) ? feed({}) : SessionOutput{};
}

/// RFC 5321 3.8: 421 before a server closes without a QUIT.
std::string SmtpSession::farewell(GivingUp why) {
  const bool idle = why == GivingUp::Idle;
  return to_wire({.code = 421,
                  .enhanced = idle ? "4.4.2" : "4.3.2",
                  .lines = {context_.host + (idle ? " waited too long" : " serves too many")}},
                 context_.faults);
}

/// True where the next octets are a command's.
bool SmtpSession::between_commands() const {
  return !mail_data_ && !chunk_ && state_ != State::Exchange;
}

SessionOutput SmtpSession::output() {
  if (fault(PipelinedRepliesReordered)) std::ranges::reverse(replies_);
  if (fault(PipelinedRepliesMerged) && replies_.size() > 1) {
    replies_.erase(replies_.begin(), std::prev(replies_.end()));
  }
  SessionOutput out = flags_;
  for (const std::string& text : std::exchange(replies_, {})) out.octets += text;
  return out;
}

bool SmtpSession::step() {
  if (mail_data_) return step_data();
  if (chunk_) return step_chunk();
  return step_line();
}

/// RFC 5321 4.5.3.1.4: "The maximum total length of a command line including the command word and
/// the <CRLF>".
std::size_t SmtpSession::line_limit() const {
  const bool sasl = state_ == State::Exchange || smtp::find_verb(first_word(input_)) == Verb::Auth;
  if (sasl) return fault(AuthLine12288Refused) ? kMutantCommandLine : context_.limits.auth_line;
  return fault(CommandLine512Refused) ? kMutantCommandLine : context_.limits.command_line;
}

/// False if there is no whole line yet. RFC 5321 2.3.8: CRLF ends a line, and nothing else does.
bool SmtpSession::step_line() {
  if (step_mutant_line()) return true;
  const std::size_t end = input_.find(kCrlf);
  const std::size_t limit = line_limit();
  if (end == std::string::npos) {
    if (input_.size() > limit + kCrlf.size()) {
      discarding_ = true;
      // A CR at the end may be half of the CRLF that ends the line.
      input_.erase(0, input_.size() - (input_.ends_with('\r') ? 1 : 0));
    }
    return false;
  }
  const std::string text = input_.substr(0, end);
  input_.erase(0, end + kCrlf.size());
  if (std::exchange(discarding_, false) || end > limit) {
    const bool sasl = state_ == State::Exchange;
    sasl_.reset();
    reply(500, sasl ? "5.5.6" : "5.5.2", "line too long");
    if (sasl) advance(Input::Response);
    return true;
  }
  line(text);
  return true;
}

/// What mutants take for a line.
bool SmtpSession::step_mutant_line() {
  if (std::exchange(skip_lf_, false) && input_.starts_with('\n')) input_.erase(0, 1);
  constexpr std::array kEnds = {std::pair{BareLfEndsCommand, '\n'},
                                std::pair{BareCrEndsCommand, '\r'},
                                std::pair{NulEndsCommand, '\0'}};
  for (const auto& [wrong, octet] : kEnds) {
    const std::size_t end = fault(wrong) ? input_.find(octet) : std::string::npos;
    if (end == std::string::npos) continue;
    std::string text = input_.substr(0, end);
    input_.erase(0, end + 1);
    if (octet == '\n' && text.ends_with('\r')) text.pop_back();
    if (octet == '\0' && text.find(kCrlf) != std::string::npos) {
      input_.insert(0, text + octet);
      return false;
    }
    skip_lf_ = octet == '\r';
    line(text);
    return true;
  }
  if (input_.empty() || input_.find(kCrlf) != std::string::npos) return false;
  if (fault(NeedsWholeLineAtOnce)) {
    input_.clear();
    reply(500, "5.5.2", "command not recognised");
    return true;
  }
  if (fault(ActsBeforeCrlf) && input_ == "NOOP") {
    noop({});
    input_.clear();
    return true;
  }
  return false;
}

void SmtpSession::line(std::string_view text) {
  if (state_ == State::Exchange) return sasl_line(text);
  using namespace std::string_view_literals;
  if (text.empty() && (fault(EmptyLineIgnored) || fault(ActsBeforeCrlf))) return;
  if (text.find_first_of("\r\n\0"sv) != std::string_view::npos) {
    // RFC 5321 4.1.2: "invalid character codes ... MUST reject that command with a 501 reply".
    const bool known = smtp::find_verb(first_word(text)).has_value();
    return reply(known ? 501 : 500, "5.5.2", "invalid character in command");
  }
  if (fault(VerbsCaseSensitive) && has_lower_case(first_word(text))) {
    return reply(500, "5.5.1", "command not recognised");
  }
  const auto command = smtp::parse_command(text, options(text));
  const std::size_t colon = text.find(':');
  const bool spoilt = (fault(TrailingSpaceRefused) && text.ends_with(' ')) ||
                      (fault(KeywordsCaseSensitive) && colon != std::string_view::npos &&
                       has_lower_case(text.substr(0, colon)));
  if (spoilt) return reply(501, "5.5.2", "bad syntax");
  if (command) return obey(*command);
  if (const auto rescued = rescue(text, command.error())) return obey(*rescued);
  refuse(text, command.error());
}

smtp::SessionFacts SmtpSession::facts() const {
  return {.tls = tls_, .authenticated = user_ != nullptr};
}

/// What the server offers at this point of the session.
smtp::CommandOptions SmtpSession::options(std::string_view text) const {
  using enum smtp::ParameterName;
  const auto verb = smtp::find_verb(first_word(text));
  smtp::CommandOptions options;
  options.smtputf8 = extended_;
  if (verb == Verb::Rcpt) options.smtputf8 = transaction_.parameters.smtputf8;
  options.offered = options.offered.without(By).without(MtPriority).without(Requiretls);
  // RFC 4954 5: the parameter goes with the listed keyword, whether the client has authenticated or
  // not.
  if (!tls_) options.offered = options.offered.without(smtp::ParameterName::Auth);
  if (!extended_) options.offered = smtp::ParameterSet::none();
  return options;
}

void SmtpSession::refuse(std::string_view text, const smtp::CommandError& error) {
  if (error.fault == smtp::CommandFault::Unrecognized) {
    if (fault(UnknownCommandCloses)) {
      flags_.close = true;
      return;
    }
    if (fault(UnknownCommandAccepted)) return reply(250, "2.0.0", "ok");
    return reply(500, "5.5.1", "command not recognised");
  }
  if (error.verb && !implemented(*error.verb)) return reply(502, "5.5.1", "not implemented");
  // RFC 4954 4: a mechanism that cannot be known is not supported.
  const bool named = text.size() > smtp::to_string(Verb::Auth).size() && error.rule == "sasl-mech";
  if (named && !fault(AuthUnknownMechanismWrongCode)) {
    return reply(504, "5.5.4", "unrecognized authentication type");
  }
  const bool mail = error.verb == Verb::Mail && state_ == State::Ready;
  if (mail && fault(RefusedMailStartsTransaction)) state_ = State::Mail;
  flags_.close = flags_.close || fault(SyntaxErrorCloses);
  reply(smtp::reply_code(error.fault),
        error.fault == smtp::CommandFault::Syntax ? "5.5.2" : "5.5.4",
        "bad syntax: " + std::string(error.rule));
}

void SmtpSession::obey(const smtp::Command& command) {
  if (!implemented(command.verb)) {
    const bool turn = command.verb == Verb::Turn && fault(TurnAccepted);
    return turn ? reply(250, "2.0.0", "turning") : reply(502, "5.5.1", "not implemented");
  }
  const Input input = smtp::input_of(command);
  if (!permitted(input)) return refuse_order(command, input);
  last_code_ = 0;
  dispatch(command);
  if (last_code_ == 0) return;  // BDAT, whose reply comes after its octets; or a mutant without one
  advance(input);
}

void SmtpSession::dispatch(const smtp::Command& command) {
  const auto& argument = command.argument;
  switch (command.verb) {
    case Verb::Ehlo: return ehlo(std::get<smtp::HelloArgument>(argument));
    case Verb::Helo: return helo(std::get<smtp::HelloArgument>(argument));
    case Verb::Mail: return mail(std::get<smtp::MailArgument>(argument));
    case Verb::Rcpt: return rcpt(std::get<smtp::RcptArgument>(argument));
    case Verb::Data: return data();
    case Verb::Bdat: return bdat(std::get<smtp::ChunkArgument>(argument), std::nullopt);
    case Verb::Rset: return rset();
    case Verb::Vrfy: return vrfy(std::get<smtp::TextArgument>(argument));
    case Verb::Expn: return expn(std::get<smtp::TextArgument>(argument));
    case Verb::Help: return help();
    case Verb::Noop: return noop(std::get<smtp::TextArgument>(argument));
    case Verb::Quit: return quit();
    case Verb::Starttls: return starttls();
    case Verb::Auth: return auth(std::get<smtp::AuthArgument>(argument));
    case Verb::Etrn: return etrn(std::get<smtp::QueueArgument>(argument));
    case Verb::Atrn:
    case Verb::Turn:
    case Verb::Send:
    case Verb::Soml:
    case Verb::Saml: return;  // not implemented, see obey()
  }
}

/// RFC 5321 4.1.4: "503 ... bad sequence of commands"; RFC 3030 2: the octets of a chunk are thrown
/// away first.
void SmtpSession::refuse_order(const smtp::Command& command, Input input) {
  SmtpReply refusal{.code = 503, .enhanced = "5.5.1", .lines = {"bad sequence of commands"}};
  if (input == Input::Rcpt && fault(RcptBeforeMailWrongCode))
    refusal.code = 252, refusal.enhanced = "2.1.5";
  if (command.verb != Verb::Bdat || fault(BdatRefusedNotDiscarded))
    return reply(std::move(refusal));
  bdat(std::get<smtp::ChunkArgument>(command.argument), std::move(refusal));
}

void SmtpSession::reply(int code, std::string_view enhanced, std::string text) {
  reply(SmtpReply{.code = code, .enhanced = enhanced, .lines = {std::move(text)}});
}

void SmtpSession::reply(SmtpReply reply) {
  last_code_ = reply.code;
  replies_.push_back(to_wire(reply, context_.faults));
  if (reply.code < 500 || ++errors_ < context_.limits.errors) return;
  // RFC 5321 4.2.3, 3.8: a server that gives up says 421 first.
  replies_.push_back(
      to_wire({.code = 421, .enhanced = "4.7.0", .lines = {"too many errors"}}, context_.faults));
  flags_.close = true;
}

}  // namespace wireassay::reference
