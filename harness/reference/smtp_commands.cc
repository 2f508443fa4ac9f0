// Commands that need no transaction: EHLO, HELO, RSET, NOOP, HELP, QUIT, VRFY, EXPN, ETRN.
#include <string>
#include <utility>

#include "reference/smtp_session.h"
#include "wire/message/mailbox.h"

namespace wireassay::reference {

using enum SmtpFault;

namespace {

constexpr std::string_view kList = "everyone";  ///< the one mailing list, of all users

std::string without_brackets(std::string_view text) {
  const bool both = text.starts_with('<') && text.ends_with('>');
  return std::string(both ? text.substr(1, text.size() - 2) : text);
}

}  // namespace

/// RFC 5321 4.1.1.1: each keyword on a line of its own, once.
std::vector<std::string> SmtpSession::keywords() const {
  std::vector<std::string> list = {"PIPELINING", "SIZE " + std::to_string(context_.limits.message),
                                   "8BITMIME",   "SMTPUTF8",
                                   "DSN",        "ENHANCEDSTATUSCODES",
                                   "CHUNKING",   "BINARYMIME",
                                   "VRFY",       "EXPN"};
  if (!door_.submission) list.emplace_back("ETRN");  // RFC 6409 7
  // RFC 3207 4.2: "MUST NOT return the STARTTLS extension ... after a TLS handshake has completed".
  if (!tls_ || fault(StarttlsOfferedInsideTls)) list.emplace_back("STARTTLS");
  // RFC 4954 4: no mechanism that shows the password is offered in clear; here none is.
  if (tls_) {
    std::string mechanisms = "AUTH";
    for (const std::string& name : context_.sasl->mechanisms()) mechanisms += " " + name;
    list.push_back(fault(AuthKeywordWithoutMechanisms) ? "AUTH" : mechanisms);
  }
  if (fault(EhloKeywordIllFormed)) list.emplace_back("X_BAD:KEYWORD");
  list.emplace_back("HELP");
  return list;
}

void SmtpSession::ehlo(const smtp::HelloArgument& argument) {
  if (fault(StarttlsEhloRefused) && tls_ && !door_.tls) return reply(503, "5.5.1", "not again");
  if (fault(EhloSecondRefused) && extended_) return reply(503, "5.5.1", "not again");
  if (fault(EhloLiteralRefused) && argument.literal) return reply(501, "5.5.2", "a name, please");
  // RFC 5321 4.1.3: of the tags that a literal may begin with only IPv6 is standardized.
  if (argument.literal && argument.literal->kind == message::LiteralKind::General) {
    return reply(501, "5.5.2", "unknown kind of address literal");
  }
  extended_ = true;
  client_ = argument.name;
  SmtpReply answer{.code = fault(EhloWrongCode) ? 220 : 250, .enhanced = {}, .lines = keywords()};
  const std::string name = fault(EhloFirstLineNoDomain) ? "" : context_.host;
  answer.lines.insert(answer.lines.begin(), name + " greets you");
  reply(std::move(answer));
}

void SmtpSession::helo(const smtp::HelloArgument& argument) {
  extended_ = false;
  client_ = argument.name;
  SmtpReply answer{
      .code = fault(HeloWrongCode) ? 220 : 250, .enhanced = {}, .lines = {context_.host}};
  if (fault(HeloListsExtensions)) {
    for (std::string& keyword : keywords()) answer.lines.push_back(std::move(keyword));
  }
  reply(std::move(answer));
}

void SmtpSession::rset() {
  if (fault(AuthLostByRset)) user_ = nullptr;
  flags_.close = flags_.close || fault(RsetCloses);
  reply(fault(RsetWrongCode) ? 220 : 250, "2.0.0", "ok");
}

void SmtpSession::noop(const smtp::TextArgument& argument) {
  if (fault(NoopArgumentRefused) && !argument.text.empty())
    return reply(501, "5.5.2", "no argument");
  reply(fault(NoopWrongCode) ? 220 : 250, "2.0.0", "ok");
  if (fault(NoopRepliesTwice)) reply(250, "2.0.0", "ok");
}

void SmtpSession::help() {
  SmtpReply answer{.code = fault(HelpWrongCode) ? 250 : 214, .enhanced = "2.0.0", .lines = {}};
  answer.lines = {"EHLO HELO MAIL RCPT DATA BDAT RSET NOOP QUIT",
                  "VRFY EXPN HELP ETRN STARTTLS AUTH"};
  reply(std::move(answer));
}

void SmtpSession::quit() {
  flags_.close = !fault(QuitDoesNotClose);
  if (fault(QuitClosesWithoutReply)) return;
  reply(fault(QuitWrongCode) ? 250 : 221, "2.0.0", "closing");
}

/// RFC 5321 3.5.1 and 3.5.3: a user name or a mailbox; 250 only for what was really verified.
void SmtpSession::vrfy(const smtp::TextArgument& argument) {
  if (fault(VrfyUnknownCommand)) return reply(502, "5.5.1", "not implemented");
  const std::string who = without_brackets(argument.text);
  const bool whole = who.find('@') != std::string::npos;
  const auto mailbox =
      message::parse_mailbox(whole ? who : who + "@" + context_.host, {.smtputf8 = true});
  if (!mailbox) return reply(553, "5.1.3", "ambiguous, or no mailbox");
  const auto found = local_mailbox(*mailbox);
  if (!found && !fault(VrfyUnknownMailboxConfirmed)) return reply(550, "5.1.1", "no such mailbox");
  if (fault(VrfyWithoutAddress)) return reply(250, "2.1.5", "yes");
  reply(fault(VrfyWrongCode) ? 220 : 250, "2.1.5",
        "<" + found.value_or("somebody") + "@" + context_.host + ">");
}

void SmtpSession::expn(const smtp::TextArgument& argument) {
  const bool known = equal_ignore_case(without_brackets(argument.text), kList);
  if (!known && !fault(ExpnUnknownListConfirmed)) return reply(550, "5.1.1", "no such list");
  SmtpReply answer{.code = 250, .enhanced = "2.1.5", .lines = {}};
  for (const Account& user : context_.accounts->users()) {
    answer.lines.push_back("<" + user.address + ">");
  }
  if (answer.lines.empty()) answer.lines.emplace_back("<postmaster@" + context_.host + ">");
  reply(std::move(answer));
}

/// RFC 1985 5.1: all mail for the local domain is in its mailboxes, and no other node may ask.
void SmtpSession::etrn(const smtp::QueueArgument& argument) {
  if (door_.submission) return reply(502, "5.5.1", "not implemented");
  if (fault(EtrnWrongCode)) return reply(220, "2.0.0", "queuing");
  if (equal_ignore_case(argument.node, context_.host)) {
    return reply(251, "2.0.0", "no messages waiting for node " + context_.host);
  }
  reply(459, "4.7.1", "node not allowed");
}

}  // namespace wireassay::reference
