// Every name in every string is known: a variable of the language, a declared fact, a `let`, a
// column of the rows, or bound by an earlier step on every way that leads to its use. Also: steps
// that can never be played.
#include <algorithm>
#include <functional>
#include <set>

#include "core/escape.h"
#include "scenario/keys.h"
#include "scenario/lint.h"
#include "scenario/lint_paths.h"
#include "scenario/template.h"
#include "scenario/variables.h"

namespace wireassay::scenario {
namespace {

using Names = std::set<std::string, std::less<>>;

bool same_field(const DialectInfo& info, std::string_view field) {
  return std::ranges::any_of(info.fields,
                             [&](const FieldSpec& spec) { return spec.name == field; });
}

/// Names known before the first step, and why a name is not.
class Known {
 public:
  Known(Source& source, Names names, Names partial = {})
      : source_(source), names_(std::move(names)), partial_(std::move(partial)) {}

  bool has(std::string_view name) const { return is_variable(name) || names_.contains(name); }

  void unknown(const Template& text, const NameUse& use,
               const std::vector<std::string>& bound) const {
    if (source_.full()) return;
    if (partial_.contains(use.name)) {
      source_.add_inside(
          text.at, use.offset,
          "only some rows of `for` define `" + std::string(use.name) + "`: give it in each");
      return;
    }
    std::vector<std::string_view> candidates(names_.begin(), names_.end());
    for (const VariableSpec& variable : variables()) candidates.push_back(variable.name);
    candidates.insert(candidates.end(), bound.begin(), bound.end());
    std::string message = "unknown variable `" + escape_short(use.name, 40) + "`" +
                          did_you_mean(use.name, candidates);
    if (message.ends_with("`")) message += ": define it in `let`, or name the fact in `needs`";
    source_.add_inside(text.at, use.offset, message);
  }

  /// Strings that are expanded before the dialogue begins: no hole is bound yet.
  void check_early(const Template& text, const BoundNames* bindings) const {
    for_each_name(text, [&](const NameUse& use) {
      const bool field = use.kind == NameUse::Kind::Field;
      if (use.kind == NameUse::Kind::Function) return check_function(text, use);
      if (use.kind != NameUse::Kind::Variable && !field) return;
      if (!field && has(use.name)) return;
      if (bindings != nullptr && bindings->find(use.name) != BoundNames::npos) {
        source_.add_inside(text.at, use.offset,
                           "`" + std::string(use.name) +
                               "` is bound by a step, and this is expanded before the first one");
      } else {
        unknown(text, use, {});
      }
    });
  }

  void check_function(const Template& text, const NameUse& use) const {
    if (use.name == "env") {
      source_.add_inside(text.at, use.offset,
                         "`env` is for targets: declare a fact there and name it in `needs`");
    }
  }

  Source& source() const { return source_; }

 private:
  Source& source_;
  Names names_;
  Names partial_;
};

/// Goes through a dialogue step by step.
class Walk {
 public:
  using DialectOf = std::function<const DialectInfo*(const Step&)>;

  Walk(const Known& known, const BoundNames& bindings, std::size_t connections,
       DialectOf dialect_of)
      : known_(known),
        bindings_(bindings),
        paths_(bindings, connections),
        dialect_of_(std::move(dialect_of)) {}

  void bind_everywhere(const std::vector<Step>& steps) {
    for (const Step& step : steps) {
      for (const std::size_t name : bindings_.of(step)) paths_.bind_everywhere(name);
    }
  }

  void step(const Step& step, std::size_t connection, bool listening) {
    switch (paths_.enter(step, connection, listening)) {
      case Paths::Reach::Played: break;
      case Paths::Reach::Closed:
        known_.source().add(step.at,
                            "this step is never played: before it the connection is always closed");
        return;
      case Paths::Reach::Never:
        known_.source().add(step.when->at,
                            "`when` never holds: no earlier outcome of this connection can be `" +
                                step.when->text() + "`");
        return;
    }
    const std::vector<std::size_t> own = bindings_.of(step);
    for_each_sent(step, [&](const Template& text) { check(text, {}); });
    for_each_compared(step, [&](const Pattern& pattern) { check(pattern.text, own); });
    for (const Check& one : step.checks) {
      check(one.left, own);
      check(one.right, own);
    }
    check_same_headers(step);
    paths_.leave(step, connection);
    for (const std::size_t name : own) seen_.insert(name);
    if (!step.as.empty()) remember(step);
  }

