// One TCP socket whose waits have deadlines, and the words for what goes wrong on it. Internal to
// net/.
#pragma once

#include <asio/basic_stream_socket.hpp>
#include <asio/ip/tcp.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "core/descriptor.h"
#include "net/transport.h"

namespace wireassay::net {

using Tcp = asio::ip::tcp;
using TcpSocket = asio::basic_stream_socket<Tcp, asio::io_context::executor_type>;

/// "connection refused" for ECONNREFUSED: as the system says it, without the capital.
std::string system_text(int number);
/// The error that stands for a failed connect, bind or accept.
Error system_error(const std::string& where, int number);
/// "127.0.0.1:25", "[::1]:25"
std::string endpoint_text(const Tcp::endpoint& endpoint);
void set_no_delay(int descriptor);

/// Ends the wait for one direction of a socket when its deadline has passed.
class Waiter final : public Loop::Deadlined {
 public:
  Waiter(Loop& loop, TcpSocket& socket) : loop_(loop), socket_(socket) {}
  ~Waiter() override { loop_.forget(*this); }
  void arm(Clock::time_point when);
  void disarm() { loop_.forget(*this); }
  bool passed() const { return passed_; }
  void deadline_passed() override;

 private:
  Loop& loop_;
  TcpSocket& socket_;
  bool passed_ = false;
};

/// Octets over TCP.
class Socket final : public Transport {
 public:
  /// Takes a connected (or connecting), non-blocking descriptor.
  Socket(Loop& loop, const Tcp& protocol, int descriptor, const Tcp::endpoint& peer);

  /// Waits until a connect that is under way has ended; the system's error number, 0 when
  /// connected.
  Task<int> connected(Clock::time_point deadline);
  Task<Received> receive(Clock::time_point deadline) override;
  void stop_receiving() override {
    if (receiving_) reading_.deadline_passed();
  }
  void receive_more(std::string& into, std::size_t limit) override;
  Task<Result<void>> flush(Clock::time_point deadline) override;
  void shut() override;
  void reset() override;
  void close() override;
  std::string local() const override;
  bool talks_to_itself() const;

 private:
  Received failure(const std::error_code& error);
  Result<void> send_some(std::string_view octets, std::size_t& sent) override;
  int descriptor() { return socket_.native_handle(); }

  TcpSocket socket_;
  Waiter reading_, writing_;
  bool receiving_ = false;
  bool reset_ = false;  // a write learnt it: the system tells it only once
};

}  // namespace wireassay::net
