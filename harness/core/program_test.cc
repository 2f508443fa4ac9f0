#include "core/program.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "core/files.h"
#include "core/temp_dir.h"

namespace wireassay {
namespace {

Program shell(std::string text) { return {.argv = {"/bin/sh", "-c", std::move(text)}}; }

TEST(RunProgram, GivesStatusAndOutput) {
  struct Row {
    const char *name, *text;
    int status;
    const char* output;
  };
  const Row kRows[] = {
      {"both outputs, as they came", "echo out; echo err >&2; exit 3", 3, "out\nerr\n"},
      {"a signal", "kill -KILL $$", 128 + SIGKILL, ""},
      {"nothing on standard input", "cat; echo end", 0, "end\n"},
      {"starts at the root", "pwd", 0, "/\n"},
      {"no other descriptor", "exec 2>/dev/null; true <&7 || echo none", 0, "none\n"}};
  const int other = ::dup2(STDERR_FILENO, 7);
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto end = run_program(shell(row.text));
    ASSERT_TRUE(end) << end.error();
    EXPECT_EQ(end->status, row.status);
    EXPECT_EQ(end->output, row.output);
    EXPECT_FALSE(end->too_long);
  }
  ::close(other);
}

TEST(RunProgram, FeedsStandardInput) {
  Program program = shell("cat; pwd");
  program.input = std::string(100000, 'x');
  program.directory = "/usr";
  EXPECT_EQ(run_program(program)->output, program.input + "/usr\n");
}

TEST(RunProgram, VariablesAreAddedReplacedAndLeftOut) {
  ::setenv("WIREASSAY_T_ONE", "old", 1);
  ::setenv("WIREASSAY_T_TWO", "old", 1);
  ::setenv("WIREASSAY_TTT", "old", 1);
  Program program = shell("echo \"$WIREASSAY_T_ONE,$WIREASSAY_T_TWO,$WIREASSAY_TTT,$MORE\"");
  program.env = {"WIREASSAY_T_ONE=new", "MORE=more"};
  program.without = {"WIREASSAY_T_"};
  EXPECT_EQ(run_program(program)->output, "new,,old,more\n");
  for (const char* name : {"WIREASSAY_T_ONE", "WIREASSAY_T_TWO", "WIREASSAY_TTT"}) ::unsetenv(name);
}

TEST(RunProgram, SaysWhatCannotBeStarted) {
  const auto missing = run_program({.argv = {"/nonexistent/program"}});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error(), "/nonexistent/program: cannot be started: No such file or directory");
  Program program = shell("exit 0");
  program.output = "/nonexistent/log";
  const auto unwritten = run_program(program);
  ASSERT_FALSE(unwritten);
  EXPECT_EQ(unwritten.error(), "/nonexistent/log: cannot be written: No such file or directory");
}

TEST(RunProgram, KillsTheWholeGroupAtTheDeadline) {
  const TempDir dir;
  Program program = shell("cat /dev/zero > /dev/null & echo $! > child; wait");
  program.directory = dir.path();
  program.deadline = std::chrono::seconds(1);
  const auto end = run_program(program);
  ASSERT_TRUE(end) << end.error();
  EXPECT_TRUE(end->too_long);
  EXPECT_EQ(end->status, 128 + SIGKILL);
  const Descriptor child = end_descriptor(std::atoi(read_octets(dir.file("child")).c_str()));
  EXPECT_TRUE(!child.is_open() || await_end_on(child, std::chrono::seconds(30)));
}

TEST(RunProgram, DoesNotWaitForADaemonThatKeepsTheOutput) {
  const auto end = run_program(shell("cat /dev/zero > /dev/null & echo $!"));
  ASSERT_TRUE(end) << end.error();
  EXPECT_EQ(::kill(std::atoi(end->output.c_str()), SIGKILL), 0);
}

TEST(RunProgram, AFileForTheOutputIsMadeAnewAndReadUpToALimit) {
  const TempDir dir;
  Program program = shell("echo 12345");
  program.output = dir.file("log");
  program.most_output = 3;
  ASSERT_TRUE(write_octets(program.output, "much that was there before"));
  EXPECT_EQ(run_program(program)->output, "123");
  EXPECT_EQ(read_octets(program.output), "12345\n");
}

TEST(StartProgram, AppendsAndIsWaitedForByItsCaller) {
  const TempDir dir;
  Program program = shell("echo more");
  program.output = dir.file("log");
  ASSERT_TRUE(write_octets(program.output, "before\n"));
  const auto pid = start_program(program);
  ASSERT_TRUE(pid) << pid.error();
  const Descriptor end = end_descriptor(*pid);
  ASSERT_TRUE(await_end_on(end, std::chrono::seconds(30)));
  EXPECT_EQ(ended(*pid), 0);
  EXPECT_EQ(read_octets(program.output), "before\nmore\n");
}

TEST(ProgramInPath, FindsWhatCanRun) {
  EXPECT_TRUE(program_in_path("sh").ends_with("/sh"));
  EXPECT_EQ(program_in_path("wireassay-there-is-none"), "");
}

TEST(Files, WhatIsWrittenIsRead) {
  const TempDir dir;
  const std::string octets("a\r\n\0\xff", 5);
  ASSERT_TRUE(write_octets(dir.file("f"), octets));
  EXPECT_EQ(read_octets(dir.file("f")), octets);
  EXPECT_EQ(read_file(dir.file("f")), octets);
  EXPECT_EQ(read_octets(dir.file("none")), "");
  EXPECT_EQ(read_octets(dir.path()), "") << "a folder can be opened, not read";
  EXPECT_EQ(read_file(dir.path()).error(), std::string(dir.path()) + ": cannot be read");
  EXPECT_EQ(read_file(dir.file("none")).error(), dir.file("none") + ": cannot be read");
  EXPECT_EQ(write_octets(dir.file("no/f"), "").error(), dir.file("no/f") + ": cannot be written");
}

}  // namespace
}  // namespace wireassay
