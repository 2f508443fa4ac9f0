// Walks through what a case did and saw, in order, and stops at the first step that decides.
#include "judge/judge.h"

#include <algorithm>

namespace wireassay::judge {
namespace {

using scenario::Case;
using scenario::Level;
using scenario::Met;
using scenario::Step;

/// What an unmet expectation is worth at each level (LANGUAGE section 2).
Verdict broken(Level level) {
  switch (level) {
    case Level::Must:
    case Level::MustNot: return Verdict::Fail;
    case Level::Should:
    case Level::ShouldNot:
    case Level::Example: return Verdict::Warn;
    case Level::May: return Verdict::Pass;
  }
  return Verdict::Fail;
}

std::string_view broken_prefix(Level level) {
  switch (level) {
    case Level::May: return "as it may: ";
    case Level::Example: return "differs from the document: ";
    case Level::Must:
    case Level::MustNot:
    case Level::Should:
    case Level::ShouldNot: return "";
  }
  return "";
}

Verdict verdict_of(Trouble trouble) {
  switch (trouble) {
    case Trouble::Overflow:
    case Trouble::Missing: return Verdict::Skip;
    case Trouble::None:
    case Trouble::Unreachable:
    case Trouble::Tls:
    case Trouble::Expansion:
    case Trouble::Fixture:
    case Trouble::Aborted: return Verdict::Error;
  }
  return Verdict::Error;
}

class Walk {
 public:
  Walk(const Case& c, const Transcript& transcript, const JudgeContext& context)
      : case_(c), transcript_(transcript), context_(context) {
    for (const auto& [name, value] : transcript.variables) scope_.variables[name] = {value, false};
    scope_.function =
        [&calls = transcript.calls](
            std::string_view function,
            const std::vector<scenario::Value>& args) -> scenario::Expanded<scenario::Value> {
      const auto found = calls.find(scenario::call_text(function, args));
      if (found != calls.end()) return scenario::Value{found->second, false};
      return std::unexpected(scenario::ExpansionError{
          scenario::ExpansionError::Kind::Missing,
          std::string(function) + "() was not called when the case was played"});
    };
  }

  Result run() {
    Result& result = result_;
    fill_identity(result);
    result.verdict = Verdict::Pass;
    const bool decided = walk_steps();
    if (!decided) decide_at_end();
    collect_breaches();
    result.reason = transcript_.secrets.mask(result.reason);
    result.expected = transcript_.secrets.mask(result.expected);
    result.received = transcript_.secrets.mask(result.received);
    result.nearest = transcript_.secrets.mask(result.nearest);
    return std::move(result_);
  }

 private:
  void fill_identity(Result& result) {
    result.id = case_.full_id();
    if (!context_.surface.empty()) result.id += "@" + context_.surface;
    result.target = context_.target;
    result.title = case_.title;
    result.level = scenario::to_string(case_.level);
    result.spec = case_.spec;
    result.clause = case_.clause;
    result.quote = case_.quote;
    result.file = case_.file;
    result.at = case_.at;
    result.ms = transcript_.ms;
    result.connections = transcript_.connections;
    result.notes = transcript_.notes;
  }

  const Step* step_of(const StepRecord& record) const {
    if (record.phase == Phase::Cleanup) return nullptr;
    const auto& steps =
        record.phase == Phase::Opening && record.connection < case_.connections.size()
            ? case_.connections[record.connection].steps
            : case_.dialogue;
    return record.step < steps.size() ? &steps[record.step] : nullptr;
  }

  const DialectInfo* dialect_of(std::uint32_t connection) const {
    if (connection >= case_.connections.size()) return nullptr;
    const auto found = context_.dialects.find(case_.connections[connection].protocol);
    return found == context_.dialects.end() ? nullptr : found->second;
  }

  void point_at(const StepRecord& record, const Step* step) {
    Result& result = result_;
    if (record.phase == Phase::Opening && record.connection < case_.connections.size()) {
      const auto& connection = case_.connections[record.connection];
      result.step_text = "opening " + connection.opening;
      if (step != nullptr) result.step_text += ", step " + std::to_string(step->number);
      return;
    }
    if (step == nullptr) return;
    result.at = step->at;
    result.step = step->number;
    result.step_text = "step " + std::to_string(step->number);
    if (step->times > 1) result.step_text += ", i = " + std::to_string(record.iteration);
  }

  /// True if a step decided the verdict.
  bool walk_steps() {
    for (const StepRecord& record : transcript_.steps) {
      if (record.superseded || record.guarded || record.passed_over) continue;
      const Step* step = step_of(record);
      if (record.phase == Phase::Cleanup) continue;
      if (step != nullptr && walk_events(record, *step)) return true;
      if (record.trouble != Trouble::None) {
        point_at(record, step);
        result_.verdict = verdict_of(record.trouble);
        result_.reason = record.trouble_text;
        result_.unreachable = record.trouble == Trouble::Unreachable;
        return true;
      }
    }
    return false;
  }

