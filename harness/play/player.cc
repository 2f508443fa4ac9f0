// The dialogue: guards, acts, outcomes, repetition; then the barrier and the cleanup.
#include "play/player.h"

#include <algorithm>

#include "play/actor.h"
#include "play/fixture.h"
#include "play/learn.h"
#include "scenario/dialects.h"

namespace wireassay::play {
namespace {

using scenario::ActKind;
using scenario::Case;
using scenario::ConnectionSpec;
using scenario::ExpansionError;
using scenario::Met;
using scenario::Millis;
using scenario::Scope;
using scenario::Step;

constexpr Millis kPollInterval{200};

/// What became of a step: go on, or the dialogue is over.
enum class Flow { On, End };

Trouble trouble_of(const ExpansionError& error) {
  switch (error.kind) {
    case ExpansionError::Kind::Overflow: return Trouble::Overflow;
    case ExpansionError::Kind::Missing: return Trouble::Missing;
    case ExpansionError::Kind::Unknown:
    case ExpansionError::Kind::Bad: return Trouble::Expansion;
  }
  return Trouble::Expansion;
}

struct Party {
  std::unique_ptr<Link> link;
  bool spoken = false;        // a step of the dialogue was played since it was opened
  std::optional<Event> last;  // the last outcome on this connection
  bool left = false;          // the server had taken leave before the event came
  bool close_allowed =
      false;  // an outcome that was allowed was `close`: later steps are passed over
};

class Player {
 public:
  explicit Player(PlayContext context)
      : context_(std::move(context)),
        case_(*context_.unit.c),
        stage_{context_.loop, context_.contexts, context_.target, context_.unit} {
    stage_.timeouts = context_.timeouts;
    stage_.wires = context_.wires;
    stage_.transcript.connections.resize(case_.connections.size());
    parties_.resize(case_.connections.size());
  }

  net::Task<Played> run() {
    if (prepare() && co_await serves_before() && co_await make_fixture()) {
      for (std::size_t at = 0; at < case_.dialogue.size(); ++at) {
        if (co_await play_step(at) == Flow::End) break;
      }
      for (Party& party : parties_) {
        if (party.link) co_await party.link->finish();
      }
      if (below_tls()) stage_.transcript.not_serving = co_await still_serves();
      if (!case_.cleanup.empty()) co_await clean_up();
      if (fixture_) co_await remove_fixture();
    }
    stage_.transcript.ms = stage_.now_ms();
    Played played{std::move(stage_.transcript),
                  std::chrono::duration<double>(stage_.waited).count()};
    co_return played;
  }

 private:
  /// Variables, needs, requirements. False: the dialogue is not begun, the transcript says why.
  bool prepare() {
    fill_facts(scope_, stage_, context_.lease);
    scope_.function = [this](std::string_view name, const std::vector<scenario::Value>& args) {
      auto value =
          call_function(name, args, stage_, context_.lease, scope_.variables["unique"].octets);
      if (value) stage_.transcript.calls[scenario::call_text(name, args)] = value->octets;
      return value;
    };
    if (context_.unit.missing) return refuse(Trouble::Missing, *context_.unit.missing);
    const scenario::ServiceUrl& first = context_.unit.routes.front().url;
    scope_.variables["host"] = {first.host, false};
    scope_.variables["port"] = {std::to_string(first.port), false};
    scope_.variables["tls_name"] = {name_to_ask_for(context_.target, first), false};
    scope_.variables["ping"] = {ping_of(first), false};
    scope_.variables["authority"] = {authority_of(context_.target, first), false};
    // A longer way may teach more: what is required is looked at when the opening has been played.
    const bool at_once = case_.connections.front().steps.empty();
    if (at_once && context_.learnt != nullptr && !meets_requirements(*context_.learnt))
      return false;
    scope_.capabilities = context_.learnt;
    if (!expand_into_scope(case_.lets, scope_)) return false;
    // As they are before the first step: the judge binds the holes itself, in the same order.
    for (const auto& [name, value] : scope_.variables)
      stage_.transcript.variables[name] = value.octets;
    return true;
  }

