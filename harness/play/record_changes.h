// Changes to the records that an act inside TLS makes, between OpenSSL and the socket.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "net/record_tap.h"
#include "scenario/evaluate.h"

namespace wireassay::play {

/// A scenario::RecordChange with its octets.
struct ReadyChange {
  std::uint32_t record = 1;
  std::string op;
  std::string octets;
  std::uint64_t number = 0;
  std::optional<std::int64_t> from;
};

scenario::Expanded<std::vector<ReadyChange>> ready_changes(
    const std::vector<scenario::RecordChange>& changes, const scenario::Scope& scope);

class ChangeTap : public net::RecordTap {
 public:
  /// From here on records count from 1 again, and these changes are made.
  void arm(std::vector<ReadyChange> changes) {
    changes_ = std::move(changes);
    count_ = 0;
  }
  std::string outgoing(std::string octets) override;
  std::string incoming(std::string octets) override { return octets; }

 private:
  std::string changed(std::string record) const;

  std::vector<ReadyChange> changes_;
  std::uint32_t count_ = 0;
};

}  // namespace wireassay::play
