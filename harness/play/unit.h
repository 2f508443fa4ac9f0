// One case on one surface of one target: what the schedule hands to a player.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/dialect.h"
#include "net/connection.h"
#include "play/runner.h"
#include "scenario/model.h"
#include "scenario/target.h"

namespace wireassay::play {

/// A way to play a case differently that must not change its verdict.
struct Variation {
  std::string name;  ///< "octets", "random", "whole", "tls1.2", … ; empty: as written
  Fragments fragments = Fragments::None;
  std::uint64_t seed = 0;
  std::optional<scenario::Security> security;
  std::string tls_version;               ///< minimum and maximum, or empty
  std::optional<std::uint32_t> records;  ///< a hello is cut into records of so many octets
};

/// Where and how one connection of a unit goes; or why it cannot.
struct Route {
  std::string service;
  scenario::ServiceUrl url;
  scenario::Security security = scenario::Security::Plain;  ///< Plain, StartTls or Tls
  std::string missing;                                      ///< reason for a skip, or empty
  bool stands_in = false;  ///< submission for the relay (port 25) that the target does not have
};
struct Unit {
  const scenario::Case* c = nullptr;
  std::size_t index = 0;  ///< place in the results
  std::string surface;    ///< "submission+starttls", or empty: the transport of the run
  Variation variation;
  std::uint32_t users = 0;             ///< how many users of the pool it needs
  std::vector<Route> routes;           ///< of each connection of the case
  std::optional<std::string> missing;  ///< why it cannot be asked of this target, if it cannot

  /// ID[/ROW][@SURFACE], without the variation.
  std::string id() const;
};

/// The way to a service that serves the case but takes no part in it: the first of the protocol's
/// that the target has.
Route service_route(const scenario::Target& target, const std::string& protocol);

/// How messages of `given` get into the maildrop of a user: the target's fact `deliver` ("imap" or
/// "smtp"), else by IMAP where it has that.
bool fills_by_imap(const scenario::Target& target);

/// All units of the suite for one target, in the order of the report.
std::vector<Unit> plan(const scenario::Suite& suite, const scenario::Target& target,
                       const RunOptions& options);

/// True if the case has fixtures in a maildrop, or reads what was delivered.
bool looks_into_maildrop(const scenario::Case& c);

/// A guess at how long the case waits by itself (silences, pauses), to begin the longest first.
scenario::Millis expected_wait(const scenario::Case& c, const scenario::Timeouts& timeouts);

}  // namespace wireassay::play
