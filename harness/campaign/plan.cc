// Targets take turns on the cores in the order of their names; there is no more to it.
#include "campaign/plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "campaign/files.h"
#include "core/escape.h"

namespace wireassay::campaign {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

constexpr double kDefaultSeconds = 600;
constexpr std::string_view kSuffix = "_fuzzer";
constexpr std::size_t kMostNamed = 8;  // missing targets that an error names

std::string random_id() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

/// Stems of STEM_fuzzer (programs) or STEM_fuzzer.cc in a folder.
std::vector<std::string> stems_in(const fs::path& folder, const std::string& extension) {
  std::vector<std::string> stems;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const fs::path& path = entry.path();
    const std::string stem = path.stem().string();
    if (path.extension() != extension || !stem.ends_with(kSuffix) || !entry.is_regular_file())
      continue;
    if (extension.empty() && ::access(path.c_str(), X_OK) != 0) continue;
    stems.push_back(stem.substr(0, stem.size() - kSuffix.size()));
  }
  std::ranges::sort(stems);
  return stems;
}

std::string build_command(const Wishes& wishes, const std::vector<std::string>& stems) {
  const std::string preset = wishes.sanitizer == "memory" ? "msan" : "asan";
  std::vector<std::string> names;
  for (const std::string& stem : stems) names.push_back(stem + std::string(kSuffix));
  return fmt::format("cmake --preset {0} && ninja -C build/{0} {1}", preset, fmt::join(names, " "));
}

/// The engine hands its command line to a shell, without quotes.
bool is_plain_path(const fs::path& path) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/._+-,@%:=").contains(c);
  };
  return std::ranges::all_of(path.string(), plain);
}

/// Those that share what stands before the first "_", else all: for a name that there is not.
std::string near(const std::string& wish, const std::vector<std::string>& all) {
  std::vector<std::string> some;
  for (const std::string& name : all)
    if (name.starts_with(wish.substr(0, wish.find('_')))) some.push_back(name);
  return fmt::format("; there are: {}", fmt::join(some.empty() ? all : some, ", "));
}

std::expected<std::vector<std::string>, std::string> chosen(const Wishes& wishes,
                                                            const fs::path& binaries) {
  const std::vector<std::string> all =
      wishes.binaries.empty() ? stems_in(wishes.root / "fuzz", ".cc") : stems_in(binaries, "");
  if (wishes.targets.empty() && all.empty())
    return std::unexpected((wishes.binaries.empty() ? wishes.root / "fuzz" : binaries).string() +
                           ": there is no fuzz target in this folder");
  std::vector<std::string> names;
  for (const std::string& wish : wishes.targets.empty() ? all : wishes.targets) {
    const std::string name =
        wish.ends_with(kSuffix) ? wish.substr(0, wish.size() - kSuffix.size()) : wish;
    if (std::ranges::find(all, name) == all.end())
      return std::unexpected(
          fmt::format("no target is called '{}'{}", escape_short(wish, 80), near(wish, all)));
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return names;
}

std::expected<std::vector<TargetPlan>, std::string> found(const Wishes& wishes,
                                                          const std::vector<std::string>& names,
                                                          const fs::path& binaries) {
  std::vector<TargetPlan> targets;
  std::vector<std::string> missing;
  for (const std::string& name : names) {
    TargetPlan target{.name = name, .binary = binaries / (name + std::string(kSuffix))};
    if (::access(target.binary.c_str(), X_OK) != 0) missing.push_back(name);
    const fs::path dictionary = wishes.root / "fuzz" / (name + ".dict");
    if (fs::exists(dictionary)) target.dictionary = dictionary;
    const fs::path seeds = wishes.root / "corpus" / name;
    if (fs::is_directory(seeds)) target.seeds = seeds;
    if (!is_plain_path(target.binary) || !is_plain_path(seeds))
      return std::unexpected(target.binary.string() +
                             ": libFuzzer's -fork hands paths to a shell unquoted; use folders "
                             "without spaces and special characters");
    targets.push_back(std::move(target));
  }
  if (missing.empty()) return targets;
  const bool many = missing.size() > kMostNamed;
  std::vector<std::string> shown = missing;
  if (many) shown.resize(kMostNamed);
  return std::unexpected(fmt::format(
      "{}: not built: {}{}; build what you want with\n  {}", binaries.string(),
      fmt::join(shown, ", "), many ? fmt::format(" and {} more", missing.size() - kMostNamed) : "",
      build_command(wishes, missing)));
}

double seconds_each(const Wishes& wishes, const Plan& plan) {
  if (wishes.runs != 0) return 0;
  if (!wishes.hours) return wishes.seconds.value_or(kDefaultSeconds);
  const std::size_t turns = (plan.targets.size() + plan.lanes() - 1) / plan.lanes();
  return std::floor(*wishes.hours * 3600 / static_cast<double>(turns));
}

ordered_json to_json(const TargetPlan& target) {
  return {{"name", target.name},
          {"binary", target.binary.string()},
          {"dictionary", target.dictionary.string()},
          {"seeds", target.seeds.string()}};
}

Plan plan_of(const json& file) {  // throws what json throws
  Plan plan{.id = file.at("id").get<std::string>(),
            .started = file.at("started").get<std::int64_t>(),
            .sanitizer = file.at("sanitizer").get<std::string>(),
            .limits = file.at("limits").get<bool>(),
            .cores = std::max(1U, file.at("cores").get<unsigned>()),
            .seconds = file.at("seconds").get<double>(),
            .runs = file.at("runs").get<std::uint64_t>()};
  for (const json& target : file.at("targets"))
    plan.targets.push_back({.name = target.at("name").get<std::string>(),
                            .binary = target.at("binary").get<std::string>(),
                            .dictionary = target.at("dictionary").get<std::string>(),
                            .seeds = target.at("seeds").get<std::string>()});
  return plan;
}

}  // namespace

