// Reads what a fuzz target prints as it dies: the kind of the failure, the broken invariant, the
// stack; and makes of it the key by which two inputs are told to be the same bug.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::campaign {

/// One line of a stack: "wireassay::smtp::parse_reply(...)", "harness/wire/smtp/reply.cc:12:3" (or
/// the module where there are no symbols).
struct Frame {
  std::string function, where;
  bool operator==(const Frame&) const = default;
};

/// What a run of a target over one input said.
struct CrashReport {
  std::string kind;       ///< "broken invariant", "heap-buffer-overflow", "timeout", …; empty: none
  std::string invariant;  ///< the message of fuzzing::require or of UBSan, first line
  std::vector<Frame> frames;  ///< first stack of the report, as it came
  std::string text;           ///< the report from its first line on
};

/// An output without a report gives an empty kind.
CrashReport read_report(std::string_view output);

/// Name of a function without arguments, template arguments and return type.
std::string short_function(std::string_view function);

/// The message without what depends on the input: octets and numbers.
std::string general_message(std::string_view message);

/// Frames of our code: those of sanitizers, of the engine, of libraries and of the shim are
/// dropped; names are short. Of a timeout or lack of memory the outermost frames come first, since
/// the innermost are wherever the alarm rang.
std::vector<Frame> our_frames(const CrashReport& report);

/// Frames that take part in the key.
inline constexpr std::size_t kKeyFrames = 3;

/// "heap-buffer-overflow|a|b|c": the same for inputs that show the same bug. Empty without a kind.
std::string key_of(const CrashReport& report);

}  // namespace wireassay::campaign
