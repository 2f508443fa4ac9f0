// What two sides said to each other, wherever it was read: in a report, or in a scenario. And the
// forms in which fuzz targets take dialogues (fuzz/dialogue.h, fuzz/connections.h).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/dialect.h"

namespace wireassay::corpus {

enum class Who { Client, Server, Tls };

struct Turn {
  Who who = Who::Client;  ///< Tls: TLS has been set up, without octets
  std::string octets;
  std::size_t connection = 0;  ///< index into Talk::protocols
  bool operator==(const Turn&) const = default;
};

struct Talk {
  std::string name;                    ///< for seeds: "rset-forgets-recipients"
  std::vector<std::string> protocols;  ///< of each connection: "smtp"; empty: none of ours
  std::vector<Turn> turns;
};

/// nullptr: no protocol that people speak.
const Dialect* dialect_of(std::string_view protocol);

/// The turns of each connection of that protocol, as talks with a single one.
std::vector<Talk> connections_of(const Talk& talk, std::string_view protocol);

/// All that one side said.
std::string said_by(const Talk& talk, Who who);

/// What the server said, reply by reply; octets that are none are left out. Of a single connection.
std::vector<std::string> replies_of(const Talk& talk, const Dialect& dialect);

/// "~C…~S…~T": the input of a tracker. Of a single connection.
std::string as_dialogue(const Talk& talk);

/// What the clients of all connections of that protocol sent, with "~2" where it goes on in the
/// second: the input of a session. The names and passwords of a run become those of the targets'
/// server; `handshakes`: "~T" where TLS was set up.
std::string as_session(const Talk& talk, std::string_view protocol, bool handshakes);

/// What the server of a single connection said, "~+" where it waited for the client; in front the
/// letter of a case by `choice`: the input of a player.
std::string as_words(const Talk& talk, std::size_t choice);

/// Names that a run made up (mailboxes, ports) become the same ones each time; passwords that were
/// masked those of the targets' server.
std::string with_plain_names(std::string_view protocol, const std::string& octets);

}  // namespace wireassay::corpus
