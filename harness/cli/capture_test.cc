// Captures of a run, from the wire to the dialogue that is printed of them: `run --pcap`, `trace`,
// `trace --keylog`, and tshark as a second reader.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <regex>

#include "core/temp_dir.h"
#include "testing/installed.h"

namespace {

class Captures : public ::testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }

  std::string shell(const std::string& command) const {
    std::string output;
    const std::string whole = "cd '" + folder_.path() + "' && " + command + " < /dev/null";
    std::FILE* pipe = ::popen(whole.c_str(), "r");
    if (pipe == nullptr) return output;
    char buffer[4096];
    while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, pipe))
      output.append(buffer, count);
    status_ = ::pclose(pipe);
    return output;
  }
  std::string call(const std::string& arguments) const {
    return shell("WIREASSAY_ROOT='" WIREASSAY_SOURCE_DIR "' '" WIREASSAY_PROGRAM "' " + arguments +
                 " 2>&1");
  }

  /// Plays one case and keeps a capture of it.
  std::string run(const std::string& security, const std::string& options = "",
                  const std::string& file = "run.pcapng") const {
    std::ofstream(path("case.toml")) << "protocol = \"smtp\"\nspec = \"RFC 5321\"\nclause = \"4\"\n"
                                     << "[[case]]\nid = \"smtp.test.noop\"\ntitle = \"t\"\n"
                                     << "level = \"MAY\"\nbegin = { opening = \"greeted\", "
                                     << "security = \"" << security << "\" }\n"
                                     << "dialogue = [ { send = \"NOOP\", expect = \"250\" } ]\n";
    return call("run case.toml --no-journal --pcap " + file + " " + options);
  }

  std::string read(const std::string& name) const {
    std::ifstream in(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  wireassay::TempDir folder_;
  mutable int status_ = 0;
};

std::size_t count(const std::string& text, const std::string& pattern) {
  const std::regex wanted(pattern);
  return static_cast<std::size_t>(std::distance(
      std::sregex_iterator(text.begin(), text.end(), wanted), std::sregex_iterator()));
}

struct Row {
  const char* name;
  const char* security;
  const char* version;  ///< of TLS, or nullptr
  const char* said;     ///< of a line of the dialogue
};

const Row kRows[] = {
    {"plain", "plain", nullptr, "   C: NOOP\n"},
    {"STARTTLS", "starttls", "TLS 1.3", " \\* C: NOOP\n"},
    {"implicit TLS", "tls", "TLS 1.3", " \\* C: NOOP\n"},
};

TEST_F(Captures, TheDialogueInsideIsPrintedAndJudged) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const std::string played = run(row.security);
    ASSERT_NE(played.find("1 pass, 0 fail"), std::string::npos) << played;
    struct stat about = {};
    ASSERT_EQ(::stat(path("run.pcapng").c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U);
    const std::string printed = call("trace run.pcapng");
    EXPECT_EQ(count(printed, row.said), 1U) << printed;
    EXPECT_EQ(count(printed, "S: 250 2.0.0 ok"), 1U) << printed;
    EXPECT_EQ(count(printed, "replies held against the rules"), 1U) << printed;
    EXPECT_EQ(printed.find("tag is wrong"), std::string::npos) << printed;
    if (row.version != nullptr) {
      EXPECT_NE(printed.find(row.version), std::string::npos) << printed;
    }
  }
}

TEST_F(Captures, KeysOfTheirOwnFile) {
  ASSERT_NE(run("tls").find("1 pass"), std::string::npos);
  // The same file with another type of the block that has the keys: nobody knows it.
  std::string capture = read("run.pcapng");
  const std::size_t kslt = capture.find("KSLT");
  ASSERT_NE(kslt, std::string::npos);
  const std::size_t end = capture.find('\0', kslt + 8);
  std::ofstream(path("keys.log"), std::ios::binary)
      << "# by hand\n"
      << capture.substr(kslt + 8, capture.rfind('\n', end) + 1 - (kslt + 8));
  capture.at(kslt - 8) = '\x0b';
  std::ofstream(path("locked.pcapng"), std::ios::binary) << capture;
  const std::string locked = call("trace locked.pcapng");
  EXPECT_EQ(locked.find("NOOP"), std::string::npos) << locked;
  const std::string opened = call("trace locked.pcapng --keylog keys.log");
  EXPECT_EQ(count(opened, " \\* C: NOOP\n"), 1U) << opened;
  std::ofstream(path("bad.log")) << "\nCLIENT_RANDOM 12 zz\n";
  EXPECT_EQ(call("trace locked.pcapng --keylog bad.log"),
            "wireassay: bad.log:2: CLIENT_RANDOM: not hexadecimal octets\n");
  EXPECT_NE(call("trace locked.pcapng --keylog none.log").find("none.log"), std::string::npos);
}

TEST_F(Captures, EveryCaseOfARunWithItsName) {
  const std::string played = run("starttls", "--repeat 12 --jobs 4 --vary fragments");
  ASSERT_NE(played.find(" 0 fail"), std::string::npos) << played;
  const std::string capture = read("run.pcapng");
  EXPECT_EQ(count(capture, "smtp\\.test\\.noop, target reference"), 12U);
  EXPECT_EQ(count(capture, "smtp\\.test\\.noop \\(octets\\), target reference"), 12U);
  const std::string printed = call("trace run.pcapng");
  EXPECT_EQ(count(printed, "C: NOOP\n"), count(printed, "Connection [0-9]+:")) << printed;
  EXPECT_EQ(printed.find("tag is wrong"), std::string::npos);
}

TEST_F(Captures, ACaptureThatCannotBeWritten) {
  EXPECT_NE(run("tls", "", "/nowhere/x.pcapng").find("/nowhere/x.pcapng: the capture cannot be"),
            std::string::npos);
}

TEST_F(Captures, TsharkDecryptsThem) {
  if (!wireassay::testing::installed("tshark")) GTEST_SKIP() << "tshark is not installed";
  ASSERT_NE(run("tls").find("1 pass"), std::string::npos);
  const std::string port = shell("tshark -r run.pcapng -c 1 -T fields -e tcp.dstport 2>/dev/null");
  const std::string number = port.substr(0, port.find('\n'));
  const std::string decode = "-d tcp.port==" + number + ",tls -d tls.port==" + number + ",smtp ";
  EXPECT_EQ(shell("tshark -r run.pcapng " + decode +
                  "-Y 'tls && smtp.req.command == \"NOOP\"' -T fields -e smtp.req.command "
                  "2>/dev/null"),
            "NOOP\n");
  EXPECT_EQ(shell("tshark -r run.pcapng -Y '_ws.malformed || tcp.analysis.flags' 2>/dev/null"), "");
}

}  // namespace
