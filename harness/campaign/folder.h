// The folder of a campaign: where everything in it lies, its lock, its journals.
#pragma once

#include <cstdint>
#include <ctime>
#include <expected>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "campaign/process.h"
#include "core/descriptor.h"

namespace wireassay::campaign {

inline constexpr std::string_view kDefaultFolder = "reports/campaign";

struct TargetFolder {
  std::filesystem::path path;
  std::filesystem::path corpus() const { return path / "corpus"; }
  std::filesystem::path artifacts() const { return path / "artifacts"; }
  std::filesystem::path tmp() const { return path / "tmp"; }
  std::filesystem::path log() const { return path / "log"; }
  std::filesystem::path progress() const { return path / "progress.jsonl"; }
  /// Makes the folders; the error names the one that could not be made.
  std::expected<void, std::string> make() const;
};

struct Folder {
  std::filesystem::path path;
  std::filesystem::path plan() const { return path / "campaign.json"; }
  std::filesystem::path journal() const { return path / "journal.jsonl"; }
  std::filesystem::path lock() const { return path / "lock"; }
  std::filesystem::path driver_log() const { return path / "driver.log"; }
  std::filesystem::path findings() const { return path / "findings"; }
  TargetFolder target(const std::string& name) const { return {path / name}; }
};

/// Held by the driver for as long as it lives; the kernel gives it back when the driver is killed.
class Lock {
 public:
  /// Error: who holds it.
  static std::expected<Lock, std::string> take(const Folder& folder);
  /// Writes this process into it.
  std::expected<void, std::string> sign() const;
  void unsign() const;

 private:
  explicit Lock(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

/// The driver that signed the lock, if it lives.
std::optional<ProcessId> driver_of(const Folder& folder);

/// What happened, a line of journal.jsonl each.
struct Event {
  std::string campaign;  ///< Plan::id
  std::string what;      ///< "started", "resumed", "stopped", "running", "done", "failed"
  std::string target;    ///< empty: the whole campaign
  std::string why;       ///< of "failed"
  std::int64_t at = 0;   ///< seconds since 1970
};
std::expected<void, std::string> append_event(const Folder& folder, const Event& event);
std::vector<Event> read_events(const Folder& folder, std::string_view campaign);

/// How far a target is, a line of progress.jsonl each. Counts go on over stops and kills.
struct Sample {
  std::string campaign;
  std::int64_t at = 0;
  std::int64_t last_edge_at = 0;  ///< when edges last rose behind the first status line; 0: never
  std::uint64_t execs = 0, exec_s = 0, edges = 0, features = 0;
  std::uint64_t corpus = 0, octets = 0;               ///< of TARGET/corpus
  std::uint64_t rss_mb = 0;                           ///< of all its processes
  std::uint64_t crashes = 0, ooms = 0, timeouts = 0;  ///< artifacts on the disk
  double spent = 0;                                   ///< seconds of its time
};
std::expected<void, std::string> append_sample(const TargetFolder& target, const Sample& sample);
/// The last one of this campaign; all zero where there is none.
Sample last_sample(const TargetFolder& target, std::string_view campaign);

struct Finds {
  std::uint64_t crashes = 0, ooms = 0, timeouts = 0;
  std::uint64_t all() const { return crashes + ooms + timeouts; }
};
/// True for the names that libFuzzer gives to what it found: crash-, leak-, oom-, timeout-.
bool is_find(std::string_view file_name);
/// Artifacts on the disk whose names are not among `known`.
Finds finds_in(const TargetFolder& target, const std::set<std::string>& known = {});

}  // namespace wireassay::campaign
