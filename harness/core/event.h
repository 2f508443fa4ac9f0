// The narrow waist: a protocol folder turns octets into events with named fields; judge and report
// know no protocol.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/parsed.h"
#include "core/structure.h"

namespace wireassay {

using TextList = std::vector<std::string>;
using TextTable = std::map<std::string, TextList>;

/// Value of a field of an event: absent, a number, a text, a list of texts, or a table of lists
/// (header fields).
using FieldValue = std::variant<std::monostate, std::uint64_t, std::string, TextList, TextTable>;

enum class EventKind {
  Reply,     ///< a whole reply; `cls` is its reply class ("250", "+OK", "BAD")
  Close,     ///< FIN or reset; `cls` is "close"
  Silence,   ///< nothing came in the time that was given; `cls` is "silence"
  Tls,       ///< outcome of a handshake; `cls` is "established", "alert:NAME", "plaintext"
  Garbage,   ///< octets that are no reply at all; `cls` is "garbage"
  Overflow,  ///< a named limit was exceeded while reading; `cls` is "overflow"
};

/// One thing that happened on a connection.
struct Event {
  EventKind kind = EventKind::Reply;
  std::string cls;
  std::map<std::string, FieldValue, std::less<>> fields;
  std::string raw;                    ///< the octets it was made of
  std::vector<Deviation> deviations;  ///< what the parser forgave, offsets into `raw`
  std::string note;                   ///< for people: "reset by peer", "after 10.0 s", parse error
  double at_ms = 0;  ///< when its last octet was there, milliseconds since the case began
};

/// How a field of an event is compared with an expected text.
enum class Compare {
  Exact,
  IgnoreCase,    ///< ASCII letters equal in both cases
  Capability,    ///< as IgnoreCase; a name alone also matches NAME=VALUE
  DottedDigits,  ///< "5.1.x": enhanced status codes, x stands for any digits
};

enum class FieldType { Number, Text, List, Table };

/// A field that a dialect declares: data for the loader, the lint, the schema and the judge.
struct FieldSpec {
  std::string_view name;
  FieldType type = FieldType::Text;
  Compare compare = Compare::Exact;
  std::string_view
      if_advertised;  ///< judged only where this capability was advertised; empty: always
  std::string_view doc;
  /// How texts of this field are compared where that is more than octets; nullptr: by `compare`.
  const Structure* structure = nullptr;
};

/// A rule that every reply of every dialogue must keep.
struct Invariant {
  std::string_view id;  ///< "smtp.same-code"; its pseudo-case is "invariant.smtp.same-code"
  std::string_view spec, clause, level, title, quote;
};

/// What the language and the judge must know of a dialect, as data.
struct DialectInfo {
  std::string_view name;                  ///< "smtp"
  std::vector<std::string_view> classes;  ///< fixed words ("+OK"); empty where `numeric`
  bool numeric = false;                   ///< reply classes are three digits, with x as wildcard
  std::vector<std::string_view> text_fields;  ///< human text: naming one is an error of the lint
  std::vector<FieldSpec> fields;
  std::vector<Invariant> invariants;
  std::vector<std::string_view> services;  ///< "smtp", "submission", "submissions"
  std::vector<std::string_view> unasked;   ///< classes a server may send unasked ("421")
  bool snapshot = false;         ///< a session sees what was there when it began: `poll` opens anew
  bool counted_barrier = false;  ///< the barrier's answer looks like others: read on to the end
};

/// True if the event's class is matched by the atom: equal; "25x"; "reply"; "alert" for any alert.
bool class_matches(std::string_view atom, const Event& event);

}  // namespace wireassay
