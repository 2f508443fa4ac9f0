// Arguments of commands: numbers (RFC 1939), AUTH (RFC 5034), APOP (RFC 1939), LANG (RFC 6856).
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "core/parsed.h"
#include "wire/pop3/command.h"

namespace wireassay::pop3 {

/// "expressed in base-10 (i.e., decimal)" (RFC 1939 section 4): digits and nothing else. What
/// exceeds 64 bits is the largest number there is, never a smaller one.
std::optional<std::uint64_t> parse_number(std::string_view text);

/// base64 = base64-terminal / ( 1*(4base64-CHAR) [base64-terminal] ) (RFC 5034 section 5)
bool is_base64(std::string_view text);

struct AuthArgument {
  std::string mechanism;               ///< as it was sent
  std::optional<std::string> initial;  ///< base64, or "=" for one that is empty
  bool operator==(const AuthArgument&) const = default;
};
/// auth-command = "AUTH" SP sasl-mech [SP initial-response]; offsets count params.
std::expected<AuthArgument, ParseError> parse_auth_argument(const Command& command);

struct ApopArgument {
  std::string name;
  std::string digest;  ///< 32 digits
  bool operator==(const ApopArgument&) const = default;
};
/// "a 16-octet value which is sent in hexadecimal format, using lower-case ASCII characters"
std::expected<ApopArgument, ParseError> parse_apop_argument(const Command& command);

/// language-range = (1*8ALPHA *("-" 1*8alphanum)) / "*" (RFC 4647 section 2.1)
bool is_language_range(std::string_view text);

}  // namespace wireassay::pop3
