#include "corpus/collect.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "core/files.h"
#include "corpus/capture.h"
#include "corpus/read_report.h"
#include "corpus/read_scenarios.h"
#include "corpus/sources.h"

namespace wireassay::corpus {
namespace {

namespace fs = std::filesystem;

bool is_wanted(const std::vector<std::string>& stems, std::string_view stem) {
  return stems.empty() || std::ranges::find(stems, stem) != stems.end();
}

bool any_wanted(const std::vector<std::string>& stems, std::string_view prefix) {
  const auto begins = [&](const std::string& stem) { return stem.starts_with(prefix); };
  return stems.empty() || std::ranges::any_of(stems, begins);
}

bool is_capture(std::string_view octets) {
  for (const std::string_view magic : {"\x0a\x0d\x0d\x0a", "\xd4\xc3\xb2\xa1", "\xa1\xb2\xc3\xd4",
                                       "\x4d\x3c\xb2\xa1", "\xa1\xb2\x3c\x4d"}) {
    if (octets.starts_with(magic)) return true;
  }
  return false;
}

/// Known deviations of servers stand beside the scenarios.
void add_deviations(const fs::path& scenarios, std::string_view stem, Seeds& seeds) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(scenarios / "targets", error)) {
    const auto text = read_file(entry.path().string());
    if (text) seeds.add(stem, entry.path().stem().string(), text->substr(0, most_octets(stem)));
  }
}

std::expected<void, std::string> add_files(const std::set<std::string>& files,
                                           const std::vector<std::string>& stems, Seeds& seeds) {
  fs::path root;
  for (const std::string& file : files) {
    const auto text = read_file(file);
    if (!text) return std::unexpected(text.error());
    if (is_wanted(stems, "scenario")) add_scenario_seeds(*text, "scenario", seeds);
    const std::size_t at = file.find("/scenarios/");
    if (root.empty() && at != file.npos) root = file.substr(0, at) + "/scenarios";
  }
  if (!root.empty() && is_wanted(stems, "scenario_deviations"))
    add_deviations(root, "scenario_deviations", seeds);
  return {};
}

/// A file of scenarios without the folders of the machine that it was played on.
std::string without_machine(const std::string& file) {
  const std::size_t at = file.find("scenarios/");
  return at == std::string::npos ? std::filesystem::path(file).filename().string()
                                 : file.substr(at);
}

/// One case as a line of a journal, and in a report of its own.
void add_results(const report::Run& run, const std::vector<std::string>& stems, Seeds& seeds) {
  for (judge::Result result : run.results) {
    result.file = without_machine(result.file);
    const std::string name = name_of_case(result.id);
    if (is_wanted(stems, "report_journal"))
      seeds.add("report_journal", name, report::json_case(result) + "\n");
    if (!is_wanted(stems, "report_json")) continue;
    report::Run one;
    one.started = run.started;
    one.targets = run.targets;
    one.results.push_back(result);
    seeds.add("report_json", name, report::json(one));
  }
}

}  // namespace

std::expected<void, std::string> add_scenarios(const scenario::Suite& suite,
                                               const std::vector<std::string>& stems,
                                               Seeds& seeds) {
  std::set<std::string> files;
  for (const scenario::Case& one : suite.cases) {
    files.insert(one.file);
    add_seeds(talk_of(one), stems, seeds);
    for (const std::string_view stem : {"imap_match", "scenario_pattern", "scenario_template"})
      if (is_wanted(stems, stem)) add_text_seeds(one, stem, seeds);
  }
  return add_files(files, stems, seeds);
}

std::expected<void, std::string> add_file(const std::string& name, std::string_view octets,
                                          const std::vector<std::string>& stems, Seeds& seeds) {
  if (is_capture(octets)) {
    if (!any_wanted(stems, "tls") && !any_wanted(stems, "trace") &&
        !any_wanted(stems, "reference_tls"))
      return {};
    const auto slices = slices_of(fs::path(name).filename().string(), octets);
    if (!slices) return std::unexpected(slices.error());
    for (const CaptureSlice& slice : *slices) {
      const auto connection = read_slice(slice);
      if (!connection) return std::unexpected(connection.error());
      add_seeds(*connection, stems, seeds);
    }
    return {};
  }
  const auto run = report::read_json(octets);
  if (!run)
    return std::unexpected(
        name +
        ": neither a capture nor a report of `wireassay run --report json=FILE`: " + run.error());
  for (const Talk& talk : talks_of(*run)) add_seeds(talk, stems, seeds);
  add_results(*run, stems, seeds);
  return {};
}

std::expected<void, std::string> write_seeds(const Seeds& seeds, const std::string& folder) {
  for (const auto& [stem, all] : seeds.all()) {
    const fs::path into = fs::path(folder) / stem;
    std::error_code error;
    fs::create_directories(into, error);
    if (error) return std::unexpected(into.string() + ": " + error.message());
    for (const Seed& seed : all) {
      if (auto written = write_octets(into / seed.name, seed.octets); !written) return written;
    }
  }
  return {};
}

}  // namespace wireassay::corpus
