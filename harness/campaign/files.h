// Files that outlive a kill: whole ones replace the old at once, lines are appended and on the disk
// before the call returns.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::campaign {

/// Replaces the file at once: a reader sees the old or the new one. Errors name the file.
std::expected<void, std::string> replace_file(const std::filesystem::path& path,
                                              std::string_view text);

/// Appends a line and syncs it. A line that an earlier kill cut off is ended first, so that only it
/// is lost.
std::expected<void, std::string> append_line(const std::filesystem::path& path,
                                             std::string_view line);

/// Appends octets, unsynced.
std::expected<void, std::string> append_text(const std::filesystem::path& path,
                                             std::string_view text);

/// From `offset` on, at most `most` octets; nothing where the file cannot be read.
std::string read_from(const std::filesystem::path& path, std::uint64_t offset, std::size_t most);

/// The whole file, up to 64 MiB; the error names it.
std::expected<std::string, std::string> read_whole(const std::filesystem::path& path);

/// Each whole line.
void each_line(const std::filesystem::path& path,
               const std::function<void(std::string_view)>& action);
/// The last whole lines, oldest first, from at most the last 64 KiB.
std::vector<std::string> last_lines(const std::filesystem::path& path);

struct FolderSize {
  std::uint64_t files = 0, octets = 0;
};
/// Of the regular files directly in a folder; zero where there is none.
FolderSize size_of(const std::filesystem::path& folder);

}  // namespace wireassay::campaign
