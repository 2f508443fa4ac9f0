// Comparison with holes: what does not work out is taken back, and every comparison is paid for.
#include "wire/imap/compare.h"

#include <algorithm>

#include "core/cursor.h"
#include "wire/imap/number_set.h"

namespace wireassay::imap {
namespace {

using Kind = PatternPart::Kind;

bool equal(std::string_view a, std::string_view b, bool fold) {
  return fold ? equal_ignoring_case(a, b) : a == b;
}

/// NIL as the author wrote it: nothing else is NIL, and it is nothing else.
bool is_nil(const Expected& wanted) { return wanted.is_word("NIL"); }

const Expected::Piece* only_value(const Expected& wanted) {
  const bool single = wanted.form == Expected::Form::Atom && wanted.pieces.size() == 1 &&
                      wanted.pieces.front().kind == Kind::Value;
  return single ? &wanted.pieces.front() : nullptr;
}

}  // namespace

template <class Try>
bool Comparer::attempt(const Try& attempt) {
  const std::size_t mark = holes_.mark();
  if (attempt()) return true;
  holes_.rollback(mark);
  return false;
}

std::string_view Comparer::raw(const Value& came) const {
  return source_.substr(std::min(came.offset, source_.size()), came.size);
}

bool Comparer::value(const Expected& wanted, const Value& came, Fold fold) {
  if (!holes_.spend()) return false;
  if (wanted.is_rest()) return true;
  if (wanted.is_hole()) {
    const Expected::Piece& hole = wanted.pieces.front();
    if (hole.kind == Kind::AnyHole) return true;
    return holes_.bind(hole.text, came.is_list() ? std::string(raw(came)) : came.octets());
  }
  if (wanted.is_list()) return came.is_list() && sequence(wanted.items, came.items, fold);
  if (!came.is_list()) return scalar(wanted, came, fold);
  const Expected::Piece* const captured = only_value(wanted);
  return captured != nullptr && captured->text == raw(came);
}

bool Comparer::scalar(const Expected& wanted, const Value& came, Fold fold) {
  if (is_nil(wanted)) return came.is_nil();
  if (came.is_nil()) {
    const Expected::Piece* const captured = only_value(wanted);
    return captured != nullptr && equal_ignoring_case(captured->text, "NIL");
  }
  const bool atoms = wanted.form == Expected::Form::Atom && came.form == Value::Form::Atom;
  if (fold == Fold::Atoms && !atoms) fold = Fold::Nothing;
  return came.escaped ? text(wanted, came.octets(), fold) : text(wanted, came.text, fold);
}

// A variable may hold an astring that is ready to send: then its quotes are not part of the value.
bool Comparer::text(const Expected& wanted, std::string_view came, Fold fold) {
  mode_ = {.fold_text = fold != Fold::Nothing, .fold_values = fold == Fold::All};
  if (attempt([&] { return pieces(wanted, 0, came); })) return true;
  const bool in_quotes = std::ranges::any_of(wanted.pieces, [](const Expected::Piece& piece) {
    return piece.kind == Kind::Value && piece.text.starts_with('"');
  });
  if (!in_quotes) return false;
  mode_.unquote = true;
  return attempt([&] { return pieces(wanted, 0, came); });
}

bool Comparer::pieces(const Expected& wanted, std::size_t piece, std::string_view came) {
  for (; piece < wanted.pieces.size(); ++piece) {
    const Expected::Piece& next = wanted.pieces[piece];
    if (next.kind != Kind::Text && next.kind != Kind::Value) return hole_piece(wanted, piece, came);
    const bool is_value = next.kind == Kind::Value;
    const auto inside =
        is_value && mode_.unquote ? unquoted(next.text) : std::optional<std::string>();
    const std::string_view part = inside ? std::string_view(*inside) : next.text;
    if (!starts_with(came, part, is_value ? mode_.fold_values : mode_.fold_text)) return false;
    came.remove_prefix(part.size());
  }
  return came.empty();
}

bool Comparer::starts_with(std::string_view came, std::string_view piece, bool fold) const {
  return equal(came.substr(0, piece.size()), piece, fold);
}

/// A hole inside a word takes as little as will do; one of an atom at least one octet.
bool Comparer::hole_piece(const Expected& wanted, std::size_t piece, std::string_view came) {
  const Expected::Piece& hole = wanted.pieces[piece];
  const bool last = piece + 1 == wanted.pieces.size();
  const bool may_be_empty = hole.kind == Kind::RestHole || wanted.form == Expected::Form::Quoted;
  std::size_t size = last ? came.size() : 0;
  if (size == 0 && !may_be_empty) size = 1;
  for (; size <= came.size(); ++size) {
    if (!holes_.spend()) return false;
    const bool found = attempt([&] {
      if (hole.kind == Kind::Hole && !holes_.bind(hole.text, came.substr(0, size))) return false;
      return pieces(wanted, piece + 1, came.substr(size));
    });
    if (found) return true;
  }
  return false;
}

bool Comparer::mailbox(const Expected& wanted, const Value& came) {
  if (!came.is_list() && equal_ignoring_case(came.octets(), "INBOX")) {
    const auto name = wanted.text(true);
    if (name && equal_ignoring_case(*name, "INBOX")) return holes_.spend();
  }
  return value(wanted, came, Fold::Nothing);
}

bool Comparer::number_set(const Expected& wanted, const Value& came) {
  if (came.form != Value::Form::Atom) return value(wanted, came);
  const auto wanted_text = wanted.text(false);
  const auto wanted_set = wanted_text ? NumberSet::parse(*wanted_text) : std::nullopt;
  const auto came_set = wanted_set ? NumberSet::parse(came.text) : std::nullopt;
  if (!came_set) return value(wanted, came);
  return holes_.spend() && *wanted_set == *came_set;
}

bool Comparer::sequence(Wanted wanted, Came came, Fold fold) {
  return attempt([&] {
    std::size_t at = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (wanted[i].is_rest()) {
        if (i + 1 == wanted.size()) return true;
        for (; at <= came.size(); ++at) {
          if (!holes_.spend()) return false;
          if (sequence(wanted.subspan(i + 1), came.subspan(at), fold)) return true;
        }
        return false;
      }
      if (at == came.size() || !value(wanted[i], came[at], fold)) return false;
      ++at;
    }
    return at == came.size();
  });
}

