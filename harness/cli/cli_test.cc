// The program as a user calls it: exit statuses, messages with file, line and column, reports,
// journal.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "testing/peer.h"

namespace {

namespace fs = std::filesystem;

struct Called {
  int status = -1;
  std::string output;  ///< both streams
};

/// A folder of its own for each test.
class Cli : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "wireassay-cli-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories(fs::path(path(name)).parent_path());
    std::ofstream(path(name)) << text;
  }

  std::string read(const std::string& name) const {
    std::ifstream in(path(name));
    return {std::istreambuf_iterator<char>(in), {}};
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

std::string scenario_text(const std::string& step) {
  return "protocol = \"smtp\"\nspec = \"RFC 5321\"\nclause = \"4\"\n\n[[case]]\nid = "
         "\"smtp.test.one\"\ntitle = \"t\"\nlevel = \"MAY\"\nbegin = \"greeted\"\ndialogue = [\n "
         " " +
         step + ",\n]\n";
}

TEST_F(Cli, MistakesInScenarios) {
  struct Row {
    const char* name;
    std::string text;
    const char* where;    ///< line:column
    const char* message;  ///< part of it
  };
  const std::string good = "{ send = \"NOOP\", expect = 250 }";
  const Row rows[] = {
      {"syntax", "protocol = \"smtp\nspec = 1\n", ":1:", "string"},
      {"unknown key", scenario_text("{ send = \"NOOP\", expekt = 250, expect = 250 }"),
       ":11:20:", "expect"},
      {"unknown variable", scenario_text("{ send = \"NOOP ${sendr}\", expect = 250 }"),
       ":11:", "sendr"},
      {"wrong type", scenario_text("{ send = 5, expect = 250 }"), ":11:", "send"},
      {"unknown reply class", scenario_text("{ send = \"NOOP\", expect = \"+OK\" }"),
       ":11:", "+OK"},
      {"duplicate id",
       scenario_text(good) +
           "[[case]]\nid = \"smtp.test.one\"\ntitle = \"t\"\nlevel = \"MAY\"\ndialogue = [ " +
           good + " ]\n",
       ":13:", "smtp.test.one"},
      {"bad regular expression",
       scenario_text("{ send = \"NOOP\", expect = 250, lines = [{ re = '(' }] }"),
       ":11:", "missing"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    write("bad.toml", row.text);
    for (const char* command : {"check", "run --no-journal"}) {
      const Called called = call(std::string(command) + " bad.toml");
      EXPECT_EQ(called.status, 2) << called.output;
      EXPECT_NE(called.output.find(std::string("bad.toml") + row.where), std::string::npos)
          << called.output;
      EXPECT_NE(called.output.find(row.message), std::string::npos) << called.output;
    }
  }
}

TEST_F(Cli, MistakesOnTheCommandLine) {
  struct Row {
    const char* arguments;
    const char* message;
  };
  const Row rows[] = {
      {"run no-such-file.toml", "no-such-file.toml"},
      {"run --target nowhere", "nowhere"},
      {"run --target smtp://127.0.0.1:1 no-such-file.toml", "no-such-file.toml: no such file"},
      {"run --target smtp://", "smtp://"},
      {"run --target gopher://127.0.0.1", "gopher"},
      {"run --target lab:no-such", "no-such"},
      {"run --report yaml=out", "yaml"},
      {"run --report junit", "FORMAT=FILE"},
      {"run --shard 3/2", "3/2"},
      {"run --shard x", "K/N"},
      {"run --vary colours", "colours"},
      {"run --reading no-such", "no-such"},
      {"run --filter smtp.no.such", "filter"},
      {"run --jobs 0", "jobs"},
      {"run --resume --journal missing.journal", "missing.journal"},
      {"run --fact broken --target smtp://127.0.0.1:1", "KEY=VALUE"},
      {"explain smtp.no.such", "smtp.no.such"},
      {"serve smtp --fault no-such", "no-such"},
      {"mutants --fault no-such", "no-such"},
      {"lab up no-such", "no-such"},
      {"frobnicate", "frobnicate"},
      {"", "subcommand"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.arguments);
    const Called called = call(row.arguments);
    EXPECT_EQ(called.status, 2) << called.output;
    EXPECT_NE(called.output.find(row.message), std::string::npos) << called.output;
  }
}

TEST_F(Cli, HelpOfEveryCommand) {
  for (const char* command : {"", "run", "list", "check", "explain", "mutants", "serve", "lab"}) {
    const Called called = call(std::string(command) + " --help");
    EXPECT_EQ(called.status, 0) << command;
    EXPECT_NE(called.output.find("Usage"), std::string::npos) << called.output;
  }
}

/// A server that answers everything with 250, and QUIT with 221.
wireassay::testing::Script yes() {
  return [](wireassay::testing::PeerConnection& c) {
    if (!c.say("220 yes\r\n")) return;
    for (std::string line = c.line(); !line.empty(); line = c.line())
      c.say(line.starts_with("QUIT") ? "221 bye\r\n" : "250 yes\r\n");
  };
}

TEST_F(Cli, ExitStatusesAndReports) {
  const wireassay::testing::Peer peer(yes());
  const std::string target = "--target smtp://127.0.0.1:" + std::to_string(peer.port()) + " ";
  write("good.toml", scenario_text("{ send = \"NOOP\", expect = 250 }"));
  std::string must = scenario_text("{ send = \"NOOP\", expect = 500 }");
  must.replace(must.find("\"MAY\""), 5, "\"MUST\"\nquote = \"q\"");
  write("bad.toml", must);
  std::string should = must;
  should.replace(should.find("\"MUST\""), 6, "\"SHOULD\"");
  write("weak.toml", should);

  const Called good = call(
      "run good.toml --no-journal --report json=out.json --report junit=out.xml --report "
      "tap=out.tap --report markdown=out.md " +
      target);
  EXPECT_EQ(good.status, 0) << good.output;
  EXPECT_NE(read("out.json").find("wireassay-report/1"), std::string::npos);
  EXPECT_NE(read("out.xml").find("<testsuites"), std::string::npos);
  EXPECT_NE(read("out.tap").find("TAP version 14"), std::string::npos);
  EXPECT_NE(read("out.md").find("| target |"), std::string::npos);

  const Called bad = call("run bad.toml --no-journal " + target);
  EXPECT_EQ(bad.status, 1);
  for (const char* part : {"fail smtp.test.one", "RFC 5321 section 4, MUST: \"q\"", "expected  500",
                           "250 yes", "bad.toml:12:"}) {
    EXPECT_NE(bad.output.find(part), std::string::npos) << part << " is missing in\n" << bad.output;
  }
  EXPECT_EQ(bad.output.find('\x1b'), std::string::npos) << "no colours where there is no terminal";
  EXPECT_EQ(call("run weak.toml --no-journal " + target).status, 0);
  EXPECT_EQ(call("run weak.toml --no-journal --strict " + target).status, 1);
}

TEST_F(Cli, UnreachableTarget) {
  std::uint16_t port = 0;
  {
    const wireassay::testing::Peer gone(yes());
    port = gone.port();
  }
  write("good.toml", scenario_text("{ send = \"NOOP\", expect = 250 }"));
  const Called called =
      call("run good.toml --no-journal --target smtp://127.0.0.1:" + std::to_string(port));
  EXPECT_EQ(called.status, 3) << called.output;
  EXPECT_NE(called.output.find("127.0.0.1:" + std::to_string(port)), std::string::npos)
      << called.output;
}

TEST_F(Cli, JournalAndResume) {
  const wireassay::testing::Peer peer(yes());
  const std::string target = " --target smtp://127.0.0.1:" + std::to_string(peer.port());
  std::string text = scenario_text("{ send = \"NOOP\", expect = 250 }");
  text.replace(text.find("begin ="), 0,
               "for = [ { name = \"a\" }, { name = \"b\" }, { name = \"c\" } ]\n");
  write("three.toml", text);
  ASSERT_EQ(call("run three.toml --jobs 1 --journal j" + target).status, 0);
  const std::string whole = read("j");
  ASSERT_EQ(std::count(whole.begin(), whole.end(), '\n'), 4);

  // Killed in the middle of the third line.
  const std::size_t second = whole.find('\n', whole.find('\n') + 1);
  write("j", whole.substr(0, second + 20));
  const Called resumed = call("run three.toml --jobs 1 --journal j --resume" + target);
  EXPECT_EQ(resumed.status, 0) << resumed.output;
  const std::string after = read("j");
  EXPECT_EQ(std::count(after.begin(), after.end(), '\n'), 4);
  EXPECT_NE(after.find(whole.substr(whole.find('\n') + 1, second - whole.find('\n'))),
            std::string::npos)
      << "what was judged is kept as it was";

  write("two.toml", scenario_text("{ send = \"NOOP\", expect = 250 }"));
  EXPECT_EQ(call("run two.toml --journal j --resume" + target).status, 2) << "another suite";
}

TEST_F(Cli, TargetsFromAFile) {
  const wireassay::testing::Peer peer(yes());
  write("good.toml", scenario_text("{ send = \"NOOP ${unknown}\", expect = 250 }"));
  write("wireassay.toml", "[target.mine]\nsmtp = \"smtp://127.0.0.1:" +
                              std::to_string(peer.port()) + "\"\nunknown = \"x@y.test\"\n");
  const Called called = call("run good.toml --no-journal --target mine");
  EXPECT_EQ(called.status, 0) << called.output;
  const Called other = call("run good.toml --no-journal --target yours");
  EXPECT_EQ(other.status, 2);
  EXPECT_NE(other.output.find("mine"), std::string::npos)
      << "names what there is: " << other.output;
}

}  // namespace
