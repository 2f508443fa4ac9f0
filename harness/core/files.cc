#include "core/files.h"

#include <fstream>
#include <iterator>

namespace wireassay {

std::expected<std::string, std::string> read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::unexpected(file.string() + ": cannot be read");
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::string read_octets(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::expected<void, std::string> write_octets(const std::filesystem::path& file,
                                              std::string_view octets) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(octets.data(), static_cast<std::streamsize>(octets.size()));
  if (!out.flush()) return std::unexpected(file.string() + ": cannot be written");
  return {};
}

}  // namespace wireassay
