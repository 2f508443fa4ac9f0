// wireassay seed: seeds for fuzz targets out of scenarios, reports and captures; merged into
// corpus/, which stays small.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/context.h"
#include "core/files.h"
#include "core/program.h"
#include "corpus/collect.h"
#include "corpus/merge.h"
#include "corpus/rules.h"
#include "corpus/sources.h"
#include "mutate/words.h"

namespace wireassay::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes kMostMerging{30};
constexpr int kNotStarted = 127;  // as a shell says it

struct SeedFlags {
  std::vector<std::string> targets, from;
  std::string out, corpora, binaries;
  std::size_t most = 3000, files = 80;
  bool merge = false, minimise = false, dictionaries = false;
};

corpus::Engine engine_of(const fs::path& program) {
  return [program](const std::vector<std::string>& arguments) {
    Program run{.argv = {program.string()}, .deadline = kMostMerging};
    run.argv.insert(run.argv.end(), arguments.begin(), arguments.end());
    auto end = run_program(run);
    if (!end) return corpus::EngineRun{kNotStarted, std::move(end.error())};
    return corpus::EngineRun{end->status, std::move(end->output)};
  };
}

std::expected<corpus::Seeds, std::string> candidates_of(const SeedFlags& flags) {
  corpus::Seeds seeds;
  for (const std::string& from : flags.from) {
    std::expected<void, std::string> added;
    if (from == "scenarios") {
      const auto suite = load({});
      if (!suite) return std::unexpected("the scenarios have mistakes");
      added = corpus::add_scenarios(*suite, flags.targets, seeds);
    } else {
      const auto octets = read_file(from);
      if (!octets) return std::unexpected(octets.error());
      added = corpus::add_file(from, *octets, flags.targets, seeds);
    }
    if (!added) return std::unexpected(added.error());
  }
  seeds.thin_out(flags.most);
  return seeds;
}

/// What the target did not survive is kept for the finder beside the corpora.
bool keep_broken(const std::string& stem, const corpus::Merged& merged, const SeedFlags& flags) {
  const fs::path folder =
      fs::path(flags.out.empty() ? "reports/seed-findings" : flags.out) / ("broken-" + stem);
  std::error_code error;
  if (!merged.broken.empty()) fs::create_directories(folder, error);
  for (std::size_t i = 0; i < merged.broken.size(); ++i) {
    const std::string file = (folder / merged.broken[i]).string();
    std::cout << stem << ": a finding, the target does not survive " << file << "\n";
    if (const auto written = write_file(file, merged.broken_octets[i]); !written)
      std::cerr << "wireassay: " << written.error() << "\n";
  }
  return merged.broken.empty();
}

/// False: trouble, which was printed.
bool refine(const std::string& stem, const std::vector<corpus::Seed>& candidates,
            const SeedFlags& flags) {
  const fs::path program = fs::path(flags.binaries) / (stem + "_fuzzer");
  if (!fs::exists(program)) {
    std::cerr << "wireassay: " << program.string() << " is not built: ninja -C build/asan " << stem
              << "_fuzzer, or --binaries\n";
    return false;
  }
  const corpus::Engine engine = engine_of(program);
  const fs::path folder = fs::path(flags.corpora) / stem;
  const auto merged = flags.minimise ? corpus::minimise(engine, folder)
                                     : corpus::merge(engine, folder, candidates, flags.files);
  if (!merged) {
    std::cerr << "wireassay: " << stem << ": " << merged.error() << "\n";
    return false;
  }
  std::cout << stem << ": " << candidates.size() << " candidates, " << merged->added.size()
            << " added, " << merged->removed.size() << " removed; edges " << merged->before.edges
            << " to " << merged->after.edges << ", features " << merged->before.features << " to "
            << merged->after.features << std::endl;
  return keep_broken(stem, *merged, flags);
}

