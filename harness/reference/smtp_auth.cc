// STARTTLS (RFC 3207) and AUTH (RFC 4954).
#include <utility>

#include "reference/smtp_session.h"

namespace wireassay::reference {

using enum SmtpFault;
using smtp::Input;

/// The rest of the input is dropped by feed(): what follows in clear is no part of the session.
void SmtpSession::starttls() {
  flags_.start_tls = !tls_;
  reply(fault(StarttlsWrongCode) ? 250 : 220, "2.0.0", "ready to start TLS");
}

void SmtpSession::auth(const smtp::AuthArgument& argument) {
  auto exchange = context_.sasl->start(
      argument.mechanism,
      {.password = fault(AuthWrongPasswordAccepted), .identity = fault(AuthOtherIdentityAccepted)});
  if (!exchange) {
    if (fault(AuthUnknownMechanismWrongCode)) return reply(250, "2.7.0", "why not");
    return reply(504, "5.5.4", "unrecognized authentication type");
  }
  // RFC 4954 6: "the selected authentication mechanism may only be used when the underlying SMTP
  // connection is encrypted". All of them here, so that AUTH is not listed in clear.
  if (!tls_)
    return reply(538, "5.7.11", "encryption required for requested authentication mechanism");
  sasl_ = std::move(exchange);
  if (!argument.initial) return sasl_step(std::nullopt);
  if (fault(AuthInitialResponseRefused)) return reply(501, "5.7.0", "no initial response, please");
  if (*argument.initial == "=") return sasl_step("");
  const auto response = decode(*argument.initial);
  if (!response) return cannot_decode();
  sasl_step(*response);
}

/// A line of the exchange; RFC 4954 4: "*" cancels it with 501.
void SmtpSession::sasl_line(std::string_view text) {
  if (text == "*") {
    reply(fault(AuthCancelWrongCode) ? 250 : 501, fault(AuthCancelWrongCode) ? "2.7.0" : "5.7.0",
          "cancelled");
  } else if (const auto response = decode(text)) {
    sasl_step(*response);
  } else {
    cannot_decode();
  }
  if (last_code_ != 334) sasl_.reset();
  advance(Input::Response);
}

/// RFC 4954 4: 501 and 5.5.2.
void SmtpSession::cannot_decode() {
  const bool wrong = fault(AuthBadBase64WrongCode);
  reply(wrong ? 250 : 501, wrong ? "2.7.0" : "5.5.2", "cannot decode");
}

void SmtpSession::sasl_step(std::optional<std::string_view> response) {
  const SaslStep step = sasl_->step(response);
  const bool user_is_wrong =
      step.status != SaslStatus::Success && step.status != SaslStatus::Challenge;
  switch (step.status) {
    case SaslStatus::Challenge:
      reply(334, {}, fault(AuthChallengeNotBase64) ? "go on!" : base64_encode(step.data));
      break;
    case SaslStatus::Success:
      if (fault(AuthRightPasswordRefused)) {
        reply(535, "5.7.8", "authentication credentials invalid");
        break;
      }
      user_ = context_.accounts->by_login(step.user);
      reply(fault(AuthSuccessWrongCode) ? 250 : 235, "2.7.0", "authentication succeeded");
      break;
    case SaslStatus::NotFirst:
      // RFC 4954 4: "the server MUST reject the AUTH command with a 501 reply ... 5.7.0".
      reply(fault(AuthEarlyResponseWrongCode) ? 535 : 501, "5.7.0",
            "the server begins in this mechanism");
      break;
    case SaslStatus::Failure:
    case SaslStatus::Malformed:
      reply(fault(AuthWrongPasswordWrongCode) ? 250 : 535,
            fault(AuthWrongPasswordWrongCode) ? "2.7.8" : "5.7.8",
            "authentication credentials invalid");
      break;
  }
  if (user_is_wrong) sasl_.reset();
}

std::optional<std::string> SmtpSession::decode(std::string_view base64) const {
  if (!fault(AuthBadBase64Accepted)) return base64_decode(base64);
  std::string kept;
  for (const char c : base64) {
    const std::string_view octet(&c, 1);
    if (smtp::is_base64("AAA" + std::string(octet)) && c != '=') kept += c;
  }
  kept.append((4 - kept.size() % 4) % 4, '=');
  return base64_decode(kept);
}

}  // namespace wireassay::reference
