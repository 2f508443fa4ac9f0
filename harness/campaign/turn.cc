// The turn's own clock counts only while its engine fuzzes: not merges, not the time between a kill
// and the next driver.
#include "campaign/turn.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <utility>

#include "campaign/files.h"
#include "core/escape.h"

namespace wireassay::campaign {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kLogPiece = 1024UL * 1024;

}  // namespace

Turn::Turn(const Plan& plan, const TargetPlan& target, const Folder& folder, unsigned jobs)
    : plan_(plan),
      target_(target),
      folder_(folder.target(target.name)),
      jobs_(jobs),
      mark_(mark_of(plan, target)),
      base_(last_sample(folder_, plan.id)),
      current_(base_),
      most_edges_(base_.edges) {}

Turn::~Turn() {
  if (process_.pid != 0) end_engine(folder_, mark_);  // only where the driver itself failed
  forget_process();
}

double Turn::spent() const {
  if (phase_ != Phase::Fuzz || process_.pid == 0) return base_.spent;
  return base_.spent + std::chrono::duration<double>(Clock::now() - began_).count();
}

Turn::State Turn::begin() {
  if (const auto made = folder_.make(); !made) {
    why_ = made.error();
    return State::Failed;
  }
  return next();
}

// What comes next is told by the folder and the clock alone.
Turn::State Turn::next() {
  leftovers_ = take_leftovers(folder_);
  if (!leftovers_.empty())
    return start(Phase::Sweep, merge_command(plan_, target_, folder_, leftovers_));
  clear_leftovers(folder_);
  if (stopping_) return State::Running;
  const double left = plan_.seconds - base_.spent;
  if (plan_.runs == 0 && left < 1) return State::Done;
  if (attempts_ == kAttempts) return State::Failed;
  ++attempts_;
  return start(Phase::Fuzz, fuzz_command(plan_, target_, folder_, jobs_, left));
}

Turn::State Turn::start(Phase phase, const Program& command) {
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(folder_.log(), error);
  log_offset_ = error ? 0 : size;
  const auto process = spawn(command);
  if (!process) {
    why_ = process.error();
    return State::Failed;
  }
  phase_ = phase;
  process_ = *process;
  end_ = end_descriptor(process->pid);
  began_ = sampled_ = Clock::now();
  asked_ = false;
  log_ = LogReader();
  seen_ = EngineStats();
  return State::Running;
}

void Turn::forget_process() {
  end_.reset();
  process_ = ProcessId();
}

void Turn::read_log() {
  std::string piece;
  do {
    piece = read_from(folder_.log(), log_offset_, kLogPiece);
    log_offset_ += piece.size();
    log_.feed(piece);
  } while (piece.size() == kLogPiece);
}

void Turn::sample() {
  const EngineStats& engine = log_.stats();
  const std::int64_t now = std::time(nullptr);
  const FolderSize corpus = size_of(folder_.corpus());
  const Finds finds = finds_in(folder_);
  current_.at = now;
  current_.execs = base_.execs + engine.execs;
  if (log_.status_lines() > 0) {
    current_.exec_s = engine.exec_s * (plan_.runs == 0 ? jobs_ : 1);  // of one job
    current_.edges = std::max(base_.edges, engine.edges);
    current_.features = std::max(base_.features, engine.features);
    if (most_edges_ != 0 && current_.edges > most_edges_) current_.last_edge_at = now;
    most_edges_ = std::max(most_edges_, current_.edges);
  }
  current_.corpus = corpus.files;
  current_.octets = corpus.octets;
  current_.rss_mb = memory_of(mark_);
  current_.crashes = finds.crashes;
  current_.ooms = finds.ooms;
  current_.timeouts = finds.timeouts;
  current_.spent = spent();
  sampled_ = Clock::now();
  seen_ = engine;
  (void)append_sample(folder_, current_);  // a full disk shows as a target that stands still
}

void Turn::keep_time() {
  if (plan_.runs != 0 || stopping_) return;
  const double over = spent() - plan_.seconds;
  if (over > kKillAfter) {
    signal_marked(mark_, SIGKILL);
  } else if (over > kAskAfter && !asked_) {
    ask_to_stop(folder_);  // a job of -fork takes up to five minutes
    asked_ = true;
  }
}

Turn::State Turn::tick(std::chrono::seconds sample_every) {
  if (process_.pid == 0) return State::Running;
  const auto status = ended(process_.pid);
  if (phase_ == Phase::Fuzz) {
    read_log();
    if (status || log_.stats() != seen_ || Clock::now() - sampled_ >= sample_every) sample();
    if (plan_.runs == 0 && log_.status_lines() > 0) attempts_ = 0;
  }
  if (status) return process_ended(*status);
  if (phase_ == Phase::Fuzz) keep_time();
  return State::Running;
}

Turn::State Turn::process_ended(int status) {
  const Phase ended_phase = phase_;
  const double spent_now = spent();
  end_engine(folder_, mark_);  // jobs outlive a -fork engine that was killed
  forget_process();
  if (ended_phase == Phase::Sweep) {
    if (status != 0) keep_all(folder_, leftovers_);
    clear_leftovers(folder_);
    return next();
  }
  base_ = current_;
  base_.spent = spent_now;
  return fuzz_ended(status);
}

Turn::State Turn::fuzz_ended(int status) {
  if (stopping_) return next();
  const std::string& trouble = log_.trouble();
  why_ = fmt::format("the engine ended with {}{}{}; see {}", status, trouble.empty() ? "" : ": ",
                     escape_short(trouble, 160), folder_.log().string());
  // A plain engine ends at its first find.
  const bool runs_done = plan_.runs != 0 && (log_.finished() || finds_in(folder_).all() != 0);
  if (runs_done) return State::Done;
  return next();
}

void Turn::stop() {
  stopping_ = true;
  if (process_.pid != 0 && phase_ == Phase::Fuzz) end_engine(folder_, mark_);
}

}  // namespace wireassay::campaign
