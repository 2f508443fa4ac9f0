// Reading and printing of commands.
#include "wire/pop3/command.h"

#include <algorithm>

#include "core/cursor.h"
#include "wire/message/utf8.h"
#include "wire/pop3/words.h"

namespace wireassay::pop3 {
namespace {

struct VerbRow {
  std::string_view keyword;
  Verb verb;
};
constexpr VerbRow kVerbs[] = {{"USER", Verb::User}, {"PASS", Verb::Pass}, {"APOP", Verb::Apop},
                              {"AUTH", Verb::Auth}, {"CAPA", Verb::Capa}, {"STLS", Verb::Stls},
                              {"STAT", Verb::Stat}, {"LIST", Verb::List}, {"RETR", Verb::Retr},
                              {"DELE", Verb::Dele}, {"NOOP", Verb::Noop}, {"RSET", Verb::Rset},
                              {"TOP", Verb::Top},   {"UIDL", Verb::Uidl}, {"LANG", Verb::Lang},
                              {"UTF8", Verb::Utf8}, {"QUIT", Verb::Quit}};

constexpr std::size_t kShortestKeyword = 3, kLongestKeyword = 4;

// VCHAR = %x21-7F (RFC 2449 section 3 counts DEL in, as its cchar and schar do)
constexpr bool is_vchar(char c) { return c > ' '; }

/// A param, or the text of PASS with its spaces; octets beyond ASCII are no VCHAR.
bool read_params(Cursor& in, Command& command, Charset charset) {
  const bool spaces = command.verb == Verb::Pass, utf8 = charset == Charset::Utf8;
  while (in.take(' ')) {
    const std::string_view param = in.take_while(
        [&](char c) { return is_vchar(c) || (spaces && c == ' ') || (utf8 && is_non_ascii(c)); });
    if (param.empty() || (utf8 && !message::is_utf8(param))) return false;
    command.params.emplace_back(param);
  }
  return in.at_end();
}

}  // namespace

std::vector<std::string_view> verb_words() {
  std::vector<std::string_view> words;
  for (const VerbRow& row : kVerbs) words.push_back(row.keyword);
  return words;
}

Verb find_verb(std::string_view keyword) {
  const auto same = [&](const VerbRow& row) { return equal_ignoring_case(row.keyword, keyword); };
  const auto* const found = std::ranges::find_if(kVerbs, same);
  return found == std::end(kVerbs) ? Verb::Other : found->verb;
}

// keyword = 3*4VCHAR ; param = 1*VCHAR
Parsed<Command> parse_command(std::string_view in, std::size_t limit, Charset charset) {
  const std::size_t end = in.find("\r\n");
  const bool whole = end != std::string_view::npos;
  if (whole ? end + 2 > limit : in.size() >= limit)
    return ParseError{Errc::TooLong, limit, "command"};
  if (!whole) return NeedMore{};
  Cursor line(in.substr(0, end));
  Command command;
  command.keyword = line.take_while(is_vchar);
  if (command.keyword.size() < kShortestKeyword || command.keyword.size() > kLongestKeyword)
    return ParseError{Errc::Malformed, 0, "keyword"};
  command.verb = find_verb(command.keyword);
  if (!read_params(line, command, charset)) return line.malformed("param");
  return Got<Command>{std::move(command), end + 2};
}

std::string to_wire(const Command& command) {
  std::string out = command.keyword;
  for (const std::string& param : command.params) out += " " + param;
  return out + "\r\n";
}

Recognised recognise(std::string_view line) {
  const std::size_t end = line.find_first_of(std::string_view(" \t\r\n\0", 5));
  Recognised command{.verb = find_verb(line.substr(0, end))};
  if (end == std::string_view::npos) return command;
  command.has_argument = line.find_first_not_of(" \t\r\n", end) != std::string_view::npos;
  return command;
}

bool is_multi_line(const Recognised& command) {
  switch (command.verb) {
    case Verb::Retr:
    case Verb::Top:
    case Verb::Capa: return true;
    case Verb::List:
    case Verb::Uidl:
    case Verb::Lang:  // RFC 6856 section 3
    case Verb::Auth:  // in no RFC; servers that take it list their mechanisms as CAPA does
      return !command.has_argument;
    case Verb::User:
    case Verb::Pass:
    case Verb::Apop:
    case Verb::Stls:
    case Verb::Stat:
    case Verb::Dele:
    case Verb::Noop:
    case Verb::Rset:
    case Verb::Utf8:
    case Verb::Quit:
    case Verb::Other: break;
  }
  return false;
}

}  // namespace wireassay::pop3
