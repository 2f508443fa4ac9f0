// Debian's Dovecot: as the mailbox server of the lab, and behind Postfix.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "lab/recipe.h"

namespace wireassay::lab {

// In the state directory; its process leads a session of its own.
inline constexpr std::string_view kDovecotPidFile = "dovecot/run/master.pid";

enum class DovecotRole {
  Reader,  // POP3 on the maildirs DIRECTORY/mail/USER that a mail transfer agent writes
  Server,  // alone: IMAP, POP3, submission and LMTP
  Store,   // behind Postfix: IMAP, POP3, LMTP, and the passwords for Postfix's AUTH
};

// Users' mail is in DIRECTORY/mail/USER, owned by the user and group mail.
std::string dovecot_conf(const Plan& plan, DovecotRole role = DovecotRole::Reader);

// Directories, configuration and passwords; tls/ is there already.
std::expected<void, std::string> prepare_dovecot(const Plan& plan,
                                                 DovecotRole role = DovecotRole::Reader);

std::filesystem::path dovecot_conf_file(const std::filesystem::path& directory);

// "imap(u01)<7>: Panic: …", "… Fatal: …" and master's word that a child was killed. What a client
// said never counts: only what stands behind the name of the process is looked at.
bool dovecot_is_trouble(std::string_view log_line);

// The row "dovecot". Submission relays to an smtp-sink, which drops everything.
Recipe dovecot_recipe();

// What both recipes with mailboxes tell a run: the hierarchy separator of dovecot_conf; messages
// get in by APPEND, octet for octet; and the address that clients come from, because Dovecot
// trusts one that has the server's own (as if it came over TLS).
inline constexpr std::string_view kDovecotFacts =
    "mailbox     = { prefix = \"\", separator = \"/\" }\n"
    "deliver     = \"imap\"\n"
    "source      = \"127.0.0.2\"\n";

}  // namespace wireassay::lab
