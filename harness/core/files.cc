#include "core/files.h"

#include <array>
#include <fstream>
#include <optional>

namespace wireassay {
namespace {

/// nullopt: it cannot be opened, or not be read to its end (a folder; a process that has gone).
std::optional<std::string> all_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string all;
  std::array<char, 16384> piece{};
  while (in.read(piece.data(), piece.size()) || in.gcount() > 0)
    all.append(piece.data(), static_cast<std::size_t>(in.gcount()));
  if (!in.is_open() || in.bad()) return std::nullopt;
  return all;
}

}  // namespace

std::expected<std::string, std::string> read_file(const std::filesystem::path& file) {
  auto all = all_of(file);
  if (!all) return std::unexpected(file.string() + ": cannot be read");
  return *std::move(all);
}

std::string read_octets(const std::filesystem::path& file) { return all_of(file).value_or(""); }

std::expected<void, std::string> write_octets(const std::filesystem::path& file,
                                              std::string_view octets) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(octets.data(), static_cast<std::streamsize>(octets.size()));
  if (!out.flush()) return std::unexpected(file.string() + ": cannot be written");
  return {};
}

}  // namespace wireassay
