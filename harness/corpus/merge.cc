#include "corpus/merge.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>

#include "core/temp_dir.h"

namespace wireassay::corpus {
namespace {

namespace fs = std::filesystem;

/// An edge that is taken more often is nothing new: corpora stay small, and a campaign finds the
/// rest at once.
constexpr const char* kEdgesOnly = "-use_counters=0";
constexpr std::size_t kTail = 2000;

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::expected<void, std::string> write(const fs::path& file, const std::string& octets) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << octets;
  out.close();
  if (!out) return std::unexpected(file.string() + ": cannot be written");
  return {};
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.is_regular_file(error)) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::uint64_t number_behind(std::string_view text, std::string_view word) {
  std::uint64_t number = 0;
  const std::size_t at = text.find(word);
  if (at == text.npos) return 0;
  text.remove_prefix(at + word.size());
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string last_lines(const std::string& output) {
  return output.size() <= kTail ? output : output.substr(output.size() - kTail);
}

/// The folders that the engine works in.
class Workshop {
 public:
  Workshop() {
    std::error_code error;
    for (const char* name : {"base", "more", "artifacts"}) fs::create_directory(at(name), error);
  }
  fs::path at(const std::string& name) const { return dir_.file(name); }

  std::expected<void, std::string> run(const Engine& engine) const {
    const EngineRun ran =
        engine({"-merge=1", kEdgesOnly, "-timeout=20", "-rss_limit_mb=2048", "-max_len=65536",
                "-artifact_prefix=" + at("artifacts").string() + "/", at("base").string(),
                at("more").string()});
    if (ran.status == 0) return {};
    return std::unexpected("the engine ended with status " + std::to_string(ran.status) + ":\n" +
                           last_lines(ran.output));
  }

  /// Inputs that the target did not survive, by their octets.
  void collect_broken(const std::map<std::string, std::string>& names, Merged& merged) const {
    for (const fs::path& file : files_in(at("artifacts"))) {
      std::string octets = read(file);
      const auto known = names.find(octets);
      merged.broken.push_back(known == names.end() ? file.filename().string() : known->second);
      merged.broken_octets.push_back(std::move(octets));
    }
  }

 private:
  TempDir dir_;
};

std::string free_name(const fs::path& corpus, const std::string& name) {
  std::string free = name;
  for (std::size_t number = 2; fs::exists(corpus / free); ++number)
    free = name + "-" + std::to_string(number);
  return free;
}

}  // namespace

std::expected<Reached, std::string> reached(const Engine& engine, const fs::path& folder) {
  const EngineRun ran = engine({"-runs=0", "-max_len=65536", folder.string()});
  const std::size_t line = ran.output.find("INITED");
  if (ran.status != 0 || line == ran.output.npos)
    return std::unexpected(folder.string() + ": the engine ended with status " +
                           std::to_string(ran.status) + ":\n" + last_lines(ran.output));
  const std::string_view text = std::string_view(ran.output).substr(line);
  return Reached{number_behind(text, "cov: "), number_behind(text, "ft: ")};
}

std::expected<Merged, std::string> merge(const Engine& engine, const fs::path& corpus,
                                         const std::vector<Seed>& candidates) {
  const Workshop workshop;
  Merged merged;
  std::map<std::string, std::string> names;
  for (const Seed& seed : candidates) {
    names.emplace(seed.octets, seed.name);
    if (auto done = write(workshop.at("more") / seed.name, seed.octets); !done)
      return std::unexpected(done.error());
  }
  for (const fs::path& file : files_in(corpus)) {
    const std::string octets = read(file);
    names[octets] = file.filename().string();
    if (auto done = write(workshop.at("base") / file.filename(), octets); !done)
      return std::unexpected(done.error());
  }
  const auto before = reached(engine, workshop.at("base"));
  if (!before) return std::unexpected(before.error());
  merged.before = *before;
  if (const auto ran = workshop.run(engine); !ran) return std::unexpected(ran.error());
  workshop.collect_broken(names, merged);
  std::error_code error;
  fs::create_directories(corpus, error);
  for (const fs::path& file : files_in(workshop.at("base"))) {
    if (fs::exists(corpus / file.filename())) continue;
    const std::string octets = read(file);
    const auto known = names.find(octets);
    if (known == names.end()) continue;  // nobody's: the engine's empty input
    const std::string name = free_name(corpus, known->second);
    if (auto done = write(corpus / name, octets); !done) return std::unexpected(done.error());
    merged.added.push_back(name);
  }
  const auto after = reached(engine, corpus);
  if (!after) return std::unexpected(after.error());
  merged.after = *after;
  return merged;
}

std::expected<Merged, std::string> minimise(const Engine& engine, const fs::path& corpus) {
  const Workshop workshop;
  Merged merged;
  std::map<std::string, std::string> names;
  const std::vector<fs::path> files = files_in(corpus);
  const auto before = reached(engine, corpus);
  if (!before) return std::unexpected(before.error());
  merged.before = *before;
  for (const fs::path& file : files) {
    const std::string name = file.filename().string();
    const std::string octets = read(file);
    names[octets] = name;
    const char* folder = name.starts_with(kRegression) ? "base" : "more";
    if (auto done = write(workshop.at(folder) / name, octets); !done)
      return std::unexpected(done.error());
  }
  if (const auto ran = workshop.run(engine); !ran) return std::unexpected(ran.error());
  workshop.collect_broken(names, merged);
  if (!merged.broken.empty()) return merged;  // first the finding, then the broom
  std::map<std::string, bool> kept;
  for (const fs::path& file : files_in(workshop.at("base"))) {
    const auto known = names.find(read(file));
    if (known != names.end()) kept[known->second] = true;
  }
  std::error_code error;
  for (const fs::path& file : files) {
    const std::string name = file.filename().string();
    if (kept.contains(name) || name.starts_with(kRegression)) continue;
    fs::remove(file, error);
    merged.removed.push_back(name);
  }
  const auto after = reached(engine, corpus);
  if (!after) return std::unexpected(after.error());
  merged.after = *after;
  return merged;
}

}  // namespace wireassay::corpus
