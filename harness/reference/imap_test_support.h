// Test-only: IMAP sessions with their store and users, fed in one piece or octet by octet.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reference/imap_session.h"

namespace wireassay::reference::testing {

/// How far a dialogue has come before a row begins.
enum class ImapOpening {
  Raw,        ///< nothing sent; the greeting is part of the output
  Connected,  ///< greeted
  Tls,        ///< greeted inside TLS
  LoggedIn,   ///< LOGIN u01 secret
  Selected,   ///< and SELECT INBOX
  Examined,   ///< and EXAMINE INBOX
  Rev2,       ///< ENABLE IMAP4rev2, then SELECT INBOX
  Qresync,    ///< ENABLE QRESYNC, then SELECT INBOX
};

/// User u01 (secret) has three messages in the INBOX (uids 1 to 3), of which the first is \Seen and
/// the third \Deleted, the mailboxes "box" (subscribed) and "box/child", and u02 (other) nothing.
class ImapBench {
 public:
  explicit ImapBench(ImapOpening opening, std::vector<std::string> faults = {});
  ~ImapBench();

  /// Lines ended by "\n", which are sent with CRLF; the last one without "\n" stays without.
  /// "{+}" is a line end inside of one write, "{tls}" is the handshake, "2: line" is for a second
  /// session of the same user, "{mail}" a delivery by SMTP. Answers with all that the first session
  /// said, lines ended by "\n",
  /// "{close}" at a close, "{tls}" where the handshake is due.
  std::string talk(std::string_view script, bool octet_by_octet = false);
  /// What the second session said since the last call.
  std::string second();
  /// Octets as they are.
  std::string raw(std::string_view octets);
  ImapSession& session() { return *session_; }
  Store& store() { return store_; }

 private:
  struct Said {
    std::string text;
    bool closed = false;
  };
  void fill();
  std::unique_ptr<ImapSession> open(ImapOpening opening);
  void feed(ImapSession& session, Said& said, std::string_view octets, std::size_t piece);
  void line(std::string_view text, bool ended, bool octet_by_octet);
  static void take(Said& said, const SessionOutput& output);
  void wake();

  Accounts accounts_;
  Store store_;
  SaslServer sasl_;
  ImapContext context_;
  std::unique_ptr<ImapSession> session_, other_;
  Said said_, said_by_other_;
};

struct ImapDialogue {
  const char* name;
  ImapOpening opening;
  const char* text;
};
/// The dialogue as it went: equal to its text if all is well.
std::string played(const ImapDialogue& dialogue, bool octet_by_octet);

}  // namespace wireassay::reference::testing
