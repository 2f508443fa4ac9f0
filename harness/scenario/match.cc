// `has`, `only`, `order` and `not` over the elements of a field.
#include "scenario/match.h"

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

#include "core/cursor.h"
#include "core/escape.h"
#include "scenario/pattern.h"

namespace wireassay::scenario {
namespace {

constexpr std::size_t kShownOctets = 200;

using Patterns = std::span<const Pattern>;
using Answer = std::expected<void, FieldMiss>;

/// The value of a field as what patterns are compared with.
struct Elements {
  std::span<const std::string> items;
  bool list = false;   ///< each pattern takes an element of its own
  bool whole = false;  ///< values of a table: a hole is the whole value
  std::string number;  ///< a number in digits
};

void set_single(Elements& out, const std::string& text) { out.items = std::span(&text, 1); }

/// `out` must stay where it is: `items` may look into it.
void elements_of(const FieldValue& value, const std::string& key, Elements& out) {
  if (const auto* const number = std::get_if<std::uint64_t>(&value)) {
    out.number = std::to_string(*number);
    set_single(out, out.number);
  } else if (const auto* const text = std::get_if<std::string>(&value)) {
    set_single(out, *text);
  } else if (const auto* const list = std::get_if<TextList>(&value)) {
    out.list = true;
    out.items = *list;
  } else if (const auto* const table = std::get_if<TextTable>(&value)) {
    out.list = true;
    out.whole = true;
    for (const auto& [name, values] : *table) {
      if (key.empty() || equal_ignoring_case(name, key)) out.items = values;
    }
  }
}

std::string quoted(std::string_view shown) {
  const bool plain = !shown.empty() && shown.find_first_of(" ,") == std::string_view::npos;
  return plain ? std::string(shown) : "'" + std::string(shown) + "'";
}

class FieldMatcher {
 public:
  FieldMatcher(const FieldExpectation& expectation, const Elements& elements, MatchContext& context)
      : expectation_(expectation), elements_(elements), context_(context) {}

  Answer run() {
    const std::size_t patterns = expectation_.has.size() + expectation_.order.size() +
                                 expectation_.none.size() +
                                 (expectation_.only ? expectation_.only->size() : 0);
    if (patterns > MatchLimits::kPatterns) return bad("too many values are expected of one field");
    if (!any_order(expectation_.has)) return has_miss(expectation_.has, " ");
    if (expectation_.only && !exactly(*expectation_.only)) return only_miss(*expectation_.only);
    if (!in_order(expectation_.order)) return order_miss();
    for (const Pattern& pattern : expectation_.none) {
      if (const std::string* const item = forbidden(pattern); item != nullptr)
        return none_miss(pattern, *item);
    }
    if (context_.error || context_.budget == 0) return std::unexpected(finish({}));
    return {};
  }

 private:
  static bool is_presence(const Pattern& pattern) {
    return pattern.kind == Pattern::Kind::Present || pattern.kind == Pattern::Kind::Absent;
  }
  bool presence_holds(const Pattern& pattern) const {
    return (pattern.kind == Pattern::Kind::Present) == !elements_.items.empty();
  }

  bool any_order(Patterns patterns) {
    std::vector<bool> used(elements_.list ? elements_.items.size() : 0);
    return any_order(patterns, used);
  }

  /// Tries the elements in turn for the first pattern, and goes back when the rest does not work
  /// out.
  bool any_order(Patterns patterns, std::vector<bool>& used) {
    if (patterns.empty()) return true;
    const Pattern& first = patterns.front();
    if (is_presence(first)) return presence_holds(first) && any_order(patterns.subspan(1), used);
    PreparedPattern prepared(first, context_);
    for (std::size_t i = 0; i < elements_.items.size(); ++i) {
      if (elements_.list && used[i]) continue;
      const std::size_t mark = context_.bindings.mark();
      if (!prepared.matches(elements_.items[i])) continue;
      if (elements_.list) used[i] = true;
      if (any_order(patterns.subspan(1), used)) return true;
      if (elements_.list) used[i] = false;
      context_.bindings.rollback(mark);
    }
    return false;
  }

