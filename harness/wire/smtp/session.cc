// All transitions of the SMTP session in one table.
#include "wire/smtp/session.h"

#include <algorithm>
#include <array>

namespace wireassay::smtp {
namespace {

using enum State;

// RFC 5321 section 4.1.4: "The NOOP, HELP, EXPN, VRFY, and RSET commands can be used at any time
// during a session, or without previously initializing a session"; EHLO "MAY be issued by a client
// later in the session"; "The QUIT command may be issued at any time" (section 4.1.1.10).
constexpr State kCommandStates[] = {Start, Ready, Mail, Rcpt, Chunks, ChunkLost};
constexpr Input kStaying[] = {Input::Noop, Input::Help, Input::Vrfy, Input::Expn};
constexpr std::size_t kAnyTimeRows = std::size(kCommandStates) * (std::size(kStaying) + 4);

constexpr std::array<Transition, kAnyTimeRows> any_time() {
  std::array<Transition, kAnyTimeRows> rows{};
  std::size_t at = 0;
  for (const State from : kCommandStates) {
    for (const Input input : kStaying) rows[at++] = {from, input, '2', from};
    rows[at++] = {from, Input::Ehlo, '2', Ready};
    rows[at++] = {from, Input::Helo, '2', Ready};
    rows[at++] = {from, Input::Rset, '2', from == Start ? Start : Ready};
    rows[at++] = {from, Input::Quit, '2', Closed};
  }
  return rows;
}

constexpr Transition kOrdered[] = {
    // RFC 5321 section 4.1.4: "a mail transaction consists of a transaction beginning command, one
    // or more RCPT
    // commands, and a DATA command, in that order"
    {Ready, Input::Mail, '2', Mail},
    {Ready, Input::Send, '2', Mail},
    {Ready, Input::Soml, '2', Mail},
    {Ready, Input::Saml, '2', Mail},
    {Mail, Input::Rcpt, '2', Rcpt},
    {Rcpt, Input::Rcpt, '2', Rcpt},
    {Rcpt, Input::Data, '3', Content},
    // RFC 5321 section 4.1.1.4: "on the completion of this command these buffers are cleared"
    {Content, Input::EndOfContent, '2', Ready},
    {Content, Input::EndOfContent, '4', Ready},
    {Content, Input::EndOfContent, '5', Ready},
    // RFC 3030 section 2: "DATA and BDAT commands cannot be used in the same transaction"; "The
    // resulting state from a
    // failed BDAT command is indeterminate. A RSET command MUST be issued to clear the transaction"
    {Rcpt, Input::Chunk, '2', Chunks},
    {Rcpt, Input::Chunk, '4', ChunkLost},
    {Rcpt, Input::Chunk, '5', ChunkLost},
    {Rcpt, Input::LastChunk, '2', Ready},
    {Rcpt, Input::LastChunk, '4', ChunkLost},
    {Rcpt, Input::LastChunk, '5', ChunkLost},
    {Chunks, Input::Chunk, '2', Chunks},
    {Chunks, Input::Chunk, '4', ChunkLost},
    {Chunks, Input::Chunk, '5', ChunkLost},
    {Chunks, Input::LastChunk, '2', Ready},
    {Chunks, Input::LastChunk, '4', ChunkLost},
    {Chunks, Input::LastChunk, '5', ChunkLost},
    // RFC 3207 section 4.2: "Upon completion of the TLS handshake, the SMTP protocol is reset to
    // the initial state"
    {Start, Input::Starttls, '2', Handshake, Guard::NotTls},
    {Ready, Input::Starttls, '2', Handshake, Guard::NotTls},
    {Mail, Input::Starttls, '2', Handshake, Guard::NotTls},
    {Rcpt, Input::Starttls, '2', Handshake, Guard::NotTls},
    {Handshake, Input::TlsReady, '-', Start},
    // RFC 4954 section 4: "After a successful AUTH command completes, a server MUST reject any
    // further AUTH commands
    // with a 503 reply. The AUTH command is not permitted during a mail transaction."
    {Ready, Input::Auth, '2', Ready, Guard::NotAuthenticated},
    {Ready, Input::Auth, '3', Exchange, Guard::NotAuthenticated},
    {Exchange, Input::Response, '3', Exchange},
    {Exchange, Input::Response, '2', Ready},
    {Exchange, Input::Response, '4', Ready},
    {Exchange, Input::Response, '5', Ready},
    // RFC 1985 section 5: "at any time once a session is established, as long as there is not a
    // transaction"
    {Ready, Input::Etrn, '2', Ready},
    // RFC 2645 section 5.2.1 and RFC 821 section 3.8: with 250 the roles are exchanged, this
    // session is over
    {Ready, Input::Atrn, '2', Closed},
    {Ready, Input::Turn, '2', Closed},
};

constexpr auto join() {
  constexpr auto kAnyTime = any_time();
  std::array<Transition, kAnyTime.size() + std::size(kOrdered)> rows{};
  std::ranges::copy(kOrdered, std::ranges::copy(kAnyTime, rows.begin()).out);
  return rows;
}
constexpr auto kSession = join();

/// One row at most for a state, an input and a reply; one condition for a state and an input.
constexpr bool deterministic(std::span<const Transition> rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = i + 1; j < rows.size(); ++j) {
      if (rows[i].from != rows[j].from || rows[i].input != rows[j].input) continue;
      if (rows[i].reply == rows[j].reply || rows[i].guard != rows[j].guard) return false;
    }
  }
  return true;
}
static_assert(deterministic(kSession));

