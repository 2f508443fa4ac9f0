// Brings `openssl s_server` up and shakes hands with it.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "lab/instance.h"
#include "lab/lab.h"
#include "lab/lab_test_support.h"
#include "lab/target_toml.h"
#include "lab/web_servers.h"

namespace wireassay::lab {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
namespace fs = std::filesystem;

class LabOpenssl : public testing::Test {
 protected:
  void TearDown() override { down(recipe_, options_); }

  std::expected<Instance, std::string> bring_up() {
    auto instance = up(recipe_, options_);
    if (!instance) ADD_FAILURE() << instance.error();
    return instance;
  }

  Scratch scratch_;
  const Recipe& recipe_ = *find_recipe("openssl");
  UpOptions options_{.root = scratch_.path(), .install = false};
};

// What s_client -brief says of the handshake.
std::string handshake(const Instance& instance, const std::vector<std::string>& how) {
  Command command{.argv = {"/usr/bin/openssl", "s_client", "-brief", "-connect",
                           fmt::format("127.0.0.1:{}", port_of(instance, "https"))},
                  .input = {},
                  .deadline = std::chrono::seconds(10)};
  command.argv.insert(command.argv.end(), how.begin(), how.end());
  return run_command(command).output;
}

TEST_F(LabOpenssl, ServesBothCertificatesAndLeavesNothing) {
  const auto instance = bring_up();
  ASSERT_TRUE(instance);
  const Mark begin = mark(*instance);
  struct Row {
    const char* name;
    std::vector<std::string> how;
    const char* said;
  };
  const Row kRows[] = {
      {"1.3", {"-tls1_3"}, "Protocol version: TLSv1.3"},
      {"1.2", {"-tls1_2"}, "Protocol version: TLSv1.2"},
      {"RSA", {"-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"}, "ECDHE-RSA-AES128"},
      {"ECDSA", {"-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"}, "ECDHE-ECDSA-AES128"},
      {"key of RSA", {"-tls1_2", "-cipher", "AES128-GCM-SHA256"}, "AES128-GCM-SHA256"},
      {"DHE", {"-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256"}, "DHE-RSA-AES128-GCM"},
      {"ALPN", {"-alpn", "smtp"}, "no application protocol"}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_THAT(handshake(*instance, row.how), HasSubstr(row.said));
  }
  EXPECT_THAT(over_tls(*instance, "https", false, "GET / HTTP/1.0\r\n\r\n"),
              HasSubstr("HTTP/1.0 200 ok\r\n"));
  EXPECT_THAT(alive(*instance, begin), IsEmpty());
  const std::vector<pid_t> pids = instance->pids;
  EXPECT_EQ(pids.size(), 1U);
  ASSERT_TRUE(*down(recipe_, options_));
  for (const pid_t pid : pids) EXPECT_FALSE(works_in(pid, "/")) << pid;
  EXPECT_FALSE(fs::exists(instance->directory));
}

TEST_F(LabOpenssl, DropsRoot) {
  if (::geteuid() != 0) GTEST_SKIP() << "this is not root";
  const auto instance = bring_up();
  ASSERT_TRUE(instance);
  struct stat info{};
  ASSERT_EQ(::stat(fmt::format("/proc/{}", leader_of(*instance)).c_str(), &info), 0);
  EXPECT_NE(info.st_uid, 0U);
}

TEST_F(LabOpenssl, AliveReportsCrashes) {
  const auto instance = bring_up();
  ASSERT_TRUE(instance);
  const Mark before = mark(*instance);
  ::kill(leader_of(*instance), SIGSEGV);
  EXPECT_TRUE(
      wait_until(std::chrono::seconds(10), [&] { return !alive(*instance, before).empty(); }));
}

TEST(LabOpensslText, TargetAndTrouble) {
  const Plan plan{.directory = "/lab/openssl",
                  .ports = {{"https", 18481}},
                  .users = {},
                  .variant = {},
                  .run = {}};
  const std::string text = target_toml(openssl_recipe(), plan, "/ca.pem", "OpenSSL 3");
  EXPECT_THAT(text, HasSubstr("https       = \"https://127.0.0.1:18481\"\n"));
  EXPECT_THAT(text, HasSubstr("max_connections = 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("postmaster"))) << "it takes no mail";
  EXPECT_TRUE(openssl_is_trouble(
      "ssl/statem/statem.c:1: OpenSSL internal error: assertion failed: 0 == 1"));
  EXPECT_FALSE(openssl_is_trouble("40C7:error:0A000102:SSL routines::unsupported protocol"));
}

}  // namespace
}  // namespace wireassay::lab
