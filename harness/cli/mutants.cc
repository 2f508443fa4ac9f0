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
  std::string protocol;
  std::uint32_t jobs = 0;
  bool verbose = false;
  bool whole = false;
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

/// A fault of TLS shows alike on all surfaces but for the way to it: both upgrades and one implicit
/// surface show it.
void keep_few_surfaces(scenario::Target& target) {
  std::erase_if(target.services, [](const auto& service) {
    return service.first != "smtp" && service.first != "pop3" && service.first != "imaps";
  });
}

std::expected<std::vector<Result>, std::string> play(const scenario::Suite& suite,
                                                     const std::vector<std::string>& faults,
                                                     std::uint32_t jobs, bool below_tls) {
  const auto servers = reference::Servers::start({.faults = faults});
  if (!servers) return std::unexpected(servers.error());
  scenario::Target target = (*servers)->target();
  target.timeouts.reply = scenario::Millis(2000);
  if (below_tls) keep_few_surfaces(target);
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

/// "6.3" and "6.3.1" are near each other, "6.3" and "6.31" are not.
bool is_part(std::string_view part, std::string_view whole) {
  return part.starts_with(whole) && (part.size() == whole.size() || part[whole.size()] == '.');
}

bool is_near(const scenario::Case& c, const Fault& fault) {
  const std::vector<std::string> specs = split(fault.spec), clauses = split(fault.clause);
  for (std::size_t at = 0; at < clauses.size(); ++at) {
    if (c.spec != specs[std::min(at, specs.size() - 1)]) continue;
    if (is_part(c.clause, clauses[at]) || is_part(clauses[at], c.clause)) return true;
  }
  return false;
}

bool speaks(const scenario::Case& c, std::string_view protocol) {
  return std::ranges::any_of(c.connections, [&](const scenario::ConnectionSpec& connection) {
    return connection.protocol == protocol;
  });
}

template <class Wanted>
scenario::Suite part_of(const scenario::Suite& suite, Wanted wanted) {
  scenario::Suite part = suite;
  std::erase_if(part.cases, [&](const scenario::Case& c) { return !wanted(c); });
  return part;
}

/// What can convict a fault, the likeliest first: cases about its clauses; then all that speak its
/// protocol.
std::vector<scenario::Suite> rings(const scenario::Suite& suite, const Fault& fault, bool whole) {
  std::vector<scenario::Suite> all;
  if (!whole)
    all.push_back(part_of(suite, [&](const scenario::Case& c) { return is_near(c, fault); }));
  all.push_back(part_of(suite, [&](const scenario::Case& c) { return speaks(c, fault.protocol); }));
  return all;
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
  const bool below_tls = flags.protocol == "tls";
  const auto healthy_results = play(*suite, {}, flags.jobs, below_tls);
  if (!healthy_results) return mistake(healthy_results.error());
  std::map<std::string, Verdict> healthy;
  for (const Result& result : *healthy_results) healthy[result.id] = result.verdict;
  std::size_t tried = 0, convicted = 0;
  for (const Fault& fault : reference::faults()) {
    if (!flags.faults.empty() && std::ranges::find(flags.faults, fault.name) == flags.faults.end())
      continue;
    if (!flags.protocol.empty() && fault.protocol != flags.protocol) continue;
    Trial trial;
    for (const scenario::Suite& part : rings(*suite, fault, flags.whole)) {
      auto results = play(part, {std::string(fault.name)}, flags.jobs, below_tls);
      if (!results) return mistake(results.error());
      trial = try_fault(fault, std::move(*results), healthy);
      if (!trial.convictions.empty()) break;
    }
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
  command->add_option("--fault", flags->faults, "only this one (repeatable)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command
      ->add_option("--protocol", flags->protocol,
                   "only faults of this one: smtp, pop3, imap, http, tls")
      ->type_name("NAME");
  command->add_flag("--whole", flags->whole,
                    "all cases of the protocol against each fault, also when those about its "
                    "clause convict it (slow)");
  command->add_option("-j,--jobs", flags->jobs, "cases side by side")->type_name("N");
  command->add_flag("-v,--verbose", flags->verbose, "all cases that convict, not the first three");
  return [flags] { return run(*flags); };
}

}  // namespace wireassay::cli
