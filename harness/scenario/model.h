// A scenario file after loading: names resolved, strings parsed into templates, positions kept for
// every message. Reference of the language: docs in README and `wireassay explain --language`.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wireassay::scenario {

using Millis = std::chrono::milliseconds;

/// Where something stands in a file; line and column count from 1, column in code points.
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  auto operator<=>(const Position&) const = default;
};

/// A mistake in a file: what is wrong, where, and what to do.
struct Problem {
  std::string file;
  Position at;
  std::string message;  ///< one line
  std::string excerpt;  ///< the source line and a caret below it, may be empty
};
/// "file:line:col: message" and the excerpt below.
std::string to_string(const Problem& problem);

/// An expression inside ${…}: sums of products over unsigned 64-bit numbers, or a value.
struct Expr {
  enum class Kind { Number, Text, Name, Field, Call, Add, Subtract, Multiply };
  Kind kind = Kind::Name;
  std::string text;   ///< name, function or literal text; for Field the name before the dot
  std::string field;  ///< for Field: what stands behind the dot
  std::uint64_t number = 0;
  std::vector<Expr> args;
  std::size_t offset = 0;  ///< in the string, for messages
};

/// A part of a string: octets, an expression, or (in expected values) a hole.
struct Piece {
  enum class Kind { Literal, Value, Hole, AnyHole, RestHole };
  Kind kind = Kind::Literal;
  std::string text;  ///< octets, or the name of the hole
  Expr value;
  std::size_t offset = 0;  ///< in the string, for messages
};

/// A string with ${…} in it, parsed. Expansion never unescapes.
struct Template {
  std::vector<Piece> pieces;
  Position at;
  std::string source;  ///< as written, for people
  bool has_holes() const;
};

/// One alternative of an outcome: "250", "5xx", "close", "alert:NAME".
struct Outcome {
  std::vector<std::string> atoms;
  Position at;
  bool has(std::string_view atom) const;
  std::string text() const;  ///< "250|5xx"
};

/// An outcome that is let pass with a reason (`tolerate`, `skip`).
struct Excuse {
  Outcome outcome;
  std::string reason;
};

class Regex;

/// One expected value of a field (LANGUAGE section 5).
struct Pattern {
  enum class Kind { Text, Number, Present, Absent, Regex };
  Kind kind = Kind::Text;
  Template text;  ///< Text: the value with holes; Regex: the expression (no variables)
  std::uint64_t number = 0;
  Position at;
  std::shared_ptr<const Regex> regex =
      nullptr;  ///< Kind::Regex: by compile_regex() (regex.h); else each match compiles it
};

/// All that is demanded of one field. For table fields (`header`) there is one of these for each
/// `key`.
struct FieldExpectation {
  std::string field;
  std::string key;                           ///< name inside a table-valued field, or empty
  std::vector<Pattern> has;                  ///< all of these, in any order
  std::optional<std::vector<Pattern>> only;  ///< exactly these
  std::vector<Pattern> order;                ///< these, in this order
  std::vector<Pattern> none;                 ///< `not`: none of these
  Position at;
};

/// `term OP term` of `check`.
struct Check {
  Template left, right;
  std::string op;
  std::string source;
  Position at;
};

struct HelloSpec;

/// A change to the records that an act inside TLS makes, between TLS and the socket.
struct RecordChange {
  std::uint32_t record = 1;          ///< counted from 1 in what the act sends
  std::string op;                    ///< xor insert drop cut before after omit repeat
  Template value;                    ///< octets in hexadecimal, or a number
  std::optional<std::int64_t> from;  ///< `at`; negative: from the end
  Position at;
};

/// Options of a handshake; unset means the target's.
struct TlsAct {
  std::optional<std::string> min, max, sni, ciphers, cert, groups;
  std::optional<std::string> resume;  ///< a connection of the case whose session is offered
  std::optional<bool> ems;            ///< extended master secret (RFC 7627)
  std::vector<std::string> alpn;
  std::optional<bool> verify;
};

/// A whole SASL exchange.
struct AuthAct {
  Template mechanism;
  std::optional<Template> user, password, authzid;
  bool initial = false;
};

enum class ActKind { None, Send, SendBytes, Hello, Tls, Auth, Do, Answer };