bool Comparer::number_sets(Wanted wanted, Came came) {
  return attempt([&] {
    const bool rest = !wanted.empty() && wanted.back().is_rest();
    const Wanted named = rest ? wanted.first(wanted.size() - 1) : wanted;
    if (came.size() < named.size() || (!rest && came.size() > named.size())) return false;
    for (std::size_t i = 0; i < named.size(); ++i) {
      if (!number_set(named[i], came[i])) return false;
    }
    return true;
  });
}

struct Comparer::SetSearch {
  std::vector<const Expected*> wanted;  ///< those without holes first
  std::size_t fixed = 0;                ///< so many of them
  Came came;
  std::vector<bool> used{};
  bool exactly = true;
  const Ignored& ignored;
};

bool Comparer::set(Wanted wanted, Came came, bool at_least, const Ignored& ignored) {
  SetSearch search{.wanted = {}, .came = came, .exactly = !at_least, .ignored = ignored};
  search.used.resize(came.size());
  for (const bool with_holes : {false, true}) {
    for (const Expected& one : wanted) {
      if (one.is_rest()) {
        search.exactly = false;
      } else if (one.has_holes() == with_holes) {
        search.wanted.push_back(&one);
        search.fixed += with_holes ? 0 : 1;
      }
    }
  }
  return attempt([&] { return set_from(search, 0); });
}

