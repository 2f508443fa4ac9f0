// From what a scenario says of a ClientHello to its octets.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "core/event.h"
#include "scenario/evaluate.h"
#include "scenario/hello.h"
#include "wire/tls/encode.h"

namespace wireassay::play {

/// What was sent last on a connection and what asked for another one.
struct HelloMemory {
  std::optional<tls::HelloPlan> last;
  std::optional<Event> retry_request;  ///< a hello_retry_request
};

/// Octets to send, or why the hello cannot be made. Names of suites, groups and versions are those
/// of the IANA registries; fresh octets come from the system's generator.
std::expected<std::string, scenario::ExpansionError> build_hello(const scenario::HelloSpec& hello,
                                                                 const scenario::Scope& scope,
                                                                 HelloMemory& memory);

/// Octets of a share that any implementation of the group takes: of its generator.
std::string valid_share(std::uint16_t group);

}  // namespace wireassay::play