 private:
  void check(const Template& text, const std::vector<std::size_t>& own) {
    for_each_name(text, [&](const NameUse& use) {
      if (use.kind == NameUse::Kind::Function) known_.check_function(text, use);
      if (use.kind == NameUse::Kind::Field) check_field(text, use, own);
      if (use.kind == NameUse::Kind::Variable && !known_.has(use.name)) check_bound(text, use, own);
    });
  }

  void check_bound(const Template& text, const NameUse& use, const std::vector<std::size_t>& own) {
    const std::size_t index = bindings_.find(use.name);
    const std::string quoted = "`" + std::string(use.name) + "`";
    if (index == BoundNames::npos) return known_.unknown(text, use, bindings_.names());
    if (std::ranges::find(own, index) != own.end() || paths_.always(index)) return;
    if (!seen_.contains(index)) {
      known_.source().add_inside(
          text.at, use.offset,
          quoted + " is bound only by a later step: move it up, or use it later");
      return;
    }
    const std::string way = paths_.way_without(index);
    known_.source().add_inside(text.at, use.offset,
                               quoted + " is not bound on every path to this step" +
                                   (way.empty() ? "" : " (not after `" + way + "`)") +
                                   ": guard this step with `when`");
  }

  void check_field(const Template& text, const NameUse& use, const std::vector<std::size_t>& own) {
    const auto reply = replies_.find(use.name);
    const bool named = reply != replies_.end();
    const std::size_t index = bindings_.find(use.name);
    const bool mine = index != BoundNames::npos && std::ranges::find(own, index) != own.end();
    if (!named && !mine) {
      std::vector<std::string_view> candidates;
      for (const auto& [name, dialect] : replies_) candidates.push_back(name);
      known_.source().add_inside(text.at, use.offset,
                                 "no earlier reply is named `" + escape_short(use.name, 40) +
                                     "` by `as`" + did_you_mean(use.name, candidates));
      return;
    }
    if (!mine) check_bound(text, use, own);
    const DialectInfo* dialect = named ? reply->second : nullptr;
    if (use.field == "at" || use.field == "octets" || dialect == nullptr) return;
    if (same_field(*dialect, use.field) || same_field(tls_act(), use.field)) return;
    std::vector<std::string_view> candidates = {"at", "octets"};
    for (const FieldSpec& spec : dialect->fields) candidates.push_back(spec.name);
    known_.source().add_inside(text.at, use.offset,
                               "a reply of " + std::string(dialect->name) + " has no field `" +
                                   escape_short(use.field, 40) + "`" +
                                   did_you_mean(use.field, candidates));
  }

  /// same_headers = { as = NAME, but = […] } names a reply outside of a string with variables.
  void check_same_headers(const Step& step) {
    for (const FieldExpectation& field : step.fields) {
      if (field.field != "same_headers") continue;
      if (field.key != "as" && field.key != "but") {
        known_.source().add(field.at, "unknown key `" + escape_short(field.key, 40) +
                                          "` in `same_headers`: as, but");
      } else if (field.key == "as" && field.has.size() == 1 &&
                 !replies_.contains(field.has[0].text.source)) {
        known_.source().add(field.has[0].at, "no earlier reply is named `" +
                                                 escape_short(field.has[0].text.source, 40) +
                                                 "` by `as`");
      }
    }
  }

  void remember(const Step& step) {
    if (replies_.contains(step.as)) {
      known_.source().add(step.at,
                          "two replies are named `" + step.as + "`: give this one another name");
    }
    replies_[step.as] = dialect_of_(step);
  }

