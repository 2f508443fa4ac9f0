// Names of parse errors.
#include "core/parsed.h"

namespace wireassay {

std::string_view to_string(Errc code) {
  switch (code) {
    case Errc::Malformed: return "malformed";
    case Errc::TooLong: return "too long";
    case Errc::TooMany: return "too many";
    case Errc::TooDeep: return "too deeply nested";
    case Errc::OutOfRange: return "out of range";
  }
  return "unknown";
}

std::string to_string(const ParseError& error) {
  std::string text(to_string(error.code));
  text.append(" ").append(error.rule).append(" at octet ").append(std::to_string(error.offset));
  return text;
}

}  // namespace wireassay
