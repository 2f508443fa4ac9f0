// Whole files, as octets.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

namespace wireassay {

/// The error names the file.
std::expected<std::string, std::string> read_file(const std::filesystem::path& file);
/// Empty where it cannot be read.
std::string read_octets(const std::filesystem::path& file);
/// Makes the file or replaces what it holds; the error names it.
std::expected<void, std::string> write_octets(const std::filesystem::path& file,
                                              std::string_view octets);

}  // namespace wireassay
