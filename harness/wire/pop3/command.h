// POP3 commands: RFC 1939 section 3 with the grammar of RFC 2449 section 3.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/parsed.h"

namespace wireassay::pop3 {

/// "The maximum length of a command is increased … to 255 octets, including the terminating CRLF."
/// (RFC 2449 section 4)
inline constexpr std::size_t kMaxCommand = 255;

enum class Verb {
  User,
  Pass,
  Apop,
  Auth,
  Capa,
  Stls,
  Stat,
  List,
  Retr,
  Dele,
  Noop,
  Rset,
  Top,
  Uidl,
  Lang,
  Utf8,
  Quit,
  Other
};
/// In either case; Other for all that is none of them.
Verb find_verb(std::string_view keyword);

struct Command {
  Verb verb = Verb::Other;
  std::string keyword;  ///< as it was sent
  std::vector<std::string> params;
  bool operator==(const Command&) const = default;
};

/// Utf8: params may hold well-formed UTF-8 (RFC 6856 section 2.2).
enum class Charset { Ascii, Utf8 };

/// command = keyword *(SP param) CRLF. The argument of PASS is one param, spaces and all: "since
/// the PASS command has exactly one argument, a POP3 server may treat spaces in the argument as
/// part of the password" (RFC 1939 section 7).
Parsed<Command> parse_command(std::string_view in, std::size_t limit = kMaxCommand,
                              Charset charset = Charset::Ascii);

std::string to_wire(const Command& command);

/// What a server would take a line (without CRLF) for, whatever is wrong with it.
struct Recognised {
  Verb verb = Verb::Other;
  bool has_argument = false;
};
Recognised recognise(std::string_view line);

/// True if lines follow the +OK that answers it: RETR, TOP, CAPA, and LIST, UIDL, LANG and AUTH
/// without argument.
bool is_multi_line(const Recognised& command);

}  // namespace wireassay::pop3
