// Commands and their arguments: wire/pop3/command.h, wire/pop3/argument.h. A line that is one is
// recognised as what it is.
#include "wire/pop3/command.h"

#include "fuzzer.h"
#include "testing/parser.h"
#include "wire/pop3/argument.h"

namespace wireassay {
namespace {

void read_arguments(const pop3::Command& command) {
  const auto auth = pop3::parse_auth_argument(command);
  if (auth && auth->initial && *auth->initial != "=" && !pop3::is_base64(*auth->initial))
    fuzzing::require("an initial response is no base64");
  const auto apop = pop3::parse_apop_argument(command);
  if (apop && apop->digest.size() != 32) fuzzing::require("a digest has not 32 digits");
  for (const std::string& param : command.params) {
    (void)pop3::is_language_range(param);
    const auto number = pop3::parse_number(param);
    const bool digits = param.find_first_not_of("0123456789") == std::string::npos;
    if (number.has_value() != digits) fuzzing::require("a number with other octets than digits");
  }
}

void read_as(std::string_view in, pop3::Charset charset) {
  const auto parse = [charset](std::string_view octets) {
    return pop3::parse_command(octets, pop3::kMaxCommand, charset);
  };
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
  read_arguments(got->value);
}

}  // namespace

void fuzz(std::string_view in) {
  read_as(in, pop3::Charset::Ascii);
  read_as(in, pop3::Charset::Utf8);
}

}  // namespace wireassay
