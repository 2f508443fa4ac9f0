// Programs that fetch mail over POP3 or IMAP into a Maildir: mpop, fetchmail and getmail.
#include "reference/clients_test_support.h"

namespace wireassay::reference::testing {
namespace {

enum class After { Keeps, Deletes };

/// One way to fetch; `extra` lines are added to what the configuration says for all.
struct Row {
  const char* name;
  const char* extra;
  After after;
  const char* flags;  ///< of messages that are kept
};
/// A connection or login that must fail.
struct Refused {
  const char* name;
  const char* extra;
};

/// Root may have no Maildir of getmail's, and fetchmail knows none: $1 is it. getmail 6.18 loses
/// the end of a child that ends before getmail waits (a condition variable, notified by the handler
/// of SIGCHLD), and then hangs: so this one ends when its parent has gone to sleep.
constexpr const char* kDeliver = R"(#!/bin/sh
cat > $1/tmp/$$ && mv $1/tmp/$$ $1/new/$$ || exit 1
until grep -q '^State:.S' /proc/$PPID/status; do :; done
)";

class RetrievingClientsTest : public ClientsTest {
 protected:
  void prepare(const char* config, const char* extra) {
    next_user();
    make_maildir("{home}/mail");
    write_program("{home}/deliver", kDeliver);
    write("{home}/rc", std::string(config) + extra);
  }

  /// Fetches what is there, what came since, and nothing. `nothing` is the status then.
  void retrieve(const Row& row, const char* config, const char* command, int nothing) {
    SCOPED_TRACE(row.name);
    prepare(config, row.extra);
    put("INBOX", "1 2 3");
    Outcome outcome = play(command);
    EXPECT_EQ(outcome.status, 0) << outcome.output;
    EXPECT_EQ(local("{home}/mail"), "1 2 3");
    put("INBOX", "4 5");
    outcome = play(command);
    EXPECT_EQ(outcome.status, 0) << outcome.output;
    EXPECT_EQ(local("{home}/mail"), "1 2 3 4 5");
    outcome = play(command);
    EXPECT_EQ(outcome.status, nothing) << outcome.output;
    EXPECT_EQ(local("{home}/mail"), "1 2 3 4 5");
    std::string left;
    for (const char* number : {"1", "2", "3", "4", "5"})
      left += (left.empty() ? "" : " ") + std::string(number) + row.flags;
    EXPECT_EQ(stored("INBOX"), row.after == After::Keeps ? left : "");
  }

  void refuse(const Refused& row, const char* config, const char* command) {
    SCOPED_TRACE(row.name);
    prepare(config, row.extra);
    put("INBOX", "1");
    const Outcome outcome = play(command);
    EXPECT_GT(outcome.status, 0) << outcome.output;
    EXPECT_EQ(local("{home}/mail"), "");
    EXPECT_EQ(stored("INBOX"), "1");
  }
};

constexpr const char* kMpop = "mpop -C {home}/rc -d";
constexpr const char* kMpopConfig = R"(account default
host 127.0.0.1
port {pop3}
user {user}
uidls_file {home}/uidls
delivery maildir {home}/mail
received_header off
)";
// Wider than 100 columns, so that a row stays a line.
// clang-format off
const Row kMpopRows[] = {
    {"in clear, USER",           "passwordeval echo {password}\ntls off\nauth user\nkeep on\n", After::Keeps, ""},
    {"in clear, APOP",           "passwordeval echo {password}\ntls off\nauth apop\nkeep on\n", After::Keeps, ""},
    {"in clear, CRAM-MD5",       "passwordeval echo {password}\ntls off\nauth cram-md5\nkeep off\n", After::Deletes, ""},
    {"STLS, no pipelining",      "passwordeval echo {password}\ntls on\ntls_starttls on\ntls_trust_file {ca}\nauth plain\npipelining off\nkeep off\n", After::Deletes, ""},
    {"STLS, SCRAM-SHA-256",      "passwordeval echo {password}\ntls on\ntls_starttls on\ntls_trust_file {ca}\nauth scram-sha-256\nkeep on\n", After::Keeps, ""},
    {"implicit TLS, LOGIN",      "passwordeval echo {password}\ntls on\ntls_starttls off\nport {pop3s}\ntls_trust_file {ca}\nauth login\nkeep off\n", After::Deletes, ""},
    {"implicit TLS, best there", "passwordeval echo {password}\ntls on\ntls_starttls off\nport {pop3s}\ntls_trust_file {ca}\nkeep on\n", After::Keeps, ""},
};
const Refused kMpopRefused[] = {
    {"stranger's certificate", "passwordeval echo {password}\ntls on\ntls_starttls on\ntls_trust_file {other_ca}\n"},
    {"bad password, APOP",     "passwordeval echo bad\ntls off\nauth apop\n"},
    {"bad password, SCRAM",    "passwordeval echo bad\ntls on\ntls_starttls off\nport {pop3s}\ntls_trust_file {ca}\nauth scram-sha-256\n"},
};
// clang-format on

