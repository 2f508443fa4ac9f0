// Where commands begin and end in a stream: lines and literals, without a look at their meaning
// (RFC 9051 section 4.3, RFC 7888). Octets come in any pieces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/parsed.h"
#include "wire/imap/command.h"

namespace wireassay::imap {

/// literal = "{" number64 ["+"] "}" CRLF at the end of a line; literal8 has "~" before it.
struct LiteralHeader {
  std::uint64_t size = 0;
  bool non_sync = false;  ///< "+" of RFC 7888: its octets follow without being asked for
  bool eight_bit = false;
  std::size_t octets = 0;  ///< of the header itself, without CRLF
  bool operator==(const LiteralHeader&) const = default;
};
/// What a line (without CRLF) announces at its end.
std::optional<LiteralHeader> find_literal_header(std::string_view line);

/// A literal was announced and is within the limits; the octets of the command up to it are at
/// CommandReader::octets(). Say accept_literal() or refuse() (a non-synchronising one is accepted
/// by asking for the next event).
struct LiteralAnnounced {
  LiteralHeader header;
  bool operator==(const LiteralAnnounced&) const = default;
};
/// All octets of a command, for parse_command.
struct CommandComplete {
  std::string octets;
  bool operator==(const CommandComplete&) const = default;
};
/// A command that went beyond a limit, or whose non-synchronising literal was refused, is over: all
/// that could be skipped is skipped, and the answer is due. `head` holds its first octets, for
/// recover_tag; nothing where the tag is too long. Behind "skipped" nothing can be made out: close
/// the connection.
struct CommandRefused {
  ParseError error;  ///< "command-line", "literal", "literals", "command"; "refused", "skipped"
  std::string head;
  bool operator==(const CommandRefused&) const = default;
};
using ReaderEvent = std::variant<NeedMore, LiteralAnnounced, CommandComplete, CommandRefused>;

struct ReaderLimits {
  std::size_t line = kMaxCommandLine;
  std::uint64_t literal = kMaxLiteral;           ///< synchronising
  std::uint64_t non_sync_literal = kMaxLiteral;  ///< kMaxSmallLiteral for LITERAL-
  std::uint64_t skipped = UINT64_MAX;            ///< a refused one beyond it is not awaited
  std::size_t literals = kMaxLiterals;
  std::uint64_t total = kMaxCommand;
};

class CommandReader {
 public:
  explicit CommandReader(const ReaderLimits& limits = {}) : limits_(limits) {}

  void feed(std::string_view octets);
  /// Call it until it answers NeedMore. While a synchronising literal waits for accept_literal() or
  /// refuse() it answers NeedMore.
  ReaderEvent next();
  /// The server has sent "+".
  void accept_literal();
  /// The announced literal is not wanted. A synchronising one: the command is over, and the server
  /// answers it now. A non-synchronising one: the rest of the command is skipped, then
  /// CommandRefused comes.
  void refuse();

  /// A line that is no command, without its CRLF: DONE, or what answers a challenge. Only between
  /// commands. Behind one that is TooLong nothing can be made out: close the connection.
  Parsed<std::string> next_line(std::size_t limit = kMaxCommandLine);

  /// The command so far.
  std::string_view octets() const;
  /// Octets that belong to no event yet: behind STARTTLS there must be none.
  std::size_t pending() const;
  /// Forgets all of it: the octets before a TLS handshake mean nothing after it.
  void clear();

 private:
  enum class State {
    Line,         ///< octets of a line, up to CRLF
    Asked,        ///< a synchronising literal was announced
    Announced,    ///< a non-synchronising one, and may be refused
    Literal,      ///< its octets
    SkipLiteral,  ///< octets of a refused one
    SkipLine,     ///< what stands behind it, or a line too long
  };
  std::optional<ReaderEvent> read_line();
  ReaderEvent complete();
  std::optional<ReaderEvent> announce(const LiteralHeader& header);
  std::optional<ParseError> over_limit(const LiteralHeader& header) const;
  bool awaited(const LiteralHeader& header) const;
  std::optional<ReaderEvent> read_literal();
  void begin_skip(const ParseError& error);
  std::optional<ReaderEvent> skip_literal();
  std::optional<ReaderEvent> skip_line();
  ReaderEvent refused(const ParseError& error);
  void drop_to(std::size_t offset);
  void begin_command();

  ReaderLimits limits_;
  State state_ = State::Line;
  std::string buffer_;
  std::size_t start_ = 0;     ///< of the command, in buffer_
  std::size_t at_ = 0;        ///< of the line or literal that is being read
  std::size_t scan_ = 0;      ///< no CRLF begins before it
  std::size_t lines_ = 0;     ///< octets of the command's lines so far
  std::size_t literals_ = 0;  ///< of the command
  LiteralHeader header_{};
  std::uint64_t skip_left_ = 0;
  ParseError error_{};
  std::string head_;
};

}  // namespace wireassay::imap
