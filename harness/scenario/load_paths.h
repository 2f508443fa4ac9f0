// Scenario files on disk: which there are, in which order, and their text.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::scenario {

/// 4.1.1.2 before 4.1.1.10: runs of digits compare as numbers.
bool natural_less(std::string_view a, std::string_view b);

/// A file, or all *.toml below a folder but for _begin/ and targets/; or what is wrong with the
/// path.
std::expected<std::vector<std::string>, std::string> scenario_files(const std::string& path);
/// All *.toml right inside a folder, in natural order.
std::vector<std::string> toml_files(const std::string& folder);
/// "smtp" of "_begin/smtp.toml".
std::string stem(const std::string& path);
/// The octets of a regular file, at most one more than `limit` of them; or why it cannot be read.
std::expected<std::string, std::string> read_text(const std::string& path, std::size_t limit);

}  // namespace wireassay::scenario
