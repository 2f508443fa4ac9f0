// For the tests of TLS: hellos, and what a server says to octets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reference/server.h"
#include "wire/tls/encode.h"
#include "wire/tls/stream.h"

namespace wireassay::reference::testing {

/// Hellos as asking clients send them: no extension_master_secret, no tickets.
tls::HelloParts parts12();
tls::HelloParts parts13();
/// The octets of a hello, with changes to its fields.
std::string hello(const tls::HelloParts& parts, std::vector<tls::Override> changes = {});

/// What a server said in TLS until it closed.
struct Said {
  std::vector<tls::Item> items;
  bool open = false;  ///< it did not close while it was waited for
};

enum class Then { End, Wait };

/// Sends the octets where TLS begins on that service ("smtps", "imap+starttls"), then its FIN, or
/// waits. "{|}" parts two TCP segments; "{flight}" waits for the server's flight.
Said say_to(const scenario::Target& target, std::string_view service, const std::string& octets,
            Then then = Then::End);

/// "server_hello certificate … alert:decode_error open": warnings as "warning:…".
std::string names_of(const Said& said);

}  // namespace wireassay::reference::testing