TEST_F(RetrievingClientsTest, Mpop) {
  if (!installed("mpop")) GTEST_SKIP() << "mpop is not installed";
  for (const Row& row : kMpopRows) retrieve(row, kMpopConfig, kMpop, 0);
  for (const Refused& row : kMpopRefused) refuse(row, kMpopConfig, kMpop);
}

constexpr const char* kFetchmail =
    "fetchmail -v -v -f {home}/rc -i {home}/uidls --pidfile {home}/pid --nosyslog --invisible "
    "--norewrite";
constexpr int kNoNewMail = 1;
constexpr const char* kFetchmailConfig = "poll localhost ";
constexpr const char* kFetchmailRest =
    " username '{user}' password '{password}' mda '{home}/deliver {home}/mail' ";
// clang-format off
const Row kFetchmailRows[] = {
    {"POP3 in clear, keep",           "protocol POP3 port {pop3} uidl{rest} sslproto '' keep", After::Keeps, ""},
    {"POP3 in clear, APOP",           "protocol APOP port {pop3}{rest} sslproto '' nokeep", After::Deletes, ""},
    {"POP3 STLS, keep",               "protocol POP3 port {pop3} uidl{rest} sslproto 'TLS1.2+' sslcertck sslcertfile '{ca}' keep", After::Keeps, ""},
    {"POP3 STLS, password",           "protocol POP3 port {pop3} auth password{rest} sslproto 'TLS1.2+' sslcertck sslcertfile '{ca}' nokeep", After::Deletes, ""},
    {"POP3 implicit TLS",             "protocol POP3 port {pop3s}{rest} ssl sslcertck sslcertfile '{ca}' nokeep", After::Deletes, ""},
    {"IMAP in clear, CRAM-MD5, keep", "protocol IMAP port {imap} auth cram-md5{rest} sslproto '' keep", After::Keeps, ":S"},
    {"IMAP STARTTLS, LOGIN, keep",    "protocol IMAP port {imap} auth password{rest} sslproto 'TLS1.2+' sslcertck sslcertfile '{ca}' keep", After::Keeps, ":S"},
    {"IMAP STARTTLS, expunges",       "protocol IMAP port {imap}{rest} sslproto 'TLS1.2+' sslcertck sslcertfile '{ca}' nokeep expunge 1", After::Deletes, ""},
    {"IMAP implicit TLS",             "protocol IMAP port {imaps}{rest} ssl sslcertck sslcertfile '{ca}' nokeep", After::Deletes, ""},
};
const Refused kFetchmailRefused[] = {
    {"POP3 stranger's certificate", "protocol POP3 port {pop3}{rest} sslproto 'TLS1.2+' sslcertck sslcertfile '{other_ca}'"},
    {"POP3 bad password",           "protocol POP3 port {pop3} username '{user}' password 'bad' sslproto ''"},
    {"IMAP stranger's certificate", "protocol IMAP port {imaps}{rest} ssl sslcertck sslcertfile '{other_ca}'"},
    {"IMAP bad password",           "protocol IMAP port {imap} username '{user}' password 'bad' sslproto ''"},
};
// clang-format on

