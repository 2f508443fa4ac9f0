// USER and PASS, APOP (RFC 1939 section 7) and AUTH (RFC 5034); what opens a maildrop locks it.
#include <utility>

#include "core/cursor.h"
#include "net/digest.h"
#include "reference/pop3_session.h"
#include "wire/pop3/argument.h"

namespace wireassay::reference {

using enum Pop3Fault;
using pop3::Command;

/// RFC 6856 section 2.2: names and passwords are prepared, and refused where that fails.
const Account* Pop3Session::find_account(std::string_view name) const {
  if (fault(Utf8NameNotPrepared)) return context_.accounts->by_login(name);
  const auto prepared = saslprep(name);
  return prepared ? context_.accounts->by_login(*prepared) : nullptr;
}

// Whether there is such a mailbox is not told here.
void Pop3Session::user(const Command& command) {
  named_ = command.params.empty() ? "" : command.params.front();
  ok("send PASS");
}

void Pop3Session::pass(const Command& command) {
  const auto named = std::exchange(named_, std::nullopt);
  if (!named) return fault(PassWithoutUserAccepted) ? ok("fine") : error("USER first");
  const Account* account = find_account(*named);
  const auto password = saslprep(command.params.front());
  const bool right = account != nullptr &&
                     (fault(WrongPasswordAccepted) || (password && account->password == *password));
  if (!right) return refuse_credentials(account);
  open(*account);
}

/// "The `digest' parameter is calculated by applying the MD5 algorithm to a string consisting of
/// the timestamp (including angle-brackets) followed by a shared secret."
void Pop3Session::apop(const Command& command) {
  const auto argument = pop3::parse_apop_argument(command);
  if (!argument) return error("a digest has 32 small hexadecimal digits");
  const Account* account = find_account(argument->name);
  const bool right =
      account != nullptr && argument->digest == net::md5_hex(timestamp_ + account->password);
  const bool taken = account != nullptr && fault(ApopWrongDigestAccepted);
  if ((right && !fault(ApopRightDigestRefused)) || taken) return open(*account);
  if (account != nullptr && fault(ApopRefusalLogsIn)) {
    open(*account);
    out_.octets.clear();
  }
  refuse_credentials(account);
}

/// RFC 3206 section 6: "the server includes the AUTH response code with any authentication error
/// caused by a problem with the user's credentials".
void Pop3Session::refuse_credentials(const Account* account) {
  if (account != nullptr && fault(RefusedLoginHoldsLock) && lock_.empty() &&
      context_.locked.insert(account->name).second)
    lock_ = account->name;
  if (account != nullptr && fault(InUseBeforePassword) && context_.locked.contains(account->name))
    return error("[IN-USE] another session has the maildrop open");
  error(fault(AuthCodeMissing) ? "wrong name or password" : "[AUTH] wrong name or password");
}

/// "If the maildrop is already locked …, the POP3 server responds with a negative status indicator"
/// (RFC 1939 section 4; IN-USE: RFC 2449 section 8.1.2)
void Pop3Session::open(const Account& account) {
  if (auth_failed_ && fault(AuthFailureRemembered)) return error("[AUTH] wrong name or password");
  if (context_.locked.insert(account.name).second) {
    lock_ = account.name;
  } else if (!fault(LockNotHeld) && lock_ != account.name) {
    return error(fault(AuthCodeOnLockedMaildrop)
                     ? "[AUTH] another session has the maildrop open"
                     : "[IN-USE] another session has the maildrop open");
  }
  account_ = &account;
  maildrop_ = Maildrop(context_.faults, context_.store->snapshot(account.name));
  state_ = State::Transaction;
  ok("maildrop open");
}

void Pop3Session::unlock() {
  const bool kept = was_reset_ && fault(LockKeptAfterQuit);
  if (!lock_.empty() && !kept) context_.locked.erase(lock_);
  lock_.clear();
  account_ = nullptr;
}

void Pop3Session::auth(const Command& command) {
  const auto argument = pop3::parse_auth_argument(command);
  // What is no base64 is the exchange's matter, so that a mutant may decode it.
  const bool undecodable = !argument && argument.error().rule == "initial-response";
  if (!argument && !undecodable) return error("AUTH takes a mechanism and a response");
  const std::string& mechanism = command.params.front();
  const bool clear_text =
      equal_ignoring_case(mechanism, "PLAIN") || equal_ignoring_case(mechanism, "LOGIN");
  if (clear_text && !tls_) return error("not without TLS");
  const bool small = mechanism.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos;
  if (context_.sasl != nullptr && !(small && fault(AuthMechanismCaseSensitive)))
    sasl_ = context_.sasl->start(mechanism, {.password = fault(AuthWrongPasswordAccepted)});
  if (!sasl_) {
    if (fault(AuthUnknownMechanismAccepted)) return say(pop3::Status::Continue, "");
    return error("unknown mechanism");
  }
  mechanism_ = mechanism;
  const bool initial = command.params.size() == 2;
  const std::string text = initial ? command.params.back() : "";
  const bool passed_over =
      (text == "=" && fault(AuthEmptyResponseIgnored)) ||
      (equal_ignoring_case(mechanism, "CRAM-MD5") && fault(AuthEarlyResponseAccepted));
  if (!initial || passed_over) return sasl_step(std::nullopt);
  const auto response = text == "=" ? std::optional<std::string>("") : decode(text);
  if (response && !fault(AuthInitialResponseRefused)) return sasl_step(*response);
  sasl_.reset();
  error(response ? "no initial response, please" : "cannot decode");
}

void Pop3Session::sasl_step(std::optional<std::string_view> response) {
  const SaslStep step = sasl_->step(response);
  if (step.status != SaslStatus::Challenge) return end_of_sasl(step);
  if (!step.data.empty())
    return say(pop3::Status::Continue,
               fault(AuthChallengeNotBase64) ? "go on!" : base64_encode(step.data));
  if (fault(AuthChallengeWithoutSpace)) {
    out_.octets += "+\r\n";
  } else {
    say(pop3::Status::Continue, fault(AuthChallengeNotEmpty) ? base64_encode("go on") : "");
  }
}

void Pop3Session::end_of_sasl(const SaslStep& step) {
  sasl_.reset();
  switch (step.status) {
    case SaslStatus::Success: return open(*context_.accounts->by_login(step.user));
    case SaslStatus::NotFirst: return error("the server begins in this mechanism");
    case SaslStatus::Malformed: error("not what the mechanism demands"); break;
    case SaslStatus::Challenge:
    case SaslStatus::Failure: refuse_credentials(nullptr); break;
  }
  auth_failed_ = true;
}

/// "servers and clients MUST reject (and not ignore) any character not explicitly allowed by the
/// Base64 alphabet" (RFC 5034 section 4)
std::optional<std::string> Pop3Session::decode(std::string_view base64) const {
  if (!fault(AuthBadBase64Accepted)) return base64_decode(base64);
  std::string kept;
  for (const char c : base64) {
    if (is_alnum(c) || c == '+' || c == '/') kept += c;
  }
  kept.append((4 - kept.size() % 4) % 4, '=');
  return base64_decode(kept);
}

}  // namespace wireassay::reference
