// Replays, profiles, llvm-cov.
#include "campaign/coverage.h"

#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "core/files.h"
#include "core/program.h"

namespace wireassay::campaign {
namespace {

namespace fs = std::filesystem;
using Say = std::function<void(const std::string&)>;
using Json = nlohmann::ordered_json;

constexpr std::string_view kReplay = "_fuzzer_replay";
constexpr std::string_view kSchema = "wireassay-coverage/1";
/// Tests' own code is not what the targets are about.
constexpr std::string_view kNotOurs = "_test|_bench|/testing/|/bench/|/agreement/|/fuzz/";
constexpr std::chrono::minutes kReplayTime{10};

bool is_test(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.find("_test") != std::string::npos || name.find("_bench") != std::string::npos;
}

class Measurement {
 public:
  Measurement(const CoverageOptions& options, const Say& say)
      : options_(options), say_(say), place_(options.folder / "coverage") {}

  std::expected<Coverage, std::string> measure() {
    if (auto ready = prepare(); !ready) return std::unexpected(ready.error());
    for (const std::string& target : coverage_.targets) replay(target);
    if (profiles_.empty())
      return std::unexpected("no replay left a profile; the first one says: " +
                             coverage_.trouble.front());
    if (auto merged = merge(); !merged) return std::unexpected(merged.error());
    const auto report = export_report();
    if (!report) return std::unexpected(report.error());
    if (auto shown = show(); !shown) return std::unexpected(shown.error());
    coverage_.files = report->files();
    const std::vector<Source> sources = read_sources();
    coverage_.rules = reached_rules(sources, *report, notes_);
    coverage_.rows = reached_rows(sources, notes_);
    if (!write_octets(place_ / "rows.json", to_json(coverage_)))
      return std::unexpected((place_ / "rows.json").string() + ": cannot be written");
    return std::move(coverage_);
  }

 private:
  using Done = std::expected<void, std::string>;

  Done prepare() {
    profdata_ = program_in_path("llvm-profdata-19");
    cov_ = program_in_path("llvm-cov-19");
    if (profdata_.empty() || cov_.empty())
      return std::unexpected(
          "llvm-profdata-19 and llvm-cov-19 are missing: apt-get install llvm-19");
    coverage_.targets = options_.targets;
    if (coverage_.targets.empty()) coverage_.targets = built_targets(options_.programs);
    std::vector<std::string> missing;
    for (const std::string& target : coverage_.targets) {
      if (::access(program(target).c_str(), X_OK) != 0) missing.push_back(target);
    }
    if (!missing.empty() || coverage_.targets.empty()) {
      std::string text = options_.programs.string() + ": no replay of " +
                         (missing.empty() ? "any target" : missing.front()) +
                         " with coverage is there; --build makes it, or:";
      for (const auto& command : build_commands(missing)) {
        text += "\n ";
        for (const std::string& word : command) text += " " + word;
      }
      return std::unexpected(text);
    }
    std::error_code error;
    fs::remove_all(place_, error);
    fs::create_directories(place_ / "profile", error);
    if (error) return std::unexpected(place_.string() + ": " + error.message());
    return {};
  }

  fs::path program(const std::string& target) const {
    return options_.programs / (target + std::string(kReplay));
  }
  fs::path profile(const std::string& name) const { return place_ / "profile" / name; }

  void replay(const std::string& target) {
    Program run{.argv = {program(target).string()},
                .env = {"LLVM_PROFILE_FILE=" + profile(target + ".profraw").string(),
                        "WIREASSAY_REACHED=" + profile(target + ".reached").string(),
                        "WIREASSAY_ROOT=" + options_.root.string()},
                .output = profile(target + ".log"),
                .deadline = kReplayTime};
    for (const fs::path& corpus :
         {options_.root / "corpus" / target, options_.folder / target / "corpus"}) {
      if (fs::is_directory(corpus) && !fs::is_empty(corpus)) run.argv.push_back(corpus.string());
    }
    if (run.argv.size() == 1) {
      coverage_.trouble.push_back(target + ": has no corpus");
      return;
    }
    say_(target);
    const auto end = run_program(run);
    if (!end || end->too_long || end->status != 0) {
      coverage_.trouble.push_back(
          target + ": its replay " +
          (!end            ? end.error()
           : end->too_long ? "took longer than 10 minutes"
                           : "ended with status " + std::to_string(end->status)) +
          "; " + run.output.string() + " names the input in its last lines");
    }
    // A program that is killed leaves an empty profile, which llvm-profdata refuses.
    std::error_code error;
    const fs::path raw = profile(target + ".profraw");
    if (fs::exists(raw) && fs::file_size(raw, error) > 0) profiles_.push_back(raw);
    notes_.push_back({target, read_octets(profile(target + ".reached"))});
  }

