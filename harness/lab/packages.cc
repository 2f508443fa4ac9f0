#include "lab/packages.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <fstream>

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;

// invoke-rc.d asks policy-rc.d before it starts a daemon; 101 means "action forbidden" (Debian
// Policy 9.3.3.1). One that is there already is the machine's own: it stays, if it forbids too.
class NoDaemons {
 public:
  explicit NoDaemons(fs::path path) : path_(std::move(path)) {}
  ~NoDaemons() {
    std::error_code ignored;
    if (ours_) fs::remove(path_, ignored);
  }
  NoDaemons(const NoDaemons&) = delete;
  NoDaemons& operator=(const NoDaemons&) = delete;

  std::expected<void, std::string> enforce(const Runner& run) {
    if (fs::exists(path_)) {
      if (run({.argv = {path_.string(), "wireassay-lab", "start"}}).status == 101) return {};
      return std::unexpected(
          fmt::format("{} would let a daemon start; install the packages by hand", path_.string()));
    }
    std::ofstream(path_) << "#!/bin/sh\n# wireassay lab, while it installs packages\nexit 101\n";
    if (::chmod(path_.c_str(), 0755) != 0)
      return std::unexpected(fmt::format("cannot write {}", path_.string()));
    ours_ = true;
    return {};
  }

 private:
  fs::path path_;
  bool ours_ = false;
};

std::string last_lines(std::string_view text, std::size_t lines) {
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  std::size_t at = text.size();
  while (lines-- > 0 && at != std::string_view::npos && at > 0) at = text.rfind('\n', at - 1);
  return std::string(at == std::string_view::npos || at == 0 ? text : text.substr(at + 1));
}

Ran apt_get(std::vector<std::string> words, const PackageOptions& options) {
  words.insert(words.begin(), "/usr/bin/apt-get");
  return options.run({.argv = std::move(words),
                      .env = {"DEBIAN_FRONTEND=noninteractive"},
                      .deadline = std::chrono::minutes(10)});
}

// --no-remove: postfix conflicts with every other mail-transport-agent, and a lab may not take the
// machine's exim4 away.
Ran install(const std::vector<std::string>& packages, const PackageOptions& options) {
  std::vector<std::string> words = {"install", "-y", "-q", "--no-install-recommends",
                                    "--no-remove"};
  words.insert(words.end(), packages.begin(), packages.end());
  Ran ran = apt_get(words, options);
  if (ran.ok()) return ran;
  // Fresh containers have no package lists, old ones name versions that are gone.
  if (const Ran update = apt_get({"update", "-q"}, options); !update.ok()) return update;
  return apt_get(words, options);
}

bool has(const std::vector<std::string>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

}  // namespace

std::string package_version(std::string_view package, const Runner& run) {
  const Ran ran = run({.argv = {"/usr/bin/dpkg-query", "-W", "-f", "${db:Status-Status} ${Version}",
                                std::string(package)}});
  constexpr std::string_view kInstalled = "installed ";
  if (!ran.ok() || !ran.output.starts_with(kInstalled)) return {};
  return ran.output.substr(kInstalled.size());
}

std::vector<std::string> missing_packages(std::span<const std::string_view> packages,
                                          const Runner& run) {
  std::vector<std::string> out;
  for (const std::string_view package : packages)
    if (package_version(package, run).empty()) out.emplace_back(package);
  return out;
}

std::string install_line(std::span<const std::string> packages) {
  return fmt::format(
      "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y "
      "--no-install-recommends {}",
      fmt::join(packages, " "));
}

std::expected<void, std::string> ensure_packages(std::span<const std::string_view> packages,
                                                 const PackageOptions& options) {
  const std::vector<std::string> missing = missing_packages(packages, options.run);
  if (missing.empty()) return {};
  const auto refuse = [&](std::string_view why) {
    return std::unexpected(fmt::format("missing packages: {} ({}); as root type: {}",
                                       fmt::join(missing, " "), why, install_line(missing)));
  };
  if (!options.install) return refuse("installation was not asked for");
  if (!options.is_root) return refuse("only root can install them");
  if (options.say) options.say(fmt::format("installing {}", fmt::join(missing, " ")));
  NoDaemons guard(options.policy);
  if (const auto forbidden = guard.enforce(options.run); !forbidden)
    return refuse(forbidden.error());
  if (has(missing,
          "postfix"))  // or its postinst would ask for a system configuration, and write one
    options.run({.argv = {"/usr/bin/debconf-set-selections"},
                 .input = "postfix postfix/main_mailer_type select No configuration\n"});
  if (const Ran ran = install(missing, options); !ran.ok())
    return refuse(fmt::format("apt-get failed: {}", last_lines(ran.output, 3)));
  if (const auto still = missing_packages(packages, options.run); !still.empty())
    return refuse(fmt::format("apt-get left out {}", fmt::join(still, " ")));
  return {};
}

}  // namespace wireassay::lab