TEST_F(RetrievingClientsTest, Fetchmail) {
  if (!installed("fetchmail")) GTEST_SKIP() << "fetchmail is not installed";
  values_["rest"] = kFetchmailRest;
  for (const Row& row : kFetchmailRows) retrieve(row, kFetchmailConfig, kFetchmail, kNoNewMail);
  for (const Refused& row : kFetchmailRefused) refuse(row, kFetchmailConfig, kFetchmail);
}

constexpr const char* kGetmail = "getmail --getmaildir={home} --rcfile={home}/rc";
constexpr const char* kGetmailConfig = R"([destination]
type = MDA_external
path = {home}/deliver
arguments = ("{home}/mail",)
allow_root_commands = true
[options]
delivered_to = false
received = false
read_all = false
delete = {delete}
[retriever]
server = localhost
username = {user}
)";
// clang-format off
struct GetmailRow {
  Row row;
  const char* deletes;
};
const GetmailRow kGetmailRows[] = {
    {{"POP3 in clear",             "password = {password}\ntype = SimplePOP3Retriever\nport = {pop3}\n", After::Keeps, ""}, "false"},
    {{"POP3 in clear, APOP",       "password = {password}\ntype = SimplePOP3Retriever\nuse_apop = true\nport = {pop3}\n", After::Deletes, ""}, "true"},
    {{"POP3 implicit TLS",         "password = {password}\ntype = SimplePOP3SSLRetriever\nca_certs = {ca}\nport = {pop3s}\n", After::Keeps, ""}, "false"},
    {{"POP3 implicit TLS, delete", "password = {password}\ntype = SimplePOP3SSLRetriever\nca_certs = {ca}\nport = {pop3s}\n", After::Deletes, ""}, "true"},
    {{"IMAP in clear",             "password = {password}\ntype = SimpleIMAPRetriever\nport = {imap}\n", After::Keeps, ""}, "false"},
    {{"IMAP in clear, delete",     "password = {password}\ntype = SimpleIMAPRetriever\nport = {imap}\n", After::Deletes, ""}, "true"},
    {{"IMAP implicit TLS",         "password = {password}\ntype = SimpleIMAPSSLRetriever\nca_certs = {ca}\nport = {imaps}\n", After::Keeps, ""}, "false"},
    {{"IMAP implicit TLS, delete", "password = {password}\ntype = SimpleIMAPSSLRetriever\nca_certs = {ca}\nport = {imaps}\n", After::Deletes, ""}, "true"},
};
const Refused kGetmailRefused[] = {
    {"POP3 stranger's certificate", "password = {password}\ntype = SimplePOP3SSLRetriever\nca_certs = {other_ca}\nport = {pop3s}\n"},
    {"POP3 bad password",           "password = bad\ntype = SimplePOP3Retriever\nport = {pop3}\n"},
    {"IMAP stranger's certificate", "password = {password}\ntype = SimpleIMAPSSLRetriever\nca_certs = {other_ca}\nport = {imaps}\n"},
    {"IMAP bad password",           "password = bad\ntype = SimpleIMAPRetriever\nport = {imap}\n"},
};
// clang-format on

TEST_F(RetrievingClientsTest, Getmail) {
  if (!installed("getmail")) GTEST_SKIP() << "getmail is not installed";
  added_ = {"X-getmail-retrieved-from-mailbox"};  // over IMAP
  for (const GetmailRow& row : kGetmailRows) {
    values_["delete"] = row.deletes;
    retrieve(row.row, kGetmailConfig, kGetmail, 0);
  }
  for (const Refused& row : kGetmailRefused) refuse(row, kGetmailConfig, kGetmail);
}

}  // namespace
}  // namespace wireassay::reference::testing
