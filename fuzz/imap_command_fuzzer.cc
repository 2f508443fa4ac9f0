// Commands: wire/imap/command.h. The reader of a stream and the parser of a whole command agree on
// where it ends.
#include "wire/imap/command.h"

#include "fuzzer.h"
#include "testing/parser.h"
#include "wire/imap/command_reader.h"

namespace wireassay {
namespace {

/// The first command of the stream; empty if it is not there, or refused.
std::string first_command(std::string_view in, std::size_t piece) {
  imap::CommandReader reader;
  for (std::size_t at = 0; at < in.size(); at += piece) {
    reader.feed(in.substr(at, piece));
    for (;;) {
      const imap::ReaderEvent event = reader.next();
      if (const auto* command = std::get_if<imap::CommandComplete>(&event)) return command->octets;
      if (std::holds_alternative<imap::CommandRefused>(event)) return {};
      if (std::holds_alternative<NeedMore>(event)) break;
      reader.accept_literal();
    }
  }
  return {};
}

/// A server that asks behind the header of a literal hears of no error, if the command is right.
void ask_before_literals(std::string_view command) {
  constexpr std::string_view kHeaderEnd = "}\r\n";
  constexpr int kMostAsked = 8;  // the cost is quadratic
  std::size_t end = 0;
  for (int asked = 0; asked < kMostAsked; ++asked) {
    end = command.find(kHeaderEnd, end);
    if (end == std::string_view::npos) return;
    end += kHeaderEnd.size();
    const auto error = imap::error_before_literal(command.substr(0, end), {.utf8 = true});
    // A literal of no octets is there already, and only what comes behind it is missed.
    if (error && error->offset < end)
      fuzzing::require(testing::internal::at("right, but refused before a literal", command));
  }
}

}  // namespace

void fuzz(std::string_view in) {
  const auto strict = [](std::string_view octets) { return imap::parse_command(octets); };
  const auto utf8 = [](std::string_view octets) {
    return imap::parse_command(octets, {.utf8 = true});
  };
  fuzzing::require(testing::broken_invariant<imap::Command>(in, strict, imap::to_wire));
  fuzzing::require(testing::broken_invariant<imap::Command>(in, utf8, imap::to_wire));
  const auto read = utf8(in);
  const auto* got = std::get_if<Got<imap::Command>>(&read);
  if (got != nullptr && imap::recover_tag(in) != got->value.tag)
    fuzzing::require("another tag is recovered");
  const std::string whole = first_command(in, in.size() + 1);
  if (whole != first_command(in, 1)) fuzzing::require("pieces read as another command");
  if (!whole.empty() && std::holds_alternative<NeedMore>(read))
    fuzzing::require("the reader has a command, the parser waits for more");
  if (got != nullptr && whole != in.substr(0, got->used))
    fuzzing::require("the reader ends a command elsewhere");
  if (got != nullptr) ask_before_literals(in.substr(0, got->used));
  (void)imap::error_before_literal(in);
}

}  // namespace wireassay
