// Triage of a folder whose artifacts come from crashing_target.cc, and the scenarios it writes.
#include "campaign/triage.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "campaign/triage_scenario.h"
#include "core/files.h"
#include "core/program.h"
#include "core/temp_dir.h"

namespace wireassay::campaign {
namespace {

namespace fs = std::filesystem;

struct ScenarioRow {
  const char *name, *target;
  std::string_view octets;
  const char* expected;  ///< what stands in the file; empty: no file
};

const ScenarioRow kScenarios[] = {
    {"client's turns are sent", "smtp_tracker", "~S220 x\r\n~CEHLO a\r\n",
     "# the server said: 220 x\\r\\n\n[[case.dialogue]]\nsend_bytes = 'EHLO a\\r\\n'\nexpect = "},
    {"quotes and variables", "smtp_tracker", "~C'${x}\\\n", "send_bytes = '\\x27$${x}\\\\\\n'\n"},
    {"arbitrary octets", "imap_tracker", std::string_view("~C\0\xff\x1b", 5),
     "send_bytes = '\\x00\\xff\\x1b'\n"},
    {"a handshake", "pop3_tracker", "~CSTLS\r\n~T~CX\r\n",
     "[[case.dialogue]]\ntls = {}\n[[case.dialogue]]\nsend_bytes = 'X\\r\\n'\n"},
    {"one connection has no name", "http_session", "GET / HTTP/1.1\r\n\r\n~E",
     "[[case.dialogue]]\nsend_bytes = 'GET / HTTP/1.1\\r\\n\\r\\n'\n[[case.dialogue]]\n"
     "do = \"shut\"\nexpect = "},
    {"two connections", "pop3_session", "USER a\r\n~2USER b\r\n~1X\r\n",
     "connections = { c1 = { service = \"pop3\" }, c2 = { service = \"pop3\" } }\n"
     "[[case.dialogue]]\non = \"c1\"\nsend_bytes = 'USER a\\r\\n'\n[[case.dialogue]]\non = "
     "\"c2\"\n"},
    {"an octet that is no mark", "imap_session", "a APPEND x ~{3}\r\n",
     "send_bytes = 'a APPEND x ~{3}\\r\\n'\n"},
    {"nothing was sent", "smtp_tracker", "~S220 x\r\n", ""},
    {"no dialogue", "smtp_reply", "250 ok\r\n", ""},
};

TEST(TriageScenario, Table) {
  for (const ScenarioRow& row : kScenarios) {
    SCOPED_TRACE(row.name);
    const std::string text = scenario_of(row.target, row.octets, "a_b-c", "why");
    if (*row.expected == '\0') {
      EXPECT_EQ(text, "");
    } else {
      EXPECT_NE(text.find(row.expected), std::string::npos) << text;
      EXPECT_NE(text.find("id    = \"finding.a-b-c\""), std::string::npos) << text;
    }
  }
}

#ifdef WIREASSAY_CRASHING_TARGET

/// A campaign's folder, and the target's program under the name that triage looks for.
class TriageFolder : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(artifacts_);
    fs::create_directories(programs_);
    fs::create_symlink(WIREASSAY_CRASHING_TARGET, programs_ / "crashing_tracker_fuzzer");
  }
  void artifact(const std::string& name, const std::string& octets) {
    ASSERT_TRUE(write_octets(artifacts_ / name, octets));
  }
  Triage triaged() {
    const TriageOptions options{.folder = folder_,
                                .programs = programs_,
                                .root = WIREASSAY_SOURCE_DIR,
                                .minimise = std::chrono::seconds(20),
                                .timeout = std::chrono::seconds(1)};
    const auto result = triage(options, artifacts(folder_, {}), [](const std::string&) {});
    EXPECT_TRUE(result) << result.error();
    return result.value_or(Triage{});
  }
  std::string file(const Finding& finding, const char* name) const {
    return read_octets(folder_ / "findings" / finding.name / name);
  }

  TempDir tmp_;
  fs::path folder_ = fs::path(tmp_.path()) / "campaign";
  fs::path artifacts_ = folder_ / "crashing_tracker" / "artifacts";
  fs::path programs_ = fs::path(tmp_.path()) / "programs";
};

