// Groups the artifacts of one target after another.
#include "campaign/triage.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <map>

#include "campaign/triage_target.h"
#include "core/files.h"
#include "core/program.h"
#include "core/temp_dir.h"

namespace wireassay::campaign {
namespace {

namespace fs = std::filesystem;
using Say = std::function<void(const std::string&)>;
using Result = std::expected<void, std::string>;

struct Input {
  fs::path file;
  std::size_t octets = 0;
  std::time_t written = 0;
};

Input input_of(const fs::path& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) return {file};
  return {file, static_cast<std::size_t>(status.st_size), status.st_mtime};
}

std::string rfc3339(std::time_t time) {
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::string text(32, '\0');
  text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts));
  return text;
}

/// Inputs with one key; the smallest first.
struct Group {
  std::vector<Input> inputs;
  CrashReport report;  ///< of the first
};

class OneTarget {
 public:
  OneTarget(const TriageOptions& options, const std::string& target, const Say& say, Triage& result)
      : options_(options), name_(target), say_(say), result_(result) {
    program_ = {.program = options.programs / (target + "_fuzzer"),
                .tmp = tmp_.path(),
                .symbolizer = program_in_path("llvm-symbolizer-19"),
                .timeout = options.timeout,
                .rss_mb = options.rss_mb};
  }

  Result work(const std::vector<fs::path>& files, std::vector<Finding>& known) {
    if (::access(program_.program.c_str(), X_OK) != 0)
      return std::unexpected(program_.program.string() +
                             " is not built: cmake --preset asan && ninja -C build/asan " + name_ +
                             "_fuzzer (or say where it is: --programs DIR)");
    if (program_.symbolizer.empty())
      say_(
          "llvm-symbolizer-19 is not installed: stacks have no names, findings are told apart by "
          "kind alone");
    std::vector<Input> inputs;
    for (const fs::path& file : files) inputs.push_back(input_of(file));
    std::ranges::sort(inputs, {}, &Input::octets);
    for (const Input& input : inputs) {
      if (const Result sorted = sort_in(input); !sorted) return sorted;
    }
    for (auto& [key, group] : groups_) {
      if (const Result written = settle(key, group, known); !written) return written;
    }
    return recheck(known);
  }

 private:
  /// Up to kAttempts runs until it shows something.
  Result sort_in(const Input& input) {
    ++result_.runs;
    for (unsigned attempt = 0; attempt < kAttempts; ++attempt) {
      std::string trouble;
      CrashReport report = run_input(program_, input.file, &trouble);
      if (!trouble.empty()) return std::unexpected(trouble);
      const std::string key = key_of(report);
      if (key.empty()) continue;
      Group& group = groups_[key];
      if (group.inputs.empty()) group.report = std::move(report);
      group.inputs.push_back(input);
      return {};
    }
    result_.quiet.push_back(input.file.string());
    return {};
  }

  std::string reproduces(const fs::path& file, const std::string& key) {
    unsigned hits = 0;
    for (unsigned attempt = 0; attempt < kAttempts; ++attempt)
      hits += key_of(run_input(program_, file)) == key ? 1 : 0;
    return hits == kAttempts ? "always" : hits == 0 ? "never" : "sometimes";
  }

  /// A group is a known finding that is seen again, or a new one.
  Result settle(const std::string& key, const Group& group, std::vector<Finding>& known) {
    const auto same = [&](const Finding& finding) {
      return finding.target == name_ && finding.key == key;
    };
    const auto at = std::ranges::find_if(known, same);
    Finding finding = at != known.end() ? *at : new_finding(key, group, known);
    for (const Input& input : group.inputs) {
      const FoundInput found{input.file.filename().string(), input.octets};
      if (std::ranges::find(finding.inputs, found) == finding.inputs.end())
        finding.inputs.push_back(found);
    }
    const Input& smallest = group.inputs.front();
    finding.reproduces = reproduces(smallest.file, key);
    // It showed the bug a moment ago.
    if (finding.reproduces == "never") finding.reproduces = "sometimes";
    Evidence evidence{.input = read_octets(smallest.file),
                      .stack = group.report.text,
                      .program = program_.program,
                      .root = options_.root};
    if (finding.is_new) {
      say_(finding.name + ": making " + std::to_string(smallest.octets) +
           " octets smaller, at most " + std::to_string(options_.minimise.count()) + " s");
      evidence.minimised = minimised(program_, evidence.input, key, options_.minimise);
      finding.size = evidence.input.size();
      finding.minimised = evidence.minimised.size();
      known.push_back(finding);
    }
    settled_.push_back(finding.name);
    result_.findings.push_back(finding);
    return write_finding(options_.folder, finding, evidence);
  }