  /// What such a case sends may break a server: a good conversation before and behind it shows
  /// whether it did.
  bool below_tls() const { return case_.connections.front().protocol == "tls"; }

  net::Task<std::string> still_serves() {
    const Surroundings where{context_.loop, context_.contexts, context_.target, context_.unit,
                             context_.timeouts};
    const auto start = context_.loop.now();
    std::string why = co_await good_conversation(where);
    stage_.waited += context_.loop.now() - start;
    if (why.empty() && context_.served != nullptr)
      context_.served->saw(context_.unit.routes.front(), context_.loop.now());
    co_return why;
  }

  net::Task<bool> serves_before() {
    if (!below_tls()) co_return true;
    if (context_.served != nullptr &&
        context_.served->lately(context_.unit.routes.front(), context_.loop.now()))
      co_return true;
    const std::string why = co_await still_serves();
    if (why.empty()) co_return true;
    co_return refuse(Trouble::Fixture, "before the case the server does not serve: " + why);
  }

  bool meets_requirements(const TextList& capabilities) {
    for (const scenario::Requirement& requirement : case_.requires_) {
      if (const auto why = scenario::unmet(requirement, capabilities))
        return refuse(Trouble::Missing, *why);
    }
    return true;
  }

  /// One harmless command of the surface.
  std::string ping_of(const scenario::ServiceUrl& url) const {
    const std::string_view protocol =
        scenario::protocol_of_service(context_.unit.routes.front().service);
    if (protocol == "imap") return "t9 NOOP\r\n";
    if (protocol == "pop3") return "CAPA\r\n";
    if (protocol == "http")
      return "GET / HTTP/1.1\r\nHost: " + authority_of(context_.target, url) + "\r\n\r\n";
    return "NOOP\r\n";
  }

  net::Task<bool> make_fixture() {
    if (case_.given.box == scenario::Given::Box::None) co_return true;
    fixture_.emplace(stage_, context_.lease, scope_.variables["unique"].octets);
    const Fixture::Done done = co_await fixture_->make();
    if (done) co_return true;
    co_return refuse(Trouble::Fixture, "the mailbox could not be made ready: " + done.error());
  }

  net::Task<void> remove_fixture() {
    const Fixture::Done done = co_await fixture_->remove();
    if (!done) stage_.transcript.notes.push_back("the mailbox was not cleaned up: " + done.error());
    stage_.waited += fixture_->waited();
  }

  bool expand_into_scope(const std::vector<scenario::Let>& lets, Scope& scope) {
    const auto done = scenario::expand_lets(lets, scope);
    if (done) return true;
    return refuse(trouble_of(done.error()), done.error().message);
  }

  bool refuse(Trouble trouble, std::string text) {
    StepRecord record{.step = SIZE_MAX};
    record.trouble = trouble;
    record.trouble_text = std::move(text);
    stage_.transcript.steps.push_back(std::move(record));
    return false;
  }

  StepRecord& begin_record(Phase phase, std::size_t connection, std::size_t step,
                           std::uint32_t iteration) {
    StepRecord record{.phase = phase,
                      .connection = static_cast<std::uint32_t>(connection),
                      .step = step,
                      .iteration = iteration};
    record.first_chunk = stage_.transcript.chunks.size();
    stage_.transcript.steps.push_back(std::move(record));
    return stage_.transcript.steps.back();
  }

  net::Task<Flow> play_step(std::size_t at) {
    const Step& step = case_.dialogue[at];
    const std::size_t index = scenario::connection_index(case_, step);
    Party& party = parties_[index];
    if (party.close_allowed) {
      begin_record(Phase::Dialogue, index, at, 1).passed_over = true;
      co_return Flow::On;
    }
    if (step.when && !scenario::guard_holds(*step.when, party.last ? &*party.last : nullptr)) {
      begin_record(Phase::Dialogue, index, at, 1).guarded = true;
      co_return Flow::On;
    }
    if (!party.link && co_await open(index) == Flow::End) co_return Flow::End;
    if (step.after) co_await wait(*step.after);
    for (std::uint32_t i = 1; i <= step.times; ++i) {
      scope_.variables["i"] = {std::to_string(i), false};
      const Flow flow = step.poll ? co_await poll(at, index, i)
                                  : co_await attempt(Phase::Dialogue, step, at, index, i, scope_);
      if (flow == Flow::End) co_return Flow::End;
      if (party.close_allowed) break;
    }
    co_return Flow::On;
  }

