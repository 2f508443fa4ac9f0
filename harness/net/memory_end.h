// One end of a connection in memory. Internal to net/.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <string>

#include "net/memory.h"
#include "net/signal.h"
#include "net/transport.h"

namespace wireassay::net {

/// One direction: what was written and not yet read.
struct MemoryLane {
  explicit MemoryLane(Loop& loop) : came(loop), taken(loop) {}
  std::deque<std::string> pieces;
  std::size_t size = 0;
  bool fin = false, reset = false;  ///< behind the last piece
  bool deaf = false;                ///< nobody will read any more
  Signal came;                      ///< to the reader
  Signal taken;                     ///< to a writer that waits for room
};

struct MemoryPipe {
  explicit MemoryPipe(Loop& loop) : lanes{MemoryLane(loop), MemoryLane(loop)} {}
  std::array<MemoryLane, 2> lanes;
};

class MemoryEnd final : public Transport {
 public:
  /// `side` is the lane it writes to.
  MemoryEnd(Loop& loop, std::shared_ptr<MemoryPipe> pipe, std::size_t side, std::string local,
            std::string peer)
      : Transport(loop, std::move(peer)),
        pipe_(std::move(pipe)),
        out_(pipe_->lanes.at(side)),
        in_(pipe_->lanes.at(1 - side)),
        local_(std::move(local)) {}

  Task<Received> receive(Clock::time_point deadline) override;
  void stop_receiving() override {
    if (receiving_) in_.came.deadline_passed();
  }
  void receive_more(std::string& into, std::size_t limit) override;
  Task<Result<void>> flush(Clock::time_point deadline) override;
  void shut() override;
  void reset() override;
  void close() override;
  std::string local() const override { return local_; }

 private:
  std::string_view take(std::string& piece, std::size_t most);
  Result<void> send_some(std::string_view octets, std::size_t& sent) override;
  void end(bool MemoryLane::* how);
  void leave(bool MemoryLane::* how, WireEvent::What what);

  std::shared_ptr<MemoryPipe> pipe_;
  MemoryLane &out_, &in_;
  std::string local_;
  bool receiving_ = false;
};

/// Connection::dial on a loop with an exchange.
Result<std::unique_ptr<Connection>> dial_memory(Loop& loop, const Endpoint& to);

}  // namespace wireassay::net
