// wireassay campaign coverage: which code, rules and rows the corpora reach.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>

#include "campaign/coverage.h"
#include "campaign/folder.h"
#include "cli/campaign_commands.h"
#include "cli/context.h"
#include "core/escape.h"
#include "core/program.h"
#include "core/temp_dir.h"

namespace wireassay::cli {
namespace {

namespace fs = std::filesystem;
using campaign::GrammarEntry;

struct CoverageFlags {
  std::string folder{campaign::kDefaultFolder}, binaries;
  std::vector<std::string> targets;
  unsigned never = 12;
  bool build = false;
};

int build(const std::vector<std::string>& targets) {
  const TempDir tmp;
  for (std::vector<std::string> command : campaign::build_commands(targets)) {
    std::fprintf(stderr, "%s …\n", command.front().c_str());
    const std::string program = program_in_path(command.front());
    if (program.empty()) return mistake(command.front() + " is not installed");
    command.front() = program;
    // Both find the sources from the folder of the project.
    command.insert(command.begin(), {"/usr/bin/env", "-C", root()});
    const auto end = run_program(
        {.argv = command, .env = {}, .output = tmp.file("log"), .deadline = std::chrono::hours(3)});
    if (!end) return mistake(end.error());
    if (end->status != 0) {
      const std::size_t size = std::min<std::size_t>(end->output.size(), 4000);
      return mistake("the build failed:\n" + end->output.substr(end->output.size() - size));
    }
  }
  return kOk;
}

std::string percent(const campaign::Share& share) {
  if (share.count == 0) return "-";
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.1f%%", share.percent());
  return text.data();
}

void print(const std::vector<campaign::FileCoverage>& files) {
  std::printf("%8s %8s %8s  %s\n", "lines", "regions", "branches", "file");
  std::size_t whole = 0;
  for (const campaign::FileCoverage& file : files) {
    const bool all =
        file.regions.covered == file.regions.count && file.branches.covered == file.branches.count;
    whole += all ? 1 : 0;
    if (!all)
      std::printf("%8s %8s %8s  %s\n", percent(file.lines).c_str(), percent(file.regions).c_str(),
                  percent(file.branches).c_str(), escape(file.file).c_str());
  }
  std::printf("and %zu files of which every region and branch ran\n", whole);
}

/// "harness/wire/smtp: 30 of 41 rules reached; never:", then a line each.
void print(const std::vector<GrammarEntry>& entries, const char* what, std::size_t most) {
  std::map<std::string, std::vector<const GrammarEntry*>> groups;
  for (const GrammarEntry& entry : entries) groups[entry.group].push_back(&entry);
  for (const auto& [group, members] : groups) {
    std::vector<const GrammarEntry*> never;
    std::size_t linked = 0;
    for (const GrammarEntry* entry : members) {
      linked += entry->linked ? 1 : 0;
      if (entry->linked && !entry->reached) never.push_back(entry);
    }
    std::printf("\n%s: %zu of %zu %s reached", group.c_str(), linked - never.size(), linked, what);
    if (linked < members.size())
      std::printf(" (%zu more stand in code that these targets do not hold)",
                  members.size() - linked);
    std::printf(never.empty() ? "\n" : "; never:\n");
    for (std::size_t at = 0; at < std::min(most, never.size()); ++at)
      std::printf("  %-32s %s\n", escape(never[at]->name).c_str(), never[at]->places[0].c_str());
    if (never.size() > most)
      std::printf("  … and %zu (rows.json has all, --never N shows more)\n", never.size() - most);
  }
}

int run(const CoverageFlags& flags) {
  if (flags.build) {
    if (const int status = build(flags.targets); status != kOk) return status;
  }
  const campaign::CoverageOptions options{.folder = fs::absolute(flags.folder),
                                          .programs = flags.binaries.empty()
                                                          ? fs::path(root()) / "build/coverage/fuzz"
                                                          : fs::absolute(flags.binaries),
                                          .root = root(),
                                          .targets = flags.targets};
  const auto result = campaign::measure_coverage(options, [](const std::string& target) {
    if (::isatty(STDERR_FILENO) == 1) std::fprintf(stderr, "replaying %s\n", target.c_str());
  });
  if (!result) return mistake(result.error());
  std::printf("%zu targets\n\n", result->targets.size());
  print(result->files);
  print(result->rules, "rules", flags.never);
  print(result->rows, "rows", flags.never);
  for (const std::string& trouble : result->trouble)
    std::fprintf(stderr, "wireassay: %s\n", escape(trouble).c_str());
  std::printf("\nnext: open %s\n", escape(result->html.string()).c_str());
  return result->trouble.empty() ? kOk : kSomethingFailed;
}

}  // namespace

Action add_campaign_coverage(CLI::App& campaign) {
  CLI::App* command = campaign.add_subcommand(
      "coverage", "which code, rules and rows of the grammars the corpora reach; HTML by llvm-cov");
  command->footer("Exit status 1 when a replay failed: its share is missing.");
  const auto flags = std::make_shared<CoverageFlags>();
  command
      ->add_option("target", flags->targets, "stems, like smtp_reply (default: all that are built)")
      ->type_name("TARGET");
  command
      ->add_option("--folder", flags->folder,
                   "of the campaign: its corpora count, too, and coverage/ is written there")
      ->type_name("DIR")
      ->capture_default_str();
  command
      ->add_option("--binaries", flags->binaries,
                   "folder of STEM_fuzzer_replay (default: build/coverage/fuzz)")
      ->type_name("DIR");
  command->add_option("--never", flags->never, "rules and rows to show in each group")
      ->type_name("N")
      ->capture_default_str();
  command->add_flag("--build", flags->build, "builds the replays first (preset coverage)");
  return [flags] { return run(*flags); };
}

}  // namespace wireassay::cli
