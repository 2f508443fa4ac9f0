// Steps of dialogues, openings and cleanups (LANGUAGE section 3).
#pragma once

#include <string>
#include <vector>

#include "scenario/load_hello.h"
#include "scenario/load_values.h"

namespace wireassay::scenario {

/// A connection as its steps see it.
struct Speaker {
  std::string name;
  const DialectInfo* dialect = nullptr;  ///< null where the connection itself is wrong
  bool listening = false;
  bool records = false;  ///< state `records`: handshake messages instead of replies
};

enum class Part { Opening, Dialogue, Cleanup };

struct StepContext {
  Part part = Part::Dialogue;
  std::vector<Speaker> speakers;      ///< at least one
  Hellos hellos;                      ///< named ClientHellos
  std::vector<std::string> readings;  ///< declared by the case
};

std::vector<Step> read_steps(Loading& loading, const Node& array, const StepContext& context);

}  // namespace wireassay::scenario