  const Known& known_;
  const BoundNames& bindings_;
  Paths paths_;
  DialectOf dialect_of_;
  std::map<std::string, const DialectInfo*, std::less<>> replies_;
  std::set<std::size_t> seen_;
};

/// Names that each row has, and those that only some have.
std::pair<Names, Names> row_names(const Rows& rows) {
  std::map<std::string_view, std::size_t> counts;
  for (const auto& row : rows) {
    for (const Let& let : row) ++counts[let.name];
  }
  std::pair<Names, Names> names;
  for (const auto& [name, count] : counts)
    (count == rows.size() ? names.first : names.second).emplace(name);
  return names;
}

/// Names that have another value at each step: what an author gives them would be lost.
void check_moving_names(Source& source, const std::vector<const Let*>& lets) {
  for (const Let* let : lets) {
    if (let->name != "i" && let->name != "tag") continue;
    source.add(let->value.at,
               "`" + let->name +
                   "` is set anew at each step (the count of `times`, the next tag): "
                   "take another name");
  }
}

/// Variables that are defined by each other. Its own name means the value it had before, where
/// there is one.
void check_circles(Source& source, const std::vector<const Let*>& lets) {
  std::map<std::string_view, std::set<std::string_view>> uses, used_by;
  std::map<std::string_view, Position> where;
  for (const Let* let : lets) where[let->name] = let->value.at;
  for (const Let* let : lets) {
    for_each_name(let->value, [&](const NameUse& use) {
      const bool before = use.name == let->name && is_variable(use.name);
      if (use.kind != NameUse::Kind::Variable || before || !where.contains(use.name)) return;
      uses[let->name].insert(where.find(use.name)->first);
      used_by[use.name].insert(let->name);
    });
  }
  // Names that use none can be expanded, then those that use only them; what remains stands in a
  // circle or behind one.
  std::vector<std::string_view> ready;
  for (const auto& [name, at] : where) {
    if (uses[name].empty()) ready.push_back(name);
  }
  while (!ready.empty()) {
    const std::string_view name = ready.back();
    ready.pop_back();
    where.erase(name);
    for (const std::string_view user : used_by[name]) {
      uses[user].erase(name);
      if (uses[user].empty()) ready.push_back(user);
    }
  }
  if (where.empty()) return;
  source.add(where.begin()->second,
             "the variable `" + std::string(where.begin()->first) + "` is defined by itself");
}

const DialectInfo* dialect_of(const LintContext& context, const Case& c, const Step& step) {
  if (step.act == ActKind::Tls) return &tls_act();
  const ConnectionSpec& connection = c.connections[connection_index(c, step)];
  if (!connection.listen.empty()) return &listening();
  const ProtocolRow* row = context.dialects.find(connection.protocol);
  return row == nullptr ? nullptr : row->info;
}

}  // namespace

void lint_names(const LintContext& context, const Case& c, const Rows& rows) {
  auto [names, partial] = row_names(rows);
  std::vector<const Let*> lets;
  for (const Let& let : c.lets) names.insert(let.name), lets.push_back(&let);
  for (const auto& row : rows) {
    for (const Let& let : row) lets.push_back(&let);
  }
  names.insert(c.needs.begin(), c.needs.end());
  const Known known(context.source, std::move(names), std::move(partial));

  std::vector<const std::vector<Step>*> parts = {&c.dialogue, &c.cleanup};
  for (const ConnectionSpec& connection : c.connections) parts.push_back(&connection.steps);
  const BoundNames bindings(parts);
  for (const Let* let : lets) known.check_early(let->value, &bindings);
  check_circles(context.source, lets);
  check_moving_names(context.source, lets);
  for (const ConnectionSpec& connection : c.connections) {
    for (const Let& param : connection.params) known.check_early(param.value, &bindings);
  }

  const auto of = [&](const Step& step) { return dialect_of(context, c, step); };
  Walk walk(known, bindings, c.connections.size(), of);
  for (const ConnectionSpec& connection : c.connections) walk.bind_everywhere(connection.steps);
  for (const Step& step : c.dialogue) {
    const std::size_t index = connection_index(c, step);
    walk.step(step, index, !c.connections[index].listen.empty());
  }
  // The cleanup comes on fresh connections, whatever way the dialogue took.
  Walk cleanup(known, bindings, c.connections.size(), of);
  cleanup.bind_everywhere(c.dialogue);
  for (const ConnectionSpec& connection : c.connections) cleanup.bind_everywhere(connection.steps);
  for (const Step& step : c.cleanup) cleanup.step(step, connection_index(c, step), false);
}

void lint_opening(Source& source, const std::vector<Step>& before, const std::vector<Step>& steps,
                  const std::vector<Let>& params) {
  Names names;
  for (const Let& param : params) names.insert(param.name);
  const Known known(source, std::move(names));
  for (const Let& param : params) known.check_early(param.value, nullptr);
  const BoundNames bindings({&before, &steps});
  Walk walk(known, bindings, 1, [](const Step&) { return nullptr; });
  walk.bind_everywhere(before);
  for (const Step& step : steps) walk.step(step, 0, false);
}

}  // namespace wireassay::scenario
