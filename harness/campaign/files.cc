// Whole files go through a second name and rename(2); lines through one write(2) and fdatasync(2).
#include "campaign/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "core/descriptor.h"

namespace wireassay::campaign {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostText = 64UL * 1024 * 1024;
constexpr std::size_t kMostTail = 64UL * 1024;

Descriptor opened(const fs::path& path, int flags) {
  return Descriptor(::open(path.c_str(), flags | O_CLOEXEC, 0644));
}

std::unexpected<std::string> trouble(const fs::path& path) {
  return std::unexpected(path.string() + ": cannot be written: " + std::strerror(errno));
}

bool is_torn(const Descriptor& file) {
  struct stat about{};
  char last = '\n';
  return ::fstat(file.get(), &about) == 0 && about.st_size > 0 &&
         ::pread(file.get(), &last, 1, about.st_size - 1) == 1 && last != '\n';
}

}  // namespace

std::expected<void, std::string> replace_file(const fs::path& path, std::string_view text) {
  const fs::path next = path.string() + ".next";
  {
    const Descriptor file = opened(next, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file.is_open() || !write_all(file, text) || ::fsync(file.get()) != 0) return trouble(next);
  }
  if (::rename(next.c_str(), path.c_str()) != 0) return trouble(path);
  const Descriptor folder = opened(path.parent_path(), O_RDONLY | O_DIRECTORY);
  if (folder.is_open()) ::fsync(folder.get());
  return {};
}

std::expected<void, std::string> append_line(const fs::path& path, std::string_view line) {
  const Descriptor file = opened(path, O_RDWR | O_CREAT | O_APPEND);
  if (!file.is_open()) return trouble(path);
  const std::string whole = (is_torn(file) ? "\n" : "") + std::string(line) + "\n";
  if (!write_all(file, whole) || ::fdatasync(file.get()) != 0) return trouble(path);
  return {};
}

std::expected<void, std::string> append_text(const fs::path& path, std::string_view text) {
  const Descriptor file = opened(path, O_WRONLY | O_CREAT | O_APPEND);
  if (!file.is_open() || !write_all(file, text)) return trouble(path);
  return {};
}

std::string read_from(const fs::path& path, std::uint64_t offset, std::size_t most) {
  return read_at(opened(path, O_RDONLY), offset, most);
}

std::expected<std::string, std::string> read_whole(const fs::path& path) {
  if (::access(path.c_str(), R_OK) != 0)
    return std::unexpected(path.string() + ": " + std::strerror(errno));
  return read_from(path, 0, kMostText);
}

void each_line(const fs::path& path, const std::function<void(std::string_view)>& action) {
  std::ifstream in(path, std::ios::binary);
  for (std::string line; std::getline(in, line);)
    if (!in.eof()) action(line);
}

std::vector<std::string> last_lines(const fs::path& path) {
  std::error_code error;
  const std::uint64_t size = fs::file_size(path, error);
  if (error) return {};
  const std::uint64_t from = size > kMostTail ? size - kMostTail : 0;
  const std::string text = read_from(path, from, kMostTail);
  std::vector<std::string> lines;
  std::size_t at = from == 0 ? 0 : std::min(text.find('\n'), text.size() - 1) + 1;
  for (std::size_t end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1)
    lines.push_back(text.substr(at, end - at));
  return lines;
}

FolderSize size_of(const fs::path& folder) {
  FolderSize size;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    std::error_code gone;  // an engine may remove what was listed
    if (!entry.is_regular_file(gone) || gone) continue;
    const std::uint64_t octets = entry.file_size(gone);
    if (gone) continue;
    ++size.files;
    size.octets += octets;
  }
  return size;
}

}  // namespace wireassay::campaign