TEST_F(TriageFolder, OneFindingForEachBug) {
  artifact("crash-1", "some octets\nthen wrong ones\nand more\n");
  artifact("crash-2", "wrong, and long: ............................................\n");
  artifact("crash-3", "a line\nwith heap inside\n");
  artifact("crash-4", "heap");
  artifact("timeout-1", "\nloop\n");
  artifact("crash-5", "harmless");
  const Triage first = triaged();
  ASSERT_EQ(first.findings.size(), 3U);
  ASSERT_EQ(first.quiet.size(), 1U);
  EXPECT_TRUE(first.quiet[0].ends_with("crash-5"));
  const auto& [wrong, heap, loop] =
      std::tie(first.findings[0], first.findings[1], first.findings[2]);
  EXPECT_EQ(wrong.kind, "broken invariant");
  EXPECT_EQ(wrong.inputs.size(), 2U);
  EXPECT_EQ(file(wrong, "minimised"), "wrong");
  EXPECT_EQ(heap.kind, "heap-buffer-overflow");
  EXPECT_EQ(heap.inputs.size(), 2U);
  EXPECT_EQ(file(heap, "minimised"), "heap");
  EXPECT_EQ(heap.frames.front().function, "wireassay::(anonymous namespace)::read_behind");
  EXPECT_EQ(loop.kind, "timeout");
  EXPECT_EQ(file(loop, "minimised"), "loop\n");
  for (const Finding& finding : first.findings) {
    EXPECT_EQ(finding.reproduces, "always") << finding.name;
    EXPECT_TRUE(finding.open() && finding.is_new) << finding.name;
    EXPECT_NE(file(finding, "stack.txt"), "") << finding.name;
  }
}

TEST_F(TriageFolder, TheSecondTimeAddsNothingAndKeepsEdits) {
  artifact("crash-1", "heap");
  const Triage first = triaged();
  ASSERT_EQ(first.findings.size(), 1U);
  const fs::path place = folder_ / "findings" / first.findings[0].name;
  std::string json = read_octets(place / "finding.json");
  json.replace(json.find("\"open\""), 6, "\"known\", \"note\": \"of mine\"");
  write_octets(place / "finding.json", json);
  write_octets(place / "reproduce.sh", "mine");
  artifact("crash-2", "heap and more");
  const Triage second = triaged();
  ASSERT_EQ(second.findings.size(), 1U);
  EXPECT_FALSE(second.findings[0].is_new);
  EXPECT_FALSE(second.findings[0].open());
  EXPECT_EQ(second.findings[0].inputs.size(), 2U);
  EXPECT_NE(file(second.findings[0], "finding.json").find("of mine"), std::string::npos);
  EXPECT_EQ(file(second.findings[0], "reproduce.sh"), "mine");
  const std::string settled = file(second.findings[0], "finding.json");
  EXPECT_EQ(triaged().findings[0].inputs.size(), 2U);
  EXPECT_EQ(file(second.findings[0], "finding.json"), settled);
}

TEST_F(TriageFolder, AFindingIsRememberedWithoutItsArtifact) {
  artifact("crash-1", "heap");
  ASSERT_EQ(triaged().findings.size(), 1U);
  fs::remove(artifacts_ / "crash-1");
  const Triage again = triaged();
  ASSERT_EQ(again.findings.size(), 1U);
  EXPECT_EQ(again.findings[0].reproduces, "always");
  // A mended program: the same finding, and no complaint any more.
  const fs::path place = folder_ / "findings" / again.findings[0].name;
  write_octets(place / "minimised", "harmless");
  write_octets(place / "input", "harmless");
  const Triage mended = triaged();
  EXPECT_EQ(mended.findings[0].reproduces, "never");
  EXPECT_FALSE(mended.findings[0].open());
}

TEST_F(TriageFolder, AProgramThatIsMissingIsSaidWithItsBuildCommand) {
  artifact("crash-1", "heap");
  fs::remove(programs_ / "crashing_tracker_fuzzer");
  const TriageOptions options{.folder = folder_, .programs = programs_};
  const auto result = triage(options, artifacts(folder_, {}), [](const std::string&) {});
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().find("ninja -C build/asan crashing_tracker_fuzzer"), std::string::npos);
}

#endif

}  // namespace
}  // namespace wireassay::campaign
