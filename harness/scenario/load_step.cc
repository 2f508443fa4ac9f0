// One step: act, outcome, fields, and which of them go together.
#include "scenario/load_step.h"

#include <algorithm>

#include "core/escape.h"
#include "scenario/keys.h"
#include "scenario/load_act.h"
#include "scenario/load_field.h"
#include "scenario/load_outcome.h"

namespace wireassay::scenario {
namespace {

using Kind = Node::Kind;

const FieldSpec kOctets{"octets", FieldType::Number, Compare::Exact, "",
                        "size of the reply on the wire"};

const FieldSpec* find_field(const DialectInfo& info, std::string_view name) {
  const auto found = std::ranges::find(info.fields, name, &FieldSpec::name);
  return found == info.fields.end() ? nullptr : &*found;
}

class StepReader {
 public:
  StepReader(Loading& loading, const StepContext& context, const Node& table)
      : loading_(loading), context_(context), table_(table) {}

  Step read(std::size_t number) {
    step_.at = table_.at;
    step_.number = number;
    read_connection();
    if (const Entry* when = has("when"))
      step_.when = read_outcome(loading_, when->value, guard_alphabet());
    step_.after = read_duration(loading_, table_, "after");
    read_act(loading_, table_, {context_.hellos, speaker_}, step_);
    read_expected();
    read_rest();
    check_unknown_and_fields();
    check_together();
    return std::move(step_);
  }

 private:
  const Entry* has(std::string_view key) const {
    const Entry* entry = table_.find(key);
    const Key* row = find_key(Place::Step, key);
    return entry != nullptr && row != nullptr && accepts(row->shape, entry->value) ? entry
                                                                                   : nullptr;
  }

  void complain(std::string_view key, const std::string& message) {
    const Entry* entry = table_.find(key);
    loading_.source.add(entry == nullptr ? table_.at : entry->at, message);
  }

  void read_connection() {
    const std::string on = find_text(table_, "on");
    if (context_.speakers.size() == 1) {
      speaker_ = &context_.speakers.front();
      if (table_.find("on") != nullptr)
        complain("on", "`on` has no meaning with a single connection: leave it out");
      return;
    }
    std::vector<std::string_view> names;
    for (const Speaker& speaker : context_.speakers) names.push_back(speaker.name);
    const auto found = std::ranges::find(context_.speakers, on, &Speaker::name);
    if (found != context_.speakers.end()) {
      speaker_ = &*found;
      step_.on = on;
    } else if (table_.find("on") == nullptr) {
      loading_.source.add(table_.at,
                          "the case has several connections: the step needs `on = \"NAME\"`");
    } else if (const Node* text = find(table_, "on", Kind::Text)) {
      loading_.source.add(
          text->at, "unknown connection `" + escape_short(on, 40) + "`" + did_you_mean(on, names));
    }
  }

  Alphabet alphabet() const {
    if (speaker_ == nullptr) return {};
    if (step_.act == ActKind::Tls) return {.dialect = &tls_act()};
    return {.dialect = speaker_->dialect,
            .handshake = speaker_->records,
            .listening = speaker_->listening};
  }

  /// A guard may look back at a handshake as well as at a reply.
  Alphabet guard_alphabet() const {
    if (speaker_ == nullptr) return {};
    return {.dialect = speaker_->dialect, .handshake = true, .listening = speaker_->listening};
  }

  void read_expected() {
    const Alphabet known = alphabet();
    const Entry* expect = has("expect");
    const Entry* assume = has("assume");
    if (expect != nullptr && assume != nullptr)
      complain("assume", "a step has either `expect` or `assume`, not both");
    if (expect != nullptr && context_.part == Part::Opening) {
      complain("expect", "an opening asks nothing: write `assume`");
    }
    step_.assume = expect == nullptr && assume != nullptr;
    if (const Entry* outcome = expect != nullptr ? expect : assume) {
      step_.outcomes = read_outcomes(loading_, outcome->value, known);
      sequence_ = outcome->value.is(Kind::Array);
    } else if (step_.act == ActKind::Tls && table_.find("expect") == nullptr &&
               table_.find("assume") == nullptr) {
      step_.assume = true;
      step_.outcomes = {{.atoms = {"established"}, .at = table_.at}};
    }
    if (const Entry* entry = has("tolerate"))
      step_.tolerate = read_excuses(loading_, entry->value, "tolerate", known);
    if (const Entry* entry = has("skip"))
      step_.skip = read_excuses(loading_, entry->value, "skip", known);
    if (const Entry* entry = has("reading")) {
      step_.reading = read_readings(loading_, entry->value, known);
      check_readings(entry->value);
    }
    step_.within = read_duration(loading_, table_, "within");
    step_.poll = read_duration(loading_, table_, "poll");
  }

  void check_readings(const Node& table) {
    const std::vector<std::string_view> names(context_.readings.begin(), context_.readings.end());
    for (const Entry& entry : table.entries) {
      if (std::ranges::find(names, entry.key) != names.end()) continue;
      loading_.source.add(entry.at, "unknown reading `" + escape_short(entry.key, 40) +
                                        "`: declare it in `readings` of the case" +
                                        did_you_mean(entry.key, names));
    }
  }

