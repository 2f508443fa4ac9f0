// wireassay campaign: long fuzzing, in the background, that survives kills.
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <thread>

#include "campaign/control.h"
#include "campaign/status.h"
#include "cli/campaign_commands.h"
#include "cli/commands.h"
#include "cli/context.h"
#include "core/escape.h"

namespace wireassay::cli {
namespace {

namespace fs = std::filesystem;
using campaign::Folder;

struct CampaignFlags {
  std::string folder{campaign::kDefaultFolder};
  campaign::Wishes wishes;
  std::string binaries;
  double hours = 0, seconds = 0;
  bool replace = false, foreground = false, detach = false, json = false, watch = false;
};
using Flags = std::shared_ptr<CampaignFlags>;

Folder folder_of(const CampaignFlags& flags) {
  return {fs::weakly_canonical(fs::absolute(flags.folder))};
}

/// As the user wrote it, for commands to type.
std::string folder_option(const CampaignFlags& flags) {
  return flags.folder == campaign::kDefaultFolder ? "" : " --folder " + flags.folder;
}

std::size_t terminal_rows() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row < 8) return 20;
  return size.ws_row - 6U;
}

/// From the upper left corner, line by line, so that nothing flickers; long lines are cut, not
/// wrapped.
void redraw(const std::string& text) {
  std::string out = "\x1b[?7l\x1b[H";
  for (const char c : text) out += c == '\n' ? std::string("\x1b[K\n") : std::string(1, c);
  out += "\x1b[J\x1b[?7h";
  std::fwrite(out.data(), 1, out.size(), stdout);
  std::fflush(stdout);
}

int show_once(const CampaignFlags& flags) {
  auto status = campaign::read_status(folder_of(flags));
  if (!status) return mistake(status.error());
  status->folder = flags.folder;
  const std::string text = flags.json ? to_json(*status) : to_text(*status);
  std::fputs(text.c_str(), stdout);
  return kOk;
}

