// Who may include whom: a table, held against every #include of the project.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;
using Set = std::set<std::string>;

/// A folder may include itself and these. Tests may also include testing/.
const std::map<std::string, Set> kMayInclude = {
    {"core", {}},
    {"wire/message", {"core"}},
    {"wire/smtp", {"core", "wire/message"}},
    {"wire/pop3", {"core", "wire/message"}},
    {"wire/imap", {"core", "wire/message"}},
    {"wire/http", {"core", "wire/message"}},
    {"wire/tls", {"core"}},
    {"mutate",
     {"core", "wire/message", "wire/smtp", "wire/pop3", "wire/imap", "wire/http", "wire/tls"}},
    {"scenario", {"core"}},
    {"judge", {"core", "scenario"}},
    {"net", {"core", "wire/tls"}},
    {"play",
     {"core", "scenario", "judge", "net", "mutate", "wire/message", "wire/smtp", "wire/pop3",
      "wire/imap", "wire/http", "wire/tls"}},
    {"reference",
     {"core", "net", "scenario", "wire/message", "wire/smtp", "wire/pop3", "wire/imap", "wire/http",
      "wire/tls"}},
    {"lab", {"core"}},
    {"report", {"core", "scenario", "judge"}},
    {"import", {"core", "scenario", "wire/message", "wire/imap"}},
    {"trace",
     {"core", "wire/message", "wire/smtp", "wire/pop3", "wire/imap", "wire/http", "wire/tls"}},
    {"cli",
     {"core", "scenario", "judge", "net", "play", "reference", "lab", "report", "import", "trace",
      "campaign", "corpus", "mutate", "wire/message", "wire/smtp", "wire/pop3", "wire/imap",
      "wire/http", "wire/tls"}},
    {"campaign", {"core"}},
    {"corpus",
     {"core", "scenario", "judge", "report", "trace", "wire/message", "wire/smtp", "wire/pop3",
      "wire/imap", "wire/http", "wire/tls"}},
    {"testing", {"core"}},
};

/// Third-party headers and the only folders that may name them.
const std::map<std::string, Set> kOwners = {
    {"toml++/", {"scenario"}},
    {"asio/", {"net"}},
    {"asio.hpp", {"net"}},
    {"openssl/", {"net", "wire/tls"}},
    {"gsasl.h", {"play", "reference"}},
    {"ares.h", {"net"}},
    {"CLI/", {"cli"}},
    {"re2/", {"scenario"}},
    {"pugixml.hpp", {"report"}},
    {"nlohmann/", {"report", "cli", "scenario", "campaign"}},
    {"pcap", {"trace"}},
    {"gtest/", {"testing"}},
};

fs::path harness() { return fs::path(WIREASSAY_SOURCE_DIR) / "harness"; }

std::string folder_of(const std::string& relative) {
  for (const auto& [folder, allowed] : kMayInclude) {
    if (relative.starts_with(folder + "/")) return folder;
  }
  return "";
}

bool is_test(const fs::path& path) {
  const std::string stem = path.stem().string();
  return stem.ends_with("_test") || stem.ends_with("_bench") ||
         stem.find("_test_") != std::string::npos;
}

struct Include {
  std::string file, folder, name;
  bool quoted, test;
};

std::vector<Include> all_includes() {
  static const std::regex kLine("^\\s*#include\\s*([<\"])([^>\"]+)[>\"]");
  std::vector<Include> found;
  for (const auto& entry : fs::recursive_directory_iterator(harness())) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".cc" && extension != ".h") continue;
    const std::string relative = fs::relative(entry.path(), harness()).string();
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      std::smatch match;
      if (!std::regex_search(line, match, kLine)) continue;
      found.push_back(
          {relative, folder_of(relative), match[2], match[1] == "\"", is_test(entry.path())});
    }
  }
  return found;
}

TEST(Layering, EveryFolderIsInTheTable) {
  for (const Include& include : all_includes()) EXPECT_NE(include.folder, "") << include.file;
}

TEST(Layering, ProjectIncludes) {
  for (const Include& include : all_includes()) {
    if (!include.quoted) continue;
    const std::string to = folder_of(include.name);
    if (to.empty() || to == include.folder || include.folder.empty()) continue;
    const Set& allowed = kMayInclude.at(include.folder);
    const bool ok = allowed.contains(to) || include.test;
    EXPECT_TRUE(ok) << include.file << " includes " << include.name << ": " << include.folder
                    << " may not know " << to;
  }
}

TEST(Layering, ThirdPartyHeadersHaveOwners) {
  for (const Include& include : all_includes()) {
    for (const auto& [prefix, owners] : kOwners) {
      if (!include.name.starts_with(prefix) || include.test) continue;
      EXPECT_TRUE(owners.contains(include.folder)) << include.file << " includes " << include.name;
    }
  }
}

TEST(Layering, TheCheckSeesTheProject) { EXPECT_GT(all_includes().size(), 300U); }

}  // namespace
