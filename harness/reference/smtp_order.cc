// The order of commands: the table of states (wire/smtp/session.h), and how mutants leave it.
#include <algorithm>

#include "reference/smtp_session.h"

namespace wireassay::reference {

using enum SmtpFault;
using smtp::Input;
using smtp::State;

namespace {

struct Permission {
  SmtpFault fault;
  Input input;
  State state;
};
constexpr Permission kPermissions[] = {
    {SecondMailAccepted, Input::Mail, State::Mail},
    {SecondMailAccepted, Input::Mail, State::Rcpt},
    {RcptBeforeMailAccepted, Input::Rcpt, State::Ready},
    {DataBeforeMailAccepted, Input::Data, State::Start},
    {DataBeforeMailAccepted, Input::Data, State::Ready},
    {DataWithoutRecipientsTaken, Input::Data, State::Mail},
    {DataAfterBdatAccepted, Input::Data, State::Chunks},
    {BdatBeforeRcptAccepted, Input::Chunk, State::Mail},
    {BdatBeforeRcptAccepted, Input::LastChunk, State::Mail},
    {BdatAfterLastAccepted, Input::Chunk, State::Ready},
    {BdatAfterLastAccepted, Input::LastChunk, State::Ready},
    {AuthInTransactionAccepted, Input::Auth, State::Mail},
    {AuthInTransactionAccepted, Input::Auth, State::Rcpt},
    {EtrnInTransactionAccepted, Input::Etrn, State::Mail},
    {EtrnInTransactionAccepted, Input::Etrn, State::Rcpt},
};

/// Commands after which a mutant forgets the transaction.
struct Clearing {
  SmtpFault fault;
  Input input;
};
constexpr Clearing kClearings[] = {
    {NoopClearsTransaction, Input::Noop},
    {VrfyClearsTransaction, Input::Vrfy},
    {ExpnClearsTransaction, Input::Expn},
    {HelpClearsTransaction, Input::Help},
};

/// Commands that should make the session forget the transaction, and do not.
constexpr Clearing kKeepings[] = {
    {RsetKeepsTransaction, Input::Rset},
    {EhloKeepsTransaction, Input::Ehlo},
    {HeloKeepsTransaction, Input::Helo},
    {StarttlsKeepsKnowledge, Input::Starttls},
    {TransactionSurvivesData, Input::EndOfContent},
};

}  // namespace

/// The table of states, and what mutants permit beside it.
bool SmtpSession::permitted(Input input) const {
  const bool start = state_ == State::Start;
  if (start && input == Input::Noop && fault(NoopBeforeEhloRefused)) return false;
  if (start && input == Input::Rset && fault(RsetBeforeEhloRefused)) return false;
  smtp::SessionFacts known = facts();
  known.tls = known.tls && !fault(StarttlsTwiceAccepted);
  known.authenticated = known.authenticated && !fault(AuthTwiceAccepted);
  if (smtp::allowed(state_, input, known)) return true;
  return std::ranges::any_of(kPermissions, [this, input](const Permission& row) {
    return row.input == input && row.state == state_ && fault(row.fault);
  });
}

void SmtpSession::advance(Input input) {
  const State from = state_;
  const char reply_class = static_cast<char>('0' + last_code_ / 100);
  const State to = smtp::next_state(state_, input, reply_class);
  const bool kept = std::ranges::any_of(kKeepings, [this, input](const Clearing& row) {
    return row.input == input && fault(row.fault);
  });
  const bool chunks = input == Input::Rset && from == State::Chunks && fault(RsetKeepsChunks);
  if (reply_class == '2' && (kept || chunks)) return keep(input);
  if (smtp::clears_transaction(state_, to, input)) transaction_ = {};
  state_ = to;
  advance_mutant(input, from);
}

void SmtpSession::keep(Input input) {
  if (state_ == State::Start) state_ = State::Ready;
  if (state_ == State::Content) state_ = State::Rcpt;
  if (input != Input::Starttls) return;
  before_tls_ = state_;
  state_ = State::Handshake;
}

/// Where a mutant stands after a command that its state should have forbidden, or that should have
/// changed nothing.
void SmtpSession::advance_mutant(Input input, State from) {
  const bool clears = std::ranges::any_of(kClearings, [this, input](const Clearing& row) {
    return row.input == input && fault(row.fault);
  });
  const bool refused =
      input == Input::Rcpt && last_code_ >= 400 && fault(RefusedRcptEndsTransaction);
  if (from == State::Rcpt && (clears || refused)) {
    state_ = State::Ready;
    transaction_ = {};
  }
  if (input == Input::Rcpt && from == State::Ready && last_code_ / 100 == 2) state_ = State::Rcpt;
  if (input == Input::Data && last_code_ == 354) state_ = State::Content;
  if (input == Input::Auth && last_code_ == 334) state_ = State::Exchange;
}

}  // namespace wireassay::reference
