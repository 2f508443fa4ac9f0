// CAPA (RFC 2449), STLS (RFC 2595), UTF8 and LANG (RFC 6856).
#include "core/cursor.h"
#include "reference/pop3_session.h"
#include "wire/pop3/argument.h"

namespace wireassay::reference {

using enum Pop3Fault;
using pop3::Command;

namespace {

// RFC 6856 section 3.2: the one language of the texts here.
constexpr std::string_view kLanguage = "en", kLanguageName = "English";

}  // namespace

/// RFC 2449 section 5: "Capabilities available in the AUTHORIZATION state MUST be announced in both
/// states." STLS is for AUTHORIZATION only (RFC 2595 section 8) and not offered inside TLS.
void Pop3Session::capa(const Command& /*command*/) {
  const bool after = state_ == State::Transaction;
  std::string body = after && fault(CapaHidesAfterLogin) ? "" : "TOP\r\nUIDL\r\n";
  body += "USER\r\n";
  if (!(after && fault(CapaHidesSaslAfterLogin))) body += mechanisms();
  body += "RESP-CODES\r\nAUTH-RESP-CODE\r\nPIPELINING\r\nUTF8 USER\r\nLANG\r\nEXPIRE NEVER\r\n";
  const bool stls = after ? fault(CapaListsStlsAfterLogin) : !tls_ || fault(CapaListsStlsInsideTls);
  if (stls) body += "STLS\r\n";
  if (fault(CapabilityLineTooLong)) body += "X-LONG " + std::string(600, 'x') + "\r\n";
  if (fault(CapabilityIllFormed)) body += "X.BAD\r\n";
  body += "IMPLEMENTATION Wireassay-reference\r\n";
  ok("capabilities follow", std::move(body));
  if (fault(CapaWithoutTerminator)) out_.octets.resize(out_.octets.size() - 3);
}

/// RFC 5034 section 4: no plaintext password mechanism without TLS. That USER is allowed in clear
/// is for the old clients of a server on loopback.
std::string Pop3Session::mechanisms() const {
  if (context_.sasl == nullptr) return {};
  std::string line = "SASL";
  for (const std::string& mechanism : context_.sasl->mechanisms()) {
    if (tls_ || (mechanism != "PLAIN" && mechanism != "LOGIN")) line += " " + mechanism;
  }
  return line + "\r\n";
}

/// "servers MAY (but are not required to) enforce this by rejecting with an -ERR response an "STLS"
/// command issued subsequent to a successful "UTF8" command" (RFC 6856 section 2.1)
void Pop3Session::stls(const Command& /*command*/) {
  if (tls_ && fault(StlsTwiceAccepted)) return ok("again, then");
  if (tls_) return error("TLS is active");
  if (utf8_) return error("not after UTF8");
  if (fault(StlsRefused)) return error("not now");
  ok("begin TLS");
  out_.start_tls = true;
}

void Pop3Session::utf8(const Command& /*command*/) {
  utf8_ = true;
  ok("UTF-8 mode");
}

/// "a +OK response followed by a single space, the exact language tag selected, and another space"
void Pop3Session::lang(const Command& command) {
  const std::string tag(kLanguage), name(kLanguageName);
  if (command.params.empty())
    return ok("languages follow", (fault(LangListingIllFormed) ? "" : tag + " ") + name + "\r\n");
  const std::string& range = command.params.front();
  if (range != "*" && !equal_ignoring_case(range, tag)) return error("no such language here");
  ok((fault(LangReplyWithoutTag) ? "" : tag + " ") + "Language changed");
}

}  // namespace wireassay::reference