  Done must(const char* name, const Program& run, std::string* output = nullptr) {
    auto end = run_program(run);
    if (!end) return std::unexpected(end.error());
    if (end->status != 0)
      return std::unexpected(std::string(name) + " failed: " + end->output.substr(0, 2000));
    if (output != nullptr) *output = std::move(end->output);
    return {};
  }

  Done merge() {
    Program run{.argv = {profdata_, "merge", "-sparse", "-o", profile("all").string()},
                .output = profile("merge.log"),
                .deadline = kReplayTime};
    for (const fs::path& raw : profiles_) run.argv.push_back(raw.string());
    return must("llvm-profdata-19", run);
  }

  Program cov(const char* command, const std::vector<std::string>& flags) const {
    Program run{.argv = {cov_, command, "-instr-profile=" + profile("all").string(),
                         "-ignore-filename-regex=" + std::string(kNotOurs)},
                .output = profile(std::string(command) + ".log"),
                .deadline = kReplayTime};
    run.argv.insert(run.argv.end(), flags.begin(), flags.end());
    bool first = true;
    for (const std::string& target : coverage_.targets) {
      if (!fs::exists(profile(target + ".profraw"))) continue;
      if (!std::exchange(first, false)) run.argv.emplace_back("-object");
      run.argv.push_back(program(target).string());
    }
    run.argv.emplace_back("-sources");
    for (const std::string& folder : folders())
      run.argv.push_back((options_.root / folder).string());
    return run;
  }

  std::set<std::string> folders() const {
    std::set<std::string> all;
    for (const std::string& target : coverage_.targets) {
      for (const std::string& folder : folders_of(target)) all.insert(folder);
    }
    return all;
  }

  std::expected<CoverageReport, std::string> export_report() {
    std::string json;
    if (Done done =
            must("llvm-cov-19", cov("export", {"-skip-functions", "-skip-expansions"}), &json);
        !done)
      return std::unexpected(done.error());
    std::error_code ignored;
    fs::remove(profile("export.log"), ignored);
    return CoverageReport::read(json, options_.root.string());
  }

  Done show() {
    coverage_.html = place_ / "index.html";
    return must("llvm-cov-19",
                cov("show", {"-format=html", "-show-branches=count", "-show-instantiations=false",
                             "-output-dir=" + place_.string()}));
  }

  std::vector<Source> read_sources() const {
    std::vector<Source> sources;
    for (const std::string& folder : folders()) {
      std::error_code error;
      for (const auto& entry : fs::directory_iterator(options_.root / folder, error)) {
        const std::string ending = entry.path().extension().string();
        if ((ending != ".cc" && ending != ".h") || is_test(entry.path())) continue;
        sources.push_back(
            {folder + "/" + entry.path().filename().string(), read_octets(entry.path())});
      }
    }
    std::ranges::sort(sources, {}, &Source::file);
    return sources;
  }

  const CoverageOptions& options_;
  const Say& say_;
  fs::path place_;
  std::string profdata_, cov_;
  std::vector<fs::path> profiles_;
  std::vector<Notes> notes_;
  Coverage coverage_;
};

Json to_json(const Share& share) { return {{"count", share.count}, {"covered", share.covered}}; }

Json to_json(const std::vector<GrammarEntry>& entries) {
  Json all = Json::array();
  for (const GrammarEntry& entry : entries)
    all.push_back({{"group", entry.group},
                   {"name", entry.name},
                   {"reached", entry.reached},
                   {"linked", entry.linked},
                   {"places", entry.places}});
  return all;
}

}  // namespace

std::vector<std::string> built_targets(const fs::path& programs) {
  std::vector<std::string> targets;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(programs, error)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(kReplay)) targets.push_back(name.substr(0, name.size() - kReplay.size()));
  }
  std::ranges::sort(targets);
  return targets;
}

std::vector<std::vector<std::string>> build_commands(const std::vector<std::string>& targets) {
  std::vector<std::string> build{"ninja", "-C", "build/coverage"};
  for (const std::string& target : targets) build.push_back(target + std::string(kReplay));
  if (targets.empty()) build.emplace_back("smtp_reply_fuzzer_replay");
  return {{"cmake", "--preset", "coverage"}, build};
}

std::expected<Coverage, std::string> measure_coverage(const CoverageOptions& options,
                                                      const Say& say) {
  return Measurement(options, say).measure();
}

std::string to_json(const Coverage& coverage) {
  Json json{{"schema", kSchema}, {"targets", coverage.targets}, {"trouble", coverage.trouble}};
  json["files"] = Json::array();
  for (const FileCoverage& file : coverage.files)
    json["files"].push_back({{"file", file.file},
                             {"lines", to_json(file.lines)},
                             {"regions", to_json(file.regions)},
                             {"branches", to_json(file.branches)}});
  json["rules"] = to_json(coverage.rules);
  json["rows"] = to_json(coverage.rows);
  return json.dump(2) + "\n";
}

}  // namespace wireassay::campaign
