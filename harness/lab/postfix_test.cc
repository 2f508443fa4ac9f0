#include "lab/postfix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "lab/mail.h"
#include "lab/pool.h"
#include "lab/target_toml.h"

namespace wireassay::lab {
namespace {

using testing::HasSubstr;
using testing::Not;

Plan plan() {
  return {.directory = "/lab/postfix",
          .ports = {{"smtp", 2525}, {"submission", 2587}, {"submissions", 2465}},
          .users = {{"u01", "u01@lab.test", "secret"}},
          .ipv6 = true};
}

// The value of a parameter that is set once; "(unset)" or "(twice)" otherwise.
std::string value(const std::string& config, const std::string& name) {
  std::istringstream in(config);
  std::string found = "(unset)";
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(name + " =")) continue;
    const std::string rest = line.substr(name.size() + 2);
    found = found == "(unset)" ? rest.substr(rest.starts_with(" ") ? 1 : 0) : "(twice)";
  }
  return found;
}

TEST(LabPostfix, MainCf) {
  struct Row {
    const char* name;
    const char* value;
  };
  const Row kRows[] = {{"queue_directory", "/lab/postfix/queue"},
                       {"data_directory", "/lab/postfix/data"},
                       {"maillog_file", "/lab/postfix/log/mail.log"},
                       {"alias_maps", ""},
                       {"mynetworks", ""},
                       {"myhostname", "mx.lab.test"},
                       {"mydestination", "lab.test, mx.lab.test, localhost"},
                       {"inet_interfaces", "127.0.0.1, ::1"},
                       {"inet_protocols", "all"},
                       {"default_transport", "discard"},
                       {"smtpd_tls_cert_file", "/lab/postfix/tls/cert.pem"},
                       {"smtpd_tls_auth_only", "yes"},
                       {"smtpd_error_sleep_time", "0"},
                       {"smtpd_client_connection_count_limit", "0"},
                       {"smtpd_hard_error_limit", "(unset)"},  // behaviour that is examined
                       {"smtpd_forbid_bare_newline", "(unset)"},
                       {"smtpd_sasl_auth_enable", "(unset)"}};
  const std::string config = postfix_main_cf(plan());
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(value(config, row.name), row.value);
  }
}

TEST(LabPostfix, WithoutIpv6) {
  Plan four = plan();
  four.ipv6 = false;
  EXPECT_EQ(value(postfix_main_cf(four), "inet_interfaces"), "127.0.0.1");
  EXPECT_EQ(value(postfix_main_cf(four), "inet_protocols"), "ipv4");
}

TEST(LabPostfix, VariantsDifferInOneOption) {
  Plan variant = plan();
  variant.variant = "reject";
  const std::string config = postfix_main_cf(variant);
  EXPECT_EQ(value(config, "smtpd_forbid_bare_newline"), "reject");
  EXPECT_TRUE(config.starts_with(postfix_main_cf(plan())));
  EXPECT_EQ(postfix_master_cf(variant), postfix_master_cf(plan()));
}

TEST(LabPostfix, DeliversIntoDovecot) {
  Plan mail = plan();
  mail.ports.push_back({"imap", 2143});
  mail.ports.push_back({"lmtp", 2024});
  const std::string config = postfix_main_cf(mail, PostfixBackend::Dovecot);
  EXPECT_EQ(value(config, "local_transport"), "lmtp:inet:127.0.0.1:2024");
  EXPECT_EQ(value(config, "local_recipient_maps"), "texthash:/lab/postfix/etc/mailboxes");
  EXPECT_EQ(value(config, "default_transport"), "discard");
  EXPECT_EQ(value(config, "smtpd_sasl_type"), "dovecot");
  EXPECT_EQ(value(config, "smtpd_sasl_path"), "private/auth");
  EXPECT_EQ(value(config, "virtual_mailbox_base"), "(unset)");
  const std::string master = postfix_master_cf(mail, PostfixBackend::Dovecot);
  EXPECT_THAT(master, HasSubstr("\nlmtp      unix - - n - - lmtp\n"));
  for (const char* other : {"2143", "2024", "\nsmtp ", "\nrelay "})
    EXPECT_THAT(master, Not(HasSubstr(other)));
}

TEST(LabPostfix, MasterCf) {
  const std::string config = postfix_master_cf(plan());
  EXPECT_TRUE(config.starts_with("2525 inet n - n - - smtpd\n2587 inet n - n - - smtpd\n  -o "))
      << "port 25's stand-in has no options";
  EXPECT_THAT(config, HasSubstr("2465 inet n - n - - smtpd\n"
                                "  -o syslog_name=postfix/submissions\n"
                                "  -o smtpd_tls_wrappermode=yes\n"
                                "  -o smtpd_sasl_auth_enable=yes\n"));
  for (const char* client : {"\nsmtp ", "\nrelay ", "\nlmtp ", " pipe\n"})
    EXPECT_THAT(config, Not(HasSubstr(client))) << "mail could leave the machine";
}

