// Writing the files of an instance, and what its directories must be.
#pragma once

#include <sys/types.h>

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

namespace wireassay::lab {

std::expected<void, std::string> write_file(const std::filesystem::path& path,
                                            std::string_view text, mode_t mode);

// Whatever the umask of the caller is.
std::expected<void, std::string> make_directory(const std::filesystem::path& path, mode_t mode);

// Gives it to a system user (and its group); the error says when there is no such user.
std::expected<void, std::string> give_to(const std::filesystem::path& path,
                                         const std::string& user);

// True when users other than its owner can reach what lies in `path`: daemons drop privileges.
bool reachable(const std::filesystem::path& path);

}  // namespace wireassay::lab
