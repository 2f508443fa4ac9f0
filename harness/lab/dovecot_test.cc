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

TEST(LabDovecot, WithoutIpv6) {
  Plan four = plan();
  four.ipv6 = false;
  EXPECT_THAT(dovecot_conf(four), HasSubstr("listen = 127.0.0.1\n"));
}

TEST(LabDovecot, KeepsPasswordsOutOfWhatEverybodyCanRead) {
  EXPECT_THAT(dovecot_conf(plan()), Not(HasSubstr("secret")));
}

TEST(LabDovecot, PostfixLeavesItsPortAlone) {
  const std::string config = postfix_master_cf(plan());
  EXPECT_THAT(config, HasSubstr("2525 inet"));
  EXPECT_THAT(config, Not(HasSubstr("2110")));
}

}  // namespace
}  // namespace wireassay::lab