  net::Task<void> wait(Millis duration) {
    const auto start = context_.loop.now();
    co_await context_.loop.sleep_until(start + duration);
    stage_.waited += context_.loop.now() - start;
  }

  /// Opens a connection as far as its opening says; in the transcript it goes on where `before`
  /// ended.
  net::Task<Flow> open(std::size_t index, const Link* before = nullptr) {
    const ConnectionSpec& spec = case_.connections[index];
    Party& party = parties_[index];
    const Route& where = context_.unit.routes[index];
    party.link = std::make_unique<Link>(stage_, static_cast<std::uint32_t>(index),
                                        *find_dialect(spec.protocol), where);
    party.spoken = false;
    if (before != nullptr) party.link->follow(*before);
    const Link::Opened opened = co_await party.link->open(spec);
    if (opened.trouble != Trouble::None) {
      StepRecord& record = begin_record(Phase::Opening, index, SIZE_MAX, 1);
      record.trouble = opened.trouble;
      record.trouble_text = opened.text;
      co_return Flow::End;
    }
    if (spec.steps.empty()) co_return Flow::On;
    Scope inner = scope_;
    if (!expand_into_scope(spec.params, inner)) co_return Flow::End;
    for (std::size_t at = 0; at < spec.steps.size(); ++at) {
      const Flow flow = co_await attempt(Phase::Opening, spec.steps[at], at, index, 1, inner);
      if (flow == Flow::End) co_return Flow::End;
    }
    const TextList& seen = party.link->capabilities();
    const bool asked = !seen.empty() || context_.learnt == nullptr;
    if (index == 0 && !meets_requirements(asked ? seen : *context_.learnt)) co_return Flow::End;
    co_return Flow::On;
  }

  /// One try of a step: act, then each outcome in turn.
  net::Task<Flow> attempt(Phase phase, const Step& step, std::size_t at, std::size_t index,
                          std::uint32_t iteration, Scope& scope) {
    Party& party = parties_[index];
    begin_record(phase, index, at, iteration);
    party.spoken = party.spoken || phase == Phase::Dialogue;
    const std::size_t record = stage_.transcript.steps.size() - 1;
    scope.capabilities = &party.link->capabilities();
    scope.variables["tag"] = {party.link->session().next_tag(), false};
    stage_.transcript.steps[record].tag = scope.variables["tag"].octets;
    party.left = party.link->session().took_leave();
    std::optional<Event> given;
    if (const auto error = co_await actor_.act(step, *party.link, scope, given)) {
      StepRecord& failed = stage_.transcript.steps[record];
      failed.trouble = trouble_of(*error);
      failed.trouble_text = error->message;
      co_return Flow::End;
    }
    co_return co_await await_outcomes(step, party, record, scope, std::move(given));
  }

  net::Task<Flow> await_outcomes(const Step& step, Party& party, std::size_t record, Scope& scope,
                                 std::optional<Event> given) {
    const scenario::EvaluateContext evaluation{&party.link->dialect().info(), context_.reading};
    const bool looks_again = step.act == ActKind::None && step.outcomes.empty();
    const std::size_t count = looks_again ? 1 : step.outcomes.size();
    for (std::size_t outcome = 0; outcome < count; ++outcome) {
      Event event;
      std::uint64_t offset = party.link->last_event_offset();
      if (given) {
        event = std::move(*given);
        given.reset();
      } else if (looks_again) {
        event = party.last.value_or(
            Event{.kind = EventKind::Silence, .cls = "silence", .note = "no reply yet"});
      } else if (step.outcomes[outcome].has("*")) {
        event = co_await await_data(step, outcome, party, scope, offset);
      } else {
        party.link->session().awaits(named_by(step, outcome));
        event = co_await party.link->next(deadline_of(step, outcome, *party.link));
        offset = party.link->last_event_offset();
      }
      const TextList& capabilities = party.link->capabilities();
      scope.capabilities = &capabilities;
      if (const auto why = not_asked(*party.link, event)) {
        leave_unjudged(record, std::move(event), offset, *why);
        co_return Flow::End;
      }
      const Met met = scenario::evaluate(step, outcome, event, scope, evaluation);
      const bool passed = met.grade == Met::Grade::Held || met.grade == Met::Grade::Tolerated;
      if (met.grade != Met::Grade::Held && party.left && event.kind == EventKind::Close) {
        leave_unjudged(
            record, std::move(event), offset,
            {Trouble::Missing, "the server ended the connection, as it had said it would"});
        co_return Flow::End;
      }
      party.left = party.link->session().took_leave();
      StepRecord& seen = stage_.transcript.steps[record];
      seen.capabilities = capabilities;
      seen.offsets.push_back(offset);
      seen.events.push_back(event);
      party.last = std::move(event);
      if (!passed) co_return Flow::End;
      if (party.last->kind == EventKind::Close) party.close_allowed = true;
      if (party.close_allowed) break;
    }
    if (step.act == ActKind::Do && (step.word == "reset" || step.word == "close"))
      party.close_allowed = true;
    co_return Flow::On;
  }

