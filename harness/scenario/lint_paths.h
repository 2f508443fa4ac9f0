// What may have happened before a step: the ways through a dialogue, by the last outcome of each
// connection, and the names that are bound on all of them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/model.h"

namespace wireassay::scenario {

/// Names that a dialogue binds: holes, named groups, `as`.
class BoundNames {
 public:
  explicit BoundNames(const std::vector<const std::vector<Step>*>& parts);
  /// Index of a name, or npos.
  std::size_t find(std::string_view name) const;
  std::size_t size() const { return names_.size(); }
  const std::vector<std::string>& names() const { return names_; }
  /// Names that a step binds when its outcome holds; the name of the reply is bound by any event.
  std::vector<std::size_t> of(const Step& step) const;
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

 private:
  std::vector<std::string> names_;  // sorted
};

/// The ways that lead to the step that is looked at.
class Paths {
 public:
  static constexpr std::size_t kMost = 64;  ///< more are taken as one of which nothing is known

  Paths(const BoundNames& bindings, std::size_t connections);

  enum class Reach { Played, Closed, Never };
  /// Goes into a step: Played, or why it cannot be (all connections closed; `when` cannot hold).
  Reach enter(const Step& step, std::size_t connection, bool listening);
  /// Bound on every way into the step.
  bool always(std::size_t name) const;
  /// The last outcome on a way into the step on which the name is not bound.
  std::string way_without(std::size_t name) const;
  /// Goes on behind the step.
  void leave(const Step& step, std::size_t connection);
  void bind_everywhere(std::size_t name);

 private:
  using Last = std::vector<std::string>;     // of each connection: an atom, or empty: anything
  using Bound = std::vector<std::uint64_t>;  // a bit for each name
  using Ways = std::map<Last, Bound>;
  static bool has(const Bound& bound, std::size_t name);
  static void add(Bound& bound, std::size_t name);
  static void merge(Ways& ways, const Last& last, const Bound& bound);
  static void limit(Ways& ways, std::size_t most);

  const BoundNames& bindings_;
  Ways ways_;     // before enter(): all; after: those that pass the step over
  Ways playing_;  // those that play it
};

}  // namespace wireassay::scenario
