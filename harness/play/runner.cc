// The schedule: for each target a pool of workers on one loop, so that a slow target holds up no
// other.
#include "play/runner.h"

#include <algorithm>
#include <list>
#include <map>

#include "judge/judge.h"
#include "play/learn.h"
#include "play/player.h"
#include "play/pool.h"
#include "play/variations.h"

namespace wireassay::play {
namespace {

using judge::Result;
using judge::Verdict;
using scenario::Millis;
using scenario::Security;
using scenario::Target;

constexpr std::uint32_t kDefaultJobs = 16;
constexpr Millis kUserWait{20};   ///< a worker looks again for free users
constexpr Millis kStopCheck{50};  ///< how soon Ctrl-C is seen

/// How the reason of a deviation begins whose case ends the server, and all that others have open.
constexpr std::string_view kAlone = "alone: ";

/// The case that the deviation names, any row of it, any surface.
bool is_of(const Unit& unit, const scenario::Deviation& listed) {
  const std::string id = unit.id();
  if (!id.starts_with(listed.id)) return false;
  return id.size() == listed.id.size() || id[listed.id.size()] == '/' ||
         id[listed.id.size()] == '@';
}

class TargetRun {
 public:
  TargetRun(net::Loop& loop, const scenario::Suite& suite, const Target& target,
            const RunOptions& options, const RunHooks& hooks)
      : loop_(loop),
        target_(target),
        options_(options),
        hooks_(hooks),
        timeouts_(target.timeouts),
        pool_(target) {
    if (options.timeout.count() > 0) timeouts_.reply = options.timeout;
    units_ = plan(suite, target, options);
    fill_context();
    judged_.resize(units_.size());
    take_previous(options.previous);
    std::vector<const Unit*> order;
    for (std::uint32_t round = 0; round < options.repeat; ++round) {
      for (const Unit& unit : units_) {
        if (!judged_[unit.index]) order.push_back(&unit);
      }
    }
    std::map<const Unit*, Millis> waits;
    for (const Unit& unit : units_) waits[&unit] = expected_wait(*unit.c, timeouts_);
    std::ranges::sort(order, [&](const Unit* a, const Unit* b) {
      return std::pair(-waits[a], a->index) < std::pair(-waits[b], b->index);
    });
    total_ = order.size();
    queue_.emplace(std::move(order), pool_);
  }

  std::size_t total() const { return total_; }

  net::Task<void> run() {
    co_await learn_all();
    const std::uint32_t jobs = options_.jobs != 0 ? options_.jobs : kDefaultJobs;
    std::uint32_t workers = std::max<std::uint32_t>(
        1, std::min<std::uint32_t>(jobs, static_cast<std::uint32_t>(total_)));
    if (target_.max_connections != 0) workers = std::min(workers, target_.max_connections);
    for (std::uint32_t at = 0; at < workers; ++at) loop_.spawn(work());
    co_return;
  }

  void collect(RunOutcome& outcome) {
    std::vector<JudgedUnit> units;
    std::vector<Result> all;
    for (std::size_t at = 0; at < units_.size(); ++at) {
      if (!judged_[at]) continue;
      units.push_back({&units_[at], *judged_[at]});
      all.push_back(*judged_[at]);
      if (units_[at].variation.name.empty()) outcome.results.push_back(*judged_[at]);
    }
    for (Result& result : judge::invariant_results(all, dialect_infos(), target_.name))
      outcome.results.push_back(std::move(result));
    for (Result& result : compare_variations(units, target_.name))
      outcome.results.push_back(std::move(result));
    for (Result& result : flaky_) outcome.results.push_back(std::move(result));
    outcome.waits_seconds += waited_;
    outcome.dialogues += dialogues_;
    note_missing(outcome);
  }

 private:
  void take_previous(const std::vector<Result>& previous) {
    std::map<std::string_view, const Result*> by_id;
    for (const Result& result : previous) {
      if (result.target == target_.name) by_id[result.id] = &result;
    }
    if (by_id.empty()) return;
    for (const Unit& unit : units_) {
      const auto found = by_id.find(unit.id());
      if (unit.variation.name.empty() && found != by_id.end()) judged_[unit.index] = *found->second;
    }
  }

