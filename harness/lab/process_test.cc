#include "lab/process.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

namespace wireassay::lab {
namespace {

Command shell(std::string text) { return {.argv = {"/bin/sh", "-c", std::move(text)}}; }

TEST(LabProcess, GivesStatusAndOutput) {
  const Ran ran = run_command(shell("echo out; echo err >&2; exit 3"));
  EXPECT_EQ(ran.status, 3);
  EXPECT_EQ(ran.output, "out\nerr\n");
}

TEST(LabProcess, FeedsStandardInput) {
  Command command = shell("cat; pwd");
  command.input = "given";
  command.directory = "/usr";
  EXPECT_EQ(run_command(command).output, "given/usr\n");
}

TEST(LabProcess, SaysWhatCannotBeStarted) {
  const Ran ran = run_command({.argv = {"/nonexistent/program"}});
  EXPECT_EQ(ran.status, 127);
  EXPECT_NE(ran.output.find("No such file"), std::string::npos) << ran.output;
}

TEST(LabProcess, EndsAtTheDeadline) {
  Command command = shell("echo begun; exec cat /dev/zero > /dev/null");
  command.deadline = std::chrono::milliseconds(100);
  const Ran ran = run_command(command);
  EXPECT_EQ(ran.status, 128 + SIGKILL);
  EXPECT_NE(ran.output.find("killed after 100 ms"), std::string::npos) << ran.output;
}

// The read end of a pipe would stay open as long as the daemon lives.
TEST(LabProcess, DoesNotWaitForADaemonThatKeepsTheOutput) {
  const Ran ran = run_command(shell("cat /dev/zero > /dev/null & echo $!"));
  EXPECT_TRUE(ran.ok());
  const pid_t daemon = std::stoi(ran.output);
  EXPECT_EQ(::kill(daemon, SIGKILL), 0);
}

TEST(LabProcess, LeavesNoLeadToAnotherPostfix) {
  ::setenv("MAIL_CONFIG", "/etc/postfix", 1);
  EXPECT_EQ(run_command(shell("echo \"[$MAIL_CONFIG]\"")).output, "[]\n");
  ::unsetenv("MAIL_CONFIG");
}

TEST(LabProcess, FindsASessionByLeaderAndDirectory) {
  const Ran ran = run_command({.argv = {"/bin/sh", "-c", "cat /dev/zero > /dev/null & echo $$ $!"},
                               .directory = "/usr/share"});
  ASSERT_TRUE(ran.ok());
  std::size_t read = 0;
  const pid_t leader = std::stoi(ran.output, &read);  // has ended; its session has not
  const pid_t child = std::stoi(ran.output.substr(read));
  EXPECT_EQ(session_pids(leader, "/usr/share"), std::vector<pid_t>{child});
  EXPECT_EQ(session_pids(leader, "/usr"), std::vector<pid_t>{child});
  EXPECT_TRUE(session_pids(leader, "/usr/sha").empty())
      << "a prefix of a name is another directory";
  EXPECT_TRUE(session_pids(::getpid(), "/usr/share").empty());
  ::kill(child, SIGKILL);
  EXPECT_TRUE(wait_until(std::chrono::seconds(5),
                         [&] { return session_pids(leader, "/usr/share").empty(); }));
}

}  // namespace
}  // namespace wireassay::lab
