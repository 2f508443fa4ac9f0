// Commands: wire/smtp/command.h.
#include "wire/smtp/command.h"

#include "fuzzer.h"
#include "testing/parser.h"

void wireassay::fuzz(std::string_view in) {
  fuzzing::require(testing::broken_invariant<smtp::Command>(
      in, smtp::parse_command_line,
      [](const smtp::Command& command) { return smtp::to_wire(command); }));
  fuzzing::require(testing::broken_invariant<std::string_view>(
      in, [](std::string_view octets) { return smtp::parse_line(octets); }));
}
