// Scripts of imaptest's format, from the file to the verdict: imported by the program, checked by
// it, and played on the reference server. The scripts are our own.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace {

namespace fs = std::filesystem;

struct Called {
  int status = -1;
  std::string output;  ///< both streams
};

class Import : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "wireassay-import-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    write("scripts/default.mbox",
          "From a@x.test Fri Feb 22 17:06:23 2008 +0100\nFrom: a@x.test\nSubject: one\n\nfirst\n\n"
          "From b@x.test Sat Feb 23 17:06:23 2008 +0100\nFrom: b@x.test\nSubject: two\n\nsecond\n");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }

  Called call(const std::string& arguments) const {
    const std::string command = "cd '" + folder_.string() +
                                "' && WIREASSAY_ROOT='" WIREASSAY_SOURCE_DIR "' '" WIREASSAY_PROGRAM
                                "' " +
                                arguments + " 2>&1 < /dev/null";
    Called called;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return called;
    char buffer[4096];
    while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, pipe))
      called.output.append(buffer, count);
    const int status = ::pclose(pipe);
    called.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    return called;
  }

  fs::path folder_;
};

struct Row {
  std::string_view name, script;
  std::string_view reason;  ///< of the failure; "" where the script holds
};

/// Each script holds for a server that is right, or does not, and for this reason.
// clang-format off: one line for each case
constexpr Row kRows[] = {
    {"greeting", "state: nonauth\n\n* ok\nok noop\n! bye\nok logout\n* bye\n", ""},
    {"greeting-wrong", "state: nonauth\n\n* preauth\nok noop\n", "exchange lacks '* preauth'"},
    {"states", "state: auth\n\nno select $mailbox\nok create $mailbox\nok select $mailbox\n* 0 exists\n", ""},
    {"answer", "state: created\n\nno select $mailbox\n", "the reply is OK, expected NO"},
    {"messages", "messages: all\n\nok fetch 1:* (uid internaldate)\n"
                 "* 1 fetch (uid $u1 internaldate \"22-Feb-2008 17:06:23 +0100\")\n"
                 "* 2 fetch (uid $u2 internaldate $)\n"
                 "ok uid fetch $u2 body.peek[header.fields (subject)]\n"
                 "* $ fetch (body[header.fields (subject)] {{{\nSubject: two\n\n\n}}})\n", ""},
    {"literal-wrong", "messages: 1\n\nok fetch 1 body.peek[text]\n* 1 fetch (body[text] {{{\nfirst\n}}})\n",
     "exchange lacks '* 1 fetch (body[text] {5}\\r\\nfirst)'"},
    {"append", "state: created\n\nok append $mailbox (\\seen) {{{\nSubject: x\n\ny\n}}}\nok append\n"
               "select $mailbox\n* 2 exists\n* ok [uidnext $next]\nok [read-write]\n"
               "ok fetch 1 (flags rfc822.size)\n* 1 fetch (rfc822.size 15 flags (\\seen))\n"
               "append ${mailbox}none\nno [trycreate]\n", ""},
    {"append-wrong", "state: created\n\nappend ${mailbox}none\nno [nonexistent]\n", "exchange lacks 'no [nonexistent]'"},
    {"expunge", "connections: 2\nmessages: 4\n\n1 ok store 1,3 +flags \\deleted\n1 ok expunge\n"
                "* $1 expunge\n* $3 expunge\n2 ok noop\n* $1 expunge\n* $3 expunge\n", ""},
    {"expunge-wrong", "messages: 4\n\nok store 1,3 +flags \\deleted\nok expunge\n* $1 expunge\n* $2 expunge\n",
     "exchange lacks '* $2 expunge'"},
    {"forbidden", "messages: 2\n\nok store 1 +flags \\deleted\nok expunge\n! $1 expunge\n",
     "exchange has what must not come: '! $1 expunge'"},
    {"flags-wrong", "messages: 1\n\nok store 1 flags (\\seen \\draft)\n* 1 fetch (flags (\\seen))\n",
     "exchange lacks '* 1 fetch (flags (\\\\seen))'"},
    {"capture-wrong", "messages: 2\n\nok fetch 1 uid\n* 1 fetch (uid $u)\nok fetch 2 uid\n* 2 fetch (uid $u)\n",
     "exchange lacks '* 2 fetch (uid ${?u})'"},
    {"together", "state: auth\nconnections: 2\n\n1 tag1 create ${mailbox}\n1 tag2 create ${mailbox}2\n"
                 "1 tag1 ok\n1 tag2 ok\n2 tag1 status ${mailbox} (messages)\n2 tag2 select ${mailbox}3\n"
                 "* status ${mailbox} (messages 0)\n2 tag1 ok\n2 tag2 no\n", ""},
    {"together-wrong", "state: auth\n\ntag1 create ${mailbox}\ntag2 select ${mailbox}3\ntag1 ok\ntag2 ok\n",
     "the reply is NO, expected OK"},
    {"list", "state: auth\n\nok list \"\" \"\"\n* list () $sep $\nok create $mailbox${sep}a\n"
             "ok list \"\" $mailbox*\n* list ($!unordered $!ban=\\noselect) $sep $mailbox${sep}a\n"
             "? list () $sep $mailbox\n! list () $sep ${mailbox}b\n", ""},
    {"search-tag", "capabilities: ESEARCH\nmessages: 2\n\nok search return (count) all\n* esearch (tag $tag) count 2\n", ""},
    {"nothing-else", "state: created\nignore_extra_untagged: no\n\nok noop\n", ""},
    {"nothing-else-wrong", "messages: 1\nignore_extra_untagged: no\n\nok fetch 1 uid\n",
     "exchange also has what no line names, against $!noextra"},
    {"goodbye", "state: auth\n\nok logout\n* bye\n", ""},
};
// clang-format on