  std::string key_of(const Route& where) const {
    return where.service + "/" + std::to_string(static_cast<int>(where.security));
  }

  /// Asks each way of reaching the target that some case needs, one after the other.
  net::Task<void> learn_all() {
    for (const Unit& unit : units_) {
      if (unit.missing) continue;
      const std::string key = key_of(unit.routes.front()) + (below_tls(unit) ? " below TLS" : "");
      if (!learnt_.contains(key)) learnt_[key] = co_await learn(unit);
      learnt_of_[unit.index] = &learnt_[key];
    }
  }

  net::Task<Learnt> learn(const Unit& unit) {
    const Surroundings where{loop_, contexts_, target_, unit, timeouts_};
    if (below_tls(unit)) co_return co_await learn_tls(where);
    co_return co_await play::learn(where);
  }

  static bool below_tls(const Unit& unit) { return unit.c->connections.front().protocol == "tls"; }

  net::Task<void> work() {
    while (!queue_->empty() && !stopped()) {
      auto taken = queue_->take();
      if (!taken) {
        co_await loop_.sleep_until(loop_.now() + kUserWait);
        continue;
      }
      co_await play(*taken);
    }
  }

  /// Why the unit is not played beside others; empty: it is.
  std::string set_aside(const Unit& unit) const {
    for (const scenario::Deviation& listed : target_.deviations) {
      if (!listed.reason.starts_with(kAlone) || !is_of(unit, listed)) continue;
      if (std::ranges::all_of(units_, [&](const Unit& other) { return is_of(other, listed); }))
        continue;
      return "not played beside others (--filter " + listed.id +
             " asks it): " + listed.reason.substr(kAlone.size());
    }
    return {};
  }

  static std::string name_of(const Unit& unit) {
    const std::string& variation = unit.variation.name;
    return unit.id() + (variation.empty() ? "" : " (" + variation + ")");
  }

  bool stopped() const { return hooks_.stop != nullptr && hooks_.stop->load(); }

  net::Task<void> play(const Queue::Taken& taken) {
    const Unit& unit = *taken.unit;
    if (const std::string why = set_aside(unit); !why.empty()) {
      finish(unit, not_asked(unit, Trouble::Missing, why));
      pool_.give_back(taken.lease);
      co_return;
    }
    const Learnt* learnt = learnt_of_[unit.index];
    if (learnt != nullptr && !(learnt->unreachable.empty() && learnt->missing.empty())) {
      const bool skip = learnt->unreachable.empty();
      finish(unit, not_asked(unit, skip ? Trouble::Missing : Trouble::Unreachable,
                             skip ? learnt->missing : learnt->unreachable));
      pool_.give_back(taken.lease);
      co_return;
    }
    PlayContext context{loop_, contexts_, target_, unit, taken.lease, options_.reading, timeouts_};
    context.learnt = learnt == nullptr ? nullptr : &learnt->capabilities;
    WireLogs wires;
    if (hooks_.wires) context.wires = &wires;
    context.served = &served_;
    Played played = co_await play_case(context);
    waited_ += played.waited_seconds;
    ++dialogues_;
    if (hooks_.played) hooks_.played(*unit.c, played.transcript);
    if (hooks_.wires) hooks_.wires({name_of(unit), target_.name, wires});
    const bool cleaned = played.transcript.notes.empty();
    cleaned ? pool_.give_back(taken.lease) : pool_.withdraw(taken.lease);
    finish(unit, judge(unit, std::move(played.transcript)));
  }

  void fill_context() {
    context_ = {.reading = options_.reading, .target = target_.name};
    for (const DialectInfo* info : dialect_infos())
      context_.dialects[std::string(info->name)] = info;
    learnt_of_.resize(units_.size());
  }

  Result judge(const Unit& unit, Transcript transcript) {
    context_.surface = unit.surface;
    return judge::judge(*unit.c, std::move(transcript), context_);
  }

