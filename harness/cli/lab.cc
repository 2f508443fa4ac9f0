// wireassay lab: real servers on loopback.
#include "lab/lab.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/context.h"

namespace wireassay::cli {
namespace {

struct LabFlags {
  std::string name;
};

int list() {
  for (const lab::Recipe& recipe : lab::recipes()) {
    std::printf("%-20s %s\n", std::string(recipe.name).c_str(),
                std::string(recipe.summary).c_str());
  }
  return kOk;
}

void show(const lab::Instance& instance) {
  for (const lab::Port& port : instance.ports)
    std::printf("  %-12s 127.0.0.1:%u\n", port.service.c_str(), port.number);
  std::printf("  directory    %s\n", instance.directory.c_str());
}

int up(const lab::Recipe& recipe) {
  lab::UpOptions options;
  options.say = [](std::string_view line) { std::cerr << line << "\n"; };
  const auto instance = lab::up(recipe, options);
  if (!instance) return mistake(instance.error());
  std::cout << recipe.name << " is up\n";
  show(*instance);
  std::cout << "next: wireassay run --target lab:" << recipe.name << "; wireassay lab down "
            << recipe.name << "\n";
  return kOk;
}

int down(const lab::Recipe& recipe) {
  const auto stopped = lab::down(recipe, {});
  if (!stopped) return mistake(stopped.error());
  std::cout << recipe.name << (*stopped ? " is down\n" : " was not up\n");
  return kOk;
}

int down_all() {
  for (const lab::Recipe& recipe : lab::recipes()) {
    const auto status = lab::status(recipe, {});
    if (!status) return mistake(status.error());
    if (status->state == lab::State::Absent) continue;
    if (const int failed = down(recipe); failed != kOk) return failed;
  }
  return kOk;
}

int status() {
  for (const lab::Recipe& recipe : lab::recipes()) {
    const auto state = lab::status(recipe, {});
    if (!state) return mistake(state.error());
    const char* word = state->state == lab::State::Running ? "up"
                       : state->state == lab::State::Dead  ? "dead"
                                                           : "down";
    std::printf("%-20s %s\n", std::string(recipe.name).c_str(), word);
    if (state->state == lab::State::Running) show(state->instance);
  }
  return kOk;
}

int on_recipe(const LabFlags& flags, int (*action)(const lab::Recipe&)) {
  const lab::Recipe* recipe = lab::find_recipe(flags.name);
  if (recipe == nullptr)
    return mistake("no lab server is called '" + flags.name + "'; see `wireassay lab list`");
  return action(*recipe);
}

}  // namespace

Action add_lab(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "lab", "real servers from Debian's packages, as instances of their own on loopback");
  const auto flags = std::make_shared<LabFlags>();
  command->require_subcommand(1);
  CLI::App* up_command = command->add_subcommand("up", "installs if needed and starts a server");
  up_command->add_option("name", flags->name, "see `lab list`")->required()->type_name("NAME");
  CLI::App* down_command =
      command->add_subcommand("down", "stops one, or all that are up, and removes what they left");
  down_command->add_option("name", flags->name, "see `lab list`")->type_name("NAME");
  CLI::App* status_command = command->add_subcommand("status", "what is up, and where");
  command->add_subcommand("list", "what can be started");
  return [=] {
    if (up_command->parsed()) return on_recipe(*flags, up);
    if (down_command->parsed()) return flags->name.empty() ? down_all() : on_recipe(*flags, down);
    return status_command->parsed() ? status() : list();
  };
}

}  // namespace wireassay::cli