  /// All outcomes that the step knows what to make of.
  static std::vector<std::string> named_by(const Step& step, std::size_t outcome) {
    std::vector<std::string> atoms = step.outcomes[outcome].atoms;
    for (const auto* excuses : {&step.tolerate, &step.skip}) {
      for (const scenario::Excuse& excuse : *excuses)
        atoms.insert(atoms.end(), excuse.outcome.atoms.begin(), excuse.outcome.atoms.end());
    }
    return atoms;
  }

  /// Why what came, or did not, says nothing about the question.
  static std::optional<Link::Opened> not_asked(const Link& link, const Event& event) {
    // RFC 6409 section 4.3: a submission server refuses what is not authenticated by 530. A case
    // about relays that is played on one, for want of a relay, asks it nothing then.
    if (link.where().stands_in && event.kind == EventKind::Reply && event.cls == "530") {
      return Link::Opened{
          Trouble::Missing,
          "the target has no service smtp, and its submission wants a login first (530)"};
    }
    if (event.kind == EventKind::Tls && event.cls == "refused")
      return Link::Opened{Trouble::Tls, "this side ended the handshake: " + event.note};
    if (event.kind == EventKind::Silence && !link.unsent().empty())
      return Link::Opened{Trouble::Fixture, "the question could not be asked: " + link.unsent()};
    return std::nullopt;
  }

  void leave_unjudged(std::size_t record, Event event, std::uint64_t offset, Link::Opened why) {
    StepRecord& seen = stage_.transcript.steps[record];
    seen.trouble = why.trouble;
    seen.trouble_text = std::move(why.text);
    StepRecord unjudged{.phase = Phase::Opening, .connection = seen.connection, .step = SIZE_MAX};
    unjudged.events.push_back(std::move(event));
    unjudged.offsets.push_back(offset);
    stage_.transcript.steps.push_back(std::move(unjudged));
  }

  /// Data that answers no command, piece by piece, until the fields of the step hold. What had come
  /// when the time was over stands in the event of silence.
  net::Task<Event> await_data(const Step& step, std::size_t outcome, Party& party,
                              const Scope& scope, std::uint64_t& offset) {
    Link& link = *party.link;
    const scenario::EvaluateContext evaluation{&link.dialect().info(), context_.reading};
    const auto deadline = deadline_of(step, outcome, link);
    std::optional<Event> all;
    link.session().want_data(true);
    while (true) {
      Event event = co_await link.next(deadline);
      if (!all) offset = link.last_event_offset();
      if (event.kind != EventKind::Reply || event.cls != "*") {
        if (event.kind == EventKind::Silence && all) {
          event.raw = std::move(all->raw);
          event.note += "; what was awaited was not in the data that came";
        }
        all = std::move(event);
        break;
      }
      if (all)
        append(*all, std::move(event));
      else
        all = std::move(event);
      Scope trial = scope;
      if (scenario::evaluate(step, outcome, *all, trial, evaluation).grade == Met::Grade::Held)
        break;
    }
    link.session().want_data(false);
    co_return std::move(*all);
  }

