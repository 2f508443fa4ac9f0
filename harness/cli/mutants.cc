// wireassay mutants: the suite against every fault of the reference server, and what convicts each.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>

#include "cli/commands.h"
#include "cli/context.h"
#include "play/runner.h"
#include "reference/server.h"

namespace wireassay::cli {
namespace {

using judge::Result;
using judge::Verdict;
using reference::Fault;

constexpr double kWanted = 0.95;  ///< share of faults that must be convicted by the right clause

struct MutantFlags {
  std::vector<std::string> paths, faults;
  std::uint32_t jobs = 0;
  bool verbose = false;
};

/// A case that waits long by itself would be waited for once per fault; no fault is about patience.
bool is_patient(const scenario::Case& c) {
  return std::ranges::any_of(c.dialogue, [](const scenario::Step& step) {
    return step.after && *step.after >= scenario::Millis(2000);
  });
}

/// What a fault did to the verdicts.
struct Trial {
  std::vector<const Result*> convictions;  ///< cite the clause the fault breaks
  std::vector<const Result*> others;       ///< another clause
  std::vector<Result> results;
};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t bar = text.find('|');
    parts.emplace_back(text.substr(0, bar));
    if (bar == std::string_view::npos) return parts;
    text.remove_prefix(bar + 1);
  }
}

/// Spec and clause are lists, paired; a single spec stands for all clauses.
bool cites(const Result& result, const Fault& fault) {
  const std::vector<std::string> specs = split(fault.spec), clauses = split(fault.clause);
  for (std::size_t at = 0; at < clauses.size(); ++at) {
    if (result.spec == specs[std::min(at, specs.size() - 1)] && result.clause == clauses[at])
      return true;
  }
  return false;
}

std::expected<std::vector<Result>, std::string> play(const scenario::Suite& suite,
                                                     const std::vector<std::string>& faults,
                                                     std::uint32_t jobs) {
  const auto servers = reference::Servers::start({.faults = faults});
  if (!servers) return std::unexpected(servers.error());
  scenario::Target target = (*servers)->target();
  target.timeouts.reply = scenario::Millis(2000);
  play::RunOptions options{.jobs = jobs};
  return play::run(suite, {target}, options, {}).results;
}

bool convicts(const Result& result, const std::map<std::string, Verdict>& healthy) {
  const auto before = healthy.find(result.id);
  const bool was_good =
      before == healthy.end() || before->second == Verdict::Pass || before->second == Verdict::Skip;
  return was_good && (result.verdict == Verdict::Fail || result.verdict == Verdict::Warn);
}

Trial try_fault(const Fault& fault, std::vector<Result> results,
                const std::map<std::string, Verdict>& healthy) {
  Trial trial;
  trial.results = std::move(results);
  for (const Result& result : trial.results) {
    if (convicts(result, healthy))
      (cites(result, fault) ? trial.convictions : trial.others).push_back(&result);
  }
  return trial;
}

void print(const Fault& fault, const Trial& trial, bool verbose) {
  const char* word = !trial.convictions.empty() ? "convicted"
                     : trial.others.empty()     ? "MISSED"
                                                : "OTHER CLAUSE";
  std::printf("%-12s %-40s %s %s\n", word, std::string(fault.name).c_str(),
              std::string(fault.spec).c_str(), std::string(fault.clause).c_str());
  const auto list = [&](const std::vector<const Result*>& results) {
    for (std::size_t at = 0; at < results.size() && (verbose || at < 3); ++at) {
      std::printf("             by %s (%s %s): %s\n", results[at]->id.c_str(),
                  results[at]->spec.c_str(), results[at]->clause.c_str(),
                  results[at]->reason.c_str());
    }
  };
  list(trial.convictions);
  if (trial.convictions.empty() || verbose) list(trial.others);
  std::fflush(stdout);
}

int run(const MutantFlags& flags) {
  auto suite = load(flags.paths);
  if (!suite) return kMistake;
  for (const std::string& name : flags.faults) {
    if (reference::find_fault(name) == nullptr)
      return mistake("no fault is called '" + name + "'; see `wireassay serve smtp --list-faults`");
  }
  std::erase_if(suite->cases, is_patient);
  const auto healthy_results = play(*suite, {}, flags.jobs);
  if (!healthy_results) return mistake(healthy_results.error());
  std::map<std::string, Verdict> healthy;
  for (const Result& result : *healthy_results) healthy[result.id] = result.verdict;
  std::size_t tried = 0, convicted = 0;
  for (const Fault& fault : reference::faults()) {
    if (!flags.faults.empty() && std::ranges::find(flags.faults, fault.name) == flags.faults.end())
      continue;
    auto results = play(*suite, {std::string(fault.name)}, flags.jobs);
    if (!results) return mistake(results.error());
    const Trial trial = try_fault(fault, std::move(*results), healthy);
    print(fault, trial, flags.verbose);
    ++tried;
    convicted += trial.convictions.empty() ? 0 : 1;
  }
  std::printf("%zu of %zu faults convicted by the clause they break\n", convicted, tried);
  return static_cast<double>(convicted) >= kWanted * static_cast<double>(tried) ? kOk
                                                                                : kSomethingFailed;
}

}  // namespace

Action add_mutants(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "mutants", "plays the suite against every fault of the reference server: does it see them?");
  const auto flags = std::make_shared<MutantFlags>();
  command
      ->add_option("path", flags->paths, "scenario files or folders (default: all of the project)")
      ->type_name("PATH");
  command->add_option("--fault", flags->faults, "only this one (repeatable)")->type_name("NAME");
  command->add_option("-j,--jobs", flags->jobs, "cases side by side")->type_name("N");
  command->add_flag("-v,--verbose", flags->verbose, "all cases that convict, not the first three");
  return [flags] { return run(*flags); };
}

}  // namespace wireassay::cli
