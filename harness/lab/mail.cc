#include "lab/mail.h"

#include <array>

#include "lab/dovecot.h"
#include "lab/postfix.h"

namespace wireassay::lab {
namespace {

constexpr std::array<std::string_view, 6> kPackages = {
    "postfix", "dovecot-core", "dovecot-imapd", "dovecot-pop3d", "dovecot-lmtpd", "openssl"};
constexpr std::array<ServiceRow, 8> kServices = {
    {{.name = "smtp", .greeting = "220 "},
     {.name = "submission", .greeting = "220 "},
     {.name = "submissions", .greeting = "220 ", .implicit_tls = true},
     {.name = "imap", .greeting = "* OK", .binds_alone = true},
     {.name = "imaps", .greeting = "* OK", .implicit_tls = true, .binds_alone = true},
     {.name = "pop3", .greeting = "+OK", .binds_alone = true},
     {.name = "pop3s", .greeting = "+OK", .implicit_tls = true, .binds_alone = true},
     {.name = "lmtp", .greeting = "220 ", .binds_alone = true, .internal = true}}};

std::expected<void, std::string> prepare(const Plan& plan) {
  if (auto done = prepare_postfix(plan, PostfixBackend::Dovecot); !done) return done;
  return prepare_dovecot(plan, DovecotRole::Store);
}

// Both write into one log.
bool is_trouble(std::string_view line) {
  return postfix_is_trouble(line) || dovecot_is_trouble(line);
}

}  // namespace

Recipe mail_recipe() {
  return {.name = "mail",
          .summary = "Postfix that delivers into Dovecot: SMTP, submission, IMAP, POP3",
          .software = "Postfix",
          .variant = {},
          .root_reason = "Postfix's master(8) insists",
          .packages = kPackages,
          .services = kServices,
          .pid_file = "queue/pid/master.pid",
          .companion_pid_file = kDovecotPidFile,
          .companion_software = "Dovecot",
          .companion_package = "dovecot-core",
          .facts = kDovecotFacts,
          .log_file = "log/mail.log",
          .prepare = prepare,
          .start = start_postfix_and_dovecot,
          .stop = stop_postfix_and_dovecot,
          .is_trouble = is_trouble};
}

}  // namespace wireassay::lab
