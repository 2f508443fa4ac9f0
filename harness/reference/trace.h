// The trace fields that a server puts on top of a message: RFC 5321 4.4.
#pragma once

#include <cstddef>
#include <ctime>
#include <string>
#include <string_view>

namespace wireassay::reference {

struct ProtocolFacts {
  bool extended = false, tls = false, authenticated = false, utf8 = false;
};
/// "SMTP", "ESMTP", "ESMTPSA" (RFC 3848), "UTF8SMTPS" (RFC 6531 4.3).
std::string protocol_name(const ProtocolFacts& facts);

struct Trace {
  std::string client;          ///< argument of EHLO
  std::string client_address;  ///< IPv6 without brackets and tag
  std::string host, protocol, id;
  std::string recipient;  ///< the path of the only recipient, or empty
  std::time_t time = 0;
};
/// With its CRLF, folded.
std::string received_field(const Trace& trace);
/// "Sat, 21 Nov 2026 09:30:03 +0000"
std::string date_time(std::time_t time);

/// The content without Return-Path fields in its header section: "SMTP servers making final
/// delivery MAY remove Return-path header fields before adding their own", as "exactly one return
/// path SHOULD be present when the message is delivered" (RFC 5321 4.4).
std::string without_return_path(std::string_view content);

/// Received fields in the header section of a message.
std::size_t count_received(std::string_view content);

}  // namespace wireassay::reference