std::string mistake_in(const SeedFlags& flags) {
  const bool any = !flags.from.empty() || flags.minimise || flags.dictionaries;
  if (!any) return "seeds of what? --from scenarios, --from REPORT.json, --from CAPTURE.pcapng";
  if (flags.merge && flags.minimise) return "--merge and --minimise: one after the other";
  if (!flags.from.empty() && !flags.merge && flags.out.empty())
    return "where to? -o DIR for candidates, --merge for corpus/";
  return {};
}

int write_dictionaries() {
  const auto written = mutate::write_dictionaries(fs::path(root()) / "fuzz");
  if (!written) return mistake(written.error());
  std::cout << *written << " dictionaries written\n";
  return kOk;
}

int run_seed(SeedFlags flags) {
  if (const std::string wrong = mistake_in(flags); !wrong.empty()) return mistake(wrong);
  const std::vector<std::string> known = corpus::stems_in(fs::path(root()) / "fuzz");
  for (const std::string& target : flags.targets) {
    if (std::ranges::find(known, target) == known.end())
      return mistake("there is no fuzz/" + target + "_fuzzer.cc");
  }
  if (flags.targets.empty()) flags.targets = known;
  if (flags.corpora.empty()) flags.corpora = root() + "/corpus";
  if (flags.binaries.empty()) flags.binaries = root() + "/build/asan/fuzz";
  // The engine runs in another folder.
  flags.corpora = fs::absolute(flags.corpora).string();
  flags.binaries = fs::absolute(flags.binaries).string();
  if (flags.dictionaries) {
    if (const int status = write_dictionaries(); status != kOk) return status;
  }
  const auto seeds = candidates_of(flags);
  if (!seeds) return mistake(seeds.error());
  if (!flags.out.empty() && !flags.from.empty()) {
    if (const auto written = corpus::write_seeds(*seeds, flags.out); !written)
      return mistake(written.error());
  }
  bool good = true;
  for (const std::string& stem : flags.targets) {
    const std::vector<corpus::Seed>& candidates = seeds->of(stem);
    if (!flags.from.empty() && candidates.empty()) {
      std::cout << stem << ": no candidates"
                << (corpus::has_a_source(stem) ? " in these files" : ", for it has no source")
                << "\n";
    } else if (flags.merge || flags.minimise) {
      good = refine(stem, candidates, flags) && good;
    } else if (!flags.from.empty()) {
      std::cout << stem << ": " << candidates.size() << " candidates\n";
    }
  }
  return good ? kOk : kSomethingFailed;
}

}  // namespace

Action add_seed(CLI::App& app) {
  const auto flags = std::make_shared<SeedFlags>();
  CLI::App* command = app.add_subcommand(
      "seed", "seeds for fuzz targets out of scenarios, reports and captures; fuzz/README.md");
  command->add_option("targets", flags->targets, "fuzz targets (default: all)")
      ->type_name("TARGET");
  command
      ->add_option("--from", flags->from,
                   "'scenarios', a report (`run --report json=FILE`) or a capture (`run --pcap "
                   "FILE`); repeatable")
      ->type_name("FILE");
  command->add_option("-o,--output", flags->out, "folder for candidates: DIR/TARGET/NAME")
      ->type_name("DIR");
  command->add_option("--most", flags->most, "candidates of a target, evenly out of all; 0: all");
  command->add_option("--files", flags->files,
                      "files of a corpus beyond which --merge adds nothing (default 80)");
  command->add_flag("--merge", flags->merge,
                    "candidates that reach a new edge enter the corpus under their names");
  command->add_flag("--minimise", flags->minimise,
                    "corpora keep the smallest files that reach the same edges, and all fix-…");
  command->add_flag("--dictionaries", flags->dictionaries,
                    "write fuzz/*.dict from the tables of the grammars");
  command->add_option("--corpora", flags->corpora, "folder of corpora (default: corpus/)")
      ->type_name("DIR");
  command
      ->add_option("--binaries", flags->binaries,
                   "folder of TARGET_fuzzer (default: build/asan/fuzz)")
      ->type_name("DIR");
  return [flags] { return run_seed(*flags); };
}

}  // namespace wireassay::cli
