// Whole dialogues through the client's side of a protocol. An input is runs of octets, "~C" sent,
// "~S" came, "~T" TLS is set up, "~P" a command is about to be sent. However the octets are cut,
// the events are the same, up to an overflow: that takes what is there, as garbage does in a
// dialect that reads nothing behind it.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "bounded.h"
#include "core/dialect.h"

namespace wireassay::fuzzing {

constexpr std::size_t kMaxDialogue = 4096;
/// Before each command all is gone through that waits for the server's consent to a literal or an
/// exchange: those who play ask once for each command.
constexpr std::size_t kMaxPrompts = 64;
/// 550 steps were measured for an event of one octet; and a response is looked up among the
/// commands under way, at most half as many as there are octets.
constexpr testing::WorkLimits kDialogueWork{.steps_per_octet = 2'000};

enum class Garbage { IsPassedOver, IsTheEnd };

struct Turn {
  char who;
  std::string_view octets;
};

inline std::vector<Turn> turns_of(std::string_view in) {
  std::vector<Turn> turns;
  while (in.size() >= 2) {
    const char who = in[1];
    in.remove_prefix(2);
    const std::size_t end = std::min(in.find('~'), in.size());
    turns.push_back({who, in.substr(0, end)});
    in.remove_prefix(end);
  }
  return turns;
}

inline void check_event(const Got<Event>& got, std::string_view came, bool ready) {
  if ((got.used == 0) != ready || got.used > came.size())
    require("an event took no octet, or too many");
  if (got.used > 0 && got.value.raw != came.substr(0, got.used))
    require("an event is not made of what it took");
  testing::note_deviations(got.value.deviations);
  if (got.value.kind == EventKind::Reply && got.value.deviations.empty())
    testing::note_words(got.value.raw);
  for (const Deviation& deviation : got.value.deviations) {
    if (deviation.offset > got.value.raw.size()) require("a deviation lies beyond its event");
  }
}

/// Octets that the server sent and that are no event yet. False: there were too many.
inline bool read_events(DialectSession& session, std::string& came, std::string& log,
                        Garbage garbage) {
  while (!came.empty() || session.ready()) {
    const bool ready = session.ready();
    const Parsed<Event> parsed = session.next(came);
    const auto* got = std::get_if<Got<Event>>(&parsed);
    if (got == nullptr) {
      if (ready) require("an event was ready and did not come");
      return true;
    }
    check_event(*got, came, ready);
    const bool last = got->value.kind == EventKind::Overflow ||
                      (garbage == Garbage::IsTheEnd && got->value.kind == EventKind::Garbage);
    log += got->value.cls;
    if (!last) log += std::to_string(got->used);
    for (const Deviation& deviation : got->value.deviations)
      log.append(" ").append(deviation.rule).append("@").append(std::to_string(deviation.offset));
    log += "\n";
    came.erase(0, got->used);
    if (last) return false;
  }
  return true;
}

/// The events of a dialogue whose octets come in pieces.
inline std::string play(const std::vector<Turn>& turns, std::size_t piece, const Dialect& dialect,
                        Garbage garbage) {
  const auto session = dialect.session({});
  std::string came, log;
  std::size_t prompts = 0;
  for (const Turn& turn : turns) {
    if (turn.who == 'T') session->tls_started();
    if (turn.who == 'P' && ++prompts <= kMaxPrompts)
      log += session->prefix(turn.octets, std::nullopt).empty() ? "-" : "+";
    for (std::string_view left = turn.octets; !left.empty();
         left.remove_prefix(std::min(piece, left.size()))) {
      const std::string_view octets = left.substr(0, piece);
      if (turn.who == 'C') session->sent(octets);
      if (turn.who != 'S') continue;
      came += octets;
      if (!read_events(*session, came, log, garbage)) return log;
    }
    log += session->barrier() ? "b" : "-";
  }
  return log + std::to_string(session->outstanding());
}

inline void fuzz_dialogue(std::string_view in, const Dialect& dialect,
                          Garbage garbage = Garbage::IsPassedOver) {
  if (in.size() > kMaxDialogue) return;
  const auto turns = turns_of(in);
  const std::string whole = [&] {
    const Bounded bounded(in, kDialogueWork);
    return play(turns, SIZE_MAX, dialect, garbage);
  }();
  if (in.size() > testing::kEverySplit) return;
  for (const std::size_t piece : {1UL, 2UL, 7UL}) {
    const std::string cut = play(turns, piece, dialect, garbage);
    if (cut != whole) {
      require(testing::internal::at(
          "pieces of " + std::to_string(piece) + " give " + cut + "\ninstead of " + whole, in));
    }
  }
}

}  // namespace wireassay::fuzzing
