// Drives the connections of one case step by step and writes its transcript.
#pragma once

#include "judge/judge.h"
#include "play/facts.h"
#include "play/learn.h"
#include "play/link.h"

namespace wireassay::play {

struct PlayContext {
  net::Loop& loop;
  TlsContexts& contexts;
  const scenario::Target& target;
  const Unit& unit;
  const Lease& lease;
  std::string reading;
  scenario::Timeouts timeouts;
  const TextList* learnt =
      nullptr;  ///< capabilities in the state that `begin` reaches; nullptr: not learnt
  WireLogs* wires = nullptr;  ///< gets a log of each connection, if not nullptr
  Served* served = nullptr;   ///< shared by the cases of a run, or nullptr
};

struct Played {
  Transcript transcript;
  double waited_seconds = 0;
};

/// Plays the case once. All trouble is in the transcript.
net::Task<Played> play_case(PlayContext context);

}  // namespace wireassay::play
