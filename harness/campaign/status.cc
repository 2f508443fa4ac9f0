// The state of a target is its last event; whether a driver lives is asked of the system.
#include "campaign/status.h"

#include <algorithm>
#include <ctime>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "campaign/files.h"

namespace wireassay::campaign {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

using Names = std::set<std::string>;

/// By target, the artifacts that triage has put into a finding (finding.json, "inputs").
std::map<std::string, Names> triaged(const Folder& folder) {
  std::map<std::string, Names> names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder.findings(), error)) {
    const auto text = read_whole(entry.path() / "finding.json");
    if (!text) continue;
    const json finding = json::parse(*text, nullptr, false);
    if (!finding.is_object() || !finding.contains("target") || !finding.contains("inputs"))
      continue;
    const json& target = finding["target"];
    for (const json& input : finding["inputs"])
      if (target.is_string() && input.is_object() && input.contains("name") &&
          input["name"].is_string())
        names[target.get<std::string>()].insert(input["name"].get<std::string>());
  }
  return names;
}

TargetStatus read_target(const Folder& folder, const Plan& plan, const TargetPlan& target,
                         const Names& known) {
  const TargetFolder place = folder.target(target.name);
  TargetStatus status{.name = target.name,
                      .state = "waiting",
                      .sample = last_sample(place, plan.id),
                      .untriaged = finds_in(place, known)};
  const FolderSize corpus = size_of(place.corpus());
  status.sample.corpus = corpus.files;
  status.sample.octets = corpus.octets;
  status.left = std::max(0.0, plan.seconds - status.sample.spent);
  return status;
}

void apply_events(Status& status, const std::vector<Event>& events) {
  std::map<std::string, TargetStatus*> by_name;
  for (TargetStatus& target : status.targets) by_name[target.name] = &target;
  for (const Event& event : events) {
    if (event.target.empty()) {
      if (event.what == "done" || event.what == "stopped") status.state = event.what;
      if (event.what == "started" || event.what == "resumed") status.state = "killed";
      continue;
    }
    const auto at = by_name.find(event.target);
    if (at == by_name.end()) continue;
    at->second->state = event.what;
    at->second->why = event.why;
  }
  if (status.driver != 0) status.state = "running";
  for (TargetStatus& target : status.targets) {
    if (target.state == "running" && status.driver == 0) target.state = "interrupted";
    if (target.state == "done" || target.state == "failed") target.left = 0;
  }
}

/// As the lanes would take them one after the other.
double time_left(const Status& status) {
  std::vector<double> lanes(status.plan.lanes(), 0);
  for (const TargetStatus& target : status.targets) *std::ranges::min_element(lanes) += target.left;
  return *std::ranges::max_element(lanes);
}

}  // namespace

std::expected<Status, std::string> read_status(const Folder& folder) {
  auto plan = read_plan(folder);
  if (!plan) return std::unexpected(plan.error());
  const auto driver = driver_of(folder);
  Status status{.plan = std::move(*plan),
                .folder = folder.path.string(),
                .state = "killed",
                .driver = driver ? driver->pid : 0,
                .now = std::time(nullptr)};
  std::map<std::string, Names> known = triaged(folder);
  for (const TargetPlan& target : status.plan.targets)
    status.targets.push_back(read_target(folder, status.plan, target, known[target.name]));
  apply_events(status, read_events(folder, status.plan.id));
  status.left = time_left(status);
  return status;
}

}  // namespace wireassay::campaign
