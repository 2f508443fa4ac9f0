// Up, watched, down.
#include "cli/lab_session.h"

#include <iostream>

namespace wireassay::cli {

LabSession::~LabSession() {
  for (const Entry& entry : entries_) {
    if (!entry.ours) continue;
    const auto stopped = lab::down(*entry.instance.recipe, {});
    if (!stopped) std::cerr << "wireassay: " << stopped.error() << "\n";
  }
}

std::expected<void, std::string> LabSession::bring_up(const std::string& name) {
  const lab::Recipe* recipe = lab::find_recipe(name);
  if (recipe == nullptr)
    return std::unexpected("no lab server is called '" + name + "'; see `wireassay lab list`");
  const auto before = lab::status(*recipe, {});
  if (!before) return std::unexpected(before.error());
  lab::UpOptions options;
  options.say = [](std::string_view line) { std::cerr << line << "\n"; };
  auto instance = lab::up(*recipe, options);
  if (!instance) return std::unexpected(instance.error());
  entries_.push_back({*instance, lab::mark(*instance), before->state != lab::State::Running});
  return {};
}

std::vector<judge::Result> LabSession::alive(const std::string& target) const {
  std::vector<judge::Result> results;
  for (const Entry& entry : entries_) {
    if (target != "lab:" + std::string(entry.instance.recipe->name)) continue;
    judge::Result result;
    result.id = "alive." + std::string(entry.instance.recipe->name);
    result.target = target;
    result.title =
        "after all cases no process of the server has died, dumped core or reported a crash";
    result.level = "MUST";
    const std::vector<std::string> trouble = lab::alive(entry.instance, entry.since);
    result.verdict = trouble.empty() ? judge::Verdict::Pass : judge::Verdict::Fail;
    result.reason =
        trouble.empty() ? "its processes live and its log tells of no crash" : trouble.front();
    for (const std::string& line : trouble) result.notes.push_back(line);
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace wireassay::cli
