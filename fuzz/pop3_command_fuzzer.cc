// Commands: wire/pop3/command.h. A line that is one is recognised as what it is.
#include "wire/pop3/command.h"

#include "fuzzer.h"
#include "testing/parser.h"

namespace wireassay {

void fuzz(std::string_view in) {
  const auto parse = [](std::string_view octets) { return pop3::parse_command(octets); };
  fuzzing::require(testing::broken_invariant<pop3::Command>(in, parse, pop3::to_wire));
  const auto read = parse(in);
  const auto* got = std::get_if<Got<pop3::Command>>(&read);
  const pop3::Recognised seen = pop3::recognise(in.substr(0, in.find("\r\n")));
  if (got == nullptr) return;
  if (seen.verb != got->value.verb) fuzzing::require("recognised as another command");
  // The argument of PASS may be a space, which is none to the eye.
  const bool same = seen.has_argument == !got->value.params.empty();
  if (!same && got->value.verb != pop3::Verb::Pass)
    fuzzing::require("recognised with other arguments");
}

}  // namespace wireassay