TEST(LabPostfix, TroubleIsWhatThePostfixSaysNotWhatItQuotes) {
  struct Row {
    const char* name;
    const char* line;
    bool trouble;
  };
  const Row kRows[] = {
      {"panic", "Nov  3 10:00:00 h postfix/smtpd[7]: panic: vstream_fseek: out of range", true},
      {"fatal", "Nov  3 10:00:00 h postfix/cleanup[7]: fatal: watchdog timeout", true},
      {"killed",
       "Nov  3 10:00:00 h postfix/master[7]: warning: process /usr/lib/postfix/sbin/smtpd pid 8 "
       "killed by signal 11",
       true},
      {"gave up",
       "Nov  3 10:00:00 h postfix/master[7]: warning: process /usr/lib/postfix/sbin/smtpd pid 8 "
       "exit status 1",
       true},
      {"quoted",
       "Nov  3 10:00:00 h postfix/smtpd[7]: warning: non-SMTP command: fatal: panic: signal 11",
       false},
      {"quoted with a bracket",
       "Nov  3 10:00:00 h postfix/smtpd[7]: improper command from x[127.0.0.1]: panic: no", false},
      {"stopped", "Nov  3 10:00:00 h postfix/master[7]: terminating on signal 15", false},
      {"no process", "a line: panic: of something else", false},
      {"empty", "", false}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(postfix_is_trouble(row.line), row.trouble);
  }
}

TEST(LabPostfix, RefusesAPathThatMainCfCannotHold) {
  const Recipe recipe = postfix_recipe("postfix", "", "");
  for (const std::string& path : {std::string("/a b"), std::string("/a,b"), std::string("/a$b"),
                                  "/" + std::string(90, 'a')}) {
    Plan bad = plan();
    bad.directory = path;
    const auto prepared = recipe.prepare(bad);
    ASSERT_FALSE(prepared) << path;
    EXPECT_THAT(prepared.error(), HasSubstr(path));
  }
}

TEST(LabTarget, Fragment) {
  const Recipe recipe = postfix_recipe("postfix-reject", "", "reject");
  EXPECT_EQ(target_toml(recipe, plan(), "/lab/\"odd\"/ca.pem", "Postfix 3.7"),
            R"(# Written by `wireassay lab up postfix-reject`; gone after `lab down postfix-reject`.
[target.postfix-reject]
smtp        = "smtp://127.0.0.1:2525"
submission  = "submission://127.0.0.1:2587"
submissions = "submissions://127.0.0.1:2465"
trust       = "/lab/\"odd\"/ca.pem"
sni         = "mx.lab.test"
domain      = "lab.test"
unknown     = "no-such-user@lab.test"
remote      = "x@elsewhere.example"
postmaster  = "postmaster@lab.test"
software    = "Postfix 3.7"
users = [
  { name = "u01", address = "u01@lab.test", password = "secret" },
]
)");
}

TEST(LabTarget, OfAMailboxServer) {
  Plan mail = plan();
  mail.ports = {{"smtp", 2525}, {"imap", 2143}, {"pop3", 2110}, {"lmtp", 2024}};
  const std::string text = target_toml(mail_recipe(), mail, "/ca.pem", "Postfix 3.7, Dovecot 2.3");
  EXPECT_THAT(text, HasSubstr("imap        = \"imap://127.0.0.1:2143\"\n"));
  EXPECT_THAT(text, HasSubstr("\nreadback    = \"imap\"\n"
                              "mailbox     = { prefix = \"\", separator = \"/\" }\n"
                              "deliver     = \"imap\"\n"
                              "source      = \"127.0.0.2\"\n"));
  EXPECT_THAT(text, Not(HasSubstr("lmtp"))) << "not for clients";
}

TEST(LabTarget, StringsAreEscaped) {
  EXPECT_EQ(toml_string("a\"b\\c\n\x7f"), R"("a\"b\\c\u000a\u007f")");
}

TEST(LabPool, NamesInOrderPasswordsApart) {
  const std::vector<User> pool = make_pool(kPoolSize);
  ASSERT_EQ(pool.size(), 32U);
  EXPECT_EQ(pool.front().address, "u01@lab.test");
  EXPECT_EQ(pool.back().name, "u32");
  std::set<std::string> passwords;
  for (const User& user : pool) passwords.insert(user.password);
  for (const User& user : make_pool(kPoolSize)) passwords.insert(user.password);
  EXPECT_EQ(passwords.size(), 64U);
  EXPECT_EQ(pool.front().password.size(), 20U);
}

}  // namespace
}  // namespace wireassay::lab
