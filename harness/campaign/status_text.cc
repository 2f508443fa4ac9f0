// The status as JSON and as a table.
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>
#include <utility>

#include "campaign/status.h"
#include "core/escape.h"

namespace wireassay::campaign {
namespace {

using nlohmann::ordered_json;

std::string time_text(std::int64_t at) {  // RFC 3339, UTC
  const std::time_t seconds = at;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

std::string duration(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::max(0.0, seconds));
  if (whole < 100) return fmt::format("{}s", whole);
  if (whole < 6000) return fmt::format("{}m{:02}s", whole / 60, whole % 60);
  return fmt::format("{}h{:02}m", whole / 3600, whole / 60 % 60);
}

std::string short_number(std::uint64_t n) {
  if (n < 100000) return std::to_string(n);
  if (n < 100000000) return fmt::format("{}k", n / 1000);
  return fmt::format("{}M", n / 1000000);
}

ordered_json to_json(const Finds& finds) {
  return {{"crash", finds.crashes}, {"oom", finds.ooms}, {"timeout", finds.timeouts}};
}

ordered_json to_json(const TargetStatus& target, const Plan& plan) {
  const Sample& sample = target.sample;
  ordered_json row{{"name", target.name},
                   {"state", target.state},
                   {"execs", sample.execs},
                   {"exec_s", sample.exec_s},
                   {"edges", sample.edges},
                   {"features", sample.features},
                   {"corpus_files", sample.corpus},
                   {"corpus_octets", sample.octets},
                   {"rss_mb", sample.rss_mb},
                   {"crashes", sample.crashes},
                   {"ooms", sample.ooms},
                   {"timeouts", sample.timeouts},
                   {"untriaged", to_json(target.untriaged)},
                   {"last_new_edge", nullptr},
                   {"spent_s", static_cast<std::uint64_t>(sample.spent)},
                   {"left_s", static_cast<std::uint64_t>(target.left)}};
  if (sample.last_edge_at != 0) row["last_new_edge"] = time_text(sample.last_edge_at);
  if (plan.runs != 0) row["runs"] = plan.runs;
  if (!target.why.empty()) row["why"] = target.why;
  return row;
}

std::string finds_text(const Finds& finds) {
  if (finds.all() == 0) return "-";
  return fmt::format("{}/{}/{}", finds.crashes, finds.ooms, finds.timeouts);
}

/// Octets of the longest name, so that the columns stand below each other.
std::size_t name_width(const Status& status) {
  std::size_t most = std::string_view("target").size();
  for (const TargetStatus& target : status.targets) most = std::max(most, target.name.size());
  return std::min<std::size_t>(most, 40);
}

/// What a narrow terminal cuts off comes last.
std::string title_text(std::size_t width) {
  return fmt::format("{:<{}} {:<11} {:>8} {:>8} {:>7} {:>6} {:>9} {:>10} {:>8} {:>7} {:>8} {:>8}\n",
                     "target", width, "state", "left", "execs", "exec/s", "edges", "c/oom/t",
                     "new edge", "features", "corpus", "octets", "spent");
}

std::string row_text(const TargetStatus& target, const Status& status, std::size_t width) {
  const Sample& sample = target.sample;
  const std::string edge =
      sample.last_edge_at == 0
          ? "-"
          : duration(static_cast<double>(status.now - sample.last_edge_at)) + " ago";
  std::string line = fmt::format(
      "{:<{}} {:<11} {:>8} {:>8} {:>7} {:>6} {:>9} {:>10} {:>8} {:>7} {:>8} {:>8}\n",
      escape(target.name).substr(0, width), width, target.state,
      status.plan.runs != 0 ? "-" : duration(target.left), short_number(sample.execs),
      short_number(sample.exec_s), sample.edges, finds_text(target.untriaged), edge,
      sample.features, sample.corpus, short_number(sample.octets), duration(sample.spent));
  if (target.state == "failed") line += "    " + escape_short(target.why, 200) + "\n";
  return line;
}

/// The less, the earlier it is shown where not all fit.
int rank(const TargetStatus& target) {
  if (target.state == "running" || target.state == "interrupted") return 0;
  if (target.state == "failed" || target.untriaged.all() != 0) return 1;
  return target.state == "done" ? 2 : 3;
}

std::string next_command(const Status& status) {
  const std::string where =
      status.folder == kDefaultFolder ? "" : " --folder " + escape_short(status.folder, 200);
  std::uint64_t finds = 0;
  for (const TargetStatus& target : status.targets) finds += target.untriaged.all();
  if (status.state == "running") return "wireassay campaign stop" + where;
  if (status.state != "done") return "wireassay campaign resume" + where;
  if (finds != 0) return "wireassay campaign triage" + where;
  return "wireassay campaign coverage" + where;
}

std::string head(const Status& status) {
  const Plan& plan = status.plan;
  const auto done = std::ranges::count(status.targets, "done", &TargetStatus::state);
  const std::string driver = status.driver != 0 ? fmt::format(" (process {})", status.driver) : "";
  return fmt::format(
      "{}: {}{}, {} of {} targets done, {} core{}, {}{}, {}\n", escape_short(status.folder, 200),
      status.state, driver, done, status.targets.size(), plan.cores, plan.cores == 1 ? "" : "s",
      plan.sanitizer, plan.limits ? " with memory limits" : "",
      plan.runs != 0 ? fmt::format("{} runs each", plan.runs) : duration(status.left) + " left");
}

}  // namespace

std::string to_json(const Status& status) {
  ordered_json targets = ordered_json::array();
  for (const TargetStatus& target : status.targets) targets.push_back(to_json(target, status.plan));
  const ordered_json file{{"schema", kStatusSchema},
                          {"folder", status.folder},
                          {"state", status.state},
                          {"driver", status.driver},
                          {"started", time_text(status.plan.started)},
                          {"now", time_text(status.now)},
                          {"sanitizer", status.plan.sanitizer},
                          {"limits", status.plan.limits},
                          {"cores", status.plan.cores},
                          {"left_s", static_cast<std::uint64_t>(status.left)},
                          {"targets", targets}};
  return file.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string to_text(const Status& status, std::size_t rows) {
  std::string text = head(status);
  const std::size_t width = name_width(status);
  text += title_text(width);
  std::vector<const TargetStatus*> shown;
  for (const TargetStatus& target : status.targets) shown.push_back(&target);
  const bool cut = rows != 0 && shown.size() > rows;
  if (cut) {
    std::ranges::sort(shown, {}, [](const TargetStatus* target) {
      return std::pair(rank(*target), target);  // else in the order of the plan
    });
    shown.resize(rows);
  }
  for (const TargetStatus* target : shown) text += row_text(*target, status, width);
  if (cut) text += fmt::format("… and {} more (--json has all)\n", status.targets.size() - rows);
  return text + "c/oom/t: crashes, out of memory, timeouts not triaged yet\nnext: " +
         next_command(status) + "\n";
}

}  // namespace wireassay::campaign
