// Lines with bad syntax that mutants accept: the line is mended and read again.
#include <algorithm>
#include <array>
#include <string>

#include "reference/smtp_session.h"

namespace wireassay::reference {

using enum SmtpFault;
using smtp::Verb;

namespace {

/// A parameter that a mutant passes over: its text begins with `prefix`, and holds or lacks the
/// given octets.
struct Ignored {
  SmtpFault fault;
  Verb verb;
  std::string_view prefix;
  std::string_view holds = {};
  std::string_view lacks = {};
};
constexpr Ignored kIgnored[] = {
    {MailUnknownParameterAccepted, Verb::Mail, ""},
    {RcptUnknownParameterAccepted, Verb::Rcpt, ""},
    {SizeNotANumberAccepted, Verb::Mail, "SIZE="},
    {SizeEmptyAccepted, Verb::Mail, "SIZE", "", "="},
    {BodyUnknownValueAccepted, Verb::Mail, "BODY"},
    {NotifyNeverCombinedAccepted, Verb::Rcpt, "NOTIFY=", "NEVER"},
    {NotifyUnknownValueAccepted, Verb::Rcpt, "NOTIFY", "", "NEVER"},
    {OrcptWithoutTypeAccepted, Verb::Rcpt, "ORCPT", "", ";"},
    {OrcptBadXtextAccepted, Verb::Rcpt, "ORCPT", ";"},
    {RetUnknownValueAccepted, Verb::Mail, "RET"},
    {EnvidBadXtextAccepted, Verb::Mail, "ENVID"},
    {MailAuthBadXtextAccepted, Verb::Mail, "AUTH"},
    {Smtputf8ValueAccepted, Verb::Mail, "SMTPUTF8="},
};

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool matches(const Ignored& row, std::string_view parameter) {
  return equal_ignore_case(parameter.substr(0, row.prefix.size()), row.prefix) &&
         (row.holds.empty() || contains(parameter, row.holds)) &&
         (row.lacks.empty() || !contains(parameter, row.lacks));
}

std::string_view keyword(std::string_view parameter) {
  return parameter.substr(0, parameter.find('='));
}

std::optional<smtp::Command> value_or_none(
    std::expected<smtp::Command, smtp::CommandError> parsed) {
  if (!parsed) return std::nullopt;
  return std::move(*parsed);
}

smtp::Command command(Verb verb, decltype(smtp::Command::argument) argument) {
  return {.verb = verb, .argument = std::move(argument), .deviations = {}};
}

}  // namespace

std::optional<smtp::Command> SmtpSession::rescue(std::string_view text,
                                                 const smtp::CommandError& error) const {
  const auto verb = smtp::find_verb(text.substr(0, text.find(' ')));
  const auto again = [this](const std::string& mended) {
    return value_or_none(smtp::parse_command(mended, options(mended)));
  };
  if (fault(LeadingSpaceAccepted) && text.find_first_of(" \t") == 0) {
    return again(std::string(text.substr(std::min(text.find_first_not_of(" \t"), text.size()))));
  }
  if (fault(TabAsSeparatorAccepted) && contains(text, "\t")) {
    std::string mended(text);
    std::ranges::replace(mended, '\t', ' ');
    return again(mended);
  }
  if (fault(EightBitCommandAccepted)) {
    std::string mended(text);
    for (char& c : mended) c = static_cast<char>(c & 0x7f);
    return again(mended);
  }
  if (!verb) return std::nullopt;
  if (*verb == Verb::Mail || *verb == Verb::Rcpt) {
    if (auto mended = rescue_path(text, *verb)) return mended;
    return rescue_parameters(text, *verb);
  }
  return rescue_plain(*verb, text, error);
}

/// Commands without a path.
std::optional<smtp::Command> SmtpSession::rescue_plain(Verb verb, std::string_view text,
                                                       const smtp::CommandError& error) const {
  const bool bare = text.size() == smtp::to_string(verb).size();
  const auto plain = [&](SmtpFault wrong, Verb which) { return verb == which && fault(wrong); };
  if ((plain(EhloWithoutDomainAccepted, Verb::Ehlo) ||
       plain(HeloWithoutDomainAccepted, Verb::Helo)) &&
      bare) {
    return command(verb, smtp::HelloArgument{.name = "unknown", .literal = {}});
  }
  if (plain(RsetArgumentAccepted, Verb::Rset) || plain(QuitArgumentAccepted, Verb::Quit) ||
      plain(DataArgumentAccepted, Verb::Data) || plain(StarttlsArgumentAccepted, Verb::Starttls)) {
    return command(verb, smtp::NoArgument{});
  }
  if (plain(BdatWithoutSizeAccepted, Verb::Bdat) && bare)
    return command(verb, smtp::ChunkArgument{});
  if (plain(BdatBadSizeAccepted, Verb::Bdat) && !bare) return command(verb, smtp::ChunkArgument{});
  if (plain(EtrnWithoutArgumentAccepted, Verb::Etrn) && bare) {
    return command(verb, smtp::QueueArgument{.option = '\0', .node = context_.host});
  }
  if (plain(AuthWithoutArgumentAccepted, Verb::Auth) && bare) {
    return command(verb, smtp::AuthArgument{.mechanism = "PLAIN", .initial = {}});
  }
  const bool decodes_anything = fault(AuthBadBase64Accepted) || fault(AuthBadBase64WrongCode);
  if (verb == Verb::Auth && decodes_anything && error.rule == "initial-response") {
    return command(
        verb, smtp::AuthArgument{.mechanism = "PLAIN",
                                 .initial = std::string(text.substr(text.find_last_of(' ') + 1))});
  }
  return std::nullopt;
}

std::optional<smtp::Command> SmtpSession::rescue_path(std::string_view text, Verb verb) const {
  const auto again = [this](const std::string& mended) {
    return value_or_none(smtp::parse_command(mended, options(mended)));
  };
  const std::string mended(text);
  if (verb == Verb::Rcpt) {
    const bool empty = contains(text, ":<>") && fault(RcptEmptyPathAccepted);
    return empty ? again("RCPT TO:<postmaster>") : std::nullopt;
  }
  const bool opens = contains(text, "<");
  const bool closes = contains(text, ">");
  if (fault(Utf8AddressWithoutParameterAccepted)) {
    if (auto accepted = again(mended + " SMTPUTF8")) return accepted;
  }
  if (fault(MailWithoutArgumentAccepted) && text.size() == 4) return again("MAIL FROM:<>");
  if (fault(MailWithoutFromAccepted) && !contains(text, ":") && opens) return again("MAIL FROM:<>");
  if (!fault(MailUnbalancedBracketAccepted) || opens == closes) return std::nullopt;
  return again("MAIL FROM:<>");
}

/// Reads the command without the parameters that the mutant does not look at.
std::optional<smtp::Command> SmtpSession::rescue_parameters(std::string_view text,
                                                            Verb verb) const {
  const std::size_t path_end = text.find('>');
  if (path_end == std::string_view::npos) return std::nullopt;
  std::string mended(text.substr(0, path_end + 1));
  std::vector<std::string_view> seen;
  std::string_view rest = text.substr(path_end + 1);
  while (!rest.empty()) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const std::string_view parameter = rest.substr(0, rest.find(' '));
    rest.remove_prefix(parameter.size());
    const bool twice = fault(DsnParameterTwiceAccepted) &&
                       std::ranges::find(seen, keyword(parameter)) != seen.end();
    seen.push_back(keyword(parameter));
    const bool ignored = twice || std::ranges::any_of(kIgnored, [&](const Ignored& row) {
                           return row.verb == verb && fault(row.fault) && matches(row, parameter);
                         });
    if (!ignored && !parameter.empty()) mended.append(" ").append(parameter);
  }
  return value_or_none(smtp::parse_command(mended, options(mended)));
}

}  // namespace wireassay::reference
