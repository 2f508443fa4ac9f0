// Clients that others wrote deliver to the servers: curl, msmtp and swaks, each where it is
// installed. What arrived is fetched over POP3.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "reference/server.h"

extern char** environ;

namespace wireassay::reference {
namespace {

constexpr std::string_view kBody = ".dot first\r\n..two\r\nend\r\n";

/// `command` is split at its spaces; {names} stand for values.
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

using Values = std::map<std::string, std::string>;

std::vector<std::string> words(const std::string& command, const Values& values) {
  std::vector<std::string> list;
  std::istringstream in(command);
  for (std::string word; in >> word;) {
    for (const auto& [name, value] : values) {
      const std::string mark = "{" + name + "}";
      for (std::size_t at = word.find(mark); at != std::string::npos;
           at = word.find(mark, at + value.size())) {
        word.replace(at, mark.size(), value);
      }
    }
    list.push_back(word);
  }
  return list;
}

bool installed(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (std::filesystem::exists(std::filesystem::path(folder) / program)) return true;
  }
  return false;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Runs a program to its end; standard output and errors go to the file `output`.
int run(std::vector<std::string> command, const std::string& input, const std::string& output) {
  std::vector<char*> argv;
  for (std::string& word : command) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, input.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  pid_t child = 0;
  const int spawned = posix_spawnp(&child, argv.front(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  int status = 0;
  if (spawned != 0 || waitpid(child, &status, 0) != child) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

class ClientsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto started = Servers::start({.users = std::size(kRows)});
    ASSERT_TRUE(started.has_value()) << started.error();
    servers_ = *std::move(started);
    folder_ =
        std::filesystem::path(servers_->target().trust).parent_path();  // goes with the servers
    for (const auto& [name, url] : servers_->target().services)
      values_[name] = std::to_string(url.port);
    values_["ca"] = servers_->target().trust;
    values_["file"] = folder_ + "/message";
    // A program of no words but its path: what msmtp evaluates to get the password.
    values_["secret"] = folder_ + "/secret";
    std::ofstream(values_["file"], std::ios::binary) << "Subject: x\r\n\r\n" << kBody;
  }

  void become(const scenario::User& user) {
    values_["user"] = user.name;
    values_["address"] = user.address;
    values_["password"] = user.password;
    std::ofstream(values_["secret"]) << "#!/bin/sh\necho " << user.password << "\n";
    std::filesystem::permissions(values_["secret"], std::filesystem::perms::owner_all);
  }

  std::unique_ptr<Servers> servers_;
  std::string folder_;
  Values values_;
};

TEST_F(ClientsTest, Deliver) {
  const std::string output = folder_ + "/output";
  if (!installed("curl")) GTEST_SKIP() << "curl, which fetches what arrived, is not installed";
  std::size_t played = 0;
  for (std::size_t i = 0; i < std::size(kRows); ++i) {
    const Row& row = kRows[i];
    SCOPED_TRACE(row.name);
    become(servers_->target().users.at(i));
    const std::vector<std::string> command = words(row.command, values_);
    if (!installed(command.front())) continue;
    ++played;
    EXPECT_EQ(run(command, values_["file"], output), 0) << read_file(output);
    EXPECT_EQ(run(words(kFetch, values_), "/dev/null", output), 0) << read_file(output);
    const std::string fetched = read_file(output);
    EXPECT_NE(fetched.find("Subject: x\r\n\r\n" + std::string(kBody)), std::string::npos)
        << fetched;
  }
  RecordProperty("played", std::to_string(played));
}

}  // namespace
}  // namespace wireassay::reference
