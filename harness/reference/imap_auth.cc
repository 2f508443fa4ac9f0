// What is allowed in any state, and the way out of the not authenticated one: STARTTLS, LOGIN and
// AUTHENTICATE; ENABLE.
#include <algorithm>
#include <utility>

#include "core/cursor.h"
#include "reference/imap_session.h"
#include "reference/imap_structure.h"

namespace wireassay::reference {

using enum ImapFault;
using imap::Command;

namespace {

// What is in RFC 9051 is listed all the same, for clients of RFC 3501 (appendix A there).
constexpr std::string_view kExtensions =
    " LITERAL+ SASL-IR ID ENABLE IDLE NAMESPACE UNSELECT UIDPLUS CHILDREN ESEARCH SEARCHRES SORT "
    "THREAD=REFERENCES THREAD=ORDEREDSUBJECT LIST-EXTENDED LIST-STATUS SPECIAL-USE "
    "CREATE-SPECIAL-USE MOVE CONDSTORE QRESYNC STATUS=SIZE BINARY";

/// What only mutants take for base64.
std::string without_strays(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (is_alnum(c) || c == '+' || c == '/') kept += c;
  }
  kept.resize(kept.size() - (kept.size() % 4 == 1 ? 1 : 0));
  kept.append((4 - kept.size() % 4) % 4, '=');
  return kept;
}

}  // namespace

/// "CAPABILITY IMAP4rev1 …"
std::string ImapSession::capabilities() const {
  std::string text = "CAPABILITY";
  if (!fault(CapabilityWithoutRev1)) text += " IMAP4rev1 IMAP4rev2";
  text += kExtensions;
  if (state_ == State::NotAuthenticated) {
    if (!tls_ || fault(StarttlsStillListed)) text += " STARTTLS";
    for (const std::string& mechanism : context_.sasl->mechanisms()) text += " AUTH=" + mechanism;
  }
  return text;
}

ImapSession::Answer ImapSession::capability(const Command& /*command*/) {
  if (!fault(CapabilityNotTold)) untagged(capabilities());
  return answer_ok("those are they");
}

ImapSession::Answer ImapSession::noop(const Command& /*command*/) {
  if (state_ == State::NotAuthenticated && fault(NoopRefusedBeforeLogin))
    return answer_bad("log in first");
  return answer_ok("nothing done");
}

/// "The server MUST send a BYE untagged response before the (tagged) OK response, and then close
/// the network connection" (RFC 3501 section 6.1.3).
ImapSession::Answer ImapSession::logout(const Command& /*command*/) {
  if (!fault(LogoutNoBye)) untagged("BYE good bye");
  deselect();
  out_.close = !fault(LogoutNoClose);
  return answer_ok("logged out");
}

ImapSession::Answer ImapSession::id(const Command& /*command*/) {
  if (!fault(IdNoResponse)) untagged("ID (\"name\" \"wireassay\")");
  return answer_ok("pleased to meet you");
}

ImapSession::Answer ImapSession::starttls(const Command& /*command*/) {
  if (tls_) {
    if (fault(StarttlsTwiceAccepted)) return answer_ok("again, then");
    return answer_bad("TLS is active");
  }
  if (state_ != State::NotAuthenticated) return answer_ok("begin TLS");
  out_.start_tls = true;
  return answer_ok("begin TLS");
}

/// RFC 9051 section 6.2.3, "rejected credentials"; RFC 5530: AUTHENTICATIONFAILED tells neither
/// that the user is unknown nor that he is known.
ImapSession::Answer ImapSession::login(const Command& command) {
  const auto& given = std::get<imap::LoginArgument>(command.argument);
  const Account* account = context_.accounts->by_login(given.user);
  const bool right = account != nullptr &&
                     (account->password == given.password || fault(LoginWrongPasswordAccepted));
  if (right && !fault(LoginRightPasswordRefused)) return authenticated(*account);
  if (fault(LoginWrongPasswordBad)) return answer_bad("wrong name or password");
  return answer_no("wrong name or password", "AUTHENTICATIONFAILED");
}

ImapAnswer ImapSession::authenticated(const Account& account) {
  deselect();
  account_ = &account;
  state_ = State::Authenticated;
  return answer_ok("logged in", capabilities());
}

