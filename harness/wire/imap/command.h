// IMAP commands: RFC 9051 section 9 with what RFC 3501 section 9 has besides, and the extensions of
// the list of verbs; from octets to a value and back.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/parsed.h"
#include "wire/imap/command_arguments.h"

namespace wireassay::imap {

/// A line of a command with CRLF, literals not counted. RFC 7162 section 4 asks for at least 8192;
/// Dovecot takes this.
inline constexpr std::size_t kMaxCommandLine = 64 * 1024;
inline constexpr std::size_t kMaxLiteral = 64 * 1024 * 1024;  ///< ours
inline constexpr std::size_t kMaxLiterals = 256;              ///< in one command; ours
inline constexpr std::size_t kMaxCommand = 2 * kMaxLiteral;   ///< all of one command; ours
inline constexpr std::size_t kMaxSmallLiteral = 4096;         ///< LITERAL-, RFC 7888 section 5
inline constexpr std::size_t kMaxSearchDepth = 64;  ///< "(", NOT and OR in each other; ours
inline constexpr std::size_t kMaxElements = 16384;  ///< of one list; ours

enum class Verb {
  Capability,
  Noop,
  Logout,
  Starttls,
  Authenticate,
  Login,
  Enable,
  Select,
  Examine,
  Create,
  Delete,
  Rename,
  Subscribe,
  Unsubscribe,
  List,
  Lsub,
  Namespace,
  Status,
  Append,
  Idle,
  Check,
  Close,
  Unselect,
  Expunge,
  Search,
  Fetch,
  Store,
  Copy,
  Move,
  Id,
  Sort,
  Thread
};
std::string_view to_string(Verb verb);                 ///< "FETCH"
std::optional<Verb> find_verb(std::string_view word);  ///< letters in any case
bool takes_uid(Verb verb);                             ///< "UID" may stand before it

struct Command {
  std::string tag;
  Verb verb = Verb::Noop;
  bool uid = false;  ///< "UID FETCH": numbers in sets are UIDs
  std::variant<NoArgument, AuthenticateArgument, LoginArgument, EnableArgument, IdArgument,
               SelectArgument, CreateArgument, MailboxArgument, RenameArgument, StatusArgument,
               ListArgument, AppendArgument, SetArgument, CopyArgument, FetchArgument,
               StoreArgument, SearchArgument, SortArgument, ThreadArgument>
      argument;
  bool operator==(const Command&) const = default;
};

struct CommandOptions {
  /// UTF-8 in quoted strings: RFC 9051 section 4.3 (IMAP4rev2), RFC 6855 section 3 (UTF8=ACCEPT).
  bool utf8 = false;
  std::size_t max_line = kMaxCommandLine;
  std::size_t max_literal = kMaxLiteral;
  std::size_t max_literals = kMaxLiterals;
  std::size_t max_total = kMaxCommand;
};

/// One whole command with its literals in place; `used` ends behind its last CRLF. NeedMore until
/// all of it is there, so errors come only then (a line or literal too long at once). Rules: "tag",
/// "command" (the verb is unknown), "CRLF", and the productions of the arguments.
Parsed<Command> parse_command(std::string_view octets, const CommandOptions& options = {});

/// What is wrong before the literal that is announced at the end of `octets`; nullopt if a
/// synchronising one may be asked for with "+". "a NOOP {3}" is wrong, "a LOGIN {3}" is not.
std::optional<ParseError> error_before_literal(std::string_view octets,
                                               const CommandOptions& options = {});

/// tag = 1*<any ASTRING-CHAR except "+">, if that is what `octets` begin with up to SP or CRLF:
/// what BAD can be answered with.
std::optional<std::string> recover_tag(std::string_view octets);

/// With CRLF and literals in place, all of them synchronising. An astring is an atom where it may,
/// else in quotes, else a literal.
std::string to_wire(const Command& command);

}  // namespace wireassay::imap