std::size_t Plan::lanes() const {
  return std::max<std::size_t>(1, std::min<std::size_t>(cores, targets.size()));
}

unsigned Plan::jobs(std::size_t lane) const {
  const auto width = static_cast<unsigned>(lanes());
  return cores / width + (lane < cores % width ? 1 : 0);
}

std::string to_json(const Plan& plan) {
  ordered_json targets = ordered_json::array();
  for (const TargetPlan& target : plan.targets) targets.push_back(to_json(target));
  const ordered_json file{
      {"schema", kPlanSchema},       {"id", plan.id},         {"started", plan.started},
      {"sanitizer", plan.sanitizer}, {"limits", plan.limits}, {"cores", plan.cores},
      {"seconds", plan.seconds},     {"runs", plan.runs},     {"targets", targets}};
  return file.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::expected<Plan, std::string> read_plan(const Folder& folder) {
  const auto text = read_whole(folder.plan());
  if (!text)
    return std::unexpected(folder.path.string() +
                           ": no campaign was started there; `wireassay campaign start` begins "
                           "one, --folder DIR names another place");
  const json file = json::parse(*text, nullptr, false);
  if (!file.is_object() || file.value("schema", json()) != json(kPlanSchema))
    return std::unexpected(folder.plan().string() + ": is no plan of the form " +
                           std::string(kPlanSchema));
  try {
    return plan_of(file);
  } catch (const json::exception& error) {
    return std::unexpected(folder.plan().string() + ": " + escape_short(error.what(), 200));
  }
}

std::expected<Plan, std::string> make_plan(const Wishes& wishes) {
  if (wishes.sanitizer != "address" && wishes.sanitizer != "memory")
    return std::unexpected("--sanitizer " + escape_short(wishes.sanitizer, 40) +
                           ": write address (with undefined behaviour) or memory");
  const fs::path folder = wishes.sanitizer == "memory" ? "build/msan/fuzz" : "build/asan/fuzz";
  const fs::path binaries =
      wishes.binaries.empty() ? wishes.root / folder : fs::absolute(wishes.binaries);
  const auto names = chosen(wishes, binaries);
  if (!names) return std::unexpected(names.error());
  auto targets = found(wishes, *names, binaries);
  if (!targets) return std::unexpected(targets.error());
  Plan plan{.id = random_id(),
            .started = std::time(nullptr),
            .sanitizer = wishes.sanitizer,
            .limits = wishes.limits,
            .cores = wishes.cores != 0 ? wishes.cores : std::thread::hardware_concurrency(),
            .runs = wishes.runs,
            .targets = std::move(*targets)};
  plan.cores = std::max(1U, plan.cores);
  plan.seconds = seconds_each(wishes, plan);
  if (plan.runs == 0 && plan.seconds < 1)
    return std::unexpected("that leaves less than a second for each target; give more time");
  return plan;
}

}  // namespace wireassay::campaign