  bool exactly(Patterns patterns) {
    const auto values = std::ranges::count_if(
        patterns, [](const Pattern& pattern) { return !is_presence(pattern); });
    return std::cmp_equal(values, elements_.items.size()) && any_order(patterns);
  }

  bool in_order(Patterns patterns, std::size_t from = 0) {
    if (patterns.empty()) return true;
    furthest_ = std::max(furthest_, expectation_.order.size() - patterns.size());
    PreparedPattern prepared(patterns.front(), context_);
    for (std::size_t i = from; i < elements_.items.size(); ++i) {
      const std::size_t mark = context_.bindings.mark();
      if (!prepared.matches(elements_.items[i])) continue;
      if (in_order(patterns.subspan(1), i + 1)) return true;
      context_.bindings.rollback(mark);
    }
    return false;
  }

  /// The element that a pattern of `not` matches; its holes bind nothing.
  const std::string* forbidden(const Pattern& pattern) {
    if (is_presence(pattern)) return presence_holds(pattern) ? &kNothing : nullptr;
    return find(pattern);
  }

  const std::string* find(const Pattern& pattern) {
    PreparedPattern prepared(pattern, context_);
    const std::size_t mark = context_.bindings.mark();
    for (const std::string& item : elements_.items) {
      if (!prepared.matches(item)) continue;
      context_.bindings.rollback(mark);
      return &item;
    }
    return nullptr;
  }

  std::string name() const {
    return expectation_.key.empty() ? expectation_.field
                                    : expectation_.field + " " + expectation_.key;
  }

  std::string shown(const Pattern& pattern) {
    const std::string text = PreparedPattern(pattern, context_).shown();
    return pattern.kind == Pattern::Kind::Text ? quoted(text) : text;
  }

  std::string shown(Patterns patterns) {
    std::string out = "[";
    for (const Pattern& pattern : patterns) {
      if (out.size() > kShownOctets) return out + ", …]";
      if (out.size() > 1) out += ", ";
      out += shown(pattern);
    }
    return out + "]";
  }

  /// The first pattern that no element matches by itself; nullptr if the elements do not suffice
  /// together.
  const Pattern* lacking(Patterns patterns) {
    for (const Pattern& pattern : patterns) {
      if (is_presence(pattern) ? !presence_holds(pattern) : find(pattern) == nullptr)
        return &pattern;
    }
    return nullptr;
  }

  Answer has_miss(Patterns patterns, std::string_view joint) {
    const Pattern* const wrong = lacking(patterns);
    FieldMiss miss;
    miss.expected =
        name() + std::string(joint) + (wrong != nullptr ? shown(*wrong) : shown(patterns));
    if (wrong == nullptr) {
      miss.reason = name() + " does not have a value of its own for each of " + shown(patterns);
    } else if (wrong->kind == Pattern::Kind::Absent) {
      miss.reason = name() + " is there";
      miss.offending = elements_.items.front();
    } else if (elements_.items.empty()) {
      miss.reason = "there is no " + name();
    } else if (auto said = said_by_dialect(*wrong)) {
      miss = std::move(*said);
    } else {
      set_nearest(*wrong, miss);
      miss.reason = elements_.list
                        ? name() + " lacks " + shown(*wrong)
                        : name() + " is " + quoted(miss.nearest) + ", expected " + shown(*wrong);
    }
    return std::unexpected(finish(std::move(miss)));
  }

  /// A single value whose parts the dialect can tell from each other.
  std::optional<FieldMiss> said_by_dialect(const Pattern& wrong) {
    if (elements_.list) return std::nullopt;
    const auto said = PreparedPattern(wrong, context_).miss(elements_.items.front());
    if (!said) return std::nullopt;
    FieldMiss miss;
    const std::string wanted = quoted(escape_short(said->wanted, kShownOctets));
    miss.expected = name() + " " + wanted;
    miss.reason = name() + " " + said->reason + " " + wanted;
    miss.nearest = escape_short(said->nearest, kShownOctets);
    miss.offending = said->nearest;
    return miss;
  }