struct Step {
  Position at;
  std::size_t number = 0;  ///< from 1, as people count
  std::string on;          ///< name of the connection; empty with a single one
  std::optional<Outcome> when;
  std::optional<Millis> after;

  ActKind act = ActKind::None;
  std::vector<Template>
      send;          ///< Send: lines without CRLF; SendBytes (and send_hex): one template of octets
  bool hex = false;  ///< SendBytes: what the template expands to is hexadecimal
  TlsAct tls;
  std::map<std::string, Template> tls_texts;  ///< its values that hold variables, by key
  AuthAct auth;
  std::shared_ptr<const HelloSpec> hello;
  std::vector<RecordChange> records;
  std::string
      word;  ///< Do: close_notify, shut, reset, close, accept, converse, key_update, renegotiate
  std::vector<Template> answer;     ///< listening connections
  std::vector<std::uint64_t> cuts;  ///< `split`: offsets; empty with split_every == 0: as one write
  std::uint64_t split_every = 0;
  std::optional<Millis> pause;
  bool plain = false;
  std::uint32_t times = 1;
  std::optional<Template> tag;  ///< imap: instead of a fresh one

  bool assume = false;            ///< outcomes are a precondition (error), else the question (fail)
  std::vector<Outcome> outcomes;  ///< a sequence; empty: nothing is awaited
  std::vector<Excuse> tolerate, skip;
  std::map<std::string, Outcome> reading;
  std::optional<Millis> within, poll;
  std::string answers;
  std::string as;
  std::vector<Check> checks;
  std::vector<FieldExpectation> fields;
};

enum class Security { Any, Plain, StartTls, Tls, Encrypted };

struct Let {
  std::string name;
  Template value;
};

/// One party of a dialogue, with its opening laid out flat.
struct ConnectionSpec {
  std::string name;      ///< empty for the only connection
  std::string service;   ///< "smtp"; empty: the default of the protocol
  std::string protocol;  ///< dialect: "smtp"
  std::string listen;    ///< a listening connection of this protocol; not played yet
  std::string source;    ///< source address or empty
  std::string opening;   ///< name, for people: "greeted"
  Security security = Security::Any;
  bool read_greeting = true;  ///< false for `raw`
  std::vector<Let> params;    ///< of the openings, case's own first
  std::vector<Step> steps;    ///< of all openings, outermost first; every outcome is an assume
  Position at;
};

enum class Level { Must, MustNot, Should, ShouldNot, May, Example };
std::string_view to_string(Level level);

struct Given {
  enum class Box { None, NewMailbox, Inbox, Maildrop };
  Box box = Box::None;
  std::vector<std::string> messages;
};

struct Requirement {
  struct Term {
    std::string capability;  ///< "STARTTLS", "AUTH=PLAIN"
    bool negated = false;
    std::string op;  ///< "" or one of > >= < <= == !=
    std::uint64_t number = 0;
  };
  std::vector<Term> any;  ///< alternatives
  std::string source;
};

/// One case, expanded over its rows (but not over surfaces).
struct Case {
  std::string file;
  Position at;
  std::string id;   ///< "smtp.rfc5321.helo.no-domain"
  std::string row;  ///< name of the row, or empty
  std::string title, spec, clause, quote;
  Level level = Level::Must;
  std::string protocol;
  std::vector<ConnectionSpec> connections;  ///< at least one
  bool named_connections = false;
  Given given;
  std::vector<std::string> needs;
  std::vector<Requirement> requires_;
  std::vector<std::string> surfaces;  ///< empty: the transport of the run
  bool all_surfaces = false;          ///< of the language's default: those that the target has
  std::vector<Let> lets;              ///< file, case, row: later ones win
  std::map<std::string, std::string> readings;
  std::map<std::string, std::string> waive;
  std::vector<Step> dialogue;
  std::vector<Step> cleanup;
  bool fixed_transport = false;  ///< has a `tls` or `hello` act: not for --vary transport
  bool fixed_fragments = false;  ///< has a `split`: not for --vary fragments
  bool playable = true;  ///< false: the player skips it, with `why_not_playable` as the reason
  std::string why_not_playable;  ///< "protocol imap is not played yet"
  std::string full_id() const;   ///< ID[/ROW]
};

/// Index of the connection that a step speaks on.
std::size_t connection_index(const Case& c, const Step& step);

}  // namespace wireassay::scenario