  void read_rest() {
    step_.answers = find_text(table_, "answers");
    step_.as = find_text(table_, "as");
    if (const Node* as = find(table_, "as", Kind::Text); as != nullptr && !is_name(as->text)) {
      loading_.source.add(as->at, "`" + escape_short(as->text, 40) +
                                      "` is no name: letters, digits and _, no digit first");
    }
    const Entry* check = has("check");
    if (check == nullptr) return;
    for (const Node& item : check->value.items) {
      if (!item.is(Kind::Text)) {
        loading_.source.add(item.at, "a comparison is a string like \"${a} == ${b}\"");
        continue;
      }
      TemplateResult<Check> parsed = parse_check(item.text);
      if (!parsed) {
        loading_.source.add_inside(item.at, parsed.error().offset, parsed.error().message);
        continue;
      }
      parsed->at = parsed->left.at = parsed->right.at = item.at;
      step_.checks.push_back(std::move(*parsed));
    }
  }

  const FieldSpec* field_spec(std::string_view name) const {
    if (step_.act == ActKind::Tls) return find_field(tls_act(), name);
    if (speaker_->listening) return find_field(listening(), name);
    if (const FieldSpec* spec = find_field(*speaker_->dialect, name)) return spec;
    if (name == kOctets.name) return &kOctets;
    // Looking at the last outcome again: it may have been a handshake.
    return step_.outcomes.empty() ? find_field(tls_act(), name) : nullptr;
  }

  void check_unknown_and_fields() {
    for (const Entry& entry : table_.entries) {
      if (const Key* key = find_key(Place::Step, entry.key)) {
        if (accepts(key->shape, entry.value)) continue;
        loading_.source.add(entry.value.at, "`" + entry.key + "` is " +
                                                std::string(shape_name(key->shape)) + ", not " +
                                                std::string(kind_name(entry.value.kind)));
        continue;
      }
      if (speaker_ == nullptr || speaker_->dialect == nullptr) continue;
      if (const FieldSpec* spec = field_spec(entry.key)) {
        std::ranges::move(read_field(loading_, entry, *spec), std::back_inserter(step_.fields));
        if (first_field_ == nullptr) first_field_ = &entry;
      } else {
        unknown(entry);
      }
    }
  }

  void unknown(const Entry& entry) {
    const std::string quoted = "`" + escape_short(entry.key, 40) + "`";
    const DialectInfo& info = *speaker_->dialect;
    if (std::ranges::find(info.text_fields, entry.key) != info.text_fields.end()) {
      loading_.source.add(
          entry.at,
          quoted + " is human text, which is never judged: expect a class or another field");
      return;
    }
    if (find_key(Place::Case, entry.key) != nullptr) {
      loading_.source.add(
          entry.at,
          "unknown key " + quoted +
              " in a step; it is a key of the case: move it above the first `[[case.dialogue]]`");
      return;
    }
    std::vector<std::string_view> names;
    for (const Key& key : keys(Place::Step)) names.push_back(key.name);
    const DialectInfo& fields = step_.act == ActKind::Tls ? tls_act()
                                : speaker_->listening     ? listening()
                                                          : info;
    for (const FieldSpec& field : fields.fields) names.push_back(field.name);
    std::string message =
        "unknown key " + quoted + " in a step, and no field of " + std::string(fields.name);
    loading_.source.add(entry.at, message + did_you_mean(entry.key, names));
  }

  void check_together() {
    const bool outcome = !step_.outcomes.empty();
    const bool looks =
        table_.find("expect") != nullptr || table_.find("assume") != nullptr || outcome;
    for (const std::string_view key : {"tolerate", "skip", "within", "poll"}) {
      if (table_.find(key) != nullptr && !looks) {
        complain(key, "`" + std::string(key) + "` has no meaning without `expect` or `assume`");
      }
    }
    if (table_.find("reading") != nullptr && table_.find("expect") == nullptr) {
      complain("reading", "`reading` takes the place of `expect`, and the step has none");
    }
    if (sequence_) check_sequence();
    if (!looks && first_field_ != nullptr && step_.act != ActKind::None) {
      loading_.source.add(
          first_field_->at,
          "the field `" + first_field_->key + "` belongs to an outcome: add `expect` or `assume`");
    }
    const bool idle =
        step_.act == ActKind::None && !looks && first_field_ == nullptr && !step_.after;
    if (idle && table_.find("check") == nullptr && table_.find("as") == nullptr &&
        speaker_ != nullptr) {
      loading_.source.add(table_.at,
                          "this step does nothing: give it an act, an outcome or a field");
    }
  }

  void check_sequence() {
    if (first_field_ != nullptr) {
      loading_.source.add(
          first_field_->at,
          "fields do not stand beside a sequence of outcomes: write a step for each reply");
    }
    for (const std::string_view key : {"as", "reading", "poll"}) {
      if (table_.find(key) == nullptr) continue;
      complain(key,
               "`" + std::string(key) +
                   "` does not stand beside a sequence of outcomes: write a step for each reply");
    }
  }

  Loading& loading_;
  const StepContext& context_;
  const Node& table_;
  Step step_;
  const Speaker* speaker_ = nullptr;
  const Entry* first_field_ = nullptr;
  bool sequence_ = false;
};

}  // namespace

std::vector<Step> read_steps(Loading& loading, const Node& array, const StepContext& context) {
  std::vector<Step> steps;
  if (array.items.size() > loading.limits.steps) {
    loading.source.add(array.at, "more than " + std::to_string(loading.limits.steps) +
                                     " steps: use `times`, or split the case");
    return steps;
  }
  for (const Node& item : array.items) {
    if (loading.source.full()) break;
    if (!item.is(Kind::Table)) {
      loading.source.add(item.at, "a step is a table { send = \"…\", expect = … }, not " +
                                      std::string(kind_name(item.kind)));
      continue;
    }
    steps.push_back(StepReader(loading, context, item).read(steps.size() + 1));
  }
  return steps;
}

}  // namespace wireassay::scenario