  Answer only_miss(Patterns patterns) {
    if (lacking(patterns) != nullptr) return has_miss(patterns, " only ");
    FieldMiss miss;
    miss.expected = name() + " only " + shown(patterns);
    miss.reason = name() + " has " + std::to_string(elements_.items.size()) + " values";
    for (const std::string& item : elements_.items) {
      if (std::ranges::any_of(patterns,
                              [&](const Pattern& pattern) { return matches_alone(pattern, item); }))
        continue;
      miss.reason = name() + " also has " + quoted(escape_short(item, kShownOctets));
      miss.nearest = escape_short(item, kShownOctets);
      miss.offending = item;
      break;
    }
    return std::unexpected(finish(std::move(miss)));
  }

  bool matches_alone(const Pattern& pattern, const std::string& item) {
    const std::size_t mark = context_.bindings.mark();
    const bool found = PreparedPattern(pattern, context_).matches(item);
    context_.bindings.rollback(mark);
    return found;
  }

  Answer order_miss() {
    const Pattern& wrong = expectation_.order[furthest_];
    FieldMiss miss;
    miss.expected = name() + " in this order " + shown(expectation_.order);
    miss.reason = name() + " lacks " + shown(wrong);
    if (furthest_ > 0) miss.reason += " behind " + shown(expectation_.order[furthest_ - 1]);
    set_nearest(wrong, miss);
    return std::unexpected(finish(std::move(miss)));
  }

  Answer none_miss(const Pattern& pattern, const std::string& item) {
    FieldMiss miss;
    miss.expected = name() + " not " + shown(pattern);
    miss.nearest = escape_short(item, kShownOctets);
    miss.offending = item;
    miss.reason = is_presence(pattern)
                      ? name() + " is " + shown(pattern)
                      : name() + " has " + quoted(miss.nearest) + ", which must not be there";
    return std::unexpected(finish(std::move(miss)));
  }

  /// The element that agrees longest from its start; a single value is always near.
  void set_nearest(const Pattern& pattern, FieldMiss& miss) {
    const PreparedPattern prepared(pattern, context_);
    std::size_t best = elements_.list && elements_.items.size() > 1 ? 1 : 0;
    const std::string* nearest = nullptr;
    for (const std::string& item : elements_.items) {
      const std::size_t common = prepared.common_prefix(item);
      if (common < best || (nearest != nullptr && common == best)) continue;
      best = common;
      nearest = &item;
    }
    if (nearest == nullptr) return;
    miss.nearest = escape_short(*nearest, kShownOctets);
    miss.offending = *nearest;
  }

  Answer bad(std::string message) {
    context_.error = ExpansionError{ExpansionError::Kind::Bad, std::move(message)};
    return std::unexpected(finish({}));
  }

  /// Two things are no mismatch of the server's: a value that could not be expanded, and giving up.
  FieldMiss finish(FieldMiss miss) {
    if (context_.error) {
      miss.reason = name() + ": " + context_.error->message;
      miss.error = context_.error;
    } else if (context_.budget == 0) {
      miss.reason = name() + " can be compared with what is expected in too many ways";
    }
    if (miss.expected.empty()) miss.expected = name();
    return miss;
  }

  const std::string kNothing{};
  const FieldExpectation& expectation_;
  const Elements& elements_;
  MatchContext& context_;
  std::size_t furthest_ = 0;
};

}  // namespace

void Bindings::bind(std::string_view name, std::string_view octets) {
  names_.emplace_back(name);
  scope_.variables.emplace(names_.back(), Value{std::string(octets), false});
}

void Bindings::rollback(std::size_t mark) {
  while (names_.size() > mark) {
    scope_.variables.erase(names_.back());
    names_.pop_back();
  }
}

std::expected<void, FieldMiss> match_field(const FieldExpectation& expectation,
                                           const FieldValue& value, const FieldSpec& spec,
                                           Scope& scope, Bindings& bindings) {
  Elements elements;
  elements_of(value, expectation.key, elements);
  MatchContext context{.scope = scope,
                       .bindings = bindings,
                       .compare = spec.compare,
                       .whole = elements.whole,
                       .structure = spec.structure};
  const std::size_t mark = bindings.mark();
  Answer answer = FieldMatcher(expectation, elements, context).run();
  if (!answer) bindings.rollback(mark);
  return answer;
}

}  // namespace wireassay::scenario
