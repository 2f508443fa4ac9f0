#include "corpus/rules.h"

#include <algorithm>

#include "corpus/seeds.h"

namespace wireassay::corpus {
namespace {

namespace fs = std::filesystem;

/// What a seed may measure whatever its target takes: some were written by hand to go beyond a
/// limit.
constexpr std::uint64_t kMostOfOne = 128UL * 1024;
constexpr std::string_view kTarget = "_fuzzer.cc";

}  // namespace

std::vector<std::string> broken_corpora(const fs::path& corpora,
                                        const std::vector<std::string>& stems) {
  std::vector<std::string> wrong;
  std::uint64_t all = 0;
  for (const std::string& stem : stems) {
    const fs::path folder = corpora / stem;
    std::size_t files = 0;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      const std::string where = "corpus/" + stem + "/" + entry.path().filename().string();
      const std::uint64_t octets = entry.is_regular_file() ? entry.file_size() : 0;
      all += octets;
      ++files;
      if (!entry.is_regular_file()) wrong.push_back(where + " is no file");
      if (!is_seed_name(entry.path().filename().string()))
        wrong.push_back(where + ": the name must say what the input is, in [a-z0-9.-]+");
      if (octets > kMostOfOne) wrong.push_back(where + " has more than 128 KiB");
    }
    if (files == 0) wrong.push_back("corpus/" + stem + " has no seeds");
    if (files > kMostFiles)
      wrong.push_back("corpus/" + stem + " has " + std::to_string(files) +
                      " files: `wireassay seed " + stem + " --minimise`");
  }
  if (all > kMostCorpora) wrong.push_back("corpus/ has more than 8 MiB");
  return wrong;
}

std::vector<std::string> stems_in(const fs::path& fuzz) {
  std::vector<std::string> stems;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(fuzz, error)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(kTarget)) stems.push_back(name.substr(0, name.size() - kTarget.size()));
  }
  std::ranges::sort(stems);
  return stems;
}

}  // namespace wireassay::corpus
