// ClientHello, and ServerHello with its disguise HelloRetryRequest: RFC 8446 section 4.1, RFC 5246
// section 7.4.1, for SSL 3.0 to TLS 1.3.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/tls/extension.h"

namespace wireassay::tls {

inline constexpr std::size_t kRandom = 32;

struct ClientHello {
  std::uint16_t version = 0;
  std::string random;  ///< kRandom octets, filled up with zeros where the message was too short
  std::string session_id;
  std::vector<std::uint16_t> cipher_suites;
  std::string compression;  ///< an octet for each method
  std::optional<std::vector<Extension>> extensions;
  bool operator==(const ClientHello&) const = default;
};

struct ServerHello {
  std::uint16_t version = 0;
  std::string random;
  std::string session_id;
  std::uint16_t cipher_suite = 0;
  std::uint8_t compression = 0;
  std::optional<std::vector<Extension>> extensions;
  bool operator==(const ServerHello&) const = default;
};

/// Bodies of handshake messages, without type and length.
Decoded<ClientHello> decode_client_hello(std::string_view body);
Decoded<ServerHello> decode_server_hello(std::string_view body);

/// Names of the fields: version random session_id cipher_suites compression extensions.
Field fields(const ClientHello& hello);
Field fields(const ServerHello& hello);
std::string to_wire(const ClientHello& hello);
std::string to_wire(const ServerHello& hello);

/// Its random is the fixed one of RFC 8446 section 4.1.3.
bool is_hello_retry_request(const ServerHello& hello);
/// The version selected: that of supported_versions, else the field.
std::uint16_t selected_version(const ServerHello& hello);
/// Versions offered: those of supported_versions, else the field alone.
std::vector<std::uint16_t> offered_versions(const ClientHello& hello);

/// What the last octets of a server's random say (RFC 8446 section 4.1.3).
enum class Downgrade { None, Tls12, Tls11OrBelow };
Downgrade downgrade(const ServerHello& hello);

/// host_name of server_name; nullopt where there is none.
std::optional<std::string> server_name(const ClientHello& hello);

}  // namespace wireassay::tls