  Finding new_finding(const std::string& key, const Group& group,
                      const std::vector<Finding>& known) const {
    Finding finding{.target = name_,
                    .kind = group.report.kind,
                    .invariant = group.report.invariant,
                    .key = key,
                    .frames = our_frames(group.report),
                    .is_new = true};
    const std::string name = name_for(name_, group.report);
    finding.name = name;
    for (unsigned number = 2; is_taken(finding.name, known); ++number)
      finding.name = name + "-" + std::to_string(number);
    const auto oldest = std::ranges::min_element(group.inputs, {}, &Input::written);
    finding.first_seen = rfc3339(oldest->written);
    return finding;
  }

  bool is_taken(const std::string& name, const std::vector<Finding>& known) const {
    return fs::exists(options_.folder / "findings" / name) ||
           std::ranges::find(known, name, &Finding::name) != known.end();
  }

  /// Findings that no artifact showed this time: their own inputs tell whether they are mended.
  Result recheck(const std::vector<Finding>& known) {
    for (const Finding& before : known) {
      if (before.target != name_ || std::ranges::find(settled_, before.name) != settled_.end())
        continue;
      Finding finding = before;
      finding.reproduces = "never";
      for (const char* file : {"minimised", "input"}) {
        const fs::path path = options_.folder / "findings" / finding.name / file;
        if (fs::exists(path) && finding.reproduces == "never")
          finding.reproduces = reproduces(path, finding.key);
      }
      result_.findings.push_back(finding);
      const Evidence evidence{.program = program_.program, .root = options_.root};
      if (const Result written = write_finding(options_.folder, finding, evidence); !written)
        return written;
    }
    return {};
  }

  const TriageOptions& options_;
  const std::string& name_;
  const Say& say_;
  Triage& result_;
  TempDir tmp_;
  TargetProgram program_;
  std::map<std::string, Group> groups_;
  std::vector<std::string> settled_;
};

}  // namespace

std::vector<TargetInputs> artifacts(const fs::path& folder,
                                    const std::vector<std::string>& targets) {
  std::vector<TargetInputs> all;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string target = entry.path().filename().string();
    if (!targets.empty() && std::ranges::find(targets, target) == targets.end()) continue;
    TargetInputs inputs{.target = target, .files = {}};
    std::error_code none;
    for (const auto& file : fs::directory_iterator(entry.path() / "artifacts", none)) {
      if (file.is_regular_file()) inputs.files.push_back(fs::absolute(file.path()));
    }
    std::ranges::sort(inputs.files);
    if (!inputs.files.empty()) all.push_back(std::move(inputs));
  }
  // A target whose artifacts are gone may have findings that are to be looked at again.
  for (const Finding& finding : read_findings(folder).value_or(std::vector<Finding>{})) {
    const bool wanted =
        targets.empty() || std::ranges::find(targets, finding.target) != targets.end();
    if (wanted && std::ranges::find(all, finding.target, &TargetInputs::target) == all.end())
      all.push_back({finding.target, {}});
  }
  std::ranges::sort(all, {}, &TargetInputs::target);
  return all;
}

std::expected<Triage, std::string> triage(const TriageOptions& options,
                                          const std::vector<TargetInputs>& inputs, const Say& say) {
  auto known = read_findings(options.folder);
  if (!known) return std::unexpected(known.error());
  Triage result;
  for (const auto& [target, files] : inputs) {
    say(fmt::format("{}: {} artifact{}", target, files.size(), files.size() == 1 ? "" : "s"));
    const Result worked = OneTarget(options, target, say, result).work(files, *known);
    if (!worked) return std::unexpected(worked.error());
  }
  std::ranges::sort(result.findings, {}, &Finding::name);
  return result;
}

}  // namespace wireassay::campaign
