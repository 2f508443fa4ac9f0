// Lines are JSON; one that a kill cut off, or that anybody else wrote, is passed over.
#include "campaign/folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <ranges>
#include <sstream>
#include <utility>

#include "campaign/files.h"

namespace wireassay::campaign {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

std::string text_of(const json& line, const char* key) {
  const auto at = line.find(key);
  return at != line.end() && at->is_string() ? at->get<std::string>() : "";
}

template <class T>
T number_of(const json& line, const char* key) {
  const auto at = line.find(key);
  return at != line.end() && at->is_number() ? at->get<T>() : T{};
}

std::string dumped(const ordered_json& line) {
  return line.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::optional<Sample> read_sample(std::string_view text) {
  const json line = json::parse(text, nullptr, false);
  if (!line.is_object()) return std::nullopt;
  const auto count = [&](const char* key) { return number_of<std::uint64_t>(line, key); };
  return Sample{.campaign = text_of(line, "campaign"),
                .at = number_of<std::int64_t>(line, "at"),
                .last_edge_at = number_of<std::int64_t>(line, "last_edge_at"),
                .execs = count("execs"),
                .exec_s = count("exec_s"),
                .edges = count("edges"),
                .features = count("features"),
                .corpus = count("corpus"),
                .octets = count("octets"),
                .rss_mb = count("rss_mb"),
                .crashes = count("crashes"),
                .ooms = count("ooms"),
                .timeouts = count("timeouts"),
                .spent = number_of<double>(line, "spent")};
}

/// The process that signed, whether it lives or not.
ProcessId signed_by(const Folder& folder) {
  std::istringstream in(read_from(folder.lock(), 0, 100));
  ProcessId id;
  in >> id.pid >> id.start;
  return in ? id : ProcessId{};
}

}  // namespace

std::expected<void, std::string> TargetFolder::make() const {
  for (const fs::path& folder : {corpus(), artifacts(), tmp()}) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return std::unexpected(folder.string() + ": cannot be made: " + error.message());
  }
  return {};
}

std::expected<Lock, std::string> Lock::take(const Folder& folder) {
  Descriptor file(::open(folder.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!file.is_open())
    return std::unexpected(folder.lock().string() + ": cannot be opened: " + std::strerror(errno));
  if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0) return Lock(std::move(file));
  return std::unexpected(folder.path.string() + ": a campaign runs there (process " +
                         std::to_string(signed_by(folder).pid) +
                         "); `wireassay campaign status` shows it, `stop` ends it, --folder DIR "
                         "names another place");
}

std::expected<void, std::string> Lock::sign() const {
  const ProcessId self = identify(::getpid()).value_or(ProcessId{});
  const std::string text = std::to_string(self.pid) + " " + std::to_string(self.start) + "\n";
  if (::ftruncate(file_.get(), 0) != 0 ||
      ::pwrite(file_.get(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
    return std::unexpected(std::string("lock: cannot be written: ") + std::strerror(errno));
  return {};
}

void Lock::unsign() const {
  if (::ftruncate(file_.get(), 0) != 0) return;  // then the process tells, as after a kill
}

std::optional<ProcessId> driver_of(const Folder& folder) {
  const ProcessId id = signed_by(folder);
  return lives(id) ? std::optional(id) : std::nullopt;
}

std::expected<void, std::string> append_event(const Folder& folder, const Event& event) {
  ordered_json line{{"at", event.at}, {"campaign", event.campaign}, {"event", event.what}};
  if (!event.target.empty()) line["target"] = event.target;
  if (!event.why.empty()) line["why"] = event.why;
  return append_line(folder.journal(), dumped(line));
}

std::vector<Event> read_events(const Folder& folder, std::string_view campaign) {
  std::vector<Event> events;
  each_line(folder.journal(), [&](std::string_view text) {
    const json line = json::parse(text, nullptr, false);
    if (!line.is_object() || text_of(line, "campaign") != campaign) return;
    events.push_back({.campaign = std::string(campaign),
                      .what = text_of(line, "event"),
                      .target = text_of(line, "target"),
                      .why = text_of(line, "why"),
                      .at = number_of<std::int64_t>(line, "at")});
  });
  return events;
}

std::expected<void, std::string> append_sample(const TargetFolder& target, const Sample& sample) {
  return append_line(target.progress(), dumped({{"at", sample.at},
                                                {"execs", sample.execs},
                                                {"exec_s", sample.exec_s},
                                                {"edges", sample.edges},
                                                {"features", sample.features},
                                                {"corpus", sample.corpus},
                                                {"octets", sample.octets},
                                                {"rss_mb", sample.rss_mb},
                                                {"crashes", sample.crashes},
                                                {"ooms", sample.ooms},
                                                {"timeouts", sample.timeouts},
                                                {"spent", sample.spent},
                                                {"last_edge_at", sample.last_edge_at},
                                                {"campaign", sample.campaign}}));
}

Sample last_sample(const TargetFolder& target, std::string_view campaign) {
  const std::vector<std::string> lines = last_lines(target.progress());
  for (const std::string& line : std::views::reverse(lines)) {
    const auto sample = read_sample(line);
    if (sample && sample->campaign == campaign) return *sample;
  }
  return {.campaign = std::string(campaign)};
}

bool is_find(std::string_view file_name) {
  return file_name.starts_with("crash-") || file_name.starts_with("leak-") ||
         file_name.starts_with("oom-") || file_name.starts_with("timeout-");
}

Finds finds_in(const TargetFolder& target, const std::set<std::string>& known) {
  Finds finds;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(target.artifacts(), error)) {
    const std::string name = entry.path().filename().string();
    if (!is_find(name) || known.contains(name)) continue;
    std::uint64_t& count = name.starts_with("oom-")       ? finds.ooms
                           : name.starts_with("timeout-") ? finds.timeouts
                                                          : finds.crashes;
    ++count;
  }
  return finds;
}

}  // namespace wireassay::campaign
