// Everything that happened in one case: octets in both directions with times, and what each step
// saw. The player writes it, the judge reads it; a transcript can be judged again later.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/event.h"
#include "core/secrets.h"

namespace wireassay {

enum class Side { Client, Server, Note };

/// A run of octets on one connection, or (Side::Note) a remark such as "TLS 1.3 established".
struct Chunk {
  std::uint32_t connection = 0;  ///< index into Transcript::connections
  Side from = Side::Client;
  double at_ms = 0;                 ///< since the case began
  bool tls = false;                 ///< the octets travelled inside TLS
  std::uint64_t stream_offset = 0;  ///< of the first octet, counted per connection and direction
  std::string octets;               ///< secrets already masked, length kept
};

struct ConnectionInfo {
  std::string name;       ///< "mta"; empty for the only connection of a case
  std::string service;    ///< "smtp"
  std::string transport;  ///< "plain", "starttls", "tls"
  std::string peer;       ///< "127.0.0.1:2525"
};

/// Octets that a verdict points at: in what the server sent on a connection.
struct Mark {
  std::uint32_t connection = 0;
  std::uint64_t stream_offset = 0;
  std::uint64_t length = 0;
  bool operator==(const Mark&) const = default;
};

enum class Phase { Opening, Dialogue, Cleanup };

/// Why a step could not be played or asked.
enum class Trouble {
  None,
  Unreachable,  ///< refused, no route, connect timed out
  Tls,          ///< a handshake failed where TLS was not the question
  Expansion,    ///< a variable could not be expanded
  Overflow,     ///< arithmetic left the range of 64 bits: the question does not arise (skip)
  Missing,      ///< a fact, user or capability is missing (skip)
  Fixture,      ///< `given` could not be made
  Aborted,      ///< the run was interrupted
};

/// What one step (one iteration of it, one attempt of a poll) did and saw.
struct StepRecord {
  Phase phase = Phase::Dialogue;
  std::uint32_t connection = 0;
  std::size_t step = 0;         ///< index into the dialogue, or into the connection's opening
  std::uint32_t iteration = 1;  ///< of `times`
  bool guarded = false;         ///< `when` did not hold: not played
  bool passed_over = false;  ///< an earlier step allowed the close of this connection: not played
  bool superseded = false;   ///< an attempt of a poll that was repeated
  std::size_t first_chunk = 0;         ///< index into chunks when the step began
  std::vector<Event> events;           ///< one for each outcome that was awaited
  std::vector<std::uint64_t> offsets;  ///< stream offset in what the server sent, of each event
  TextList capabilities;               ///< of the connection when the step ended
  std::string tag;  ///< what the variable `tag` stood for: the tag of the step's first command
  Trouble trouble = Trouble::None;
  std::string trouble_text;  ///< what went wrong, for people
};

/// A reply that was still there when the case ended.
struct Leftover {
  std::uint32_t connection = 0;
  std::uint64_t offset = 0;
  Event event;
};

struct Transcript {
  std::vector<ConnectionInfo> connections;
  std::vector<Chunk> chunks;
  std::vector<StepRecord> steps;
  std::vector<Leftover> leftovers;
  std::map<std::string, std::string, std::less<>>
      variables;  ///< all that could be expanded, secrets too: never reported
  /// What functions of the player's gave, by call_text(): for who judges has neither users nor
  /// files.
  std::map<std::string, std::string, std::less<>> calls;
  std::string not_serving;  ///< why the server does not serve any more behind the dialogue, if so
  std::vector<std::string> notes;  ///< trouble that changes no verdict (cleanup failed)
  Secrets secrets;
  double ms = 0;  ///< how long the case took
};

}  // namespace wireassay