TEST_F(Import, VerdictsOfScripts) {
  for (const Row& row : kRows) write("scripts/" + std::string(row.name), std::string(row.script));
  const Called imported = call("import imaptest scripts -o out");
  ASSERT_EQ(imported.status, 0) << imported.output;
  const std::string count = std::to_string(std::size(kRows));
  EXPECT_NE(imported.output.find(count + " of " + count + " scripts imported whole"),
            std::string::npos);
  const Called checked = call("check out");
  EXPECT_EQ(checked.status, 0) << checked.output;
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const Called played = call("run -q --no-journal out/" + std::string(row.name) + ".toml");
    EXPECT_EQ(played.status, row.reason.empty() ? 0 : 1) << played.output;
    EXPECT_EQ(played.output.find("error "), std::string::npos) << played.output;
    if (row.reason.empty()) continue;
    EXPECT_NE(played.output.find("fail imap.imaptest." + std::string(row.name)), std::string::npos);
    EXPECT_NE(played.output.find(row.reason), std::string::npos) << played.output;
  }
}

TEST_F(Import, WhatCannotBeTurnedIsSaidWithItsPlace) {
  write("scripts/good", "state: auth\n\nok noop\n");
  write("scripts/bad", "state: auth\n\nok noop\nok select $nothing\n");
  const Called called = call("import imaptest scripts -o out");
  EXPECT_EQ(called.status, 1);
  EXPECT_NE(called.output.find("scripts/bad:4:11: $nothing has no value here"), std::string::npos)
      << called.output;
  EXPECT_NE(called.output.find("1 of 2 scripts imported whole"), std::string::npos);
  EXPECT_TRUE(fs::exists(folder_ / "out/good.toml"));
  EXPECT_FALSE(fs::exists(folder_ / "out/bad.toml"));
}

TEST_F(Import, Calls) {
  write("scripts/one", "state: auth\n\nok noop\n");
  write("scripts/two", "messages: 1\n\nok noop\n");
  write("broken.mbox", "no mbox\n");
  struct Call {
    std::string_view name, arguments;
    int status;
    std::string_view output;
  };
  // clang-format off: one line for each case
  const Call calls[] = {
      {"standard output", "import imaptest scripts/one -o -", 0, "id       = \"imap.imaptest.one\""},
      {"this folder", "import imaptest scripts/one", 0, "1 of 1"},
      {"two on standard output", "import imaptest scripts -o -", 2, "-o - takes one script: 2 are named"},
      {"no such file", "import imaptest nowhere", 1, "nowhere"},
      {"no mbox", "import imaptest scripts/two --mbox broken.mbox", 1, "broken.mbox:1:1: an mbox begins with"},
      {"other tool", "import other x", 2, ""},
  };
  // clang-format on
  for (const Call& row : calls) {
    SCOPED_TRACE(row.name);
    const Called called = call(std::string(row.arguments));
    EXPECT_EQ(called.status, row.status) << called.output;
    EXPECT_NE(called.output.find(row.output), std::string::npos) << called.output;
  }
  EXPECT_TRUE(fs::exists(folder_ / "one.toml"));
}

}  // namespace
