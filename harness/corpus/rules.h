// The rules of corpus/: names, sizes, and that every target has seeds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace wireassay::corpus {

/// Octets of all of corpus/.
inline constexpr std::uint64_t kMostCorpora = 8UL * 1024 * 1024;
/// Files of a target.
inline constexpr std::size_t kMostFiles = 120;

/// What is wrong, a line each; `stems` are the targets there are.
std::vector<std::string> broken_corpora(const std::filesystem::path& corpora,
                                        const std::vector<std::string>& stems);

/// Targets of a folder: STEM of each STEM_fuzzer.cc, sorted.
std::vector<std::string> stems_in(const std::filesystem::path& fuzz);

}  // namespace wireassay::corpus
