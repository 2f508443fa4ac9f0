// Words that fuzz targets know: those of the grammar's tables, and a few by hand that no table has
// (extra_words*.cc).
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::mutate {

/// Sorted, each once. A stem that no row names has the words of one like it ("http_new" those of
/// http_field), or of lines.
std::vector<std::string> words(std::string_view stem);

/// fuzz/STEM.dict, as libFuzzer and AFL++ read it.
std::string dictionary(std::string_view stem);

/// Writes STEM.dict for every STEM_fuzzer.cc in `folder`, and nothing to those that are right; how
/// many there are, or which file cannot be written.
std::expected<std::size_t, std::string> write_dictionaries(const std::filesystem::path& folder);

}  // namespace wireassay::mutate
