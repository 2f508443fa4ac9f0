// What the language means at run time: variables, expansion, and whether a step held. Pure: the
// player uses it to decide how a dialogue goes on, the judge to say what the transcript is worth.
#pragma once

#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/event.h"
#include "core/secrets.h"
#include "scenario/model.h"

namespace wireassay::scenario {

/// A value while a case runs: octets, and whether they are secret.
struct Value {
  std::string octets;
  bool secret = false;
};

/// Why a template could not be expanded.
struct ExpansionError {
  enum class Kind { Unknown, Overflow, Missing, Bad };
  Kind kind = Kind::Bad;
  std::string message;
};
template <class T>
using Expanded = std::expected<T, ExpansionError>;

/// Octets and the ranges in them that are secret.
struct ExpandedText {
  std::string octets;
  std::vector<std::pair<std::size_t, std::size_t>> secrets;  ///< offset, length
};

/// All that expressions can see. `functions` are the ones that need the player (cram_md5, apop,
/// plain, file, mailbox); len slice repeat hex base64 unbase64 stuff cap are built in.
struct Scope {
  std::map<std::string, Value, std::less<>> variables;  ///< facts, lets (already expanded), holes
  std::map<std::string, Event, std::less<>> named;      ///< `as`
  const TextList* capabilities = nullptr;               ///< of the connection the step speaks on
  std::function<Expanded<Value>(std::string_view function, const std::vector<Value>& args)>
      function;
};

/// A call with its arguments, as the key under which its value is kept.
std::string call_text(std::string_view function, const std::vector<Value>& args);

Expanded<ExpandedText> expand(const Template& text, const Scope& scope,
                              std::size_t limit = 64 * 1024 * 1024);

/// How an event met the expectation of a step.
struct Met {
  enum class Grade { Held, Tolerated, Skipped, Failed };
  Grade grade = Grade::Held;
  std::string reason;    ///< tolerated/skipped: the scenario's reason; failed: one sentence
  std::string expected;  ///< for people: "250|5xx", "enhanced 5.1.x"
  std::string received;  ///< for people: escaped first line, "nothing within 10 s", …
  std::string nearest;   ///< nearest miss of a field, or empty
  std::size_t mark_offset = 0,
              mark_length = 0;  ///< offending octets in Event::raw; length 0: all of it
};

struct EvaluateContext {
  const DialectInfo* dialect = nullptr;
  std::string_view reading;  ///< chosen reading or empty
};

/// Judges the event for outcome number `index` of the step. Binds holes and `as` in the scope when
/// it holds.
Met evaluate(const Step& step, std::size_t index, const Event& event, Scope& scope,
             const EvaluateContext& context);

/// An event for people: its first octets escaped, or what happened ("nothing came (after 10.0 s)",
/// "closed by the server").
std::string describe(const Event& event);

/// True if the last outcome on a connection satisfies `when`.
bool guard_holds(const Outcome& when, const Event* last);

/// "SIZE>0", "A|B", "!C" against advertised capabilities; the text says what is missing.
std::optional<std::string> unmet(const Requirement& requirement, const TextList& capabilities);

/// Builds a scope's variables from lets (file, case, row), which may use each other and `base`.
Expanded<bool> expand_lets(const std::vector<Let>& lets, Scope& scope);

}  // namespace wireassay::scenario
