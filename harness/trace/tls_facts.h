// What a conversation's TLS was, as far as the octets tell.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trace/conversation.h"
#include "wire/tls/certificate.h"

namespace wireassay::trace {

/// Of one kind in one conversation; more are only counted.
inline constexpr std::size_t kMostNoted = 64;

struct ClientHelloFacts {
  Moment at;
  std::uint16_t record_version = 0, legacy_version = 0;
  std::vector<std::uint16_t> versions;  ///< offered
  std::vector<std::uint16_t> suites;
  std::optional<std::string> server_name;
  std::vector<std::string> alpn;
  bool offers_session = false;  ///< a session id that is not only for compatibility, or a ticket
  bool offers_psk = false, offers_early_data = false;
  std::string ja3, ja3_full, ja4;
};

struct ServerHelloFacts {
  Moment at;
  std::uint16_t record_version = 0, legacy_version = 0;
  std::uint16_t version = 0;  ///< negotiated: that of supported_versions, else the field
  std::uint16_t suite = 0;
  std::string ja3s, ja3s_full;
  std::string_view downgrade;  ///< "1.2", "1.1" where the random says so, else empty
};

enum class Resumption {
  Unknown,    ///< what would tell was not seen
  No,         ///< a full handshake
  SessionId,  ///< the server took up a session that the hello named, by id or ticket
  Psk,        ///< TLS 1.3: a pre-shared key was chosen, mostly a ticket
};

struct AlertFacts {
  Direction from = Direction::FromClient;
  Moment at;
  std::string text;     ///< "fatal alert:protocol_version"; of one under keys what is known of it
  bool opened = false;  ///< it was under keys
};

struct TlsAnomaly {
  Direction from = Direction::FromClient;
  Moment at;
  std::string_view rule;  ///< id in tls::rules(), or "trace.…" of what is only seen in captures
  std::uint64_t offset = 0;
  std::string where;  ///< "stream": offset in TLS's octets of that side; else the message
};

/// What the client sent before its first record under keys, counted in four ways.
struct ClientCounts {
  std::uint64_t commands = 0;            ///< lines in clear
  std::uint64_t handshake_messages = 0;  ///< ClientHello …
  std::uint64_t with_change_cipher_spec = 0;
  std::uint64_t records = 0;
  bool reached = false;            ///< a record under keys was seen; otherwise so far
  std::vector<std::string> names;  ///< of the messages, in their order
};

struct KeyRecords {
  std::uint64_t records = 0, octets = 0;  ///< under keys
  std::uint64_t opened = 0;
};

struct TlsFacts {
  std::optional<ClientHelloFacts> client_hello;
  bool retried = false;  ///< HelloRetryRequest, and the hello above is the first one
  std::optional<ServerHelloFacts> server_hello;
  std::optional<std::uint16_t> group;
  std::uint64_t dhe_bits = 0;
  std::optional<std::string> alpn;  ///< that the server chose
  Resumption resumption = Resumption::Unknown;
  bool client_certificate_asked = false;
  std::optional<std::size_t>
      client_certificates;  ///< entries of its Certificate, where that was seen
  std::vector<tls::CertificateFacts> server_chain, client_chain;
  bool server_certificate_seen = false;
  std::vector<AlertFacts> alerts;
  std::vector<TlsAnomaly> anomalies;
  std::uint64_t anomalies_more = 0;
  ClientCounts counts;
  std::array<KeyRecords, 2> under_keys;  ///< of the client, of the server
  std::string why_not_opened;            ///< where keys were given
};

}  // namespace wireassay::trace
