// What enters a corpus: candidates that reach what nothing in it reaches, as libFuzzer's own merge
// finds them.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "corpus/seeds.h"

namespace wireassay::corpus {

struct EngineRun {
  int status = 0;
  std::string output;
};
/// Runs STEM_fuzzer with these arguments to its end. Tests put something else here.
using Engine = std::function<EngineRun(const std::vector<std::string>& arguments)>;

struct Reached {
  std::uint64_t edges = 0, features = 0;
  bool operator==(const Reached&) const = default;
};

struct Merged {
  std::vector<std::string> added;    ///< names of files that are new in the corpus
  std::vector<std::string> removed;  ///< by minimise()
  /// Inputs that the target did not survive, with what their octets were called. They are findings;
  /// their octets stand in `broken_octets`, in the same order.
  std::vector<std::string> broken;
  std::vector<std::string> broken_octets;
  Reached before, after;
};

/// Edges and features that the files of a folder reach; the error has the engine's last lines.
std::expected<Reached, std::string> reached(const Engine& engine,
                                            const std::filesystem::path& folder);

/// Adds the candidates that reach an edge which no file of `corpus` does, under their names: those
/// with the most new edges first, until the corpus has `most_files`.
std::expected<Merged, std::string> merge(const Engine& engine, const std::filesystem::path& corpus,
                                         const std::vector<Seed>& candidates,
                                         std::size_t most_files);

/// Leaves the fewest files that reach the same edges, and every regression ("fix-…").
std::expected<Merged, std::string> minimise(const Engine& engine,
                                            const std::filesystem::path& corpus);

}  // namespace wireassay::corpus
