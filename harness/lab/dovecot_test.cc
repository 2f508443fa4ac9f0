#include "lab/dovecot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/postfix.h"

namespace wireassay::lab {
namespace {

using testing::HasSubstr;
using testing::Not;

Plan plan() {
  return {.directory = "/lab/postfix",
          .ports = {{"smtp", 2525}, {"pop3", 2110}},
          .users = {{"u01", "u01@lab.test", "secret"}},
          .variant = {},
          .ipv6 = true,
          .run = {}};
}

TEST(LabDovecot, ReadsWhatPostfixDelivers) {
  const std::string conf = dovecot_conf(plan());
  for (const char* line :
       {"base_dir = /lab/postfix/dovecot/run\n", "mail_location = maildir:/lab/postfix/mail/%n\n",
        "log_path = /lab/postfix/log/dovecot.log\n", "listen = 127.0.0.1, ::1\n",
        "protocols = pop3\n", "    port = 2110\n", "ssl_cert = </lab/postfix/tls/cert.pem\n"}) {
    EXPECT_THAT(conf, HasSubstr(line));
  }
  EXPECT_THAT(postfix_main_cf(plan()), HasSubstr("virtual_mailbox_base = /lab/postfix/mail\n"));
}

Plan server() {
  Plan out = plan();
  out.directory = "/lab/x";
  out.ports = {{"imap", 2143},        {"imaps", 2993}, {"pop3", 2110}, {"submission", 2587},
               {"submissions", 2465}, {"lmtp", 2024},  {"sink", 2025}};
  return out;
}

TEST(LabDovecot, Alone) {
  const std::string conf = dovecot_conf(server(), DovecotRole::Server);
  for (const char* part :
       {"protocols = imap pop3 submission lmtp\n", "mail_location = maildir:~/Maildir\n",
        "log_path = /lab/x/log/dovecot.log\n",
        "  inet_listener imap {\n    port = 2143\n  }\n"
        "  inet_listener imaps {\n    port = 2993\n    ssl = yes\n  }\n",
        "  inet_listener pop3s {\n    port = 0\n",
        "  inet_listener submission {\n    port = 2587\n", "submission_relay_port = 2025\n",
        "  inet_listener lmtp {\n    port = 2024\n", "  separator = /\n",
        "    special_use = \\Sent\n", "disable_plaintext_auth = no\n"}) {
    EXPECT_THAT(conf, HasSubstr(part));
  }
  EXPECT_THAT(conf, Not(HasSubstr("private/auth")));
}

TEST(LabDovecot, BehindPostfix) {
  const std::string conf = dovecot_conf(server(), DovecotRole::Store);
  for (const char* part : {"protocols = imap pop3 lmtp\n", "log_path = /lab/x/log/mail.log\n",
                           "  unix_listener /lab/x/queue/private/auth {\n"}) {
    EXPECT_THAT(conf, HasSubstr(part));
  }
  EXPECT_THAT(conf, Not(HasSubstr("submission")));
}

TEST(LabDovecot, TroubleIsWhatDovecotSaysNotWhatItQuotes) {
  struct Row {
    const char* name;
    const char* line;
    bool trouble;
  };
  const Row kRows[] = {
      {"panic", "Nov  3 10:00:00 imap(u01)<7><x>: Panic: file imap-parser.c: assertion failed",
       true},
      {"fatal", "Nov  3 10:00:00 auth: Fatal: master: service(auth): child 8 returned error", true},
      {"killed",
       "Nov  3 10:00:00 master: Error: service(imap): child 8 killed with signal 11 (core dumped)",
       true},
      {"quoted", "Nov  3 10:00:00 imap-login: Info: Disconnected: user=<x: Panic: y>", false},
      {"quoted signal",
       "Nov  3 10:00:00 imap-login: Info: Disconnected: user=<x killed with signal 11>", false},
      {"stopped", "Nov  3 10:00:00 master: Warning: Killed with signal 15 (by pid=1)", false},
      {"no time", "imap: Panic: x", false},
      {"empty", "", false}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(dovecot_is_trouble(row.line), row.trouble);
  }
}

TEST(LabDovecot, WithoutIpv6) {
  Plan four = plan();
  four.ipv6 = false;
  EXPECT_THAT(dovecot_conf(four), HasSubstr("listen = 127.0.0.1\n"));
}

TEST(LabDovecot, KeepsPasswordsOutOfWhatEverybodyCanRead) {
  EXPECT_THAT(dovecot_conf(plan()), Not(HasSubstr("secret")));
  EXPECT_THAT(dovecot_conf(server(), DovecotRole::Store), Not(HasSubstr("secret")));
}

TEST(LabDovecot, PostfixLeavesItsPortAlone) {
  const std::string config = postfix_master_cf(plan());
  EXPECT_THAT(config, HasSubstr("2525 inet"));
  EXPECT_THAT(config, Not(HasSubstr("2110")));
}

}  // namespace
}  // namespace wireassay::lab
