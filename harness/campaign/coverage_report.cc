// Schema llvm.coverage.json.export: data[0].files[] with segments and summary.
#include "campaign/coverage_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

namespace wireassay::campaign {
namespace {

using Json = nlohmann::json;

Share share_of(const Json& summary, const char* what) {
  const Json one = summary.value(what, Json::object());
  return {one.value("count", std::uint64_t{0}), one.value("covered", std::uint64_t{0})};
}

}  // namespace

std::expected<CoverageReport, std::string> CoverageReport::read(std::string_view json,
                                                                std::string_view root) try {
  // Warnings of the tool may stand before it.
  const std::size_t begin = json.find("{\"data\"");
  if (begin == std::string_view::npos)
    return std::unexpected("llvm-cov export printed no report: " +
                           std::string(json.substr(0, 400)));
  const std::size_t end = json.find('\n', begin);
  const Json all = Json::parse(json.substr(begin, end == json.npos ? end : end - begin));
  CoverageReport report;
  for (const Json& one : all.at("data").at(0).at("files")) {
    std::string name = one.at("filename").get<std::string>();
    if (name.starts_with(root)) name.erase(0, root.size());
    if (name.starts_with('/')) name.erase(0, 1);
    const Json& summary = one.at("summary");
    report.files_.push_back({name, share_of(summary, "lines"), share_of(summary, "regions"),
                             share_of(summary, "branches")});
    std::vector<Segment>& segments = report.segments_[name];
    for (const Json& segment : one.value("segments", Json::array())) {
      Segment made{segment.at(0).get<unsigned>(), segment.at(1).get<unsigned>(), std::nullopt};
      if (segment.at(3).get<bool>()) made.count = segment.at(2).get<std::uint64_t>();
      segments.push_back(made);
    }
  }
  std::ranges::sort(report.files_, {}, [](const FileCoverage& file) {
    return std::tuple(file.lines.percent(), file.file);
  });
  return report;
} catch (const Json::exception& error) {
  return std::unexpected("llvm-cov export: " + std::string(error.what()));
}

std::optional<std::uint64_t> CoverageReport::ran(const std::string& file, unsigned line,
                                                 unsigned column) const {
  const auto found = segments_.find(file);
  if (found == segments_.end()) return std::nullopt;
  const auto place = [](const Segment& segment) {
    return std::tuple(segment.line, segment.column);
  };
  const auto after = std::ranges::upper_bound(found->second, std::tuple(line, column), {}, place);
  if (after == found->second.begin()) return std::nullopt;
  return std::prev(after)->count;
}

}  // namespace wireassay::campaign
