// SMTP commands: RFC 5321 section 4.1 and the extensions, from a line to a value and back.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/parsed.h"
#include "wire/message/mailbox.h"
#include "wire/smtp/parameter.h"

namespace wireassay::smtp {

inline constexpr std::size_t kMaxCommandLine = 512;  ///< RFC 5321 section 4.5.3.1.4, with CRLF
inline constexpr std::size_t kMaxTextLine =
    1000;  ///< RFC 5321 section 4.5.3.1.6, with CRLF, without the stuffed dot
inline constexpr std::size_t kMaxAuthLine = 12288;     ///< RFC 4954 section 4
inline constexpr std::size_t kMinRecipients = 100;     ///< RFC 5321 section 4.5.3.1.8
inline constexpr std::size_t kMinContent = 64 * 1024;  ///< RFC 5321 section 4.5.3.1.7
inline constexpr std::size_t kMaxMechanism = 20;       ///< RFC 4422 section 3.1
inline constexpr std::size_t kMaxAtrnDomains = 64;     ///< ours

enum class Verb {
  Ehlo,
  Helo,
  Mail,
  Rcpt,
  Data,
  Bdat,
  Rset,
  Vrfy,
  Expn,
  Help,
  Noop,
  Quit,
  Starttls,
  Auth,
  Etrn,
  Atrn,
  Turn,
  Send,
  Soml,
  Saml,  // obsolete: RFC 821
};
struct VerbSpec {
  Verb verb;
  std::string_view word;    ///< "MAIL"
  std::string_view spec;    ///< "RFC 5321"
  std::string_view clause;  ///< "4.1.1.2"
};
std::span<const VerbSpec> verb_specs();
std::string_view to_string(Verb verb);
std::optional<Verb> find_verb(std::string_view word);  ///< letters in any case

struct NoArgument {
  bool operator==(const NoArgument&) const = default;
};  // DATA RSET QUIT STARTTLS TURN
struct HelloArgument {  // EHLO HELO
  std::string name;     ///< domain, or literal with its brackets
  std::optional<message::AddressLiteral> literal;
  bool operator==(const HelloArgument&) const = default;
};
struct MailArgument {  // MAIL SEND SOML SAML
  message::Path path;
  std::vector<Parameter> parameters;  ///< as written
  MailParameters values;              ///< what they mean
  bool operator==(const MailArgument&) const = default;
};
struct RcptArgument {  // RCPT
  message::Path path;
  std::vector<Parameter> parameters;
  RcptParameters values;
  bool operator==(const RcptArgument&) const = default;
};
struct ChunkArgument {  // BDAT
  std::uint64_t size = 0;
  bool last = false;
  bool operator==(const ChunkArgument&) const = default;
};
struct TextArgument {     // VRFY EXPN HELP NOOP
  std::string text;       ///< as written, quotes included; empty: none (HELP, NOOP)
  bool smtputf8 = false;  ///< VRFY, EXPN: RFC 6531 section 3.7.4.2
  bool operator==(const TextArgument&) const = default;
};
struct AuthArgument {                  // AUTH
  std::string mechanism;               ///< upper case
  std::optional<std::string> initial;  ///< base64 as written; "=" is the empty response
  bool operator==(const AuthArgument&) const = default;
};
struct QueueArgument {  // ETRN
  char option = '\0';   ///< '@', '#' or none
  std::string node;
  bool operator==(const QueueArgument&) const = default;
};
struct DomainsArgument {  // ATRN
  std::vector<std::string> domains;
  bool operator==(const DomainsArgument&) const = default;
};

struct Command {
  Verb verb = Verb::Noop;
  std::variant<NoArgument, HelloArgument, MailArgument, RcptArgument, ChunkArgument, TextArgument,
               AuthArgument, QueueArgument, DomainsArgument>
      argument;
  /// What was forgiven: "trailing-white-space" (RFC 5321 section 4.1.1), "helo-address-literal",
  /// "free-string".
  std::vector<Deviation> deviations;
  /// Two commands are equal if they mean the same; what was forgiven does not count.
  bool operator==(const Command& other) const {
    return verb == other.verb && argument == other.argument;
  }
};

enum class CommandFault {
  Unrecognized,             ///< 500, RFC 5321 section 4.2.4
  Syntax,                   ///< 501
  ParameterUnknown,         ///< 555, RFC 5321 section 4.1.1.11
  ParameterNotImplemented,  ///< 504
};
struct CommandError {
  CommandFault fault = CommandFault::Syntax;
  std::optional<Verb> verb;  ///< known but for Unrecognized
  std::size_t offset = 0;    ///< in the line
  std::string_view rule;     ///< the production that did not hold: "Reverse-path", "size-value"
  Errc code = Errc::Malformed;
  bool operator==(const CommandError&) const = default;
};
/// 500, 501, 555 or 504.
std::uint16_t reply_code(CommandFault fault);

struct CommandOptions {
  /// UTF-8 in paths: for MAIL the server offers SMTPUTF8 (the parameter must then be there), for
  /// RCPT the transaction has it, for VRFY and EXPN the server offers it.
  bool smtputf8 = true;
  ParameterSet offered = ParameterSet::all();
  std::size_t max_local_part = message::kMaxLocalPart;
  std::size_t max_domain = message::kMaxDomain;
  std::size_t max_path = message::kMaxPath;
};

/// A line up to CRLF, without it; `used` counts it. A bare CR or LF is Malformed "CRLF"; a line
/// longer than `limit` octets with its CRLF is TooLong "command-line".
Parsed<std::string_view> parse_line(std::string_view in, std::size_t limit = kMaxCommandLine);

/// `line` without CRLF. Verbs in any case.
std::expected<Command, CommandError> parse_command(std::string_view line,
                                                   const CommandOptions& options = {});

/// parse_line and parse_command in one, for fuzzing.
Parsed<Command> parse_command_line(std::string_view in);

/// With CRLF.
std::string to_wire(const Command& command);

/// 512, and what the offered parameters of MAIL or RCPT add to it (RFC 1869 section 4.1.2).
std::size_t max_command_line(Verb verb, ParameterSet offered);

/// base64 = base64-terminal of RFC 4954 section 8, complete groups only.
bool is_base64(std::string_view text);

}  // namespace wireassay::smtp
