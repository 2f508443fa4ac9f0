// Reading of commands: the ABNF of each above its function.
#include <algorithm>
#include <charconv>

#include "core/cursor.h"
#include "wire/message/utf8.h"
#include "wire/smtp/command.h"

namespace wireassay::smtp {
namespace {

using Argument = decltype(Command::argument);
using Read = std::expected<Argument, CommandError>;

/// What the functions below share: the rest of the line and what was forgiven.
struct Reader {
  Cursor in;
  Verb verb;
  const CommandOptions& options;
  std::vector<Deviation>& deviations;

  message::PathOptions path_options() const {
    return {.smtputf8 = options.smtputf8,
            .max_local_part = options.max_local_part,
            .max_domain = options.max_domain,
            .max_path = options.max_path};
  }
  std::unexpected<CommandError> refuse(std::string_view rule,
                                       CommandFault fault = CommandFault::Syntax) const {
    return std::unexpected(CommandError{fault, verb, in.offset(), rule, Errc::Malformed});
  }
  std::unexpected<CommandError> refuse(const ParseError& error) const {
    return std::unexpected(
        CommandError{CommandFault::Syntax, verb, error.offset, error.rule, error.code});
  }
};

// "In the absence of specific extensions … clients MUST NOT send such parameters and servers SHOULD
// reject commands containing them as having invalid syntax." (RFC 5321 section 4.1.1)
Read read_nothing(Reader& r) {
  if (!r.in.at_end()) return r.refuse(to_string(r.verb));
  return NoArgument{};
}

// ehlo = "EHLO" SP ( Domain / address-literal ) CRLF ; helo = "HELO" SP Domain CRLF
// "If this is not possible …, the client SHOULD send an address literal": clients do so after HELO,
// too.
Read read_hello(Reader& r) {
  if (!r.in.take(' ')) return r.refuse(to_string(r.verb));
  HelloArgument hello;
  if (r.in.next_is('[')) {
    if (r.verb == Verb::Helo) r.deviations.push_back({"helo-address-literal", r.in.offset()});
    auto literal = message::read_address_literal(r.in);
    if (!literal) return r.refuse(literal.error());
    hello.name = message::to_wire(*literal);
    hello.literal = std::move(*literal);
  } else {
    auto domain = message::read_domain(r.in, {.max_domain = r.options.max_domain});
    if (!domain) return r.refuse(domain.error());
    hello.name = std::move(*domain);
  }
  if (!r.in.at_end()) return r.refuse(to_string(r.verb));
  return hello;
}

// esmtp-param = esmtp-keyword ["=" esmtp-value] ; esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT /
// "-") esmtp-value = 1*(%d33-60 / %d62-126) ; esmtp-value =/ UTF8-non-ascii (RFC 6531 section 3.3)
std::expected<Parameter, CommandError> read_parameter(Reader& r) {
  if (r.in.next_is('-')) return r.refuse("esmtp-keyword");
  const std::string_view keyword = r.in.take_while([](char c) { return is_alnum(c) || c == '-'; });
  if (keyword.empty()) return r.refuse("esmtp-keyword");
  Parameter parameter{.keyword = std::string(keyword)};
  if (r.in.take('=')) {
    const bool utf8 = r.options.smtputf8;
    const auto allowed = [utf8](char c) {
      return (c >= 33 && c <= 126 && c != '=') || (utf8 && is_non_ascii(c));
    };
    const std::string_view value = r.in.take_while(allowed);
    if (value.empty() || !message::is_utf8(value)) return r.refuse("esmtp-value");
    parameter.value = value;
  }
  return parameter;
}

struct ParameterList {
  std::vector<Parameter> parameters;
  std::vector<std::size_t> offsets;
};

// Mail-parameters = esmtp-param *(SP esmtp-param)
std::expected<ParameterList, CommandError> read_parameters(Reader& r) {
  ParameterList list;
  while (!r.in.at_end()) {
    if (!r.in.take(' ')) return r.refuse("esmtp-param");
    if (list.parameters.size() == kMaxParameters) {
      return r.refuse(ParseError{Errc::TooMany, r.in.offset(), "esmtp-param"});
    }
    list.offsets.push_back(r.in.offset());
    auto parameter = read_parameter(r);
    if (!parameter) return std::unexpected(parameter.error());
    list.parameters.push_back(std::move(*parameter));
  }
  return list;
}

std::unexpected<CommandError> refuse_parameter(const Reader& r, const ParameterError& error,
                                               const ParameterList& list) {
  CommandFault fault = CommandFault::Syntax;
  switch (error.kind) {
    case ParameterError::Kind::Unknown: fault = CommandFault::ParameterUnknown; break;
    case ParameterError::Kind::NotImplemented: fault = CommandFault::ParameterNotImplemented; break;
    case ParameterError::Kind::Syntax: break;
  }
  return std::unexpected(
      CommandError{fault, r.verb, list.offsets[error.index], error.rule, Errc::Malformed});
}

bool is_ascii(const std::vector<Parameter>& parameters) {
  return std::ranges::none_of(parameters, [](const Parameter& parameter) {
    return parameter.value && std::ranges::any_of(*parameter.value, is_non_ascii);
  });
}

// mail = "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF
Read read_mail(Reader& r) {
  if (!r.in.take_word(" FROM:")) return r.refuse(to_string(r.verb));
  const std::size_t path_at = r.in.offset();
  auto path = message::read_reverse_path(r.in, r.path_options());
  if (!path) return r.refuse(path.error());
  auto list = read_parameters(r);
  if (!list) return std::unexpected(list.error());
  auto values = read_mail_parameters(list->parameters, r.options.offered);
  if (!values) return refuse_parameter(r, values.error(), *list);
  // Octets beyond ASCII are the extension's: without its parameter the rule of RFC 5321
  // section 4.1.2 holds.
  const bool ascii = message::is_ascii(*path) && is_ascii(list->parameters);
  if (!ascii && !values->smtputf8)
    return r.refuse(ParseError{Errc::Malformed, path_at, "Reverse-path"});
  return MailArgument{std::move(*path), std::move(list->parameters), std::move(*values)};
}

// SEND <SP> FROM:<reverse-path> <CRLF>, likewise SOML and SAML: RFC 821, which knows no parameters
Read read_send(Reader& r) {
  if (!r.in.take_word(" FROM:")) return r.refuse(to_string(r.verb));
  auto options = r.path_options();
  options.smtputf8 = false;
  auto path = message::read_reverse_path(r.in, options);
  if (!path) return r.refuse(path.error());
  if (!r.in.at_end()) return r.refuse(to_string(r.verb));
  return MailArgument{.path = std::move(*path)};
}

// rcpt = "RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path ) [SP
// Rcpt-parameters] CRLF
Read read_rcpt(Reader& r) {
  if (!r.in.take_word(" TO:")) return r.refuse(to_string(r.verb));
  auto options = r.path_options();
  options.bare_postmaster = true;
  auto path = message::read_forward_path(r.in, options);
  if (!path) return r.refuse(path.error());
  auto list = read_parameters(r);
  if (!list) return std::unexpected(list.error());
  auto values = read_rcpt_parameters(list->parameters, r.options.offered);
  if (!values) return refuse_parameter(r, values.error(), *list);
  return RcptArgument{std::move(*path), std::move(list->parameters), std::move(*values)};
}

// bdat-cmd = "BDAT" SP chunk-size [ SP end-marker ] ; chunk-size = 1*DIGIT ; end-marker = "LAST"
// (RFC 3030 section 2)
Read read_chunk(Reader& r) {
  if (!r.in.take(' ')) return r.refuse("chunk-size");
  const std::size_t from = r.in.offset();
  const std::string_view digits = r.in.take_while(is_digit);
  if (digits.empty()) return r.refuse("chunk-size");
  ChunkArgument chunk;
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), chunk.size);
  if (end.ec != std::errc{}) return r.refuse(ParseError{Errc::OutOfRange, from, "chunk-size"});
  chunk.last = r.in.take_word(" LAST");
  if (!r.in.at_end()) return r.refuse("end-marker");
  return chunk;
}