bool Comparer::set_from(SetSearch& search, std::size_t next) {
  if (next == search.wanted.size()) {
    if (!search.exactly) return true;
    for (std::size_t i = 0; i < search.came.size(); ++i) {
      const bool ignored = search.ignored && search.ignored(search.came[i]);
      if (!search.used[i] && !ignored) return false;
    }
    return true;
  }
  for (std::size_t i = 0; i < search.came.size(); ++i) {
    if (search.used[i]) continue;
    const std::size_t mark = holes_.mark();
    if (!value(*search.wanted[next], search.came[i], Fold::All)) continue;
    search.used[i] = true;
    if (set_from(search, next + 1)) return true;
    search.used[i] = false;
    holes_.rollback(mark);
    if (next < search.fixed) return false;  // an equal one elsewhere changes nothing
  }
  return false;
}

struct Comparer::PairSearch {
  std::vector<std::pair<const Expected*, const Expected*>> wanted;
  Came came;
  std::vector<bool> used{};
  const SameName& same;
  const Pair& pair;
};

bool Comparer::pairs(Wanted wanted, Came came, const SameName& same, const Pair& pair) {
  PairSearch search{.wanted = {}, .came = came, .same = same, .pair = pair};
  search.used.resize(came.size());
  for (std::size_t i = 0; i < wanted.size();) {
    if (wanted[i].is_rest() || i + 1 == wanted.size()) {
      ++i;
      continue;
    }
    search.wanted.emplace_back(&wanted[i], &wanted[i + 1]);
    i += 2;
  }
  return attempt([&] { return pairs_from(search, 0); });
}

bool Comparer::pairs_from(PairSearch& search, std::size_t next) {
  if (next == search.wanted.size()) return true;
  const auto& [name, wanted] = search.wanted[next];
  for (std::size_t i = 0; i + 1 < search.came.size(); i += 2) {
    if (!holes_.spend()) return false;
    if (search.used[i] || !search.same(*name, search.came[i])) continue;
    const std::size_t mark = holes_.mark();
    if (!search.pair(*name, *wanted, search.came[i + 1])) continue;
    search.used[i] = true;
    if (pairs_from(search, next + 1)) return true;
    search.used[i] = false;
    holes_.rollback(mark);
  }
  return false;
}

namespace {

/// Each hole takes a number of its own.
bool bind_numbers(std::span<const Expected* const> wanted, const NumberSet& left, bool rest,
                  Holes& holes) {
  if (wanted.empty()) return rest || left.empty();
  if (!rest && left.count(wanted.size()) != wanted.size()) return false;
  const Expected::Piece& hole = wanted.front()->pieces.front();
  for (const NumberSet::Range& range : left.ranges()) {
    for (std::uint64_t number = range.first; number <= range.last; ++number) {
      if (!holes.spend()) return false;
      const std::size_t mark = holes.mark();
      if (hole.kind == Kind::Hole && !holes.bind(hole.text, std::to_string(number))) continue;
      NumberSet others = left;
      others.take(NumberSet({{number, number}}));
      if (bind_numbers(wanted.subspan(1), others, rest, holes)) return true;
      holes.rollback(mark);
    }
  }
  return false;
}

}  // namespace

bool Comparer::numbers(Wanted wanted, Came came) {
  std::vector<NumberSet::Range> came_ranges, wanted_ranges;
  for (const Value& value : came) {
    if (!holes_.spend()) return false;
    const auto set = value.form == Value::Form::Atom ? NumberSet::parse(value.text) : std::nullopt;
    if (!set) return false;
    came_ranges.insert(came_ranges.end(), set->ranges().begin(), set->ranges().end());
  }
  std::vector<const Expected*> holes;
  bool rest = false;
  for (const Expected& one : wanted) {
    rest = rest || one.is_rest();
    if (one.is_rest()) continue;
    if (one.is_hole()) {
      holes.push_back(&one);
      continue;
    }
    const auto text = one.text(false);
    const auto set = text ? NumberSet::parse(*text) : std::nullopt;
    if (!set) return false;
    wanted_ranges.insert(wanted_ranges.end(), set->ranges().begin(), set->ranges().end());
  }
  NumberSet left(std::move(came_ranges));
  if (!left.take(NumberSet(std::move(wanted_ranges)))) return false;
  return attempt([&] { return bind_numbers(holes, left, rest, holes_); });
}

}  // namespace wireassay::imap
