// The table of verbs, the line, and printing; arguments are read in command_arguments.cc.
#include "wire/smtp/command.h"

#include <algorithm>

#include "core/cursor.h"

namespace wireassay::smtp {
namespace {

constexpr VerbSpec kVerbs[] = {
    {Verb::Ehlo, "EHLO", "RFC 5321", "4.1.1.1"},   {Verb::Helo, "HELO", "RFC 5321", "4.1.1.1"},
    {Verb::Mail, "MAIL", "RFC 5321", "4.1.1.2"},   {Verb::Rcpt, "RCPT", "RFC 5321", "4.1.1.3"},
    {Verb::Data, "DATA", "RFC 5321", "4.1.1.4"},   {Verb::Bdat, "BDAT", "RFC 3030", "2"},
    {Verb::Rset, "RSET", "RFC 5321", "4.1.1.5"},   {Verb::Vrfy, "VRFY", "RFC 5321", "4.1.1.6"},
    {Verb::Expn, "EXPN", "RFC 5321", "4.1.1.7"},   {Verb::Help, "HELP", "RFC 5321", "4.1.1.8"},
    {Verb::Noop, "NOOP", "RFC 5321", "4.1.1.9"},   {Verb::Quit, "QUIT", "RFC 5321", "4.1.1.10"},
    {Verb::Starttls, "STARTTLS", "RFC 3207", "4"}, {Verb::Auth, "AUTH", "RFC 4954", "4"},
    {Verb::Etrn, "ETRN", "RFC 1985", "5"},         {Verb::Atrn, "ATRN", "RFC 2645", "5.2.1"},
    {Verb::Turn, "TURN", "RFC 821", "3.8"},        {Verb::Send, "SEND", "RFC 821", "3.4"},
    {Verb::Soml, "SOML", "RFC 821", "3.4"},        {Verb::Saml, "SAML", "RFC 821", "3.4"},
};

std::string print(const std::vector<Parameter>& parameters) {
  std::string text;
  for (const Parameter& parameter : parameters) {
    text += " " + parameter.keyword;
    if (parameter.value) text += "=" + *parameter.value;
  }
  return text;
}

std::string print(const NoArgument&) { return {}; }
std::string print(const HelloArgument& hello) { return " " + hello.name; }
std::string print(const MailArgument& mail) {
  return " FROM:" + message::to_wire(mail.path) + print(mail.parameters);
}
std::string print(const RcptArgument& rcpt) {
  return " TO:" + message::to_wire(rcpt.path) + print(rcpt.parameters);
}
std::string print(const ChunkArgument& chunk) {
  return " " + std::to_string(chunk.size) + (chunk.last ? " LAST" : "");
}
std::string print(const TextArgument& text) {
  if (text.text.empty()) return {};
  return " " + text.text + (text.smtputf8 ? " SMTPUTF8" : "");
}
std::string print(const AuthArgument& auth) {
  return " " + auth.mechanism + (auth.initial ? " " + *auth.initial : "");
}
std::string print(const QueueArgument& queue) {
  return queue.option == '\0' ? " " + queue.node : std::string(" ") + queue.option + queue.node;
}
std::string print(const DomainsArgument& list) {
  std::string text;
  for (const std::string& domain : list.domains) text += (text.empty() ? " " : ",") + domain;
  return text;
}

}  // namespace

std::span<const VerbSpec> verb_specs() { return kVerbs; }

std::string_view to_string(Verb verb) {
  return std::ranges::find(kVerbs, verb, &VerbSpec::verb)->word;
}

std::optional<Verb> find_verb(std::string_view word) {
  for (const VerbSpec& spec : kVerbs) {
    if (equal_ignoring_case(spec.word, word)) return spec.verb;
  }
  return std::nullopt;
}

std::uint16_t reply_code(CommandFault fault) {
  switch (fault) {
    case CommandFault::Unrecognized: return 500;
    case CommandFault::Syntax: return 501;
    case CommandFault::ParameterUnknown: return 555;
    case CommandFault::ParameterNotImplemented: return 504;
  }
  return 500;
}

// "Conforming implementations MUST NOT recognize or generate any other character or character
// sequence as a line terminator" (RFC 5321 section 2.3.8). Octets are judged in their order, so
// that a prefix never answers otherwise.
Parsed<std::string_view> parse_line(std::string_view in, std::size_t limit) {
  const ParseError too_long{Errc::TooLong, limit, "command-line"};
  Cursor at(in.substr(0, limit));
  const std::string_view line = at.take_while([](char c) { return c != '\r' && c != '\n'; });
  if (at.at_end()) return in.size() > limit ? Parsed<std::string_view>(too_long) : NeedMore{};
  if (at.next_is('\n')) return at.malformed("CRLF");
  const ParseError bare_cr = at.malformed("CRLF");
  at.take('\r');
  if (at.at_end()) return in.size() > limit ? Parsed<std::string_view>(too_long) : NeedMore{};
  if (!at.take('\n')) return bare_cr;
  return Got<std::string_view>{line, at.offset()};
}

Parsed<Command> parse_command_line(std::string_view in) {
  const Parsed<std::string_view> line = parse_line(in, kMaxAuthLine);
  if (const auto* error = std::get_if<ParseError>(&line)) return *error;
  const auto* got = std::get_if<Got<std::string_view>>(&line);
  if (got == nullptr) return NeedMore{};
  auto command = parse_command(got->value);
  if (!command)
    return ParseError{command.error().code, command.error().offset, command.error().rule};
  return Got<Command>{std::move(*command), got->used};
}

std::string to_wire(const Command& command) {
  const std::string argument =
      std::visit([](const auto& value) { return print(value); }, command.argument);
  return std::string(to_string(command.verb)) + argument + "\r\n";
}

std::size_t max_command_line(Verb verb, ParameterSet offered) {
  std::size_t limit = kMaxCommandLine;
  for (const ParameterSpec& spec : parameter_specs()) {
    const Verb of = spec.of == ParameterOf::Mail ? Verb::Mail : Verb::Rcpt;
    if (of == verb && offered.has(spec.name)) limit += spec.growth;
  }
  return limit;
}

// base64 = base64-terminal / ( 1*(4base64-char) [base64-terminal] )
// base64-terminal = (2base64-char "==") / (3base64-char "=")
bool is_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return false;
  Cursor in(text);
  in.take_while([](char c) { return is_alnum(c) || c == '+' || c == '/'; });
  return in.at_end() || in.rest() == "=" || in.rest() == "==";
}

}  // namespace wireassay::smtp
