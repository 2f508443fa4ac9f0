// The functions of expressions: one table for the parser, the lint and the evaluation (LANGUAGE
// section 6).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "scenario/evaluate.h"

namespace wireassay::scenario {

/// What a call may look like. Functions that are not built in are asked of Scope::function.
struct FunctionSpec {
  std::string_view name;
  std::size_t min_args = 0, max_args = 0;
  bool words = false;  ///< a bare word is itself, not a variable: cap(LOGIN-DELAY), mailbox(other)
  bool built_in = true;
  std::string_view doc;
};

std::span<const FunctionSpec> functions();
const FunctionSpec* find_function(std::string_view name);

/// Octets as a decimal number: Bad if they are none, Overflow above 64 bits.
Expanded<std::uint64_t> to_number(std::string_view octets);

/// True if the list has the capability, by its whole text or its name before '='; letters in either
/// case.
bool advertises(const TextList& capabilities, std::string_view capability);
/// The text behind "NAME=" of the first such entry; nullopt if there is none.
std::optional<std::string_view> parameter_of(const TextList& capabilities, std::string_view name);

/// An argument of a call; the octets live as long as the scope or the caller's temporaries.
struct Argument {
  std::string_view octets;
  bool secret = false;
};

/// Calls a built-in function, or Scope::function. What comes of a secret is secret. No result is
/// longer than `limit`; this is found out before anything is allocated.
Expanded<Value> call_function(std::string_view name, std::span<const Argument> args,
                              const Scope& scope, std::size_t limit);

}  // namespace wireassay::scenario
