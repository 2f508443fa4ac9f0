// Runs of STEM_fuzzer over one input.
#include "campaign/triage_target.h"

#include <algorithm>
#include <vector>

#include "core/files.h"
#include "core/program.h"

namespace wireassay::campaign {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::chrono::seconds kGrace{20};  ///< for the start, the report and its names
constexpr int kUsage = 1;                   ///< libFuzzer could not read what it was given
constexpr unsigned kRunsOfStep = 100'000;   ///< of libFuzzer, for one smaller input
constexpr unsigned kFruitlessSteps = 3;     ///< then it is small enough

Program command(const TargetProgram& target) {
  Program run;
  run.argv = {target.program.string(), "-timeout=" + std::to_string(target.timeout.count()),
              "-rss_limit_mb=" + std::to_string(target.rss_mb)};
  run.env = {"ASAN_OPTIONS=symbolize=1:handle_abort=0", "UBSAN_OPTIONS=print_stacktrace=1",
             "TMPDIR=" + target.tmp.string()};
  if (!target.symbolizer.empty()) run.env.push_back("ASAN_SYMBOLIZER_PATH=" + target.symbolizer);
  run.output = target.tmp / "log";
  run.deadline = target.timeout + kGrace;
  return run;
}

/// Runs of octets that are left out together: lines, and turns behind their "~".
std::vector<std::string> pieces_of(std::string_view octets) {
  std::vector<std::string> pieces(1);
  for (const char octet : octets) {
    if (octet == '~' && !pieces.back().empty()) pieces.emplace_back();
    pieces.back() += octet;
    if (octet == '\n') pieces.emplace_back();
  }
  if (pieces.back().empty()) pieces.pop_back();
  return pieces;
}

class Minimiser {
 public:
  Minimiser(const TargetProgram& target, std::string octets, const std::string& key,
            milliseconds time)
      : target_(target), best_(std::move(octets)), key_(key), until_(Clock::now() + time) {}

  std::string minimise() {
    leave_out_pieces();
    if (!key_.starts_with("timeout") && !key_.starts_with("hang")) step_down();
    return best_;
  }

 private:
  milliseconds left() const {
    return std::chrono::duration_cast<milliseconds>(until_ - Clock::now());
  }
  bool is_over() const { return left().count() <= 0; }

  bool has_key(const std::string& octets) {
    const fs::path file = target_.tmp / "candidate";
    return write_octets(file, octets) && key_of(run_input(target_, file)) == key_;
  }

  /// Delta debugging: ever smaller runs of pieces, from the end to the beginning.
  void leave_out_pieces() {
    std::vector<std::string> pieces = pieces_of(best_);
    for (std::size_t size = pieces.size() / 2; size > 0; size /= 2) {
      for (std::size_t end = pieces.size(); end >= size && !is_over();) {
        end -= size;
        if (pieces.size() > size && without(pieces, end, size)) continue;
        if (end < size) break;
      }
    }
  }

  bool without(std::vector<std::string>& pieces, std::size_t at, std::size_t size) {
    std::string octets;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      if (i < at || i >= at + size) octets += pieces[i];
    }
    if (!has_key(octets)) return false;
    const auto from = pieces.begin() + static_cast<std::ptrdiff_t>(at);
    pieces.erase(from, from + static_cast<std::ptrdiff_t>(size));
    best_ = std::move(octets);
    return true;
  }

  /// The rounds of -minimize_crash=1, one by one: libFuzzer alone would go on from an input that
  /// shows another bug.
  void step_down() {
    for (unsigned fruitless = 0, seed = 1;
         fruitless < kFruitlessSteps && best_.size() > 1 && !is_over(); ++seed) {
      const std::string smaller = one_step(seed);
      const bool better = !smaller.empty() && smaller.size() < best_.size() && has_key(smaller);
      if (better) best_ = smaller;
      fruitless = better ? 0 : fruitless + 1;
    }
  }

  std::string one_step(unsigned seed) {
    const fs::path from = target_.tmp / "candidate", to = target_.tmp / "smaller";
    fs::remove(to);
    write_octets(from, best_);
    Program run = command(target_);
    const auto seconds = std::max<std::chrono::seconds::rep>(left().count() / 1000, 1);
    for (const std::string& flag :
         {std::string("-minimize_crash_internal_step=1"), "-runs=" + std::to_string(kRunsOfStep),
          "-seed=" + std::to_string(seed), "-max_total_time=" + std::to_string(seconds),
          "-exact_artifact_path=" + to.string(), from.string()})
      run.argv.push_back(flag);
    run.deadline = std::chrono::seconds(seconds) + kGrace;
    if (!run_program(run)) return {};
    return fs::exists(to) ? read_octets(to) : std::string();
  }

  const TargetProgram& target_;
  std::string best_;
  const std::string& key_;
  Clock::time_point until_;
};

}  // namespace

CrashReport run_input(const TargetProgram& target, const fs::path& input, std::string* trouble) {
  Program run = command(target);
  run.argv.push_back(input.string());
  const auto end = run_program(run);
  if (!end) {
    if (trouble != nullptr) *trouble = end.error();
    return {};
  }
  CrashReport report = read_report(end->output);
  if (report.kind.empty() && end->too_long) report = {"hang", "", {}, end->output};
  if (report.kind.empty() && end->status == kUsage && !end->too_long) {
    if (trouble != nullptr)
      *trouble = target.program.string() + " does not run: " + end->output.substr(0, 400);
    return {};
  }
  if (report.kind.empty() && end->status != 0)
    report = {"exit " + std::to_string(end->status), "", {}, end->output};
  return report;
}

std::string minimised(const TargetProgram& target, std::string octets, const std::string& key,
                      milliseconds time) {
  return Minimiser(target, std::move(octets), key, time).minimise();
}

}  // namespace wireassay::campaign
