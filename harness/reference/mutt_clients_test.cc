// mutt, at a terminal, with the keys that its configuration pushes: IMAP and POP3 mailboxes read,
// copied to each other and to a Maildir, and changed.
#include "reference/clients_test_support.h"

namespace wireassay::reference::testing {
namespace {

constexpr const char* kConfig = R"(set folder="{imap_url}"
set imap_pass="{password}" pop_pass="{password}" pop_delete=yes pop_checkinterval=600
set ssl_ca_certificates_file="{ca}" certificate_file=""
set mbox_type=Maildir copy=no move=no mark_old=no quit=yes delete=yes sleep_time=0 wait_key=no
set confirmappend=no confirmcreate=no sort=date-sent
{settings}
push "{keys}<quit>"
)";

/// A way to the servers.
struct Way {
  const char* name;
  const char* imap;
  const char* pop3;
  const char* settings;
};
// Wider than 100 columns, so that a row stays a line.
// clang-format off
const Way kWays[] = {
    {"in clear",     "imap://{user}@localhost:{imap}/",   "pop://{user}@localhost:{pop3}/",   "set ssl_starttls=no ssl_force_tls=no imap_authenticators=cram-md5 pop_authenticators=apop"},
    {"STARTTLS",     "imap://{user}@localhost:{imap}/",   "pop://{user}@localhost:{pop3}/",   "set ssl_starttls=yes ssl_force_tls=yes imap_authenticators=scram-sha-256 pop_authenticators=scram-sha-256"},
    {"implicit TLS", "imaps://{user}@localhost:{imaps}/", "pops://{user}@localhost:{pop3s}/", "set ssl_force_tls=yes imap_authenticators=login pop_authenticators=user"},
    {"CONDSTORE",    "imaps://{user}@localhost:{imaps}/", "pops://{user}@localhost:{pop3s}/", "set ssl_force_tls=yes imap_condstore=yes header_cache={home}/cache"},
    {"QRESYNC",      "imaps://{user}@localhost:{imaps}/", "pops://{user}@localhost:{pop3s}/", "set ssl_force_tls=yes imap_condstore=yes imap_qresync=yes header_cache={home}/cache"},
};
// clang-format on

class MuttClientsTest : public ClientsTest {
 protected:
  void SetUp() override {
    ClientsTest::SetUp();
    added_ = {"Content-Length", "Lines", "Status", "X-Status"};
    if (!installed("mutt")) GTEST_SKIP() << "mutt is not installed";
  }

  void prepare(const Way& way) {
    next_user();
    make_maildir("{home}/mail");
    values_["imap_url"] = filled(way.imap);
    values_["pop3_url"] = filled(way.pop3);
    values_["settings"] = filled(way.settings);
  }

  void press(std::string_view mailbox, const std::string& keys) {
    SCOPED_TRACE(keys);
    values_["keys"] = filled(keys);
    write("{home}/rc", kConfig);
    const Outcome outcome =
        play("mutt -n -F {home}/rc -f " + std::string(mailbox), {.terminal = true});
    EXPECT_EQ(outcome.status, 0) << outcome.output;
  }
};

TEST_F(MuttClientsTest, CopiesAndAppends) {
  for (const Way& way : kWays) {
    if (HasFailure()) return;  // a question that nobody answers costs the whole time limit
    SCOPED_TRACE(way.name);
    prepare(way);
    put("INBOX", "1 2:FRS 3:S");
    press("{imap_url}INBOX",
          "<tag-pattern>~A<enter><tag-prefix><copy-message>=Archive<enter>"
          "<tag-prefix><copy-message>{home}/mail<enter>");
    EXPECT_EQ(stored("INBOX"), "1 2:FRS 3:S");
    EXPECT_EQ(stored("Archive"), "1 2:FRS 3:S");
    EXPECT_EQ(local("{home}/mail"), "1 2:FRS 3:S");
    // It has to be created first, as the server says by [TRYCREATE] or mutt by itself finds out.
    press("{home}/mail", "<tag-pattern>~A<enter><tag-prefix><copy-message>=New<enter>");
    EXPECT_EQ(stored("New"), "1 2:FRS 3:S");
  }
}

TEST_F(MuttClientsTest, FlagsDeletesAndSaves) {
  for (const Way& way : kWays) {
    if (HasFailure()) return;  // a question that nobody answers costs the whole time limit
    SCOPED_TRACE(way.name);
    prepare(way);
    put("INBOX", "1 2 3 4:S");
    press("{imap_url}INBOX",
          "<tag-pattern>~i1@x<enter><tag-prefix><flag-message><untag-pattern>~A<enter>"
          "<delete-pattern>~i2@x<enter>"
          "<tag-pattern>~i3@x<enter><tag-prefix><save-message>=Archive<enter><sync-mailbox>");
    EXPECT_EQ(stored("INBOX"), "1:F 4:S");
    EXPECT_EQ(stored("Archive"), "3");
    // What changed while it was away, some of which its cache has otherwise.
    put("INBOX", "5 6");
    change("INBOX", 1, "RS");
    change("INBOX", 4, "gone");
    press("{imap_url}INBOX",
          "<tag-pattern>~A<enter><tag-prefix><copy-message>{home}/mail<enter>"
          "<tag-pattern>~A<enter><tag-prefix><clear-flag>N<delete-pattern>~i5@x<enter>");
    EXPECT_EQ(local("{home}/mail"), "1:RS 5 6");
    EXPECT_EQ(stored("INBOX"), "1:RS 6:S");
  }
}

TEST_F(MuttClientsTest, EmptiesAMaildrop) {
  for (const Way& way : kWays) {
    if (HasFailure()) return;  // a question that nobody answers costs the whole time limit
    SCOPED_TRACE(way.name);
    prepare(way);
    put("INBOX", "1 2 3 4 5");
    press("{pop3_url}",
          "<tag-pattern>~A<enter><tag-prefix><copy-message>{home}/mail<enter>"
          "<delete-pattern>!~i4@x<enter><sync-mailbox>");
    EXPECT_EQ(local("{home}/mail"), "1 2 3 4 5");
    EXPECT_EQ(stored("INBOX"), "4");
  }
}

}  // namespace
}  // namespace wireassay::reference::testing
