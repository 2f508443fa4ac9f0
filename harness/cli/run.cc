// wireassay run: plays the suite and reports.
#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <random>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/journal.h"
#include "cli/lab_session.h"
#include "cli/progress.h"
#include "cli/run_capture.h"
#include "judge/judge.h"
#include "play/runner.h"
#include "reference/server.h"
#include "report/report.h"

namespace wireassay::cli {
namespace {

using judge::Result;
using judge::Verdict;
using scenario::Target;

struct RunFlags {
  std::vector<std::string> paths, targets, filters, reports, vary;
  TargetFlags target;
  play::RunOptions options;
  std::string shard, journal, pcap;
  double timeout = 0;
  bool strict = false, verbose = false, resume = false, no_journal = false, quiet = false;
};

std::atomic<bool> g_stop{false};

extern "C" void on_interrupt(int) {
  g_stop.store(true);
  const char message[] = "\ninterrupted: reporting what was judged so far (again: stop at once)\n";
  [[maybe_unused]] const auto written = ::write(2, message, sizeof message - 1);
  ::signal(SIGINT, SIG_DFL);
}

std::expected<void, std::string> read_shard(RunFlags& flags) {
  if (flags.shard.empty()) return {};
  const std::size_t slash = flags.shard.find('/');
  const auto bad =
      std::unexpected("--shard " + flags.shard + ": write K/N with 1 <= K <= N, for example 2/4");
  try {
    flags.options.shard = static_cast<std::uint32_t>(std::stoul(flags.shard.substr(0, slash)));
    flags.options.shards = static_cast<std::uint32_t>(
        std::stoul(flags.shard.substr(slash == std::string::npos ? 0 : slash + 1)));
  } catch (const std::exception&) {
    return bad;
  }
  if (slash == std::string::npos || flags.options.shard < 1 ||
      flags.options.shard > flags.options.shards)
    return bad;
  return {};
}

std::expected<void, std::string> read_vary(RunFlags& flags) {
  for (const std::string& kind : flags.vary) {
    if (kind == "fragments") {
      flags.options.vary_fragments = true;
    } else if (kind == "transport") {
      flags.options.vary_transport = true;
    } else {
      return std::unexpected("--vary " + kind + ": there are `fragments` and `transport`");
    }
  }
  if (flags.options.seed == 0) flags.options.seed = std::random_device{}() | 1U;
  return {};
}

std::expected<void, std::string> check_reading(const RunFlags& flags,
                                               const scenario::Suite& suite) {
  const std::string& reading = flags.options.reading;
  if (reading.empty()) return {};
  const bool known = std::ranges::any_of(
      suite.cases, [&](const scenario::Case& c) { return c.readings.contains(reading); });
  if (known) return {};
  return std::unexpected("--reading " + reading + ": no case has a reading of that name");
}

std::expected<void, std::string> check_reports(const RunFlags& flags) {
  for (const std::string& wish : flags.reports) {
    const std::size_t equals = wish.find('=');
    if (equals == std::string::npos)
      return std::unexpected("--report " + wish + ": write FORMAT=FILE, for example junit=out.xml");
    const auto rendered = report::render(wish.substr(0, equals), {});
    if (!rendered) return std::unexpected("--report " + wish + ": " + rendered.error());
  }
  return {};
}

JournalHead head_of(const RunFlags& flags, const scenario::Suite& suite,
                    const std::vector<Target>& targets) {
  JournalHead head{
      .reading = flags.options.reading,
      .shard = std::to_string(flags.options.shard) + "/" + std::to_string(flags.options.shards)};
  for (const Target& target : targets) head.targets.push_back(target.name);
  std::uint64_t sum = 1469598103934665603ULL;  // FNV-1a over the ids
  for (const scenario::Case& c : suite.cases) {
    for (const char octet : c.full_id() + "\n")
      sum = (sum ^ static_cast<unsigned char>(octet)) * 1099511628211ULL;
  }
  head.suite = std::to_string(sum);
  return head;
}

/// The service that most cases go to.
std::string url_of(const Target& target) {
  if (target.services.empty()) return "";
  const auto smtp = target.services.find("smtp");
  return (smtp != target.services.end() ? smtp : target.services.begin())->second.text();
}

int exit_status(const report::Run& run, bool strict) {
  const report::Summary summary = report::summarize(run);
  for (const report::TargetInfo& target : run.targets) {
    std::size_t all = 0, lost = 0;
    for (const Result& result : run.results) {
      if (result.target != target.name || result.verdict == Verdict::Skip) continue;
      ++all;
      lost += result.unreachable ? 1 : 0;
    }
    if (all != 0 && all == lost) return kUnreachable;
  }
  const bool failed =
      summary.at(Verdict::Fail) + summary.at(Verdict::Error) + summary.at(Verdict::Fixed) > 0;
  if (failed || run.interrupted || (strict && summary.at(Verdict::Warn) > 0))
    return kSomethingFailed;
  return kOk;
}

std::chrono::year_month_day today() {
  return std::chrono::year_month_day{
      std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
}

class RunCommand {
 public:
  explicit RunCommand(RunFlags& flags) : flags_(flags) {}

  int operator()() {
    for (const auto& checked : {read_shard(flags_), read_vary(flags_), check_reports(flags_)}) {
      if (!checked) return mistake(checked.error());
    }
    auto suite = load(flags_.paths);
    if (!suite) return kMistake;
    if (!filter(*suite, flags_.filters))
      return mistake("no case is named by the filter; `wireassay list` shows them all");
    if (suite->cases.empty()) return mistake("there are no scenario files in the given paths");
    if (const auto ok = check_reading(flags_, *suite); !ok) return mistake(ok.error());
    if (const auto found = find_targets(); !found) return mistake(found.error());
    return play(*suite);
  }

 private:
  std::expected<void, std::string> find_targets() {
    if (flags_.targets.empty()) {
      auto servers = reference::Servers::start({});
      if (!servers) return std::unexpected(servers.error());
      servers_ = std::move(*servers);
      targets_.push_back(servers_->target());
    }
    for (const std::string& name : flags_.targets) {
      if (name.starts_with("lab:")) {
        if (auto up = labs_.bring_up(name.substr(4)); !up) return std::unexpected(up.error());
      }
      auto target = find_target(name, flags_.target);
      if (!target) return std::unexpected(target.error());
      targets_.push_back(std::move(*target));
    }
    return {};
  }

  std::string journal_path() const {
    return flags_.journal.empty() ? root() + "/reports/run.journal" : flags_.journal;
  }

  std::expected<void, std::string> begin_journal(const scenario::Suite& suite) {
    if (flags_.no_journal) return {};
    const JournalHead head = head_of(flags_, suite, targets_);
    if (flags_.resume) {
      auto previous = read_journal(journal_path(), head);
      if (!previous) return std::unexpected(previous.error());
      flags_.options.previous = std::move(*previous);
    }
    if (auto opened = journal_.open(journal_path(), head); !opened) return opened;
    for (const Result& result : flags_.options.previous) journal_.add(result);
    return {};
  }

  std::expected<void, std::string> begin_capture() {
    if (flags_.pcap.empty()) return {};
    auto created = RunCapture::create(flags_.pcap);
    if (!created) return std::unexpected(created.error());
    capture_.emplace(*std::move(created));
    return {};
  }

  int play(const scenario::Suite& suite) {
    if (auto begun = begin_journal(suite); !begun) return mistake(begun.error());
    if (auto begun = begin_capture(); !begun) return mistake(begun.error());
    flags_.options.timeout = scenario::Millis(static_cast<long>(flags_.timeout * 1000));
    ::signal(SIGINT, on_interrupt);
    ::signal(SIGTERM, on_interrupt);
    Progress progress(::isatty(2) == 1 && !flags_.quiet);
    play::RunHooks hooks;
    hooks.stop = &g_stop;
    hooks.judged = [&](const Result& result) {
      journal_.add(result);
      progress.judged(result);
    };
    hooks.progress = [&](std::size_t done, std::size_t total, const std::string& id) {
      progress.show(done, total, id);
    };
    if (capture_) hooks.wires = [&](const play::CaseWires& wires) { capture_->add(wires); };
    const std::string started = now_text();
    play::RunOutcome outcome = play::run(suite, targets_, flags_.options, hooks);
    progress.clear();
    return report(started, std::move(outcome));
  }

  int report(const std::string& started, play::RunOutcome outcome) {
    report::Run run{.started = started,
                    .results = std::move(outcome.results),
                    .notes = std::move(outcome.notes),
                    .seconds = outcome.seconds,
                    .interrupted = outcome.interrupted};
    for (const Target& target : targets_) {
      run.targets.push_back({target.name, url_of(target), target.software});
      judge::apply_deviations(run.results, target.deviations, target.name, target.software, today(),
                              whole_suite());
      for (Result& result : labs_.alive(target.name)) run.results.push_back(std::move(result));
    }
    if (flags_.verbose) run.notes.push_back(speed(outcome));
    if (capture_ && !capture_->trouble().empty()) run.notes.push_back(capture_->trouble());
    const report::TextStyle style{
        .colour = ::isatty(1) == 1, .verbose = flags_.verbose, .strict = flags_.strict};
    std::cout << report::text(run, style) << std::flush;
    for (const std::string& wish : flags_.reports) {
      const std::size_t equals = wish.find('=');
      const auto written =
          write_file(wish.substr(equals + 1), *report::render(wish.substr(0, equals), run));
      if (!written) return mistake(written.error());
    }
    return exit_status(run, flags_.strict);
  }

  bool whole_suite() const {
    return flags_.paths.empty() && flags_.filters.empty() && flags_.options.shards == 1;
  }

  static std::string speed(const play::RunOutcome& outcome) {
    char text[160];
    std::snprintf(
        text, sizeof text, "%llu dialogues in %.3f s (%.0f/s); they waited %.3f s in all",
        static_cast<unsigned long long>(outcome.dialogues), outcome.seconds,
        outcome.seconds > 0 ? static_cast<double>(outcome.dialogues) / outcome.seconds : 0.0,
        outcome.waits_seconds);
    return text;
  }

  RunFlags& flags_;
  std::unique_ptr<reference::Servers> servers_;
  LabSession labs_;
  std::vector<Target> targets_;
  Journal journal_;
  std::optional<RunCapture> capture_;
};

void add_flags(CLI::App& app, RunFlags& flags) {
  app.add_option("path", flags.paths, "scenario files or folders (default: all of the project)")
      ->type_name("PATH");
  app.add_option(
         "-t,--target", flags.targets,
         "URL, name in wireassay.toml, or lab:NAME (repeatable; default: the reference server)")
      ->type_name("URL|NAME")
      ->allow_extra_args(false);
  app.add_option("-f,--filter", flags.filters,
                 "cases by prefix of the id, glob, level:MUST or spec:'RFC 3207' (repeatable)")
      ->type_name("WORD")
      ->allow_extra_args(false);
  app.add_option("-r,--report", flags.reports,
                 "json, junit, tap, markdown or text to a file, - for standard output (repeatable)")
      ->type_name("FORMAT=FILE")
      ->allow_extra_args(false);
  app.add_option("-j,--jobs", flags.options.jobs, "cases side by side for each target (default 16)")
      ->type_name("N")
      ->check(CLI::Range(1, 4096));
  app.add_option("--shard", flags.shard, "play only part K of N")->type_name("K/N");
  app.add_option(
         "--vary", flags.vary,
         "also play each case differently, which must change no verdict: fragments, transport")
      ->type_name("KIND")
      ->allow_extra_args(false);
  app.add_option("--seed", flags.options.seed, "seed of the random cuts of --vary fragments")
      ->type_name("N");
  app.add_option("--reading", flags.options.reading, "judge disputed clauses by this reading")
      ->type_name("NAME");
  app.add_option("--repeat", flags.options.repeat,
                 "play every case so many times; another verdict is a failure")
      ->type_name("N")
      ->check(CLI::Range(1, 100000000));
  app.add_option("--timeout", flags.timeout,
                 "seconds to wait for a reply (default: the target's, 10)")
      ->type_name("SECONDS")
      ->check(CLI::PositiveNumber);
  app.add_option("--journal", flags.journal,
                 "where each case is written as it ends (default reports/run.journal)")
      ->type_name("FILE");
  app.add_option("--pcap", flags.pcap,
                 "what each case sent and received as a capture, with the keys of TLS and all "
                 "passwords: readable by its owner alone; Wireshark and `wireassay trace` open it")
      ->type_name("FILE.pcapng");
  app.add_flag("--resume", flags.resume, "go on with the run that the journal holds");
  app.add_flag("--no-journal", flags.no_journal, "write none");
  app.add_flag("--strict", flags.strict, "a warn fails the run");
  app.add_flag("-v,--verbose", flags.verbose, "also cases that passed, with whole transcripts");
  app.add_flag("-q,--quiet", flags.quiet, "no progress line");
  add_target_flags(app, flags.target);
}

}  // namespace

Action add_run(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("run", "plays scenarios against servers and judges every reply");
  const auto flags = std::make_shared<RunFlags>();
  add_flags(*command, *flags);
  command->footer(
      "Verdicts: pass; fail (a MUST was broken); warn (a SHOULD was broken, or an outcome is only "
      "tolerated);\n"
      "skip (the server does not offer it, the reason says what); known and fixed (the target's "
      "deviations);\n"
      "error (the question could not be asked). fail, fixed and error make the exit status 1.\n"
      "--pcap: the file holds keys, passwords and all else in clear, and only its owner may read "
      "it. "
      "`wireassay trace FILE` and\n"
      "Wireshark decrypt it without more ado; an unusual port needs Decode As: tshark -r FILE -d "
      "tcp.port==PORT,smtp for STARTTLS,\n"
      "-d tcp.port==PORT,tls -d tls.port==PORT,smtp for implicit TLS.");
  return [flags] { return RunCommand(*flags)(); };
}

}  // namespace wireassay::cli
