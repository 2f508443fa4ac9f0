#include "corpus/merge.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <sstream>

#include "core/files.h"
#include "core/temp_dir.h"

namespace wireassay::corpus {
namespace {

namespace fs = std::filesystem;

/// An edge that is taken more often is nothing new: corpora stay small, and a campaign finds the
/// rest at once.
constexpr const char* kEdgesOnly = "-use_counters=0";
/// As -merge=1, and with all that each file reaches in the notes, not only what is new behind the
/// files before it.
constexpr const char* kMerge = "-set_cover_merge=1";
constexpr std::size_t kTail = 2000;

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

/// A file that was merged, and the edges that it reaches.
struct Reaching {
  fs::path file;
  bool in_base = false;
  std::set<std::uint64_t> edges;
};

/// Notes of -set_cover_merge: how many files, how many of them in the first folder, a line with
/// each; then "FT I EDGE …" for those that were run to their end.
std::vector<Reaching> read_notes(const std::string& notes) {
  std::istringstream in(notes);
  std::size_t files = 0, in_base = 0;
  std::string line;
  in >> files >> in_base;
  std::getline(in, line);
  std::vector<Reaching> all;
  for (std::size_t i = 0; i < files && std::getline(in, line); ++i)
    all.push_back({line, i < in_base, {}});
  while (std::getline(in, line)) {
    std::istringstream words(line);
    std::string word;
    std::size_t index = 0;
    if (!(words >> word >> index) || word != "FT" || index >= all.size()) continue;
    for (std::uint64_t edge = 0; words >> edge;) all[index].edges.insert(edge);
  }
  return all;
}

/// Those with the most edges that nothing before them reaches, until there are `most` or no more.
std::vector<fs::path> choose(std::vector<Reaching> files, std::size_t most) {
  std::set<std::uint64_t> known;
  for (const Reaching& one : files)
    if (one.in_base) known.insert(one.edges.begin(), one.edges.end());
  std::vector<fs::path> chosen;
  while (chosen.size() < most) {
    Reaching* best = nullptr;
    for (Reaching& one : files) {
      std::erase_if(one.edges, [&](std::uint64_t edge) { return known.contains(edge); });
      const bool better = best == nullptr || one.edges.size() > best->edges.size();
      if (!one.in_base && better) best = &one;
    }
    if (best == nullptr || best->edges.empty()) break;
    known.insert(best->edges.begin(), best->edges.end());
    chosen.push_back(best->file);
  }
  return chosen;
}

/// The folders that the engine works in.
class Workshop {
 public:
  Workshop() {
    std::error_code error;
    for (const char* name : {"base", "more", "artifacts"}) fs::create_directory(at(name), error);
  }
  fs::path at(const std::string& name) const { return dir_.file(name); }

  /// The engine's notes on what each file reaches.
  std::expected<std::string, std::string> run(const Engine& engine) const {
    const EngineRun ran = engine({kMerge, kEdgesOnly, "-timeout=20", "-rss_limit_mb=2048",
                                  "-max_len=65536", "-merge_control_file=" + at("notes").string(),
                                  "-artifact_prefix=" + at("artifacts").string() + "/",
                                  at("base").string(), at("more").string()});
    if (ran.status == 0) return read_octets(at("notes"));
    return std::unexpected("the engine ended with status " + std::to_string(ran.status) + ":\n" +
                           last_lines(ran.output));
  }

  /// Inputs that the target did not survive, by their octets.
  void collect_broken(const std::map<std::string, std::string>& names, Merged& merged) const {
    for (const fs::path& file : files_in(at("artifacts"))) {
      std::string octets = read_octets(file);
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
  const TempDir artifacts;  // otherwise they fall where the engine stands
  const EngineRun ran = engine(
      {"-runs=0", "-max_len=65536", "-artifact_prefix=" + artifacts.path() + "/", folder.string()});
  const std::size_t line = ran.output.find("INITED");
  if (ran.status != 0 || line == ran.output.npos)
    return std::unexpected(folder.string() + ": the engine ended with status " +
                           std::to_string(ran.status) + ":\n" + last_lines(ran.output));
  const std::string_view text = std::string_view(ran.output).substr(line);
  return Reached{number_behind(text, "cov: "), number_behind(text, "ft: ")};
}

std::expected<Merged, std::string> merge(const Engine& engine, const fs::path& corpus,
                                         const std::vector<Seed>& candidates,
                                         std::size_t most_files) {
  const Workshop workshop;
  Merged merged;
  std::map<std::string, std::string> names;
  for (const Seed& seed : candidates) {
    names.emplace(seed.octets, seed.name);
    if (auto done = write_octets(workshop.at("more") / seed.name, seed.octets); !done)
      return std::unexpected(done.error());
  }
  for (const fs::path& file : files_in(corpus)) {
    const std::string octets = read_octets(file);
    names[octets] = file.filename().string();
    if (auto done = write_octets(workshop.at("base") / file.filename(), octets); !done)
      return std::unexpected(done.error());
  }
  const auto before = reached(engine, workshop.at("base"));
  if (!before) return std::unexpected(before.error());
  merged.before = *before;
  const auto notes = workshop.run(engine);
  if (!notes) return std::unexpected(notes.error());
  workshop.collect_broken(names, merged);
  std::error_code error;
  fs::create_directories(corpus, error);
  const std::size_t files = files_in(corpus).size();
  for (const fs::path& file :
       choose(read_notes(*notes), most_files > files ? most_files - files : 0)) {
    const std::string name = free_name(corpus, file.filename().string());
    if (auto done = write_octets(corpus / name, read_octets(file)); !done)
      return std::unexpected(done.error());
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
    const std::string octets = read_octets(file);
    names[octets] = name;
    const char* folder = name.starts_with(kRegression) ? "base" : "more";
    if (auto done = write_octets(workshop.at(folder) / name, octets); !done)
      return std::unexpected(done.error());
  }
  const auto notes = workshop.run(engine);
  if (!notes) return std::unexpected(notes.error());
  workshop.collect_broken(names, merged);
  if (!merged.broken.empty()) return merged;  // first the finding, then the broom
  std::set<std::string> kept;
  for (const fs::path& file : choose(read_notes(*notes), files.size()))
    kept.insert(file.filename().string());
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
