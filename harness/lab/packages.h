// Debian packages that a recipe needs: which are missing, and their installation.
#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lab/process.h"

namespace wireassay::lab {

using Say = std::function<void(std::string_view)>;  // progress, a line each

struct PackageOptions {
  bool install = true;  // false: only report
  bool is_root = true;  // apt-get insists
  Runner run = run_command;
  Say say;
  std::filesystem::path policy = "/usr/sbin/policy-rc.d";
};

std::vector<std::string> missing_packages(std::span<const std::string_view> packages,
                                          const Runner& run);

// What a person types to get them.
std::string install_line(std::span<const std::string> packages);

// Installs what is missing; no daemon of the new packages starts by itself, and nothing that is
// there is removed or configured anew. The error names the command line to type.
std::expected<void, std::string> ensure_packages(std::span<const std::string_view> packages,
                                                 const PackageOptions& options);

// "3.7.11-0+deb12u1"; empty when it is not installed.
std::string package_version(std::string_view package, const Runner& run);

}  // namespace wireassay::lab
