// Whether a step held: its outcome, then its fields, then its checks; what was bound counts only
// when all of it does.
#include "scenario/evaluate.h"

#include <algorithm>
#include <utility>

#include "core/escape.h"
#include "scenario/check.h"
#include "scenario/functions.h"
#include "scenario/match.h"
#include "scenario/same_headers.h"

namespace wireassay::scenario {
namespace {

using Grade = Met::Grade;

constexpr std::size_t kShownOctets = 200;
constexpr FieldSpec kUnknownField;

bool matches(const Outcome& outcome, const Event& event) {
  return std::ranges::any_of(outcome.atoms,
                             [&](const std::string& atom) { return class_matches(atom, event); });
}

std::string with_note(std::string text, const Event& event) {
  if (!event.note.empty()) text += " (" + event.note + ")";
  return text;
}

/// True if one of the atoms can only be met by octets of the server.
bool wants_reply(const Outcome& outcome) {
  return std::ranges::any_of(outcome.atoms, [](const std::string& atom) {
    return atom != "close" && atom != "silence" && atom != "established" &&
           !atom.starts_with("alert");
  });
}

/// What came instead of the outcome, as the first half of a sentence.
std::string what_came(const Event& event, const Outcome& wanted) {
  switch (event.kind) {
    case EventKind::Reply: return "the reply is " + escape_short(event.cls, kShownOctets);
    case EventKind::Close:
      return with_note(
          wants_reply(wanted) ? "closed by the server before a reply" : "closed by the server",
          event);
    case EventKind::Silence: return with_note("nothing came", event);
    case EventKind::Tls:
      return with_note("the handshake ended with " + escape_short(event.cls, kShownOctets), event);
    case EventKind::Garbage: return with_note("what came is no reply", event);
    case EventKind::Overflow: return with_note("the reply is larger than is read", event);
  }
  return {};
}

/// Where the class stands in the octets of a reply: at the start (SMTP, POP3), behind a version or
/// tag in the first line (HTTP) or in the last (IMAP). Nothing is marked if it is in none of them:
/// then the whole reply is.
void mark_class(const Event& event, Met& met) {
  if (event.kind != EventKind::Reply || event.cls.empty()) return;
  const std::string_view raw = event.raw;
  const std::string_view body = raw.ends_with("\r\n") ? raw.substr(0, raw.size() - 2) : raw;
  const std::size_t last_break = body.rfind("\r\n");
  const std::size_t last = last_break == std::string_view::npos ? 0 : last_break + 2;
  if (raw.starts_with(event.cls)) {
    met.mark_length = event.cls.size();
    return;
  }
  for (const std::size_t line : {std::size_t{0}, last}) {
    const std::size_t end = std::min(raw.find("\r\n", line), raw.size());
    const std::size_t found = raw.substr(0, end).find(" " + event.cls, line);
    if (found == std::string_view::npos) continue;
    met.mark_offset = found + 1;
    met.mark_length = event.cls.size();
    return;
  }
}

void mark_octets(const Event& event, std::string_view octets, Met& met) {
  const std::size_t found = octets.empty() ? std::string_view::npos : event.raw.find(octets);
  if (found == std::string_view::npos) return;
  met.mark_offset = found;
  met.mark_length = octets.size();
}

/// A question that cannot be put is skipped; a value of the server's that is of the wrong kind
/// fails.
Grade grade_of(const ExpansionError& error) {
  return error.kind == ExpansionError::Kind::Bad ? Grade::Failed : Grade::Skipped;
}

/// The event under the name of `as`, taken back unless the step holds.
class Naming {
 public:
  Naming(Scope& scope, const std::string& name) : scope_(scope), name_(name) {}
  Naming(const Naming&) = delete;
  Naming& operator=(const Naming&) = delete;
  ~Naming() {
    if (!set_) return;
    if (before_)
      scope_.named[name_] = std::move(*before_);
    else
      scope_.named.erase(name_);
  }

  void set(const Event& event) {
    if (name_.empty()) return;
    const auto found = scope_.named.find(name_);
    if (found != scope_.named.end()) before_ = std::move(found->second);
    scope_.named.insert_or_assign(name_, event);
    set_ = true;
  }
  void keep() { set_ = false; }

 private:
  Scope& scope_;
  const std::string& name_;
  std::optional<Event> before_;
  bool set_ = false;
};

class Evaluation {
 public:
  Evaluation(const Step& step, const Event& event, Scope& scope, const EvaluateContext& context)
      : step_(step), event_(event), scope_(scope), context_(context) {}

  Met run(std::size_t index) {
    const Outcome* const wanted = wanted_outcome(index);
    if (wanted == nullptr && !step_.outcomes.empty()) {
      return {.grade = Grade::Failed,
              .reason = "no outcome was awaited here",
              .expected = "nothing",
              .received = describe(event_)};
    }
    if (wanted == nullptr || matches(*wanted, event_)) return run_details(wanted);
    for (const Excuse& excuse : step_.tolerate) {
      if (matches(excuse.outcome, event_)) return excused(Grade::Tolerated, excuse, *wanted);
    }
    for (const Excuse& excuse : step_.skip) {
      if (matches(excuse.outcome, event_)) return excused(Grade::Skipped, excuse, *wanted);
    }
    return wrong_class(*wanted);
  }

 private:
  const Outcome* wanted_outcome(std::size_t index) const {
    if (!context_.reading.empty() && index == 0) {
      const auto found = step_.reading.find(std::string(context_.reading));
      if (found != step_.reading.end()) return &found->second;
    }
    return index < step_.outcomes.size() ? &step_.outcomes[index] : nullptr;
  }

