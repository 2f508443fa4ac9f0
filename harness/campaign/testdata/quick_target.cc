// A fuzz target for the tests of campaigns: a few edges to find, and a crash on "!?" soon. No
// target of the project.
#include "fuzzer.h"

namespace wireassay {

void fuzz(std::string_view in) {
  const std::size_t at = in.find('!');
  if (at == std::string_view::npos || at + 1 == in.size()) return;
  fuzzing::require(in[at + 1] == '?' ? "a question was shouted" : "");
}

}  // namespace wireassay