/// What people write after VRFY, EXPN, HELP and NOOP: any text in a line.
bool is_free_text(std::string_view text, bool utf8) {
  const auto printable = [utf8](char c) {
    return (c >= 32 && c <= 126) || (utf8 && is_non_ascii(c));
  };
  return !text.starts_with(' ') && std::ranges::all_of(text, printable) && message::is_utf8(text);
}

/// String = Atom / Quoted-string, or the "local-part@domain" of RFC 5321 section 3.5.1.
bool is_string(std::string_view text, const Reader& r) {
  Cursor in(text);
  if (message::read_string(in, r.options.smtputf8) && in.at_end()) return true;
  return message::parse_mailbox(text, r.path_options()).has_value();
}

// help = "HELP" [ SP String ] CRLF ; noop = "NOOP" [ SP String ] CRLF
// "If a parameter string is specified, servers SHOULD ignore it": more than a String is forgiven.
Read read_optional_string(Reader& r) {
  if (r.in.at_end()) return TextArgument{};
  r.in.take(' ');
  const std::string_view text = r.in.rest();
  if (!is_free_text(text, r.options.smtputf8)) return r.refuse("String");
  if (!is_string(text, r)) r.deviations.push_back({"free-string", r.in.offset()});
  return TextArgument{.text = std::string(text)};
}

