// The invariants of a protocol, held against the replies of a captured dialogue.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "trace/protocol.h"

namespace wireassay::trace {

/// An invariant that replies broke.
struct Broken {
  const Invariant* rule = nullptr;
  std::uint64_t count = 0;
  Moment first;
  std::string octets;  ///< of the first such reply, escaped and shortened
};

class RepliesJudge {
 public:
  explicit RepliesJudge(Protocol protocol);
  ~RepliesJudge();

  void sent(std::string_view octets);
  void came(std::string_view octets, Moment at);
  void tls_started();
  /// What comes now cannot be judged.
  void stop(std::string why);

  const std::vector<Broken>& broken() const { return broken_; }
  std::uint64_t replies() const { return replies_; }
  /// Why not all was judged; empty: all was.
  const std::string& why_stopped() const { return why_; }

 private:
  void note(const Event& event, Moment at);

  const DialectInfo* info_ = nullptr;
  std::unique_ptr<DialectSession> session_;
  std::string input_;
  std::vector<Broken> broken_;
  std::uint64_t replies_ = 0;
  std::string why_;
};

}  // namespace wireassay::trace
