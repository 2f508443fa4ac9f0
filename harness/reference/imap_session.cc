// From octets to commands (wire/imap/command_reader.h), and commands through the table of states.
#include "reference/imap_session.h"

#include <algorithm>
#include <utility>

#include "core/cursor.h"

namespace wireassay::reference {
namespace {

using imap::Command;
using imap::Verb;

/// The verb of a command that is not yet there as a whole.
std::optional<Verb> verb_of(std::string_view octets) {
  const std::size_t tag = octets.find(' ');
  if (tag == std::string_view::npos) return std::nullopt;
  const std::string_view rest = octets.substr(tag + 1);
  return imap::find_verb(rest.substr(0, rest.find_first_of(" \r")));
}

}  // namespace

using enum ImapFault;

struct ImapSession::Row {
  enum class Where { Anywhere, NotAuthenticated, Authenticated, AuthenticatedOnly, Selected };
  /// Whether what others have changed is told before the completion.
  enum class Tells {
    Nothing,
    NoExpunge,  ///< RFC 3501 section 7.4.1: not in FETCH, STORE and SEARCH
    All,
  };
  Verb verb;
  Where where;
  Tells tells;
  Answer (ImapSession::*handler)(const Command& command);
};

// RFC 9051 sections 6.1 to 6.4. Authenticated means Selected, too; ENABLE is for the first alone
// (RFC 5161 section 3.1). RFC 7162 section 3.2.10.2 allows expunges in UID commands, but not where
// message numbers are among the search keys: here in none that reads.
const std::vector<ImapSession::Row>& ImapSession::commands() {
  using enum Row::Where;
  using enum Row::Tells;
  static const std::vector<Row> kRows = {
      {Verb::Capability, Anywhere, All, &ImapSession::capability},
      {Verb::Noop, Anywhere, All, &ImapSession::noop},
      {Verb::Logout, Anywhere, Nothing, &ImapSession::logout},
      {Verb::Id, Anywhere, All, &ImapSession::id},
      {Verb::Starttls, NotAuthenticated, Nothing, &ImapSession::starttls},
      {Verb::Authenticate, NotAuthenticated, Nothing, &ImapSession::authenticate},
      {Verb::Login, NotAuthenticated, Nothing, &ImapSession::login},
      {Verb::Enable, AuthenticatedOnly, All, &ImapSession::enable},
      {Verb::Select, Authenticated, Nothing, &ImapSession::select},
      {Verb::Examine, Authenticated, Nothing, &ImapSession::select},
      {Verb::Create, Authenticated, All, &ImapSession::create},
      {Verb::Delete, Authenticated, All, &ImapSession::erase},
      {Verb::Rename, Authenticated, All, &ImapSession::rename},
      {Verb::Subscribe, Authenticated, All, &ImapSession::subscribe},
      {Verb::Unsubscribe, Authenticated, All, &ImapSession::unsubscribe},
      {Verb::List, Authenticated, All, &ImapSession::list},
      {Verb::Lsub, Authenticated, All, &ImapSession::lsub},
      {Verb::Namespace, Authenticated, All, &ImapSession::name_space},
      {Verb::Status, Authenticated, All, &ImapSession::status},
      {Verb::Append, Authenticated, All, &ImapSession::append},
      {Verb::Idle, Authenticated, All, &ImapSession::idle},
      {Verb::Check, Selected, All, &ImapSession::check},
      {Verb::Close, Selected, Nothing, &ImapSession::close},
      {Verb::Unselect, Selected, Nothing, &ImapSession::unselect},
      {Verb::Expunge, Selected, All, &ImapSession::expunge},
      {Verb::Search, Selected, NoExpunge, &ImapSession::search},
      {Verb::Sort, Selected, NoExpunge, &ImapSession::sort},
      {Verb::Thread, Selected, NoExpunge, &ImapSession::thread},
      {Verb::Fetch, Selected, NoExpunge, &ImapSession::fetch},
      {Verb::Store, Selected, NoExpunge, &ImapSession::store},
      {Verb::Copy, Selected, All, &ImapSession::copy},
      {Verb::Move, Selected, All, &ImapSession::move},
  };
  return kRows;
}

ImapSession::ImapSession(ImapContext& context, bool tls)
    : context_(context),
      tls_(tls),
      reader_({.line = context.limits.line,
               .literal = context.limits.message,
               .non_sync_literal = context.limits.message,
               .skipped = context.limits.skipped,
               .literals = context.limits.literals,
               .total = context.limits.message + context.limits.line * 2}) {}

ImapSession::~ImapSession() = default;

SessionOutput ImapSession::greet() {
  out_.octets += fault(GreetingBad) ? "* BAD " : "* OK ";
  out_.octets += "[" + capabilities() + "] " + context_.host + " IMAP ready\r\n";
  return std::exchange(out_, {});
}

/// With much said the rest waits until that is sent: the input alone does not bound what commands
/// make of it.
SessionOutput ImapSession::feed(std::string_view octets) {
  reader_.feed(octets);
  bool more = true;
  while (!out_.close && (!out_.start_tls || fault(StarttlsAnswersInClear)) && more &&
         out_.octets.size() < context_.limits.at_once)
    more = step();
  // What came in clear behind STARTTLS is not part of the session inside TLS.
  if (out_.close || (out_.start_tls && !fault(StarttlsKeepsInjected))) reader_.clear();
  out_.more = more && !out_.close && !out_.start_tls;
  return std::exchange(out_, {});
}

SessionOutput ImapSession::tls_started() {
  tls_ = true;
  return fault(StarttlsKeepsInjected) ? feed({}) : SessionOutput{};
}

std::string ImapSession::farewell(GivingUp why) {
  return why == GivingUp::Idle ? "* BYE waited too long\r\n"
                               : "* BYE [UNAVAILABLE] too many connections\r\n";
}

ImapSession::Expects ImapSession::expects() const {
  if (sasl_) return Expects::SaslResponse;
  if (idle_) return Expects::Done;
  return literal_ ? Expects::Literal : Expects::Command;
}

/// False: there is no whole one.
bool ImapSession::step() {
  if (sasl_) return step_sasl();
  if (idle_) return step_idle();
  imap::ReaderEvent event = reader_.next();
  if (std::holds_alternative<NeedMore>(event)) return false;
  literal_ = false;
  if (const auto* literal = std::get_if<imap::LiteralAnnounced>(&event)) announced(*literal);
  if (const auto* refusal = std::get_if<imap::CommandRefused>(&event)) refused(*refusal);
  if (const auto* command = std::get_if<imap::CommandComplete>(&event)) complete(command->octets);
  return true;
}

/// RFC 3501 section 7.5: "+" for the literal, or the completion at once. RFC 7888 section 4: a
/// non-synchronising one comes in any case, and is thrown away, or the connection ends.
void ImapSession::announced(const imap::LiteralAnnounced& literal) {
  const std::string octets(reader_.octets());
  const std::optional<Verb> verb = verb_of(octets);
  const Row* row = verb ? row_of(*verb) : nullptr;
  const bool append = verb == Verb::Append;
  const std::uint64_t limit = append ? context_.limits.message : context_.limits.literal;
  const auto error = imap::error_before_literal(octets, options());
  const bool wrong =
      error && error->offset < octets.size() && !(append && fault(AppendBadDateAccepted));
  if (literal.header.size > limit || wrong || (row != nullptr && !allowed(*row))) {
    reader_.refuse();
    if (literal.header.non_sync) return;
    if (wrong) return bad(octets, "syntax error");
    if (row != nullptr && !allowed(*row)) return bad(octets, "not in this state");
    const auto tag = imap::recover_tag(octets);
    return tag ? tagged(*tag, answer_no("the literal is too big", "TOOBIG"))
               : bad(octets, "the literal is too big");
  }
  literal_ = true;
  const bool unasked = literal.header.non_sync && fault(LiteralPlusAnsweredWithContinuation);
  if (!literal.header.non_sync && !fault(LiteralWithoutContinuation)) out_.octets += "+ go on\r\n";
  if (unasked) out_.octets += "+ go on\r\n";
  if (!literal.header.non_sync) reader_.accept_literal();
}

/// Beyond a limit. RFC 9051 section 7.1.3, BAD: "for which the associated command can not be
/// determined" without a tag.
void ImapSession::refused(const imap::CommandRefused& refusal) {
  const bool unskipped = refusal.error.rule == "skipped";
  const bool too_big = refusal.error.rule == "literal" || unskipped;
  bad(refusal.head, too_big ? "the literal is too big" : "syntax error", too_big ? "TOOBIG" : "");
  if (unskipped) bye("the literal is too big");  // RFC 7888 section 4, 2.
}

void ImapSession::bad(std::string_view head, std::string text, std::string code) {
  const std::optional<std::string> tag = imap::recover_tag(head);
  const ImapAnswer answer = answer_bad(std::move(text), std::move(code));
  if (tag) return tagged(*tag, answer);
  if (!fault(EmptyLineIgnored)) out_.octets += "* " + to_wire(answer) + "\r\n";
  if (++errors_ >= context_.limits.errors) bye("too many errors");
}

void ImapSession::bye(std::string_view why) {
  if (std::exchange(out_.close, true)) return;
  out_.octets += "* BYE ";
  out_.octets += why;
  out_.octets += "\r\n";
}

/// One that is no command: where the next command begins cannot be told.
void ImapSession::line_too_long() {
  finish(tag_, answer_bad("the line is too long"));
  bye("the line is too long");
}

imap::CommandOptions ImapSession::options() const {
  imap::CommandOptions options;
  options.utf8 = rev2_;
  options.max_line = context_.limits.line;
  options.max_literal = static_cast<std::size_t>(context_.limits.message);
  options.max_literals = context_.limits.literals;
  return options;
}

void ImapSession::complete(const std::string& octets) {
  const std::optional<std::string> other = mutant_octets(octets);
  const Parsed<Command> parsed = imap::parse_command(other ? *other : octets, options());
  if (const auto* got = std::get_if<Got<Command>>(&parsed)) return obey(got->value);
  if (const auto* error = std::get_if<ParseError>(&parsed)) {
    if (rescue(octets, *error)) return;
    return bad(octets, error->rule == "command" ? "unknown command" : "syntax error");
  }
  bad(octets, "syntax error");
}

const ImapSession::Row* ImapSession::row_of(Verb verb) const {
  const auto row = std::ranges::find(commands(), verb, &Row::verb);
  return row == commands().end() ? nullptr : &*row;
}

bool ImapSession::allowed(const Row& row) const {
  switch (row.where) {
    case Row::Where::Anywhere: return true;
    case Row::Where::NotAuthenticated:
      return state_ == State::NotAuthenticated ||
             (row.verb == Verb::Login && fault(LoginWhenAuthenticatedAccepted)) ||
             (row.verb == Verb::Starttls && fault(StarttlsAfterLoginAccepted));
    case Row::Where::Authenticated: return state_ != State::NotAuthenticated;
    case Row::Where::AuthenticatedOnly: return state_ == State::Authenticated;
    case Row::Where::Selected: return state_ == State::Selected;
  }
  return false;
}

void ImapSession::obey(const Command& command) {
  const Row* row = row_of(command.verb);
  if (row == nullptr) return tagged(command.tag, answer_bad("unknown command"));
  if (!allowed(*row)) {
    const bool well = fault(WrongStateOk) && row->where == Row::Where::Selected;
    return tagged(command.tag, well ? answer_ok("why not") : answer_bad("not in this state"));
  }
  tag_ = command.tag;
  const Answer answer = (this->*row->handler)(command);
  const bool expunges =
      row->tells == Row::Tells::All || (row->tells == Row::Tells::NoExpunge &&
                                        command.verb == Verb::Fetch && fault(ExpungeDuringFetch));
  if (row->tells != Row::Tells::Nothing && state_ == State::Selected) tell_changes(expunges);
  if (!answer) {  // IDLE, AUTHENTICATE: more is to come
    out_.octets += std::exchange(data_, {});
    return;
  }
  finish(command.tag, *answer);
}

/// The data of a command and its completion.
void ImapSession::finish(const std::string& tag, const ImapAnswer& answer) {
  const bool late = fault(CompletionBeforeData);
  std::string data = std::exchange(data_, {});
  if (!late) out_.octets += data;
  tagged(tag, answer);
  if (late) out_.octets += data;
}

void ImapSession::tagged(const std::string& tag, const ImapAnswer& answer) {
  std::string shown = tag;
  if (fault(TagLowercased)) std::ranges::transform(shown, shown.begin(), to_lower);
  ImapAnswer given = answer;
  if (given.status == ImapAnswer::Status::Bad && fault(BadBecomesNo))
    given.status = ImapAnswer::Status::No;
  const std::string line = shown + " " + to_wire(given) + "\r\n";
  out_.octets += line;
  if (fault(TwoCompletions)) out_.octets += line;
  if (answer.status == ImapAnswer::Status::Bad && ++errors_ >= context_.limits.errors)
    bye("too many errors");
}

void ImapSession::untagged(std::string_view text) {
  data_ += "* ";
  data_ += text;
  data_ += "\r\n";
}

}  // namespace wireassay::reference