bool holds(Guard guard, const SessionFacts& facts) {
  switch (guard) {
    case Guard::None: return true;
    case Guard::NotTls: return !facts.tls;
    case Guard::NotAuthenticated: return !facts.authenticated;
  }
  return true;
}

bool in_transaction(State state) {
  return state == Mail || state == Rcpt || state == Content || state == Chunks ||
         state == ChunkLost;
}

}  // namespace

std::string_view to_string(State state) {
  constexpr std::string_view kNames[] = {"Start",  "Ready",     "Mail",     "Rcpt",      "Content",
                                         "Chunks", "ChunkLost", "Exchange", "Handshake", "Closed"};
  return kNames[static_cast<std::size_t>(state)];
}

Input input_of(const Command& command) {
  switch (command.verb) {
    case Verb::Ehlo: return Input::Ehlo;
    case Verb::Helo: return Input::Helo;
    case Verb::Mail: return Input::Mail;
    case Verb::Rcpt: return Input::Rcpt;
    case Verb::Data: return Input::Data;
    case Verb::Bdat: {
      const auto* chunk = std::get_if<ChunkArgument>(&command.argument);
      return chunk != nullptr && chunk->last ? Input::LastChunk : Input::Chunk;
    }
    case Verb::Rset: return Input::Rset;
    case Verb::Vrfy: return Input::Vrfy;
    case Verb::Expn: return Input::Expn;
    case Verb::Help: return Input::Help;
    case Verb::Noop: return Input::Noop;
    case Verb::Quit: return Input::Quit;
    case Verb::Starttls: return Input::Starttls;
    case Verb::Auth: return Input::Auth;
    case Verb::Etrn: return Input::Etrn;
    case Verb::Atrn: return Input::Atrn;
    case Verb::Turn: return Input::Turn;
    case Verb::Send: return Input::Send;
    case Verb::Soml: return Input::Soml;
    case Verb::Saml: return Input::Saml;
  }
  return Input::Noop;
}

std::span<const Transition> transitions() { return kSession; }

bool allowed(State state, Input input, const SessionFacts& facts) {
  return std::ranges::any_of(kSession, [&](const Transition& row) {
    return row.from == state && row.input == input && holds(row.guard, facts);
  });
}

State next_state(State state, Input input, char reply_class) {
  for (const Transition& row : kSession) {
    if (row.from == state && row.input == input && row.reply == reply_class) return row.to;
  }
  return state;
}

bool clears_transaction(State from, State to, Input input) {
  if (input == Input::Ehlo || input == Input::Helo || input == Input::Rset)
    return to == Ready || to == Start;
  return in_transaction(from) && !in_transaction(to);
}

}  // namespace wireassay::smtp