  Result not_asked(const Unit& unit, Trouble trouble, const std::string& why) {
    Transcript transcript;
    StepRecord record{.step = SIZE_MAX};
    record.trouble = trouble;
    record.trouble_text = why;
    transcript.steps.push_back(std::move(record));
    return judge(unit, std::move(transcript));
  }

  void finish(const Unit& unit, Result judged) {
    ++done_;
    std::optional<Result>& slot = judged_[unit.index];
    const bool first = !slot.has_value();
    if (!first && slot->verdict != judged.verdict) flaky(*slot, judged);
    const bool worse = first || (slot->verdict == Verdict::Pass && judged.verdict != Verdict::Pass);
    if (hooks_.progress) hooks_.progress(done_, total_, judged.id);
    if (!worse) return;
    slot = std::move(judged);
    if (hooks_.judged && unit.variation.name.empty()) hooks_.judged(*slot);
  }

  /// --repeat: another verdict than before for the same case.
  void flaky(const Result& before, const Result& now) {
    Result result = now;
    result.id = "repeat." + now.id;
    result.verdict = Verdict::Fail;
    result.level = "MUST";
    result.reason = "not the same verdict each time: " + std::string(to_string(before.verdict)) +
                    " (" + before.reason + "), then " + std::string(to_string(now.verdict)) + " (" +
                    now.reason + ")";
    const bool known =
        std::ranges::any_of(flaky_, [&](const Result& other) { return other.id == result.id; });
    if (!known) flaky_.push_back(std::move(result));
  }

  void note_missing(RunOutcome& outcome) const {
    std::map<std::string, std::size_t> reasons;
    for (const auto& judged : judged_) {
      if (judged && judged->verdict == Verdict::Skip &&
          judged->reason.starts_with("the target declares"))
        ++reasons[judged->reason];
    }
    for (const auto& [reason, count] : reasons) {
      outcome.notes.push_back(target_.name + ": " + std::to_string(count) +
                              " cases were skipped because " + reason);
    }
  }

  net::Loop& loop_;
  const Target& target_;
  const RunOptions& options_;
  const RunHooks& hooks_;
  scenario::Timeouts timeouts_;
  TlsContexts contexts_;
  UserPool pool_;
  std::vector<Unit> units_;
  std::vector<std::optional<Result>> judged_;
  std::optional<Queue> queue_;
  std::map<std::string, Learnt> learnt_;
  std::vector<const Learnt*> learnt_of_;  // by unit
  Served served_;
  judge::JudgeContext context_;
  std::vector<Result> flaky_;
  std::size_t total_ = 0, done_ = 0;
  double waited_ = 0;
  std::uint64_t dialogues_ = 0;

 public:
  bool finished() const { return done_ >= total_; }
};

net::Task<void> watch_stop(net::Loop& loop, const std::atomic<bool>& stop,
                           const std::list<TargetRun>& runs) {
  while (!std::ranges::all_of(runs, &TargetRun::finished)) {
    if (stop.load()) {
      loop.stop();
      co_return;
    }
    co_await loop.sleep_until(loop.now() + kStopCheck);
  }
}

}  // namespace

RunOutcome run(const scenario::Suite& suite, const std::vector<Target>& targets,
               const RunOptions& options, const RunHooks& hooks) {
  const auto start = Clock::now();
  std::list<TargetRun> runs;
  net::Loop loop(
      hooks.world);  // after the runs: what is cut short is destroyed while they still live
  for (const Target& target : targets) {
    runs.emplace_back(loop, suite, target, options, hooks);
    loop.spawn(runs.back().run());
  }
  if (hooks.stop != nullptr) loop.spawn(watch_stop(loop, *hooks.stop, runs));
  loop.run();
  RunOutcome outcome;
  outcome.interrupted = hooks.stop != nullptr && hooks.stop->load();
  for (TargetRun& target_run : runs) target_run.collect(outcome);
  outcome.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return outcome;
}

}  // namespace wireassay::play