// vrfy = "VRFY" SP String CRLF ; expn = "EXPN" SP String CRLF
// "The character string arguments of the VRFY and EXPN commands cannot be further restricted" (RFC
// 5321 section 3.5.1). RFC 6531 section 3.7.4.2 adds [SP "SMTPUTF8"].
Read read_user_name(Reader& r) {
  constexpr std::string_view kParameter = " SMTPUTF8";
  if (!r.in.take(' ') || r.in.at_end()) return r.refuse("String");
  std::string_view text = r.in.rest();
  TextArgument argument;
  const std::size_t word = text.size() < kParameter.size() ? 0 : text.size() - kParameter.size();
  if (word > 0 && equal_ignoring_case(text.substr(word), kParameter)) {
    if (!r.options.smtputf8) return r.refuse("SMTPUTF8", CommandFault::ParameterNotImplemented);
    argument.smtputf8 = true;
    text = text.substr(0, word);
  }
  if (!is_free_text(text, argument.smtputf8)) return r.refuse("String");
  if (!is_string(text, r)) r.deviations.push_back({"free-string", r.in.offset()});
  argument.text = text;
  return argument;
}

// auth-command = "AUTH" SP sasl-mech [SP initial-response] ; initial-response = base64 / "=" (RFC
// 4954 section 8) sasl-mech = 1*20mech-char ; mech-char = UPPER-ALPHA / DIGIT / HYPHEN / UNDERSCORE
// (RFC 4422 section 3.1)
Read read_auth(Reader& r) {
  if (!r.in.take(' ')) return r.refuse("sasl-mech");
  AuthArgument auth;
  const auto mech_char = [](char c) { return is_alnum(c) || c == '-' || c == '_'; };
  const std::string_view mechanism = r.in.take_while(mech_char);
  if (mechanism.empty() || mechanism.size() > kMaxMechanism) return r.refuse("sasl-mech");
  for (const char c : mechanism) auth.mechanism.push_back(to_upper(c));
  if (r.in.at_end()) return auth;
  if (!r.in.take(' ')) return r.refuse("sasl-mech");
  if (r.in.rest() != "=" && !is_base64(r.in.rest())) return r.refuse("initial-response");
  auth.initial = r.in.rest();
  return auth;
}

