// SRV records (RFC 2782), by c-ares: where the mail services of a domain are (RFC 6186, RFC 8314).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "net/connection.h"
#include "net/loop.h"

namespace wireassay::net {

struct SrvRecord {
  std::uint16_t priority = 0, weight = 0, port = 0;
  std::string
      target;  ///< without the last dot; empty: "." (the service is decidedly not available)
  bool operator==(const SrvRecord&) const = default;
};

struct SrvLookup {
  std::string server;  ///< ADDRESS[:PORT] of a name server; empty: the system's
  Millis timeout{2000};
  int tries = 2;
};

/// All records of a name ("_imaps._tcp.example.org"), as they came. None: the name or the type does
/// not exist. Blocks, at most about timeout times tries. Errors: Timeout, Unreachable (the server's
/// trouble, by its text), Bad (what came is no answer; `server` is no address).
Result<std::vector<SrvRecord>> lookup_srv(const std::string& name, const SrvLookup& lookup);

/// "a client MUST attempt to contact the target host with the lowest-numbered priority it can
/// reach; target hosts with the same priority SHOULD be tried in an order defined by the weight
/// field" (RFC 2782): by running sums, with random numbers from `seed`.
std::vector<SrvRecord> in_order(std::vector<SrvRecord> records, std::uint64_t seed);

}  // namespace wireassay::net
