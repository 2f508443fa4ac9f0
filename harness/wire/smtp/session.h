// The SMTP session as data: RFC 5321 section 4.1.4 with STARTTLS (RFC 3207), AUTH (RFC 4954) and
// BDAT (RFC 3030).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "wire/smtp/command.h"

namespace wireassay::smtp {

enum class State {
  Start,      ///< greeted, no EHLO yet (and again after TLS)
  Ready,      ///< EHLO or HELO accepted, no transaction
  Mail,       ///< MAIL accepted
  Rcpt,       ///< at least one RCPT accepted
  Content,    ///< 354 sent, reading to CRLF.CRLF
  Chunks,     ///< a BDAT chunk accepted, not the last
  ChunkLost,  ///< a BDAT chunk failed: RSET, EHLO or QUIT must follow (RFC 3030 section 2)
  Exchange,   ///< 334 sent, reading a line of the SASL exchange
  Handshake,  ///< 220 to STARTTLS sent
  Closed,     ///< 221 sent
};
std::string_view to_string(State state);

/// What can happen: every command, and what is no command.
enum class Input {
  Ehlo,
  Helo,
  Mail,
  Rcpt,
  Data,
  Chunk,
  LastChunk,
  Rset,
  Vrfy,
  Expn,
  Help,
  Noop,
  Quit,
  Starttls,
  Auth,
  Etrn,
  Atrn,
  Turn,
  Send,
  Soml,
  Saml,
  EndOfContent,  ///< CRLF.CRLF was read
  Response,      ///< a line of the SASL exchange
  TlsReady,      ///< the handshake is over
};
/// BDAT is Chunk or LastChunk.
Input input_of(const Command& command);

/// A condition beside the state.
enum class Guard { None, NotTls, NotAuthenticated };

/// In `from`, `input` answered by a reply of class `reply` ('2' '3' '4' '5'; '-' without a reply)
/// leads to `to`.
struct Transition {
  State from;
  Input input;
  char reply;
  State to;
  Guard guard = Guard::None;
};
std::span<const Transition> transitions();

/// What the server remembers beside the state.
struct SessionFacts {
  bool tls = false;
  bool authenticated = false;
};

/// True if a transition begins with it: else the answer is 503 and the state stays.
bool allowed(State state, Input input, const SessionFacts& facts = {});
/// The state after the reply. Without a row for that class the state stays: "the SMTP server MUST
/// stay in the same state" (RFC 5321 section 4.1.4).
State next_state(State state, Input input, char reply_class);

/// True if the transition drops sender, recipients and content.
bool clears_transaction(State from, State to, Input input);

}  // namespace wireassay::smtp