// ETRN [<option character>]<node name><CR><LF>, with a space before; "@" for subdomains, "#" for a
// queue (RFC 1985 sections 5 and 5.3)
Read read_queue(Reader& r) {
  if (!r.in.take(' ')) return r.refuse("ETRN");
  QueueArgument queue;
  if (r.in.take('#')) {
    queue.option = '#';
    const auto node = message::read_atom(r.in, false);
    if (!node) return r.refuse(node.error());
    queue.node = *node;
  } else {
    if (r.in.take('@')) queue.option = '@';
    auto node = message::read_domain(r.in, {.max_domain = r.options.max_domain});
    if (!node) return r.refuse(node.error());
    queue.node = std::move(*node);
  }
  if (!r.in.at_end()) return r.refuse("ETRN");
  return queue;
}

// atrn = "ATRN" [SP domain *("," domain)] ; domain = sub-domain 1*("." sub-domain) (RFC 2645
// section 5.2.1)
Read read_domains(Reader& r) {
  DomainsArgument list;
  if (r.in.at_end()) return list;
  r.in.take(' ');
  do {
    if (list.domains.size() == kMaxAtrnDomains)
      return r.refuse(ParseError{Errc::TooMany, r.in.offset(), "ATRN"});
    const std::size_t from = r.in.offset();
    auto domain = message::read_domain(r.in, {.max_domain = r.options.max_domain});
    if (!domain) return r.refuse(domain.error());
    if (domain->find('.') == std::string::npos)
      return r.refuse(ParseError{Errc::Malformed, from, "domain"});
    list.domains.push_back(std::move(*domain));
  } while (r.in.take(','));
  if (!r.in.at_end()) return r.refuse("ATRN");
  return list;
}

Read read_argument(Reader& r) {
  switch (r.verb) {
    case Verb::Ehlo:
    case Verb::Helo: return read_hello(r);
    case Verb::Mail: return read_mail(r);
    case Verb::Rcpt: return read_rcpt(r);
    case Verb::Data:
    case Verb::Rset:
    case Verb::Quit:
    case Verb::Starttls:
    case Verb::Turn: return read_nothing(r);
    case Verb::Bdat: return read_chunk(r);
    case Verb::Vrfy:
    case Verb::Expn: return read_user_name(r);
    case Verb::Help:
    case Verb::Noop: return read_optional_string(r);
    case Verb::Auth: return read_auth(r);
    case Verb::Etrn: return read_queue(r);
    case Verb::Atrn: return read_domains(r);
    case Verb::Send:
    case Verb::Soml:
    case Verb::Saml: return read_send(r);
  }
  return r.refuse("command");
}

/// "SMTP receivers SHOULD tolerate trailing white space before the terminating <CRLF>" (RFC 5321
/// section 4.1.1)
std::string_view without_trailing_space(std::string_view line, std::vector<Deviation>& deviations) {
  const std::size_t last = line.find_last_not_of(" \t");
  const std::size_t size = last == std::string_view::npos ? 0 : last + 1;
  if (size < line.size()) deviations.push_back({"trailing-white-space", size});
  return line.substr(0, size);
}

}  // namespace

std::expected<Command, CommandError> parse_command(std::string_view line,
                                                   const CommandOptions& options) {
  Command command;
  const std::string_view text = without_trailing_space(line, command.deviations);
  Cursor in(text);
  const auto verb = find_verb(in.take_while([](char c) { return c != ' '; }));
  if (!verb)
    return std::unexpected(
        CommandError{CommandFault::Unrecognized, std::nullopt, 0, "command", Errc::Malformed});
  command.verb = *verb;
  Reader reader{in, *verb, options, command.deviations};
  auto argument = read_argument(reader);
  if (!argument) return std::unexpected(argument.error());
  command.argument = std::move(*argument);
  return command;
}

}  // namespace wireassay::smtp
