// Test-only: a session with its store and users, fed in one piece or octet by octet.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reference/smtp_session.h"

namespace wireassay::reference::testing {

/// How far a dialogue has come before a row begins.
enum class Opening {
  Raw,         ///< nothing sent; the greeting is part of the output
  Connected,   ///< greeted by the server
  Greeted,     ///< EHLO
  Mail,        ///< and MAIL
  Rcpt,        ///< and RCPT for u01
  Data,        ///< and DATA
  Tls,         ///< EHLO inside STARTTLS
  Submission,  ///< the same on the submission service
  Implicit,    ///< greeted on the submissions service
  Authed,      ///< Submission with AUTH PLAIN as u01
};

inline constexpr std::string_view kPlain = "AHUwMQBzZWNyZXQ=";       ///< NUL u01 NUL secret
inline constexpr std::string_view kWrongPlain = "AHUwMQBnZWhlaW0=";  ///< NUL u01 NUL geheim
inline constexpr std::string_view kTlsMark = "{tls}";                ///< in an input: the handshake

class Bench {
 public:
  explicit Bench(Opening opening, std::vector<std::string> faults = {});

  /// Everything that was said in return, with "{tls}" where the handshake is due and "{close}" at a
  /// close.
  std::string talk(std::string_view input, bool octet_by_octet);
  Store& store() { return store_; }
  SmtpContext& context() { return context_; }

 private:
  void feed(std::string_view input, bool octet_by_octet);
  void take(const SessionOutput& output);

  Accounts accounts_;
  Store store_;
  SaslServer sasl_;
  SmtpContext context_;
  std::unique_ptr<SmtpSession> session_;
  std::string said_;
};

/// "250 503 close": the codes of the replies, the first lines of longer ones left out.
std::string codes(std::string_view replies);
/// The newest message of a mailbox behind its trace fields; "(none)".
std::string newest(const Store& store, std::string_view mailbox);

}  // namespace wireassay::reference::testing
