// --target discover:user@example.org: the services of a mail domain as its SRV records name them.
#pragma once

#include <expected>
#include <iosfwd>
#include <string>

#include "net/srv.h"
#include "scenario/target.h"

namespace wireassay::cli {

/// A target with each service that the domain of `address` offers (RFC 6186; `submissions`: RFC
/// 8314 section 7.3), the services in clear upgraded by STARTTLS or STLS. What each record said is
/// told on `log`. The error says what was asked for and what the answer was.
std::expected<scenario::Target, std::string> discover_target(const std::string& address,
                                                             const net::SrvLookup& lookup,
                                                             std::uint64_t seed, std::ostream& log);

}  // namespace wireassay::cli