  Met excused(Grade grade, const Excuse& excuse, const Outcome& wanted) {
    if (grade == Grade::Tolerated && !step_.as.empty())
      scope_.named.insert_or_assign(step_.as, event_);
    return {.grade = grade,
            .reason = excuse.reason,
            .expected = wanted.text(),
            .received = describe(event_)};
  }

  Met wrong_class(const Outcome& wanted) const {
    Met met{.grade = Grade::Failed, .expected = wanted.text(), .received = describe(event_)};
    const std::string came = what_came(event_, wanted);
    met.reason = came + ", expected " + met.expected;
    if (event_.kind == EventKind::Close) met.received = came;
    mark_class(event_, met);
    return met;
  }

  Met run_details(const Outcome* wanted) {
    // Fields and checks belong to steps with one outcome, or none: then the last reply is looked at
    // again.
    Bindings bindings(scope_);
    Naming naming(scope_, step_.as);
    Met met;
    const bool detailed = step_.outcomes.size() < 2;
    // "5xx|close" with a field: what has no reply has no fields of one.
    const bool ended = event_.kind == EventKind::Close || event_.kind == EventKind::Silence;
    const bool allowed_end = ended && wanted != nullptr;
    const bool holds = !detailed || allowed_end || run_fields(bindings, met);
    if (holds) naming.set(event_);
    if (!holds || (detailed && !run_checks(met))) {
      met.received = describe(event_);
      if (wanted != nullptr) forgive_set_up(*wanted, met);
      return met;
    }
    bindings.keep();
    naming.keep();
    return met;
  }

  /// `{ assume = 200, header = { ETag = … }, skip = { "2xx" = "no ETag" } }`: set-up whose field is
  /// not there. Where the field is the question, an excuse for the class of the reply is none for
  /// what it says.
  void forgive_set_up(const Outcome& wanted, Met& met) const {
    if (!step_.assume || met.grade != Grade::Failed) return;
    for (const Excuse& excuse : step_.skip) {
      if (!matches(excuse.outcome, event_)) continue;
      met = {.grade = Grade::Skipped,
             .reason = excuse.reason,
             .expected = wanted.text(),
             .received = met.received};
      return;
    }
  }

  const FieldSpec& spec_of(std::string_view field) const {
    if (context_.dialect == nullptr) return kUnknownField;
    const auto& fields = context_.dialect->fields;
    const auto found = std::ranges::find(fields, field, &FieldSpec::name);
    return found == fields.end() ? kUnknownField : *found;
  }

  bool judged(const FieldSpec& spec) const {
    if (spec.if_advertised.empty()) return true;
    return scope_.capabilities != nullptr && advertises(*scope_.capabilities, spec.if_advertised);
  }

  bool run_fields(Bindings& bindings, Met& met) {
    for (const FieldExpectation& expectation : step_.fields) {
      const FieldSpec& spec = spec_of(expectation.field);
      if (expectation.field == "same_headers" || !judged(spec)) continue;
      const auto found = event_.fields.find(expectation.field);
      FieldValue size;
      if (expectation.field == "octets") size = std::uint64_t{event_.raw.size()};
      const FieldValue& value = found != event_.fields.end() ? found->second : size;
      std::expected<void, FieldMiss> answer =
          match_field(expectation, value, spec, scope_, bindings);
      if (answer) continue;
      report(std::move(answer.error()), met);
      return false;
    }
    auto difference = headers_differ(step_.fields, event_, scope_);
    if (difference) report(std::move(*difference), met);
    return !difference;
  }

  void report(FieldMiss miss, Met& met) const {
    met.grade = miss.error ? grade_of(*miss.error) : Grade::Failed;
    met.reason = std::move(miss.reason);
    met.expected = std::move(miss.expected);
    met.nearest = std::move(miss.nearest);
    mark_octets(event_, miss.offending, met);
  }

  bool run_checks(Met& met) const {
    for (const Check& check : step_.checks) {
      const Expanded<CheckAnswer> answer = evaluate_check(check, scope_);
      if (answer.has_value() && answer->holds) continue;
      met.expected = "check " + escape_short(check.source, kShownOctets);
      if (answer.has_value()) {
        met.grade = Grade::Failed;
        met.expected += " (" + answer->sides + ")";
        met.reason = "does not hold: " + met.expected;
      } else {
        met.grade = grade_of(answer.error());
        met.reason = met.expected + ": " + answer.error().message;
      }
      return false;
    }
    return true;
  }

  const Step& step_;
  const Event& event_;
  Scope& scope_;
  const EvaluateContext& context_;
};

}  // namespace

std::string call_text(std::string_view function, const std::vector<Value>& args) {
  std::string text(function);
  for (const Value& arg : args)
    text.append("/").append(std::to_string(arg.octets.size())).append(":").append(arg.octets);
  return text;
}

Met evaluate(const Step& step, std::size_t index, const Event& event, Scope& scope,
             const EvaluateContext& context) {
  return Evaluation(step, event, scope, context).run(index);
}

std::string describe(const Event& event) {
  switch (event.kind) {
    case EventKind::Close: return with_note("closed by the server", event);
    case EventKind::Silence: return with_note("nothing came", event);
    case EventKind::Tls: return with_note(escape_short(event.cls, kShownOctets), event);
    case EventKind::Reply:
    case EventKind::Garbage:
    case EventKind::Overflow: break;
  }
  return with_note(escape_short(event.raw.empty() ? event.cls : event.raw, kShownOctets), event);
}

bool guard_holds(const Outcome& when, const Event* last) {
  return last != nullptr && matches(when, *last);
}

}  // namespace wireassay::scenario
