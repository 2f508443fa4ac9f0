// The three answers of every parser: more octets are needed, the octets are wrong, or a value was
// read. No parser in this project throws, and none looks beyond the octets it was given.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace wireassay {

/// Why a parser refused its input.
enum class Errc { Malformed, TooLong, TooMany, TooDeep, OutOfRange };

std::string_view to_string(Errc code);

/// The input is a proper prefix of something that may still become right.
struct NeedMore {
  bool operator==(const NeedMore&) const = default;
};

/// `offset` counts octets from the start of the parser's input; `rule` is the RFC's production name
/// ("Reply-code") and has static storage.
struct ParseError {
  Errc code = Errc::Malformed;
  std::size_t offset = 0;
  std::string_view rule;
  bool operator==(const ParseError&) const = default;
};

/// A value and how many octets of the input it took.
template <class T>
struct Got {
  T value;
  std::size_t used = 0;
  bool operator==(const Got&) const = default;
};

template <class T>
using Parsed = std::variant<NeedMore, ParseError, Got<T>>;

/// Something a lenient parser forgave: `rule` is the id of an invariant that the dialect declares
/// ("smtp.same-code"), `offset` where it lies in the octets of the event.
struct Deviation {
  std::string_view rule;
  std::size_t offset = 0;
  bool operator==(const Deviation&) const = default;
};

/// "reply: malformed Reply-code at octet 6"
std::string to_string(const ParseError& error);

}  // namespace wireassay
