// Plays many cases on many targets side by side and hands out each result as it is judged.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/dialect.h"
#include "core/transcript.h"
#include "judge/verdict.h"
#include "scenario/load.h"
#include "scenario/target.h"

namespace wireassay::net {
class WireLog;
class Exchange;
}  // namespace wireassay::net

namespace wireassay::play {

/// The table of dialects: one row for each protocol.
const std::vector<const Dialect*>& dialects();
const Dialect* find_dialect(std::string_view protocol);
std::vector<const DialectInfo*> dialect_infos();

enum class Fragments { None, Octets, Random, Whole };

struct RunOptions {
  std::uint32_t jobs = 0;               ///< 0: a sensible default
  std::uint32_t shard = 1, shards = 1;  ///< K of N
  std::string reading;
  bool vary_fragments =
      false;  ///< also one octet at a time, random cuts, everything in one segment
  bool vary_transport =
      false;  ///< also plain, STARTTLS, TLS 1.2 and TLS 1.3 as far as the target has them
  std::uint64_t seed = 0;               ///< of the random cuts; printed with a difference
  std::uint32_t repeat = 1;             ///< plays every case so many times (benchmark, flakiness)
  scenario::Millis timeout{0};          ///< replaces the targets' reply timeout when not 0
  std::vector<judge::Result> previous;  ///< already judged (--resume): not played again
};

/// Everything a run brings, in stable order: by target as given, then by file, case, row, surface;
/// invariants last.
struct RunOutcome {
  std::vector<judge::Result> results;
  bool interrupted = false;
  std::vector<std::string> notes;  ///< "12 cases need a user, the target has none"
  double seconds = 0;
  std::uint64_t dialogues = 0;  ///< connections-worth of dialogues played (benchmark)
  double waits_seconds = 0;     ///< sum of the times cases waited for silence, `after` and polls
};

using WireLogs = std::vector<std::shared_ptr<net::WireLog>>;

/// The connections of one case, and of what prepared it, in the order in which they were begun.
struct CaseWires {
  std::string id;  ///< with surface and variation
  std::string target;
  const WireLogs& connections;
};

struct RunHooks {
  std::function<void(const judge::Result&)> judged;  ///< each case as it ends (journal, progress)
  std::function<void(std::size_t done, std::size_t total, const std::string& running)> progress;
  /// The transcript of each case as it was played, before it is judged.
  std::function<void(const scenario::Case&, const Transcript&)> played;
  /// What went over the wire in each case, when its connections have ended.
  std::function<void(const CaseWires&)> wires;
  /// Answers every dial in place of the network, and time is the run's own: see net::Loop.
  std::shared_ptr<net::Exchange> world;
  std::atomic<bool>* stop = nullptr;  ///< set by Ctrl-C: no new case begins, running ones are cut
};

RunOutcome run(const scenario::Suite& suite, const std::vector<scenario::Target>& targets,
               const RunOptions& options, const RunHooks& hooks);

}  // namespace wireassay::play
