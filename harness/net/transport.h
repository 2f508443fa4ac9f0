// What carries the octets of a connection below TLS: a TCP socket, or memory. Internal to net/.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "net/connection.h"
#include "net/wire_log.h"

namespace wireassay::net {

struct Received {
  ReadEnd end = ReadEnd::Data;
  std::size_t size = 0;  ///< octets at the start of the transport's buffer
  std::string text;
};

/// Shared by a connection and its operations under way; see Connection.
class Transport : public std::enable_shared_from_this<Transport> {
 public:
  static constexpr std::size_t kBuffer = 16UL * 1024;  // one TLS record and a little less

  virtual ~Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  /// From now on the log is told of every octet.
  void observe(std::shared_ptr<WireLog> log) {
    log_ = std::move(log);
    if (log_ != nullptr) log_->connected(local(), peer_);
  }
  /// Waits for octets.
  virtual Task<Received> receive(Clock::time_point deadline) = 0;
  /// A receive() that waits ends with Timeout.
  virtual void stop_receiving() = 0;
  /// Appends what is there without waiting.
  virtual void receive_more(std::string& into, std::size_t limit) = 0;
  std::string_view received(const Received& what) const { return {buffer_.data(), what.size}; }

  /// Sends what is taken at once and keeps the rest for flush().
  Result<void> send_now(std::string_view octets);
  bool unsent() const { return !outgoing_.empty(); }
  virtual Task<Result<void>> flush(Clock::time_point deadline) = 0;

  bool closed() const { return closed_; }
  virtual void shut() = 0;
  virtual void reset() = 0;
  virtual void close() = 0;

  Loop& loop() { return loop_; }
  const std::string& peer() const { return peer_; }
  virtual std::string local() const = 0;

 protected:
  Transport(Loop& loop, std::string peer) : loop_(loop), peer_(std::move(peer)) {}

  /// Sends without waiting; `sent` octets were taken, as many as there was room for.
  virtual Result<void> send_some(std::string_view octets, std::size_t& sent) = 0;
  /// As much as is taken of what was kept; nothing is kept any more where that fails.
  Result<void> send_rest();
  std::unexpected<Error> fail(Why why, std::string_view what) const;
  /// The answer to a read where the peer's octets have ended, by Fin or Reset; it is logged.
  Received peer_ended(WireEvent::What how);
  void log(bool sent, std::string_view octets) {
    if (log_ != nullptr) log_->octets(sent, octets);
  }
  void log_end(bool sent, WireEvent::What what) {
    if (log_ != nullptr) log_->ended(sent, what);
  }

  Loop& loop_;
  std::string peer_;
  std::string outgoing_;  // what was not taken yet
  bool closed_ = false;   // on this side
  std::array<char, kBuffer> buffer_;

 private:
  std::shared_ptr<WireLog> log_;
};

}  // namespace wireassay::net
