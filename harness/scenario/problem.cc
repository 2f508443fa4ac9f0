// A mistake in a file as people read it.
#include "core/escape.h"
#include "scenario/model.h"

namespace wireassay::scenario {

std::string to_string(const Problem& problem) {
  std::string out = problem.file;
  if (problem.at.line > 0) {
    out += ":" + std::to_string(problem.at.line) + ":" + std::to_string(problem.at.column);
  }
  out += ": " + problem.message;
  if (problem.excerpt.empty()) return out;
  out += "\n  ";
  for (const char octet : problem.excerpt) {
    out += octet;
    if (octet == '\n') out += "  ";
  }
  return out;
}

}  // namespace wireassay::scenario
