#include "mutate/mutate.h"

#include <algorithm>
#include <map>

#include "mutate/operations.h"
#include "mutate/words.h"

namespace wireassay::mutate {
namespace {

/// So many of kShares mutations are the engine's alone; so many of the others are followed by it.
constexpr std::size_t kShares = 8, kEngineAlone = 4, kEngineBehind = 1;
constexpr std::size_t kMaxChanges = 4;
constexpr std::size_t kTries = 8;

std::string_view view(std::span<const std::uint8_t> octets) {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

std::size_t copy_to(std::span<std::uint8_t> out, std::string_view octets) {
  const std::size_t size = std::min(out.size(), octets.size());
  std::ranges::copy(octets.substr(0, size), out.begin());
  return size;
}

/// The words of a shape, made once.
const std::vector<std::string>& words_of(Shape shape) {
  static const auto kWords = [] {
    std::map<Shape, std::vector<std::string>> all;
    for (const Shape one : all_shapes()) {
      for (const std::string_view stem : grammar_of(one).stems)
        for (std::string& word : words(stem)) all[one].push_back(std::move(word));
    }
    return all;
  }();
  return kWords.at(shape);
}

Repair any_repair(Random& random) {
  const std::size_t share = random.below(8);
  if (share == 0) return Repair::OffByOne;
  return share == 1 ? Repair::Stale : Repair::Right;
}

/// One operation that fits; false: none was found.
bool change(Shape shape, std::string& text, std::size_t most, Random& random) {
  const auto sight = look(grammar_of(shape), words_of(shape), text, most, random);
  if (!sight) return false;
  for (std::size_t i = 0; i < kTries; ++i) {
    const auto edit = random.pick(operations()).make(*sight, random);
    if (!edit) continue;
    std::string changed = apply(text, sight->structure, *edit, any_repair(random));
    if (changed.size() > most || changed.empty() || changed == text) continue;
    text = std::move(changed);
    return true;
  }
  return false;
}

}  // namespace

std::size_t mutate(Shape shape, std::span<std::uint8_t> buffer, std::size_t size,
                   std::uint32_t seed, const Havoc& engine) {
  Random random(seed);
  size = std::min(size, buffer.size());
  const auto havoc = [&](std::size_t have) {
    return engine ? std::min(engine(buffer.data(), have, buffer.size()), buffer.size()) : have;
  };
  if (size == 0 && !engine) return copy_to(buffer, random.pick(words_of(shape)));
  const bool alone = random.below(kShares) < kEngineAlone;
  if (size == 0 || (alone && engine)) return havoc(size);
  std::string text(view(buffer.first(size)));
  bool changed = false;
  do {
    changed = change(shape, text, buffer.size(), random) || changed;
  } while (random.one_in(kMaxChanges));
  if (!changed) return havoc(size);
  size = copy_to(buffer, text);
  return random.below(kShares) < kEngineBehind ? havoc(size) : size;
}

std::size_t cross_over(Shape shape, std::span<const std::uint8_t> a,
                       std::span<const std::uint8_t> b, std::span<std::uint8_t> out,
                       std::uint32_t seed) {
  Random random(seed);
  const Grammar& grammar = grammar_of(shape);
  const std::string_view first = view(a), second = view(b);
  // The same level of both: a line goes where a line was.
  Random level = random;
  const auto mine = look(grammar, words_of(shape), first, out.size(), level);
  level = random;
  const auto other = look(grammar, words_of(shape), second, out.size(), level);
  random.next();
  if (!mine || !other) return copy_to(out, mine ? first : second);
  const Piece to = random.pick(mine->pieces), from = random.pick(other->pieces);
  const auto taken = [&](std::size_t size) { return std::string(second.substr(from.at, size)); };
  const Edit choices[] = {
      {to.at, 0, taken(from.size)},
      {to.at, to.size, taken(from.size)},
      {to.at, first.size() - to.at, taken(std::string_view::npos)},
      {to.end(), first.size() - to.end(), taken(std::string_view::npos)},
  };
  return copy_to(out, apply(first, mine->structure, random.pick(choices), any_repair(random)));
}

}  // namespace wireassay::mutate
