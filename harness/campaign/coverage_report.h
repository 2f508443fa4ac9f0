// What `llvm-cov export` says: a summary per file, and how often each place ran.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::campaign {

struct Share {
  std::uint64_t count = 0, covered = 0;
  double percent() const {
    return count == 0 ? 100 : 100 * static_cast<double>(covered) / static_cast<double>(count);
  }
};

struct FileCoverage {
  std::string file;  ///< relative to the repository
  Share lines, regions, branches;
};

class CoverageReport {
 public:
  /// `root`: what is cut off the names of files. Error: what is wrong with the JSON.
  static std::expected<CoverageReport, std::string> read(std::string_view json,
                                                         std::string_view root);
  /// Least covered lines first.
  const std::vector<FileCoverage>& files() const { return files_; }
  /// How often the code at this place ran; nothing where there is none (a table, code that no
  /// program links).
  std::optional<std::uint64_t> ran(const std::string& file, unsigned line, unsigned column) const;

 private:
  /// From here on, up to the next one.
  struct Segment {
    unsigned line = 0, column = 0;
    std::optional<std::uint64_t> count;
  };
  std::vector<FileCoverage> files_;
  std::map<std::string, std::vector<Segment>> segments_;
};

}  // namespace wireassay::campaign
