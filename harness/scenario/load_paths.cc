// Folders and files, without exceptions.
#include "scenario/load_paths.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace wireassay::scenario {
namespace {

namespace fs = std::filesystem;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes a run of digits off the front, leading zeros dropped.
std::string_view take_number(std::string_view& text) {
  std::size_t end = 0;
  while (end < text.size() && is_digit(text[end])) ++end;
  std::string_view digits = text.substr(0, end);
  text.remove_prefix(end);
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

bool left_out(const fs::path& folder) {
  return folder.filename() == "_begin" || folder.filename() == "targets";
}

void walk(const fs::path& folder, std::vector<std::string>& files) {
  std::error_code error;
  auto entry = fs::recursive_directory_iterator(
      folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    if (entry->is_directory(ignored)) {
      if (left_out(entry->path())) entry.disable_recursion_pending();
    } else if (entry->path().extension() == ".toml" && entry->is_regular_file(ignored)) {
      files.push_back(entry->path().lexically_normal().string());
    }
  }
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) {
  const std::string_view whole_a = a, whole_b = b;
  while (!a.empty() && !b.empty()) {
    if (is_digit(a.front()) && is_digit(b.front())) {
      const std::string_view x = take_number(a), y = take_number(b);
      if (x.size() != y.size()) return x.size() < y.size();
      if (x != y) return x < y;
    } else {
      // A folder's files stand together: '/' before everything else.
      const auto rank = [](char c) {
        return c == '/' ? 0 : static_cast<int>(static_cast<unsigned char>(c)) + 1;
      };
      if (a.front() != b.front()) return rank(a.front()) < rank(b.front());
      a.remove_prefix(1), b.remove_prefix(1);
    }
  }
  if (a.empty() != b.empty()) return a.empty();
  return whole_a < whole_b;  // 01 and 1: any order, but always the same
}

std::expected<std::vector<std::string>, std::string> scenario_files(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  std::vector<std::string> files;
  if (fs::is_directory(status)) {
    walk(path, files);
    if (files.empty()) return std::unexpected("the folder has no scenario files (*.toml)");
  } else if (fs::is_regular_file(status)) {
    files.push_back(fs::path(path).lexically_normal().string());
  } else {
    return std::unexpected(fs::exists(status) ? "is neither a file nor a folder"
                                              : "no such file or folder");
  }
  return files;
}

std::vector<std::string> toml_files(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    std::error_code ignored;
    if (entry->path().extension() == ".toml" && entry->is_regular_file(ignored))
      files.push_back(entry->path().string());
  }
  std::ranges::sort(files, natural_less);
  return files;
}

std::string stem(const std::string& path) { return fs::path(path).stem().string(); }

std::expected<std::string, std::string> read_text(const std::string& path, std::size_t limit) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::unexpected("no such file");
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::unexpected("cannot be opened: look at its permissions");
  std::string text(limit + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return std::unexpected("cannot be read");
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

}  // namespace wireassay::scenario
