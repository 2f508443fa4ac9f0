// A small abstract run of a dialogue: outcomes as atoms, bindings as bits.
#include "scenario/lint_paths.h"

#include <algorithm>

#include "scenario/lint.h"
#include "scenario/load_outcome.h"
#include "scenario/regex.h"

namespace wireassay::scenario {
namespace {

constexpr std::string_view kClose = "close";
constexpr std::size_t kBits = 64;
constexpr std::size_t kMostSteps = 512;  // ways into a step times ways out of it

std::vector<std::string> bound_names(const Step& step) {
  std::vector<std::string> names;
  if (!step.as.empty()) names.push_back(step.as);
  for_each_compared(step, [&](const Pattern& pattern) {
    for (const Piece& piece : pattern.text.pieces) {
      if (piece.kind == Piece::Kind::Hole) names.push_back(piece.text);
    }
    if (pattern.regex != nullptr)
      names.insert(names.end(), pattern.regex->names().begin(), pattern.regex->names().end());
  });
  return names;
}

/// How many ways can lead out of a step.
std::size_t count_atoms(const Step& step) {
  std::size_t count = 0;
  for (const Outcome& outcome : step.outcomes) count += outcome.atoms.size();
  for (const Excuse& excuse : step.tolerate) count += excuse.outcome.atoms.size();
  for (const auto& [name, outcome] : step.reading) count += outcome.atoms.size();
  return count;
}

/// Fields are compared with replies: an end of the connection or a silence has none to bind.
bool binds_fields(std::string_view atom) { return atom != kClose && atom != "silence"; }

}  // namespace

BoundNames::BoundNames(const std::vector<const std::vector<Step>*>& parts) {
  for (const std::vector<Step>* part : parts) {
    for (const Step& step : *part) std::ranges::move(bound_names(step), std::back_inserter(names_));
  }
  std::ranges::sort(names_);
  const auto repeated = std::ranges::unique(names_);
  names_.erase(repeated.begin(), repeated.end());
}

std::size_t BoundNames::find(std::string_view name) const {
  const auto found = std::ranges::lower_bound(names_, name);
  return found == names_.end() || *found != name ? npos
                                                 : static_cast<std::size_t>(found - names_.begin());
}

std::vector<std::size_t> BoundNames::of(const Step& step) const {
  std::vector<std::size_t> indexes;
  for (const std::string& name : bound_names(step)) indexes.push_back(find(name));
  return indexes;
}

Paths::Paths(const BoundNames& bindings, std::size_t connections) : bindings_(bindings) {
  ways_.emplace(Last(connections), Bound((bindings.size() + kBits - 1) / kBits));
}

bool Paths::has(const Bound& bound, std::size_t name) {
  return (bound[name / kBits] >> (name % kBits) & 1U) != 0;
}

void Paths::add(Bound& bound, std::size_t name) {
  bound[name / kBits] |= std::uint64_t{1} << (name % kBits);
}

void Paths::merge(Ways& ways, const Last& last, const Bound& bound) {
  const auto [place, fresh] = ways.emplace(last, bound);
  if (fresh) return;
  for (std::size_t i = 0; i < bound.size(); ++i) place->second[i] &= bound[i];
}

Paths::Reach Paths::enter(const Step& step, std::size_t connection, bool listening) {
  Ways passing;
  bool closed = true;
  playing_.clear();
  for (const auto& [last, bound] : ways_) {
    const std::string& atom = last[connection];
    if (atom == kClose && !listening) {
      merge(passing, last, bound);
      continue;
    }
    closed = false;
    const auto matches = [&](auto&& holds) { return std::ranges::any_of(step.when->atoms, holds); };
    const bool may = !step.when || atom.empty() ||
                     matches([&](const std::string& want) { return may_both_match(want, atom); });
    const bool must =
        !step.when ||
        (!atom.empty() && matches([&](const std::string& want) { return covers(want, atom); }));
    if (may) merge(playing_, last, bound);
    if (!must) merge(passing, last, bound);
  }
  ways_ = std::move(passing);
  if (!playing_.empty()) return Reach::Played;
  return closed ? Reach::Closed : Reach::Never;
}

bool Paths::always(std::size_t name) const {
  return std::ranges::all_of(playing_, [&](const auto& way) { return has(way.second, name); });
}

std::string Paths::way_without(std::size_t name) const {
  for (const auto& [last, bound] : playing_) {
    if (has(bound, name)) continue;
    std::string text;
    for (const std::string& atom : last) {
      if (!atom.empty()) text += (text.empty() ? "" : ", ") + atom;
    }
    return text;
  }
  return {};
}

void Paths::bind_everywhere(std::size_t name) {
  for (auto& [last, bound] : ways_) add(bound, name);
}

void Paths::leave(const Step& step, std::size_t connection) {
  const std::vector<std::size_t> names = bindings_.of(step);
  const bool ends = step.act == ActKind::Do && (step.word == "close" || step.word == "reset");
  limit(playing_, kMostSteps / std::clamp<std::size_t>(count_atoms(step), 1, kMostSteps));
  for (const auto& [last, before] : playing_) {
    Bound named = before;
    if (!step.as.empty()) add(named, bindings_.find(step.as));
    Bound after = named;
    for (const std::size_t name : names) add(after, name);
    const auto go = [&](const std::string& atom, const Bound& bound) {
      Last next = last;
      next[connection] = atom;
      merge(ways_, next, bound);
    };
    if (step.outcomes.empty()) {
      // Looking again binds, and changes no last outcome.
      if (ends)
        go(std::string(kClose), after);
      else
        merge(ways_, last, after);
      continue;
    }
    for (std::size_t i = 0; i < step.outcomes.size(); ++i) {
      for (const std::string& atom : step.outcomes[i].atoms) {
        if (i + 1 == step.outcomes.size())
          go(atom, binds_fields(atom) ? after : named);
        else if (atom == kClose)
          go(atom, before);
      }
    }
    for (const Excuse& excuse : step.tolerate) {
      for (const std::string& atom : excuse.outcome.atoms) go(atom, named);
    }
    for (const auto& [name, outcome] : step.reading) {
      for (const std::string& atom : outcome.atoms) go(atom, binds_fields(atom) ? after : named);
    }
  }
  playing_.clear();
  limit(ways_, kMost);
}

void Paths::limit(Ways& ways, std::size_t most) {
  if (ways.size() <= most) return;
  Ways one;
  for (const auto& [last, bound] : ways) merge(one, Last(last.size()), bound);
  ways = std::move(one);
}

}  // namespace wireassay::scenario
