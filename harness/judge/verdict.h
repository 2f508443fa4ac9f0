// Verdicts: what a case is worth, always with a reason a person can act on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/transcript.h"
#include "scenario/model.h"

namespace wireassay::judge {

enum class Verdict { Pass, Fail, Warn, Skip, Known, Fixed, Error };
inline constexpr Verdict kVerdicts[] = {Verdict::Pass, Verdict::Fail,  Verdict::Warn,
                                        Verdict::Skip, Verdict::Known, Verdict::Fixed,
                                        Verdict::Error};
std::string_view to_string(Verdict verdict);

/// A broken invariant seen in a transcript.
struct Breach {
  std::string rule;  ///< "smtp.same-code"
  Mark mark;
  std::string octets;  ///< escaped excerpt
};

/// One case (or invariant) on one target, judged. Everything a report needs.
struct Result {
  std::string id;      ///< ID[/ROW][@SURFACE], or "invariant.smtp.same-code"
  std::string target;  ///< name of the target
  Verdict verdict = Verdict::Error;
  std::string title, level, spec, clause, quote;
  std::string reason;                       ///< one sentence
  std::string expected, received, nearest;  ///< for a failing step; escaped
  std::string file;                         ///< of the step or of the case
  scenario::Position at;
  std::size_t step = 0;   ///< number in the dialogue from 1; 0: none (opening, set-up)
  std::string step_text;  ///< "opening greeted, step 1"
  double ms = 0;
  bool unreachable = false;  ///< the target could not be reached at all
  std::optional<Mark> mark;
  std::vector<ConnectionInfo> connections;
  std::vector<Chunk> transcript;  ///< masked
  std::vector<std::string> notes;
  std::vector<Breach> breaches;  ///< invariants that its replies broke, whatever its verdict
  std::size_t count = 0;         ///< invariants: in how many cases; else 0
};

}  // namespace wireassay::judge
