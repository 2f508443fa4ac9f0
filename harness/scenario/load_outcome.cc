// Outcomes against the classes of their connection.
#include "scenario/load_outcome.h"

#include <algorithm>

#include "core/escape.h"
#include "scenario/keys.h"

namespace wireassay::scenario {
namespace {

constexpr std::string_view kCommon[] = {"close", "silence", "reply"};
constexpr std::size_t kMostAtoms = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "250", "25x", "2xx": the first digit is never x, and behind an x stands no digit.
bool is_numeric_class(std::string_view atom) {
  if (atom.size() != 3 || atom[0] < '1' || atom[0] > '5') return false;
  const auto digit_or_x = [](char c) { return is_digit(c) || c == 'x'; };
  return digit_or_x(atom[1]) && digit_or_x(atom[2]) && (atom[1] != 'x' || atom[2] == 'x');
}

bool is_verb(std::string_view atom) {
  return !atom.empty() && std::ranges::all_of(atom, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_alert(std::string_view atom) { return atom == "alert" || atom.starts_with("alert:"); }

bool has_class(const DialectInfo& dialect, std::string_view atom) {
  return std::ranges::find(dialect.classes, atom) != dialect.classes.end();
}

bool known(std::string_view atom, const Alphabet& alphabet) {
  if (std::ranges::find(kCommon, atom) != std::end(kCommon)) return true;
  if (atom == "alert") return true;
  if (alphabet.listening && (is_verb(atom) || has_class(listening(), atom))) return true;
  if (alphabet.handshake && has_class(tls_act(), atom)) return true;
  if (alphabet.listening) return false;
  return (alphabet.dialect->numeric && is_numeric_class(atom)) ||
         has_class(*alphabet.dialect, atom);
}

std::string unknown_atom(std::string_view atom, const Alphabet& alphabet) {
  const std::string quoted = "`" + escape_short(atom, 40) + "`";
  if (atom.find(' ') != std::string_view::npos) {
    return quoted + " is no outcome: name the reply's class alone, human text is never judged";
  }
  if (atom.starts_with("alert:")) {
    return "unknown alert " + quoted + did_you_mean(atom.substr(6), alert_names());
  }
  std::vector<std::string_view> candidates(std::begin(kCommon), std::end(kCommon));
  const auto add = [&](const DialectInfo& info) {
    candidates.insert(candidates.end(), info.classes.begin(), info.classes.end());
  };
  if (alphabet.handshake) add(tls_act());
  if (alphabet.listening)
    add(listening());
  else
    add(*alphabet.dialect);
  std::string message = "unknown outcome " + quoted + " for " +
                        std::string(alphabet.listening ? listening().name : alphabet.dialect->name);
  const std::string guess = did_you_mean(atom, candidates);
  if (!guess.empty()) return message + guess;
  return message + (alphabet.dialect->numeric
                        ? ": write a code (250), 25x or 2xx, or close, silence, reply"
                        : "");
}

/// Checks one atom; `offset` is where it stands in the string.
bool check_atom(Loading& loading, const Node& value, std::string_view atom, std::size_t offset,
                const Alphabet& alphabet) {
  if (alphabet.dialect == nullptr) return true;
  const bool good_alert = atom.starts_with("alert:") &&
                          std::ranges::find(alert_names(), atom.substr(6)) != alert_names().end();
  if (known(atom, alphabet) || good_alert) return true;
  const std::string message = unknown_atom(atom, alphabet);
  if (value.is(Node::Kind::Text) && offset > 0)
    loading.source.add_inside(value.at, offset, message);
  else
    loading.source.add(value.at, message);
  return false;
}

std::string_view trimmed(std::string_view text, std::size_t& offset) {
  const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
  const std::size_t end = text.find_last_not_of(' ');
  offset += begin;
  return end == std::string_view::npos ? std::string_view() : text.substr(begin, end + 1 - begin);
}

std::optional<Outcome> parse_outcome(Loading& loading, const Node& value, std::string_view text,
                                     const Alphabet& alphabet) {
  Outcome outcome{.atoms = {}, .at = value.at};
  bool good = true;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('|', begin), text.size());
    std::size_t offset = begin;
    const std::string_view atom = trimmed(text.substr(begin, end - begin), offset);
    begin = end + 1;
    if (atom.empty()) {
      loading.source.add(value.at,
                         "an outcome is empty: write atoms joined by `|`, like 250|5xx|close");
      return std::nullopt;
    }
    if (outcome.atoms.size() == kMostAtoms) {
      loading.source.add(
          value.at, "an outcome has more than " + std::to_string(kMostAtoms) + " alternatives");
      return std::nullopt;
    }
    if (!check_atom(loading, value, atom, offset, alphabet)) {
      good = false;
    } else if (outcome.has(atom)) {
      loading.source.add(value.at, "`" + std::string(atom) + "` stands twice in this outcome");
    } else {
      outcome.atoms.emplace_back(atom);
    }
  }
  return good ? std::optional(std::move(outcome)) : std::nullopt;
}

}  // namespace

std::optional<Outcome> read_outcome(Loading& loading, const Node& value, const Alphabet& alphabet) {
  if (value.is(Node::Kind::Integer))
    return parse_outcome(loading, value, std::to_string(value.integer), alphabet);
  if (value.is(Node::Kind::Text)) return parse_outcome(loading, value, value.text, alphabet);
  loading.source.add(
      value.at, "an outcome is a string or an integer, not " + std::string(kind_name(value.kind)));
  return std::nullopt;
}

std::vector<Outcome> read_outcomes(Loading& loading, const Node& value, const Alphabet& alphabet) {
  std::vector<Outcome> outcomes;
  const auto add = [&](const Node& one) {
    if (std::optional<Outcome> outcome = read_outcome(loading, one, alphabet))
      outcomes.push_back(std::move(*outcome));
  };
  if (!value.is(Node::Kind::Array)) {
    add(value);
    return outcomes;
  }
  if (value.items.empty())
    loading.source.add(value.at, "a sequence of outcomes needs at least one");
  for (const Node& item : value.items) add(item);
  return outcomes;
}

std::vector<Excuse> read_excuses(Loading& loading, const Node& table, std::string_view key,
                                 const Alphabet& alphabet) {
  std::vector<Excuse> excuses;
  for (const Entry& entry : table.entries) {
    Node at_key;
    at_key.at = entry.at;
    std::optional<Outcome> outcome = parse_outcome(loading, at_key, entry.key, alphabet);
    if (!entry.value.is(Node::Kind::Text) || entry.value.text.empty()) {
      loading.source.add(entry.value.at, "`" + std::string(key) + "` needs a reason for `" +
                                             escape_short(entry.key, 40) +
                                             "`: a string that is not empty");
    } else if (outcome) {
      excuses.push_back({std::move(*outcome), entry.value.text});
    }
  }
  return excuses;
}

std::map<std::string, Outcome> read_readings(Loading& loading, const Node& table,
                                             const Alphabet& alphabet) {
  std::map<std::string, Outcome> readings;
  for (const Entry& entry : table.entries) {
    if (std::optional<Outcome> outcome = read_outcome(loading, entry.value, alphabet)) {
      readings.emplace(entry.key, std::move(*outcome));
    }
  }
  return readings;
}

bool covers(std::string_view wide, std::string_view narrow) {
  if (wide == narrow) return true;
  if (wide == "alert") return narrow.starts_with("alert:");
  if (wide == "reply") return narrow != "close" && narrow != "silence" && !is_alert(narrow);
  if (!is_numeric_class(wide) || !is_numeric_class(narrow)) return false;
  return std::ranges::equal(wide, narrow, [](char w, char n) { return w == 'x' || w == n; });
}

bool may_both_match(std::string_view a, std::string_view b) {
  if (covers(a, b) || covers(b, a)) return true;
  if (!is_numeric_class(a) || !is_numeric_class(b)) return false;
  return std::ranges::equal(a, b, [](char x, char y) { return x == 'x' || y == 'x' || x == y; });
}

}  // namespace wireassay::scenario
