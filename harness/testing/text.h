// What a parser of a whole text keeps, for unit tests and fuzz targets alike: no look beyond the
// octets that are there, work linear in them, errors that lie in them and say something, and
// print-parse as a fixed point. For parsers of streams see parser.h.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include "testing/parser.h"

namespace wireassay::testing {

/// What is printed of a value: the text it was read from, or another that means the same.
enum class Printed { Alike, AsItWas };

namespace internal {

/// An answer that may be without a value: std::expected, std::optional.
template <class Answer>
concept MayFail = requires(const Answer& answer) {
  { answer.has_value() } -> std::same_as<bool>;
};

/// Empty, or what is wrong with the error of a std::expected.
template <class Answer>
std::string broken_text_error(std::string_view in, const Answer& answer) {
  if constexpr (requires { answer.error(); }) {
    if (answer.has_value()) return {};
    const auto& error = answer.error();
    if constexpr (requires { error.offset; }) {
      if (error.offset > in.size()) return at("an error lies beyond the text", in);
    }
    if constexpr (requires { error.rule; }) {
      if (error.rule.empty()) return at("an error names no rule", in);
    }
    if constexpr (requires { error.message; }) {
      if (error.message.empty()) return at("an error says nothing", in);
    }
  }
  return {};
}

template <class Value>
bool same_value(const Value& a, const Value& b) {
  if constexpr (std::equality_comparable<Value>) return a == b;
  return true;  // told by what is printed of them
}

}  // namespace internal

/// Empty, or which invariant broke. `parse` takes a std::string_view; it answers a std::expected, a
/// std::optional, or a value.
template <class Parse>
std::string broken_text(std::string_view in, const Parse& parse, const WorkLimits& limits = {}) {
  const ExactBuffer buffer(in);
  const Work work;
  const auto answer = parse(buffer.view());
  if (const std::string broken = broken_work(work, in.size(), limits); !broken.empty())
    return internal::at(broken, in);
  return internal::broken_text_error(in, answer);
}

/// The same, and: what is printed of a value is read as that value and printed alike.
template <class Parse, class Print>
  requires std::invocable<Print, decltype(*std::declval<Parse>()(std::string_view()))>
std::string broken_text(std::string_view in, const Parse& parse, const Print& print,
                        Printed printed = Printed::Alike, const WorkLimits& limits = {}) {
  if (std::string broken = broken_text(in, parse, limits); !broken.empty()) return broken;
  const ExactBuffer buffer(in);
  const auto answer = parse(buffer.view());
  if (!answer) return {};
  const std::string text(print(*answer));
  if (printed == Printed::AsItWas && text != in)
    return internal::at("printed otherwise: " + escape_short(text, 400), in);
  const ExactBuffer again_buffer(text);
  const auto again = parse(again_buffer.view());
  if (!again) return internal::at("what was printed is not read: " + escape_short(text, 400), in);
  if (!internal::same_value(*again, *answer))
    return internal::at("what was printed means something else: " + escape_short(text, 400), in);
  if (std::string(print(*again)) != text)
    return internal::at("printing is no fixed point: " + escape_short(text, 400), in);
  return {};
}

}  // namespace wireassay::testing
