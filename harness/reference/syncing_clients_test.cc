// Programs that keep a local copy in step with IMAP mailboxes, both ways: mbsync and offlineimap.
#include "reference/clients_test_support.h"

namespace wireassay::reference::testing {
namespace {

/// `lines` are what a row adds to the configuration for all.
struct Row {
  const char* name;
  const char* lines;
};

class SyncingClientsTest : public ClientsTest {
 protected:
  void prepare(const char* config, const Row& row) {
    next_user();
    make_maildir("{home}/mail/INBOX");
    values_["lines"] = row.lines;
    write("{home}/rc", config);
  }

  void sync(const char* command) {
    age("{home}/mail");  // of what changed in this very second mbsync waits for the next
    const Outcome outcome = play(command);
    EXPECT_EQ(outcome.status, 0) << outcome.output;
  }

  /// The same on both sides.
  void both(std::string_view mailbox, const std::string& expected) {
    EXPECT_EQ(stored(mailbox), expected);
    EXPECT_EQ(local("{home}/mail/" + std::string(mailbox)), expected);
  }

  void keep_in_step(const char* config, const Row& row, const char* command) {
    SCOPED_TRACE(row.name);
    prepare(config, row);
    put("INBOX", "1 2:FRS 3:S");
    put("Archive", "4:D");
    sync(command);
    both("INBOX", "1 2:FRS 3:S");
    both("Archive", "4:D");
    change_far_and_near();
    sync(command);
    both("INBOX", "1:FS 2:RS 5 6:S");
    both("Archive", "1");
    both("Work", "4:F");
    sync(command);  // nothing is new
    both("INBOX", "1:FS 2:RS 5 6:S");
    both("Archive", "1");
    both("Work", "4:F");
  }

  /// New mail, new flags and losses on both sides, and a new mailbox on one.
  void change_far_and_near() {
    put("INBOX", "5");
    put("Archive", "1");
    change("INBOX", 2, "RS");
    change("Archive", 4, "gone");
    put_local("{home}/mail/INBOX", "6:S");
    put_local("{home}/mail/Work", "4:F");
    change_local("{home}/mail/INBOX", 1, "FS");
    change_local("{home}/mail/INBOX", 3, "gone");
  }

  void refuse(const char* config, const Row& row, const char* command) {
    SCOPED_TRACE(row.name);
    prepare(config, row);
    put("INBOX", "1");
    put_local("{home}/mail/INBOX", "2");
    const Outcome outcome = play(command);
    EXPECT_GT(outcome.status, 0) << outcome.output;
    EXPECT_EQ(stored("INBOX"), "1");
    EXPECT_EQ(local("{home}/mail/INBOX"), "2");
  }
};

constexpr const char* kMbsync = "mbsync -D -c {home}/rc both";
constexpr const char* kMbsyncConfig = R"(IMAPAccount far
Host localhost
User {user}
{lines}

IMAPStore far
Account far

MaildirStore near
Path {home}/mail/
Inbox {home}/mail/INBOX
SubFolders Verbatim

Channel both
Far :far:
Near :near:
Patterns *
Create Both
Remove Both
Expunge Both
CopyArrivalDate yes
SyncState *
)";
const Row kMbsyncRows[] = {
    {"in clear, CRAM-MD5", "Port {imap}\nPass {password}\nSSLType None\nAuthMechs CRAM-MD5"},
    {"STARTTLS, LOGIN command",
     "Port {imap}\nPass {password}\nSSLType STARTTLS\nCertificateFile {ca}\nAuthMechs LOGIN"},
    {"STARTTLS, PLAIN",
     "Port {imap}\nPass {password}\nSSLType STARTTLS\nCertificateFile {ca}\nAuthMechs PLAIN"},
    {"implicit TLS, SCRAM-SHA-256",
     "Port {imaps}\nPass {password}\nSSLType IMAPS\nCertificateFile {ca}\nAuthMechs SCRAM-SHA-256"},
    {"one command at a time",
     "Port {imaps}\nPass {password}\nSSLType IMAPS\nCertificateFile {ca}\nPipelineDepth 1"},
    {"without extensions",
     "Port {imap}\nPass {password}\nSSLType STARTTLS\nCertificateFile {ca}\n"
     "DisableExtension UIDPLUS LITERAL+ NAMESPACE"},
};
const Row kMbsyncRefused[] = {
    {"stranger's certificate",
     "Port {imaps}\nPass {password}\nSSLType IMAPS\nSystemCertificates no\nCertificateFile "
     "{other_ca}"},
    {"bad password", "Port {imap}\nPass bad\nSSLType STARTTLS\nCertificateFile {ca}"},
};

TEST_F(SyncingClientsTest, Mbsync) {
  if (!installed("mbsync")) GTEST_SKIP() << "mbsync is not installed";
  added_ = {"X-TUID"};
  for (const Row& row : kMbsyncRows) keep_in_step(kMbsyncConfig, row, kMbsync);
  for (const Row& row : kMbsyncRefused) refuse(kMbsyncConfig, row, kMbsync);
}

constexpr const char* kOfflineimap = "offlineimap -c {home}/rc -o -u basic -d imap";
constexpr const char* kOfflineimapConfig = R"([general]
accounts = both
metadata = {home}/metadata
maxsyncaccounts = 1
socktimeout = 30

[Account both]
localrepository = near
remoterepository = far

[Repository near]
type = Maildir
localfolders = {home}/mail
sep = /

[Repository far]
type = IMAP
remotehost = localhost
remoteuser = {user}
maxconnections = 1
{lines}
)";
// Not behind STARTTLS: there its reader and writer, two threads, use one SSL object as the session
// tickets of TLS 1.3 come in, and now and then it never reads again. mbsync has rows for STARTTLS.
const Row kOfflineimapRows[] = {
    {"in clear",
     "remoteport = {imap}\nremotepass = {password}\nssl = no\nstarttls = no\n"
     "auth_mechanisms = CRAM-MD5"},
    {"implicit TLS, LOGIN",
     "remoteport = {imaps}\nremotepass = {password}\nssl = yes\nsslcacertfile = {ca}\n"
     "auth_mechanisms = LOGIN"},
};
const Row kOfflineimapRefused[] = {
    {"stranger's certificate",
     "remoteport = {imaps}\nremotepass = {password}\nssl = yes\nsslcacertfile = {other_ca}"},
    {"bad password", "remoteport = {imaps}\nremotepass = bad\nssl = yes\nsslcacertfile = {ca}"},
};

TEST_F(SyncingClientsTest, Offlineimap) {
  if (!installed("offlineimap")) GTEST_SKIP() << "offlineimap is not installed";
  for (const Row& row : kOfflineimapRows) keep_in_step(kOfflineimapConfig, row, kOfflineimap);
  for (const Row& row : kOfflineimapRefused) refuse(kOfflineimapConfig, row, kOfflineimap);
}

}  // namespace
}  // namespace wireassay::reference::testing
