// A fuzz target with bugs that are known, for the tests of triage: a broken invariant, a read
// beyond the heap, a loop without end. No target of the project.
#include <cstring>
#include <memory>

#include "fuzzer.h"

namespace wireassay {
namespace {

/// Reads one octet behind a copy when the input holds "heap".
[[gnu::noinline]] char read_behind(std::string_view in) {
  const std::unique_ptr<char[]> copy(new char[in.size()]);
  in.copy(copy.get(), in.size());
  const volatile char* octets = copy.get();
  return octets[in.size()];
}

[[gnu::noinline]] void loop_without_end() {
  for (volatile int turns = 1; turns != 0; turns = 1) {
  }
}

[[gnu::noinline]] void check_reply(std::string_view in) {
  if (in.find("wrong") != std::string_view::npos)
    fuzzing::require("a reply of " + std::to_string(in.size()) +
                     " octets is wrong: " + std::string(in));
}

}  // namespace

void fuzz(std::string_view in) {
  check_reply(in);
  if (in.find("heap") != std::string_view::npos && read_behind(in) == 0) return;
  if (in.find("loop") != std::string_view::npos) loop_without_end();
}

}  // namespace wireassay
