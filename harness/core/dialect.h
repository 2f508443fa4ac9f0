// What the player asks of a protocol: a view of one connection that turns octets into events,
// without I/O.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/event.h"

namespace wireassay {

/// Limits on what a peer may send before the answer is "overflow".
struct ReadLimits {
  std::size_t line = 64 * 1024;     ///< octets of one line
  std::size_t reply = 1024 * 1024;  ///< octets of one reply
  std::size_t lines = 4096;         ///< lines of one reply
};

/// The client's side of one connection. Fed with what was sent and what came, in order.
class DialectSession {
 public:
  virtual ~DialectSession() = default;

  /// Octets that were written to the peer.
  virtual void sent(std::string_view octets) = 0;
  /// The next octets sent answer this command, whatever they look like (`answers` of a step).
  virtual void answers(std::string_view command) = 0;
  /// What goes before the next line of a `send`: "A7 " where a command with a tag begins, nothing
  /// where a line continues one. `pending` are the octets of the same write before this line, which
  /// were not told to sent() yet. `tag` is the step's own, empty for none.
  virtual std::string prefix(std::string_view pending, const std::optional<std::string>& tag) {
    (void)pending, (void)tag;
    return {};
  }
  /// The tag that the next command gets; empty where the protocol has none.
  virtual std::string next_tag() const { return {}; }
  /// While true, next() answers with data that answers no command as soon as it is there (class
  /// "*"), instead of keeping it for the reply it comes with.
  virtual void want_data(bool wanted) { (void)wanted; }
  /// The atoms of the outcome that the next event will be held against.
  virtual void awaits(std::span<const std::string> atoms) { (void)atoms; }
  /// True if an event is there that needs no further octet: it came in the octets of another.
  virtual bool ready() const { return false; }
  /// How many octets of the input of the last next() are whole data, kept for the reply they come
  /// with. They answer no command.
  virtual std::size_t kept_data() const { return 0; }
  /// Reads the next event from `input`. NeedMore is no event; a parse error becomes an event of
  /// kind Garbage or Overflow and takes what it refused. Never returns an event that took no octet,
  /// unless ready(). Between two calls that answer NeedMore, `input` only grows.
  virtual Parsed<Event> next(std::string_view input) = 0;
  /// How a connection ended: by FIN (behind close_notify where there is TLS), by a reset, or inside
  /// of TLS.
  enum class Ending { Clean, Reset, Truncated };
  /// The connection has ended and `rest` is left: the event that it makes, or nullopt where it is
  /// an unfinished reply.
  virtual std::optional<Event> closed(std::string_view rest, Ending ending) {
    (void)rest, (void)ending;
    return std::nullopt;
  }
  /// Capabilities as last advertised on this connection ("SIZE=1000", "AUTH=PLAIN"); lower state is
  /// kept.
  virtual const TextList& capabilities() const = 0;
  /// The TLS layer has been set up: forget what was learnt in clear.
  virtual void tls_started() = 0;
  /// What ends a conversation politely and gets a recognisable last reply; nullopt where there is
  /// no safe place for it (inside message content, a half-sent command).
  virtual std::optional<std::string> barrier() const = 0;
  /// True if `event` is the answer to the barrier.
  virtual bool answers_barrier(const Event& event) const = 0;
  /// True if the peer will end the connection now: where there is no barrier, what it still says is
  /// read to the end.
  virtual bool ends() const { return false; }
  /// True if the peer has said that it ends the connection: that it answers no further question
  /// says nothing then.
  virtual bool took_leave() const { return false; }
  /// Class that must come before the next command may be sent ("220" after STARTTLS); informative.
  virtual std::size_t outstanding() const = 0;
};

/// One row of play's table of dialects.
class Dialect {
 public:
  virtual ~Dialect() = default;
  virtual const DialectInfo& info() const = 0;
  virtual std::unique_ptr<DialectSession> session(const ReadLimits& limits) const = 0;
  /// The dialogue that upgrades a fresh, greeted connection to TLS: lines to send, each with the
  /// class of its reply.
  struct Upgrade {
    std::string line;
    std::string assume;
  };
  virtual std::vector<Upgrade> upgrade(std::string_view client_name) const = 0;
  /// True if the server speaks first on a new connection.
  virtual bool greets() const = 0;
  /// Class of the greeting that lets a dialogue begin.
  virtual std::string_view greeting() const = 0;
  /// Class of the greeting of a connection that is logged in already; empty where there is none.
  /// The dialogues of cases begin before a login.
  virtual std::string_view greeting_logged_in() const { return {}; }
  /// The line that asks for the capabilities ("EHLO client", "CAPA").
  virtual std::string ask_capabilities(std::string_view client_name) const = 0;
  /// One line of a SASL exchange in this protocol; see play/sasl.h.
  virtual std::string auth_command(std::string_view mechanism,
                                   std::optional<std::string_view> initial_base64) const = 0;
  /// The base64 challenge of a continuation, or nullopt if the event ends the exchange.
  virtual std::optional<std::string> auth_challenge(const Event& event) const = 0;
};

}  // namespace wireassay
