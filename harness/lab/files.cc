#include "lab/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/descriptor.h"

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;

std::unexpected<std::string> failed(std::string_view what, const fs::path& path) {
  return std::unexpected(fmt::format("{} {}: {}", what, path.string(), std::strerror(errno)));
}

}  // namespace

// Created with its mode, not given it afterwards: a password file is never readable in between.
std::expected<void, std::string> write_file(const fs::path& path, std::string_view text,
                                            mode_t mode) {
  Descriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!file.is_open()) return failed("open", path);
  if (::fchmod(file.get(), mode) != 0 || !write_all(file, text) || ::close(file.release()) != 0)
    return failed("write", path);
  return {};
}

std::expected<void, std::string> make_directory(const fs::path& path, mode_t mode) {
  if (::mkdir(path.c_str(), mode) != 0 || ::chmod(path.c_str(), mode) != 0)
    return failed("mkdir", path);
  return {};
}

std::expected<void, std::string> give_to(const fs::path& path, const std::string& user) {
  const passwd* entry = ::getpwnam(user.c_str());
  if (entry == nullptr) return std::unexpected(fmt::format("there is no user {}", user));
  if (::lchown(path.c_str(), entry->pw_uid, entry->pw_gid) != 0) return failed("chown", path);
  return {};
}

bool reachable(const fs::path& path) {
  std::error_code error;
  fs::path at = fs::canonical(path, error);
  if (error) return false;
  for (;; at = at.parent_path()) {
    const fs::perms perms = fs::status(at, error).permissions();
    if (error || (perms & fs::perms::others_exec) == fs::perms::none) return false;
    if (at == at.root_path()) return true;
  }
}

}  // namespace wireassay::lab