  /// Two pieces of unasked data as one: lists are joined, other fields are the later ones.
  static void append(Event& all, Event more) {
    const std::size_t shift = all.raw.size();
    all.raw += more.raw;
    for (Deviation& deviation : more.deviations)
      all.deviations.push_back({deviation.rule, deviation.offset + shift});
    for (auto& [name, value] : more.fields) {
      auto* list = std::get_if<TextList>(&value);
      auto* before = std::get_if<TextList>(&all.fields[name]);
      if (list != nullptr && before != nullptr)
        std::ranges::move(*list, std::back_inserter(*before));
      else
        all.fields[name] = std::move(value);
    }
    all.fields["octets"] = std::uint64_t{all.raw.size()};
    all.at_ms = more.at_ms;
  }

  Clock::time_point deadline_of(const Step& step, std::size_t outcome, const Link& link) const {
    const bool silence = step.outcomes[outcome].has("silence");
    const Millis fallback = silence ? context_.timeouts.silence : context_.timeouts.reply;
    return link.last_write() + step.within.value_or(fallback);
  }

  /// Repeats the step until it holds or its time is over; only the last attempt counts. Where a
  /// session sees what was there when it began, each attempt has one of its own.
  net::Task<Flow> poll(std::size_t at, std::size_t index, std::uint32_t iteration) {
    const Step& step = case_.dialogue[at];
    const auto end = context_.loop.now() + *step.poll;
    const bool snapshot = parties_[index].link->dialect().info().snapshot;
    while (true) {
      const Scope before = scope_;
      const std::size_t first = stage_.transcript.steps.size();
      Flow flow = Flow::On;
      if (snapshot && parties_[index].spoken) flow = co_await reopen(index);
      if (flow == Flow::On)
        flow = co_await attempt(Phase::Dialogue, step, at, index, iteration, scope_);
      const bool over = context_.loop.now() + kPollInterval >= end;
      if (flow == Flow::On || over || (!snapshot && !parties_[index].link->open_now()))
        co_return flow;
      for (std::size_t record = first; record < stage_.transcript.steps.size(); ++record)
        stage_.transcript.steps[record].superseded = true;
      scope_ = before;
      co_await wait(kPollInterval);
    }
  }

  net::Task<Flow> reopen(std::size_t index) {
    const std::unique_ptr<Link> before = std::move(parties_[index].link);
    co_await before->finish();
    co_return co_await open(index, before.get());
  }

  /// On a fresh connection, whatever happened; its trouble is a note and never changes the verdict.
  net::Task<void> clean_up() {
    Party& party = parties_.front();
    party = Party{};
    const std::size_t steps_before = stage_.transcript.steps.size();
    const std::size_t unasked_before = stage_.transcript.leftovers.size();
    if (co_await open(0) == Flow::On) {
      for (std::size_t at = 0; at < case_.cleanup.size(); ++at) {
        const Flow flow = co_await attempt(Phase::Cleanup, case_.cleanup[at], at, 0, 1, scope_);
        if (flow == Flow::End) {
          stage_.transcript.notes.push_back("cleanup step " + std::to_string(at + 1) +
                                            " did not hold");
          break;
        }
      }
      co_await party.link->finish();
    } else {
      stage_.transcript.notes.push_back("cleanup could not be begun");
    }
    if (stage_.transcript.leftovers.size() > unasked_before) {
      stage_.transcript.notes.push_back("a reply in the cleanup that nobody asked for");
      stage_.transcript.leftovers.resize(unasked_before);
    }
    for (std::size_t at = steps_before; at < stage_.transcript.steps.size(); ++at) {
      stage_.transcript.steps[at].phase = Phase::Cleanup;
    }
  }

  PlayContext context_;
  const Case& case_;
  Stage stage_;
  Scope scope_;
  std::vector<Party> parties_;
  std::optional<Fixture> fixture_;
  Actor actor_{context_, stage_};
};

}  // namespace

net::Task<Played> play_case(PlayContext context) {
  const auto player = std::make_unique<Player>(std::move(context));
  co_return co_await player->run();
}

}  // namespace wireassay::play
