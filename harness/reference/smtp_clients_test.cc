// Clients that others wrote deliver to the servers: curl, msmtp and swaks. What arrived is fetched
// over POP3.
#include "reference/clients_test_support.h"

namespace wireassay::reference::testing {
namespace {

constexpr std::string_view kMessage = "Subject: x\r\n\r\n.dot first\r\n..two\r\nend\r\n";

struct Row {
  const char* name;
  const char* command;
};
// Wider than 100 columns, so that a row stays a line.
// clang-format off
const Row kRows[] = {
    {"curl, in clear", "curl -sS smtp://127.0.0.1:{smtp}/x.test --mail-from a@x.test --mail-rcpt {address} --upload-file {file}"},
    {"curl, STARTTLS", "curl -sS --ssl-reqd --cacert {ca} smtp://127.0.0.1:{smtp}/x.test --mail-from a@x.test --mail-rcpt {address} --upload-file {file}"},
    {"curl, STARTTLS, PLAIN", "curl -sS --ssl-reqd --cacert {ca} smtp://127.0.0.1:{submission}/x.test --mail-from {address} --mail-rcpt {address} --upload-file {file} -u {user}:{password} --login-options AUTH=PLAIN"},
    {"curl, STARTTLS, LOGIN", "curl -sS --ssl-reqd --cacert {ca} smtp://127.0.0.1:{submission}/x.test --mail-from {address} --mail-rcpt {address} --upload-file {file} -u {user}:{password} --login-options AUTH=LOGIN"},
    {"curl, implicit TLS, CRAM-MD5", "curl -sS --cacert {ca} smtps://127.0.0.1:{submissions}/x.test --mail-from {address} --mail-rcpt {address} --upload-file {file} -u {user}:{password} --login-options AUTH=CRAM-MD5"},
    {"msmtp, in clear", "msmtp -C /dev/null --host=127.0.0.1 --port={smtp} --from=a@x.test --auth=off --tls=off --domain=x.test {address}"},
    {"msmtp, STARTTLS, plain", "msmtp -C /dev/null --host=127.0.0.1 --port={submission} --from={address} --auth=plain --user={user} --passwordeval={secret} --tls=on --tls-starttls=on --tls-trust-file={ca} {address}"},
    {"msmtp, STARTTLS, cram-md5", "msmtp -C /dev/null --host=127.0.0.1 --port={submission} --from={address} --auth=cram-md5 --user={user} --passwordeval={secret} --tls=on --tls-starttls=on --tls-trust-file={ca} {address}"},
    {"msmtp, STARTTLS, scram-sha-256", "msmtp -C /dev/null --host=127.0.0.1 --port={submission} --from={address} --auth=scram-sha-256 --user={user} --passwordeval={secret} --tls=on --tls-starttls=on --tls-trust-file={ca} {address}"},
    {"msmtp, implicit TLS, login", "msmtp -C /dev/null --host=127.0.0.1 --port={submissions} --from={address} --auth=login --user={user} --passwordeval={secret} --tls=on --tls-starttls=off --tls-trust-file={ca} {address}"},
    {"swaks, in clear, pipelined", "swaks --silent 3 --server 127.0.0.1 --port {smtp} --from a@x.test --to {address} --pipeline --data @{file}"},
    {"swaks, STARTTLS, PLAIN", "swaks --silent 3 --server 127.0.0.1 --port {submission} --from {address} --to {address} --tls --auth PLAIN --auth-user {user} --auth-password {password} --data @{file}"},
    {"swaks, STARTTLS, CRAM-MD5", "swaks --silent 3 --server 127.0.0.1 --port {submission} --from {address} --to {address} --tls --auth CRAM-MD5 --auth-user {user} --auth-password {password} --data @{file}"},
    {"swaks, implicit TLS, LOGIN", "swaks --silent 3 --server 127.0.0.1 --port {submissions} --from {address} --to {address} --tlsc --auth LOGIN --auth-user {user} --auth-password {password} --data @{file}"},
};
// clang-format on
constexpr const char* kFetch =
    "curl -sS --cacert {ca} pop3s://127.0.0.1:{pop3s}/1 -u {user}:{password}";

using SmtpClientsTest = ClientsTest;

TEST_F(SmtpClientsTest, Deliver) {
  if (!installed("curl")) GTEST_SKIP() << "curl, which fetches what arrived, is not installed";
  values_["file"] = folder_.file("message");
  values_["secret"] = folder_.file("secret");
  write("{file}", kMessage);
  std::string missing;
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    next_user();
    // A program of no words but its path: what msmtp evaluates to get the password.
    write_program("{secret}", "#!/bin/sh\necho {password}\n");
    const std::string_view command = row.command;
    const std::string program(command.substr(0, command.find(' ')));
    if (!installed(program)) {
      missing += " " + program;
      continue;
    }
    const Outcome sent = play(row.command, {.input = "{file}"});
    EXPECT_EQ(sent.status, 0) << sent.output;
    const Outcome fetched = play(kFetch);
    EXPECT_EQ(fetched.status, 0);
    // swaks ends what it sends by a line end more.
    EXPECT_NE(fetched.output.find(kMessage), std::string::npos) << fetched.output;
  }
  if (!missing.empty()) GTEST_SKIP() << "not installed:" << missing;
}

}  // namespace
}  // namespace wireassay::reference::testing
