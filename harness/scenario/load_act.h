// Acts of a step and their form: what is sent, and how.
#pragma once

#include <string>
#include <vector>

#include "scenario/load_hello.h"
#include "scenario/load_step.h"

namespace wireassay::scenario {

struct ActContext {
  const Hellos& hellos;
  const Speaker* speaker = nullptr;  ///< null where the connection is unknown
};

/// Fills the act of `step` and its form (split, pause, plain, times, tag).
void read_act(Loading& loading, const Node& table, const ActContext& context, Step& step);

}  // namespace wireassay::scenario
