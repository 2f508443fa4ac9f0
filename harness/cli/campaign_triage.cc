// wireassay campaign triage: artifacts to findings.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "campaign/plan.h"
#include "campaign/triage.h"
#include "cli/campaign_commands.h"
#include "cli/context.h"
#include "core/escape.h"

namespace wireassay::cli {
namespace {

namespace fs = std::filesystem;
using campaign::Finding;

constexpr std::size_t kMessageColumn = 80;

struct TriageFlags {
  std::string folder{campaign::kDefaultFolder}, binaries, target;
  std::vector<std::string> names;  ///< targets, or with --target files
  unsigned minimise = 30, timeout = 5, rss = 2048;
};

/// Where the campaign's own engine lies, else the preset's.
fs::path programs_of(const TriageFlags& flags) {
  if (!flags.binaries.empty()) return fs::absolute(flags.binaries);
  const auto plan = campaign::read_plan({flags.folder});
  if (plan && !plan->targets.empty()) return plan->targets.front().binary.parent_path();
  return fs::path(root()) / "build/asan/fuzz";
}

std::expected<std::vector<campaign::TargetInputs>, std::string> inputs_of(
    const TriageFlags& flags) {
  if (flags.target.empty()) {
    if (!fs::is_directory(flags.folder))
      return std::unexpected(flags.folder +
                             ": no campaign lies there; `wireassay campaign start` begins one, "
                             "--target NAME FILE… looks at single inputs");
    return campaign::artifacts(flags.folder, flags.names);
  }
  campaign::TargetInputs inputs{.target = flags.target, .files = {}};
  for (const std::string& name : flags.names) {
    if (!fs::is_regular_file(name)) return std::unexpected(name + ": no such file");
    inputs.files.push_back(fs::absolute(name));
  }
  if (inputs.files.empty())
    return std::unexpected("--target " + flags.target + " needs the inputs: FILE…");
  return std::vector{std::move(inputs)};
}

std::string state_of(const Finding& finding) {
  if (finding.reproduces == "never") return "no more";
  if (!finding.open()) return finding.status;
  return finding.is_new ? "new" : "open";
}

void print(const Finding& finding, const fs::path& source) {
  std::string where = finding.frames.empty() ? "?" : finding.frames.front().where;
  if (where.starts_with(source.string() + "/")) where.erase(0, source.string().size() + 1);
  std::printf("%-8s %-9s %6zu %6zu→%-6zu %s\n", state_of(finding).c_str(),
              finding.reproduces.c_str(), finding.inputs.size(), finding.size, finding.minimised,
              finding.name.c_str());
  const std::string message =
      finding.invariant.empty() ? "" : ": " + escape_short(finding.invariant, kMessageColumn);
  std::printf("%-8s %s%s\n", "", finding.kind.c_str(), message.c_str());
  std::printf("%-8s %s at %s\n", "",
              finding.frames.empty() ? "?" : escape(finding.frames.front().function).c_str(),
              escape(where).c_str());
}

void print(const campaign::Triage& result, const TriageFlags& flags) {
  if (!result.findings.empty())
    std::printf("%-8s %-9s %6s %6s→%-6s %s\n", "state", "repeats", "inputs", "octets", "min",
                "finding");
  for (const Finding& finding : result.findings) print(finding, root());
  if (!result.quiet.empty()) {
    std::printf(
        "\nartifacts that show nothing in %u runs of this build (mended, or chance): %zu of %zu\n",
        campaign::kAttempts, result.quiet.size(), result.runs);
    for (std::size_t at = 0; at < std::min<std::size_t>(result.quiet.size(), 10); ++at)
      std::printf("  %s\n", escape(result.quiet[at]).c_str());
    if (result.quiet.size() > 10) std::printf("  …\n");
  }
  const auto open = std::ranges::find_if(result.findings, &Finding::open);
  std::printf("\nartifacts %zu, findings %zu, open %td\n", result.runs, result.findings.size(),
              std::ranges::count_if(result.findings, &Finding::open));
  if (open != result.findings.end())
    std::printf("next: sh %s/findings/%s/reproduce.sh\n", escape(flags.folder).c_str(),
                open->name.c_str());
}

int run(const TriageFlags& flags) {
  const auto inputs = inputs_of(flags);
  if (!inputs) return mistake(inputs.error());
  const campaign::TriageOptions options{.folder = fs::absolute(flags.folder),
                                        .programs = programs_of(flags),
                                        .root = root(),
                                        .minimise = std::chrono::seconds(flags.minimise),
                                        .timeout = std::chrono::seconds(flags.timeout),
                                        .rss_mb = flags.rss};
  const auto result = campaign::triage(options, *inputs, [](const std::string& line) {
    std::fprintf(stderr, "%s\n", escape(line).c_str());
  });
  if (!result) return mistake(result.error());
  print(*result, flags);
  return std::ranges::any_of(result->findings, &Finding::open) ? kSomethingFailed : kOk;
}

}  // namespace

Action add_campaign_triage(CLI::App& campaign) {
  CLI::App* command = campaign.add_subcommand(
      "triage", "sorts what was found: one finding a bug, minimised, with a way to reproduce it");
  command->footer(
      "Exit status 1 while findings are open. Write \"status\": \"known\" or \"fixed\" "
      "into findings/NAME/finding.json to close one.");
  const auto flags = std::make_shared<TriageFlags>();
  command
      ->add_option("name", flags->names,
                   "targets (default: all that have artifacts); with --target: input files")
      ->type_name("TARGET|FILE");
  command->add_option("--folder", flags->folder, "of the campaign; findings/ is written there")
      ->type_name("DIR")
      ->capture_default_str();
  command->add_option("--target", flags->target, "looks at single files with this target")
      ->type_name("TARGET");
  command
      ->add_option("--binaries", flags->binaries,
                   "folder of STEM_fuzzer (default: the campaign's, else build/asan/fuzz)")
      ->type_name("DIR");
  command->add_option("--minimize-seconds", flags->minimise, "at most, for each new finding")
      ->type_name("S")
      ->check(CLI::Range(0U, 86400U))
      ->capture_default_str();
  command->add_option("--timeout", flags->timeout, "an input that takes longer is a finding")
      ->type_name("S")
      ->check(CLI::Range(1U, 3600U))
      ->capture_default_str();
  command->add_option("--rss-limit", flags->rss, "memory that an input may make the target use")
      ->type_name("MB")
      ->check(CLI::Range(64U, 65536U))
      ->capture_default_str();
  return [flags] { return run(*flags); };
}

}  // namespace wireassay::cli
