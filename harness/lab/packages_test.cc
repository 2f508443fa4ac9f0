#include "lab/packages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <set>

namespace wireassay::lab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> kWanted = {"postfix", "sasl2-bin", "openssl"};

// A Debian of its own: dpkg-query answers from `installed`, apt-get puts into it.
class Machine {
 public:
  std::set<std::string> installed;
  bool apt_works = true;
  bool lists_are_empty = false;  // until apt-get update
  int policy_status = 101;
  bool policy_was_there = false;  // while apt-get ran
  std::vector<std::string> calls;
  fs::path policy = fs::path(testing::TempDir()) / ("policy-rc.d." + std::to_string(::getpid()));

  ~Machine() { fs::remove(policy); }

  Ran answer(const Command& command) {
    const std::string& program = command.argv.front();
    if (program == "/usr/bin/dpkg-query") return query(command.argv.back());
    calls.push_back(shown(command));
    if (program == policy.string()) return {policy_status, ""};
    if (program != "/usr/bin/apt-get") return {0, ""};
    if (command.argv[1] == "update") lists_are_empty = false;
    if (!apt_works || lists_are_empty) return {100, "one\ntwo\nE: Unable to locate\n"};
    policy_was_there = policy_was_there || fs::exists(policy);
    for (std::size_t i = 2; i < command.argv.size(); ++i)
      if (command.argv[i].front() != '-') installed.insert(command.argv[i]);
    return {0, ""};
  }

  PackageOptions options() {
    return {.run = [this](const Command& command) { return answer(command); }, .policy = policy};
  }

 private:
  Ran query(const std::string& package) const {
    if (installed.contains(package)) return {0, "installed 1.2-3"};
    return package == "sasl2-bin" ? Ran{0, "config-files 1.2-3"} : Ran{1, "no packages found"};
  }
};

TEST(LabPackages, NothingMissingTouchesNothing) {
  Machine machine;
  machine.installed = {"postfix", "sasl2-bin", "openssl"};
  EXPECT_TRUE(ensure_packages(kWanted, machine.options()));
  EXPECT_TRUE(machine.calls.empty());
}

TEST(LabPackages, RemovedButConfiguredIsMissing) {
  Machine machine;
  machine.installed = {"postfix", "openssl"};
  EXPECT_THAT(missing_packages(kWanted, machine.options().run), ElementsAre("sasl2-bin"));
}

TEST(LabPackages, InstallsWhatIsMissingAndStartsNoDaemon) {
  Machine machine;
  machine.installed = {"openssl"};
  PackageOptions options = machine.options();
  std::string said;
  options.say = [&said](std::string_view line) { said += line; };
  EXPECT_TRUE(ensure_packages(kWanted, options));
  EXPECT_EQ(said, "installing postfix sasl2-bin");
  EXPECT_THAT(machine.calls,
              ElementsAre("/usr/bin/debconf-set-selections",
                          "/usr/bin/apt-get install -y -q --no-install-recommends --no-remove "
                          "postfix sasl2-bin"));
  EXPECT_TRUE(machine.policy_was_there);
  EXPECT_FALSE(fs::exists(machine.policy)) << "ours is taken away again";
}

TEST(LabPackages, LeavesTheConfigurationOfAnInstalledPostfix) {
  Machine machine;
  machine.installed = {"postfix", "openssl"};
  EXPECT_TRUE(ensure_packages(kWanted, machine.options()));
  EXPECT_THAT(machine.calls, testing::Not(testing::Contains(HasSubstr("debconf"))));
}

TEST(LabPackages, FetchesListsWhenThereAreNone) {
  Machine machine;
  machine.lists_are_empty = true;
  EXPECT_TRUE(ensure_packages(kWanted, machine.options()));
  EXPECT_THAT(machine.calls, testing::Contains("/usr/bin/apt-get update -q"));
}

TEST(LabPackages, ErrorsNameTheCommandLine) {
  const std::string line =
      "as root type: apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y "
      "--no-install-recommends postfix sasl2-bin openssl";
  Machine machine;
  machine.apt_works = false;
  PackageOptions options = machine.options();
  EXPECT_THAT(ensure_packages(kWanted, options).error(), HasSubstr(line));
  EXPECT_THAT(ensure_packages(kWanted, options).error(), HasSubstr("E: Unable to locate"));
  EXPECT_FALSE(fs::exists(machine.policy));
  options.is_root = false;
  EXPECT_THAT(ensure_packages(kWanted, options).error(), HasSubstr("only root"));
  EXPECT_THAT(ensure_packages(kWanted, options).error(), HasSubstr(line));
  machine.calls.clear();
  options.install = false;
  EXPECT_THAT(ensure_packages(kWanted, options).error(), HasSubstr(line));
  EXPECT_TRUE(machine.calls.empty());
}

TEST(LabPackages, KeepsAPolicyThatIsThere) {
  Machine machine;
  std::ofstream(machine.policy) << "the machine's own";
  EXPECT_TRUE(ensure_packages(kWanted, machine.options()));
  EXPECT_TRUE(fs::exists(machine.policy));
  machine.installed.clear();
  machine.policy_status = 0;
  EXPECT_THAT(ensure_packages(kWanted, machine.options()).error(),
              HasSubstr("would let a daemon start"));
}

TEST(LabPackages, VersionOfAPackage) {
  Machine machine;
  machine.installed = {"postfix"};
  EXPECT_EQ(package_version("postfix", machine.options().run), "1.2-3");
  EXPECT_EQ(package_version("sasl2-bin", machine.options().run), "");
}

}  // namespace
}  // namespace wireassay::lab