  bool walk_events(const StepRecord& record, const Step& step) {
    scope_.capabilities = &record.capabilities;
    scope_.variables["i"] = {std::to_string(record.iteration), false};
    scope_.variables["tag"] = {record.tag, false};
    const scenario::EvaluateContext evaluate_context{dialect_of(record.connection),
                                                     context_.reading};
    for (std::size_t index = 0; index < record.events.size(); ++index) {
      const Met met = evaluate(step, index, record.events[index], scope_, evaluate_context);
      if (met.grade == Met::Grade::Held) {
        asked_ = asked_ || (!step.assume && record.phase == Phase::Dialogue);
        continue;
      }
      if (met.grade == Met::Grade::Tolerated) {
        asked_ = asked_ || !step.assume;
        tolerate(record, step, met);
        continue;
      }
      point_at(record, &step);
      decide(record, step, index, met);
      return true;
    }
    return false;
  }

  void tolerate(const StepRecord& record, const Step& step, const Met& met) {
    if (result_.verdict != Verdict::Pass) return;
    point_at(record, &step);
    result_.verdict = Verdict::Warn;
    result_.reason = "tolerated: " + met.reason;
    result_.expected = met.expected;
    result_.received = met.received;
  }

  void decide(const StepRecord& record, const Step& step, std::size_t index, const Met& met) {
    Result& result = result_;
    const Event& event = record.events[index];
    result.expected = met.expected;
    result.received = met.received;
    result.nearest = met.nearest;
    if (met.grade == Met::Grade::Skipped) {
      result.verdict = Verdict::Skip;
      result.reason = met.reason;
      return;
    }
    if (index < record.offsets.size() && !event.raw.empty()) {
      const std::size_t length = met.mark_length != 0 ? met.mark_length : event.raw.size();
      result.mark = Mark{record.connection, record.offsets[index] + met.mark_offset, length};
    }
    if (record.phase == Phase::Opening || step.assume) {
      result.verdict = Verdict::Error;
      result.reason = "the question could not be asked: " + met.reason;
      return;
    }
    result.verdict = broken(case_.level);
    result.reason = std::string(broken_prefix(case_.level)) + met.reason;
  }

  void decide_at_end() {
    Result& result = result_;
    if (const Leftover* extra = first_unasked(); extra != nullptr) {
      result.verdict = broken(case_.level);
      result.reason = std::string(broken_prefix(case_.level)) + "a reply that nobody asked for";
      result.expected = "no further reply";
      result.received = escape_first(extra->event);
      result.mark = Mark{extra->connection, extra->offset, extra->event.raw.size()};
      result.step = 0;
      result.step_text = "after the last step";
      return;
    }
    if (!transcript_.not_serving.empty()) {
      result.verdict = Verdict::Fail;
      result.reason =
          "behind the dialogue the server does not serve any more: " + transcript_.not_serving;
      result.expected = "a good conversation on a fresh connection";
      result.received = transcript_.not_serving;
      result.step_text = "after the last step";
      return;
    }
    if (result.verdict != Verdict::Pass) return;
    if (!asked_) {
      result.verdict = Verdict::Error;
      result.reason = "the question was never asked: no step with `expect` was played";
      return;
    }
    result.reason = "every step held";
  }

  const Leftover* first_unasked() const {
    for (const Leftover& leftover : transcript_.leftovers) {
      if (leftover.event.kind == EventKind::Close) continue;
      const DialectInfo* info = dialect_of(leftover.connection);
      const bool allowed =
          info != nullptr &&
          std::ranges::find(info->unasked, leftover.event.cls) != info->unasked.end();
      if (!allowed) return &leftover;
    }
    return nullptr;
  }

  static std::string escape_first(const Event& event) { return scenario::describe(event); }

  void collect_breaches() {
    for (const StepRecord& record : transcript_.steps) {
      for (std::size_t index = 0; index < record.events.size(); ++index) {
        const std::uint64_t offset = index < record.offsets.size() ? record.offsets[index] : 0;
        breaches_of(record.events[index], record.connection, offset);
      }
    }
    for (const Leftover& leftover : transcript_.leftovers) {
      breaches_of(leftover.event, leftover.connection, leftover.offset);
    }
  }

  void breaches_of(const Event& event, std::uint32_t connection, std::uint64_t offset) {
    for (const Deviation& deviation : event.deviations) {
      if (case_.waive.contains(std::string(deviation.rule))) continue;
      const std::uint64_t at = offset + deviation.offset;
      result_.breaches.push_back({std::string(deviation.rule), Mark{connection, at, 1},
                                  transcript_.secrets.mask(scenario::describe(event))});
    }
  }

  const Case& case_;
  const Transcript& transcript_;
  const JudgeContext& context_;
  scenario::Scope scope_;
  Result result_;
  bool asked_ = false;
};

}  // namespace

Result judge(const Case& c, const Transcript& transcript, const JudgeContext& context) {
  Result result = Walk(c, transcript, context).run();
  result.transcript = transcript.chunks;
  return result;
}

Result judge(const Case& c, Transcript&& transcript, const JudgeContext& context) {
  Result result = Walk(c, transcript, context).run();
  result.transcript = std::move(transcript.chunks);
  return result;
}

}  // namespace wireassay::judge
