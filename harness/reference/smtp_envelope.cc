// MAIL and RCPT: RFC 5321 3.3, 4.1.1.2 and 4.1.1.3.
#include <algorithm>
#include <string>

#include "reference/smtp_session.h"

namespace wireassay::reference {

using enum SmtpFault;

namespace {

constexpr std::string_view kPostmaster = "postmaster";
constexpr std::size_t kMutantRecipients = 99;

}  // namespace

void SmtpSession::mail(const smtp::MailArgument& argument) {
  if (mail_refused(argument) || mail_refused_by_mutant(argument)) return;
  transaction_ = {
      .sender = argument.path, .parameters = argument.values, .recipients = {}, .chunks = {}};
  reply(250, "2.1.0", "sender ok");
  if (fault(ReplyToNothing)) reply(250, "2.0.0", "still here");
}

bool SmtpSession::mail_refused(const smtp::MailArgument& argument) {
  if (door_.submission && user_ == nullptr && !fault(SubmissionWithoutAuth)) {
    reply(530, "5.7.0", "authentication required");  // RFC 6409 4.3, RFC 4954 6
    return true;
  }
  const bool over = argument.values.size > context_.limits.message;
  if (over && !fault(SizeOverLimitAccepted)) {
    reply(552, "5.3.4", "message size exceeds fixed maximum message size");  // RFC 1870 6.1
    return true;
  }
  return false;
}

bool SmtpSession::mail_refused_by_mutant(const smtp::MailArgument& argument) {
  const smtp::MailParameters& values = argument.values;
  const bool utf8 = !message::is_ascii(argument.path);
  const bool long_local =
      argument.path.mailbox && argument.path.mailbox->local.size() >= message::kMaxLocalPart;
  const bool again = taken_ > 0 && fault(SecondTransactionRefused);
  const bool refused =
      (fault(MailRefused) && !values.size && !values.body) ||
      (fault(MailLiteralRefused) && argument.path.mailbox && argument.path.mailbox->literal) ||
      (fault(MailNullPathRefused) && !argument.path.mailbox) ||
      (fault(MailSourceRouteRefused) && !argument.path.route.empty()) ||
      (fault(LocalPart64Refused) && long_local) || again ||
      (fault(SizeWithinLimitRefused) && values.size.has_value()) ||
      (fault(Body8bitmimeRefused) && values.body == smtp::Body::EightBitMime) ||
      (fault(Body7bitRefused) && values.body == smtp::Body::SevenBit) ||
      (fault(RetRefused) && values.ret.has_value()) ||
      (fault(EnvidRefused) && values.envid.has_value()) ||
      (fault(MailAuthParameterRefused) && values.auth.has_value()) ||
      (fault(Smtputf8ParameterRefused) && values.smtputf8) ||
      (fault(Smtputf8AddressRefused) && utf8);
  if (refused) reply(501, "5.5.4", "refused");
  return refused;
}

void SmtpSession::rcpt(const smtp::RcptArgument& argument) {
  if (rcpt_refused_by_mutant(argument)) return;
  if (transaction_.recipients.size() >= context_.limits.recipients) {
    return reply(452, "4.5.3", "too many recipients");  // RFC 5321 4.5.3.1.10
  }
  std::string mailbox(kOutbound);
  // RFC 5321 3.6.1: the route is ignored, the mailbox at its end counts. An empty path comes from
  // mutants only.
  const message::Mailbox target =
      argument.path.mailbox.value_or(message::Mailbox{.local = std::string(kPostmaster)});
  if (is_local_domain(target)) {
    const auto found = local_mailbox(target);
    if (!found && fault(RcptUnknownUserWrongCode)) return reply(354, {}, "go ahead");
    if (!found && !fault(RcptUnknownUserAccepted)) {
      return reply(550, fault(EnhancedMissing) ? "" : "5.1.1", "no such mailbox here");
    }
    mailbox = found.value_or(mailbox);
  } else if (user_ == nullptr && !fault(OpenRelay)) {
    return reply(550, fault(EnhancedMissing) ? "" : "5.7.1", "relaying denied");  // RFC 5321 3.6.2
  }
  transaction_.recipients.push_back({argument.path, argument.values, mailbox});
  reply(250, "2.1.5", "recipient ok");
}

bool SmtpSession::rcpt_refused_by_mutant(const smtp::RcptArgument& argument) {
  const auto& mailbox = argument.path.mailbox;
  const bool refused =
      fault(RcptRefused) || (fault(RcptSourceRouteRefused) && !argument.path.route.empty()) ||
      (fault(RcptQuotedLocalPartRefused) && mailbox && mailbox->local.starts_with('"')) ||
      (fault(NotifyRefused) && argument.parameters.size() == 1 && argument.values.notify) ||
      (fault(OrcptRefused) && argument.values.orcpt) ||
      (fault(Recipients100Refused) && transaction_.recipients.size() >= kMutantRecipients);
  if (refused) reply(fault(Recipients100Refused) ? 552 : 501, "5.5.4", "refused");
  return refused;
}

/// The own domain in any case (RFC 5321 2.3.5), the own address (4.1.3), or none (4.1.1.3:
/// <Postmaster>).
bool SmtpSession::is_local_domain(const message::Mailbox& mailbox) const {
  if (mailbox.domain.empty()) return true;
  if (!mailbox.literal) {
    return fault(DomainCaseSensitive) ? mailbox.domain == context_.host
                                      : equal_ignore_case(mailbox.domain, context_.host);
  }
  const bool v6 = mailbox.literal->kind == message::LiteralKind::Ipv6;
  const auto own = v6 ? message::parse_ipv6(door_.server) : message::parse_ipv4(door_.server);
  return own && !mailbox.literal->octets.empty() && *own == mailbox.literal->octets;
}

std::optional<std::string> SmtpSession::local_mailbox(const message::Mailbox& mailbox) const {
  if (!is_local_domain(mailbox)) return std::nullopt;
  const std::string local = message::local_value(mailbox);
  // RFC 5321 4.5.1: "the reserved mailbox name "postmaster" ... without case sensitivity".
  const bool known =
      fault(PostmasterCaseSensitive) ? local == kPostmaster : equal_ignore_case(local, kPostmaster);
  if (known && !fault(PostmasterRefused)) return std::string(kPostmaster);
  const Account* account = context_.accounts->by_local_part(local);
  if (account == nullptr) return std::nullopt;
  return account->name;
}

}  // namespace wireassay::reference