int show_live(const CampaignFlags& flags) {
  std::fputs("\x1b[2J", stdout);
  while (true) {
    auto status = campaign::read_status(folder_of(flags));
    if (!status) return mistake(status.error());
    status->folder = flags.folder;
    redraw(to_text(*status, terminal_rows()));
    if (status->state != "running") return kOk;
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

int status(const CampaignFlags& flags) {
  const bool live = !flags.json && (flags.watch || ::isatty(STDOUT_FILENO) == 1);
  return live ? show_live(flags) : show_once(flags);
}

campaign::RunOptions run_options(const CampaignFlags& flags) {
  campaign::RunOptions options{.foreground = flags.foreground, .driver = {}};
  if (flags.foreground && ::isatty(STDOUT_FILENO) == 1) {
    options.driver.on_tick = [&flags] {
      const auto status = campaign::read_status(folder_of(flags));
      if (status) redraw(to_text(*status, terminal_rows()));
    };
  }
  return options;
}

int report(const CampaignFlags& flags,
           const std::expected<campaign::Started, std::string>& started) {
  if (!started) return mistake(started.error());
  if (flags.foreground) {
    show_once(flags);
    return started->finished ? kOk : kSomethingFailed;
  }
  std::printf("campaign in %s, driver is process %d\nnext: wireassay campaign status%s\n",
              escape(flags.folder).c_str(), static_cast<int>(started->driver),
              escape(folder_option(flags)).c_str());
  return kOk;
}

int start(CampaignFlags& flags) {
  flags.wishes.root = root();
  flags.wishes.binaries = flags.binaries;
  if (flags.hours > 0) flags.wishes.hours = flags.hours;
  if (flags.seconds > 0) flags.wishes.seconds = flags.seconds;
  const auto plan = campaign::make_plan(flags.wishes);
  if (!plan) return mistake(plan.error());
  std::printf("%zu target%s on %u core%s", plan->targets.size(),
              plan->targets.size() == 1 ? "" : "s", plan->cores, plan->cores == 1 ? "" : "s");
  if (plan->runs != 0)
    std::printf(", %llu runs each\n", static_cast<unsigned long long>(plan->runs));
  else
    std::printf(", %.0f s each\n", plan->seconds);
  std::fflush(stdout);
  return report(flags, campaign::start(folder_of(flags), *plan, flags.replace, run_options(flags)));
}

int resume(const CampaignFlags& flags) {
  return report(flags, campaign::resume(folder_of(flags), run_options(flags)));
}

int stop(const CampaignFlags& flags) {
  const auto stopped = campaign::stop(folder_of(flags));
  if (!stopped) return mistake(stopped.error());
  if (!stopped->driver && stopped->orphans == 0) {
    std::printf("nothing runs in %s\n", escape(flags.folder).c_str());
    return kOk;
  }
  std::printf("stopped; next: wireassay campaign resume%s\n", escape(folder_option(flags)).c_str());
  return kOk;
}

void add_folder(CLI::App& command, const Flags& flags) {
  command.add_option("--folder", flags->folder, "of the campaign")
      ->type_name("DIR")
      ->capture_default_str();
}

void add_start_options(CLI::App& command, const Flags& flags) {
  campaign::Wishes& wishes = flags->wishes;
  command.add_option("target", wishes.targets, "stems, like smtp_reply (default: all)")
      ->type_name("TARGET");
  CLI::Option* hours =
      command.add_option("--hours", flags->hours, "for the whole campaign, shared by its targets")
          ->type_name("H")
          ->check(CLI::PositiveNumber);
  CLI::Option* seconds = command.add_option("--seconds", flags->seconds, "for each target (600)")
                             ->type_name("S")
                             ->check(CLI::PositiveNumber)
                             ->excludes(hours);
  command.add_option("--runs", wishes.runs, "for each target, from a fixed seed in one process")
      ->type_name("N")
      ->excludes(hours)
      ->excludes(seconds);
  command.add_option("--cores", wishes.cores, "to keep busy (default: all)")
      ->type_name("N")
      ->check(CLI::Range(1U, 1024U));
  command.add_option("--sanitizer", wishes.sanitizer, "address (with undefined) or memory")
      ->type_name("NAME")
      ->capture_default_str();
  command.add_flag("--limits", wishes.limits, "the pass with low memory limits");
  command
      .add_option("--binaries", flags->binaries, "folder of STEM_fuzzer (default: build/asan/fuzz)")
      ->type_name("DIR");
  command.add_flag("--replace", flags->replace, "also where an unfinished campaign lies");
}

constexpr const char* kExamples = R"(
Examples:
  wireassay campaign start --hours 8                   all targets, all cores, in the background
  wireassay campaign start smtp_reply --seconds 600    one target, ten minutes
  wireassay campaign status                            live on a terminal; --json for programs
  wireassay campaign triage                            what was found, minimised, with a way to reproduce it)";

void add_foreground(CLI::App& command, const Flags& flags) {
  CLI::Option* here =
      command.add_flag("--foreground", flags->foreground, "stay until it is done; Ctrl-C stops it");
  command.add_flag("--detach", flags->detach, "go to the background (the default)")->excludes(here);
}

}  // namespace

Action add_campaign(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("campaign", "fuzzes targets for hours; survives kills, sorts finds");
  const auto flags = std::make_shared<CampaignFlags>();
  command->require_subcommand(1);
  command->footer(kExamples);
  CLI::App* starts = command->add_subcommand("start", "begins in the background");
  CLI::App* shows = command->add_subcommand("status", "live on a terminal, else once");
  CLI::App* stops = command->add_subcommand("stop", "ends it; nothing is lost");
  CLI::App* resumes = command->add_subcommand("resume", "goes on after stop or a kill");
  for (CLI::App* each : {starts, shows, stops, resumes}) add_folder(*each, flags);
  for (CLI::App* each : {starts, resumes}) add_foreground(*each, flags);
  for (CLI::App* each : {starts, shows, stops, resumes}) each->footer(kExamples);
  add_start_options(*starts, flags);
  shows->add_flag("--json", flags->json, "schema wireassay-campaign-status/1");
  shows->add_flag("--watch", flags->watch, "redraw each second also where output is no terminal");
  std::vector<Action> actions{[flags] { return start(*flags); }, [flags] { return status(*flags); },
                              [flags] { return stop(*flags); }, [flags] { return resume(*flags); }};
  // What else a campaign can do is in files of its own.
  actions.push_back(add_campaign_triage(*command));
  actions.push_back(add_campaign_coverage(*command));
  return [command, actions] {
    const std::vector<CLI::App*> commands =
        command->get_subcommands([](CLI::App*) { return true; });
    for (std::size_t at = 0; at < actions.size(); ++at)
      if (commands[at]->parsed()) return actions[at]();
    return static_cast<int>(kMistake);
  };
}

}  // namespace wireassay::cli
