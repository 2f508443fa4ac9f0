#include "report/surfaces.h"

#include <fmt/format.h>

#include <algorithm>

namespace wireassay::report {
namespace {

using judge::Result;
using judge::Verdict;

constexpr std::size_t kShownCases = 3;         ///< ids named of each difference
constexpr std::size_t kShownDifferences = 12;  ///< kinds of difference named

struct Place {
  std::string id, surface;
};

Place place_of(const Result& result) {
  const std::size_t at = result.id.find('@');
  if (at == std::string::npos) return {result.id, {}};
  return {result.id.substr(0, at), result.id.substr(at + 1)};
}

using OfCase = std::map<std::string, Verdict>;                        // by surface
using Cases = std::map<std::pair<std::string, std::string>, OfCase>;  // by target and id

bool differ(const OfCase& verdicts) {
  const Verdict* first = nullptr;
  for (const auto& [surface, verdict] : verdicts) {
    if (verdict == Verdict::Skip) continue;
    if (first != nullptr && *first != verdict) return true;
    first = &verdict;
  }
  return false;
}

void add(SurfaceReport& report, const std::string& target, const std::string& id,
         const OfCase& verdicts) {
  const std::vector<std::pair<std::string, Verdict>> pattern(verdicts.begin(), verdicts.end());
  const auto same = std::ranges::find_if(report.differences, [&](const SurfaceDifference& one) {
    return one.target == target && one.verdicts == pattern;
  });
  if (same != report.differences.end())
    same->cases.push_back(id);
  else
    report.differences.push_back({target, pattern, {id}});
}

}  // namespace

SurfaceReport compare_surfaces(const Run& run) {
  Cases cases;
  std::map<std::pair<std::string, std::string>, Summary> counts;
  std::map<std::string, std::size_t> surfaces;
  for (const Result& result : run.results) {
    Place place = place_of(result);
    if (place.surface.empty()) continue;
    if (counts[{result.target, place.surface}][result.verdict]++ == 0 &&
        counts[{result.target, place.surface}].size() == 1)
      ++surfaces[result.target];
    cases[{result.target, std::move(place.id)}][std::move(place.surface)] = result.verdict;
  }
  SurfaceReport report;
  for (auto& [key, verdicts] : counts) {
    if (surfaces[key.first] > 1) report.surfaces.push_back({key.first, key.second, verdicts});
  }
  for (const auto& [key, verdicts] : cases) {
    if (differ(verdicts)) add(report, key.first, key.second, verdicts);
  }
  std::ranges::sort(report.differences, [](const auto& a, const auto& b) {
    return std::pair(b.cases.size(), a.cases.front()) < std::pair(a.cases.size(), b.cases.front());
  });
  return report;
}

std::string surfaces_text(const SurfaceReport& report) {
  std::string out;
  for (const SurfaceCounts& one : report.surfaces) {
    std::string counts;
    for (const auto& [verdict, count] : one.verdicts)
      counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, to_string(verdict));
    out += fmt::format("  {} {:<21} {}\n", one.target, one.surface, counts);
  }
  if (out.empty()) return out;
  out = "surfaces\n" + out;
  if (report.differences.empty()) return out + "  they differ in no case\n";
  std::size_t shown = 0;
  for (const SurfaceDifference& one : report.differences) {
    if (++shown > kShownDifferences) {
      out += fmt::format("  … {} more kinds of difference (the JSON report has all)\n",
                         report.differences.size() - kShownDifferences);
      break;
    }
    std::map<Verdict, std::string> by_verdict;
    for (const auto& [surface, verdict] : one.verdicts) {
      std::string& names = by_verdict[verdict];
      names += (names.empty() ? "" : " ") + surface;
    }
    std::string pattern;
    for (const auto& [verdict, names] : by_verdict)
      pattern += fmt::format("{}{}: {}", pattern.empty() ? "" : "; ", to_string(verdict), names);
    out += fmt::format("  {} {} {}: {}\n", one.target, one.cases.size(),
                       one.cases.size() == 1 ? "case differs" : "cases differ", pattern);
    for (std::size_t at = 0; at < std::min(kShownCases, one.cases.size()); ++at)
      out += fmt::format("    {}\n", one.cases[at]);
    if (one.cases.size() > kShownCases)
      out += fmt::format("    … {} more\n", one.cases.size() - kShownCases);
  }
  return out;
}

}  // namespace wireassay::report