ImapSession::Answer ImapSession::authenticate(const Command& command) {
  const auto& given = std::get<imap::AuthenticateArgument>(command.argument);
  sasl_ =
      context_.sasl->start(given.mechanism, {.password = fault(AuthenticateWrongPasswordAccepted),
                                             .identity = fault(AuthenticateOtherIdentityAccepted)});
  if (!sasl_) {
    if (fault(AuthenticateUnknownMechanismOk)) return answer_ok("as you like");
    return answer_no("no such mechanism here");
  }
  // A response of no octets is "=" (RFC 4959 section 3). Base64 of no octets, which its grammar
  // allows and mutt 2.2 sends where a mechanism has no initial response, is therefore none.
  const bool none = !given.initial || given.initial->empty();
  if (none || fault(AuthenticateInitialResponseIgnored)) return sasl_step(std::nullopt);
  if (*given.initial == "=") return sasl_step("");
  return sasl_line(*given.initial);
}

/// A line of the exchange. RFC 9051 section 6.2.2: "*" cancels it, and "the server MUST reject the
/// AUTHENTICATE command by sending a tagged BAD response"; so it is with what cannot be decoded.
bool ImapSession::step_sasl() {
  const Parsed<std::string> line = reader_.next_line(context_.limits.sasl_line);
  if (std::holds_alternative<NeedMore>(line)) return false;
  const auto* got = std::get_if<Got<std::string>>(&line);
  if (got == nullptr) {
    sasl_.reset();
    line_too_long();
    return true;
  }
  Answer answer = answer_bad("cancelled");
  if (got->value != "*") {
    answer = sasl_line(got->value);
  } else if (fault(AuthenticateCancelOk)) {
    answer = answer_ok("cancelled");
  }
  out_.octets += std::exchange(data_, {});
  if (!answer) return true;
  sasl_.reset();
  finish(tag_, *answer);
  return true;
}

ImapSession::Answer ImapSession::sasl_line(std::string_view text) {
  const bool lenient = fault(AuthenticateBadBase64Accepted);
  const auto response = base64_decode(lenient ? without_strays(text) : std::string(text));
  if (response) return sasl_step(*response);
  sasl_.reset();
  return answer_bad("cannot decode");
}

ImapSession::Answer ImapSession::sasl_step(std::optional<std::string_view> response) {
  const SaslStep step = sasl_->step(response);
  if (step.status == SaslStatus::Challenge) {
    const bool plain = fault(ChallengeNotBase64) && !step.data.empty();
    data_ += "+ " + (plain ? "go on!" : base64_encode(step.data)) + "\r\n";
    return std::nullopt;
  }
  sasl_.reset();
  switch (step.status) {
    case SaslStatus::Success:
      if (const Account* account = context_.accounts->by_login(step.user))
        return authenticated(*account);
      break;
    case SaslStatus::NotFirst: return answer_bad("the server begins in this mechanism");
    case SaslStatus::Malformed: return answer_bad("not what the mechanism asks for");
    case SaslStatus::Challenge:
    case SaslStatus::Failure: break;
  }
  return answer_no("wrong name or password", "AUTHENTICATIONFAILED");
}

/// RFC 5161 section 3.1: what is not known is ignored, and so is what needs no enabling.
ImapSession::Answer ImapSession::enable(const Command& command) {
  std::string enabled = "ENABLED";
  for (const std::string& name : std::get<imap::EnableArgument>(command.argument).capabilities) {
    const bool rev2 = equal_ignoring_case(name, "IMAP4rev2");
    const bool condstore = equal_ignoring_case(name, "CONDSTORE");
    const bool qresync = equal_ignoring_case(name, "QRESYNC");
    rev2_ |= rev2;
    condstore_ |= condstore || qresync;
    qresync_ |= qresync;
    if (rev2) enabled += " IMAP4rev2";
    if (condstore) enabled += " CONDSTORE";
    if (qresync) enabled += " QRESYNC";
    if (!rev2 && !condstore && !qresync && fault(EnableUnknownEchoed)) enabled += " " + name;
  }
  if (!fault(EnableNoEnabled)) untagged(enabled);
  return answer_ok("enabled");
}

}  // namespace wireassay::reference
