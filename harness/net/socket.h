// One TCP socket whose waits have deadlines, and the words for what goes wrong on it. Internal to
// net/.
#pragma once

#include <array>
#include <asio/basic_stream_socket.hpp>
#include <asio/ip/tcp.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "net/connection.h"
#include "net/wire_log.h"

namespace wireassay::net {

using Tcp = asio::ip::tcp;
using TcpSocket = asio::basic_stream_socket<Tcp, asio::io_context::executor_type>;

/// A file descriptor until a socket object takes it.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor();
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }
  int release();

 private:
  int number_;
};

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

struct Received {
  ReadEnd end = ReadEnd::Data;
  std::size_t size = 0;  ///< octets at the start of Socket::buffer()
  std::string text;
};

/// Shared by a connection and its operations under way; see Connection.
class Socket : public std::enable_shared_from_this<Socket> {
 public:
  static constexpr std::size_t kBuffer = 16UL * 1024;  // one TLS record and a little less

  /// Takes a connected (or connecting), non-blocking descriptor.
  Socket(Loop& loop, const Tcp& protocol, int descriptor, const Tcp::endpoint& peer);

  /// Waits until a connect that is under way has ended; the system's error number, 0 when
  /// connected.
  Task<int> connected(Clock::time_point deadline);
  /// From now on the log is told of every octet.
  void observe(std::shared_ptr<WireLog> log);
  /// Waits for octets.
  Task<Received> receive(Clock::time_point deadline);
  /// A receive() that waits ends with Timeout.
  void stop_receiving() {
    if (receiving_) reading_.deadline_passed();
  }
  /// Appends what is there without waiting.
  void receive_more(std::string& into, std::size_t limit);
  std::string_view received(const Received& what) const { return {buffer_.data(), what.size}; }

  /// Sends what the system takes at once and keeps the rest for flush().
  Result<void> send_now(std::string_view octets);
  bool unsent() const { return !outgoing_.empty(); }
  Task<Result<void>> flush(Clock::time_point deadline);

  bool closed() const { return closed_; }
  void shut();
  void reset();
  void close();

  Loop& loop() { return loop_; }
  const std::string& peer() const { return peer_; }
  std::string local() const;
  bool talks_to_itself() const;

 private:
  Received failure(const std::error_code& error);
  Result<void> send_some(std::string_view octets, std::size_t& sent);
  int descriptor() { return socket_.native_handle(); }
  void log(bool sent, std::string_view octets) {
    if (log_ != nullptr) log_->octets(sent, octets);
  }
  void log_end(bool sent, WireEvent::What what) {
    if (log_ != nullptr) log_->ended(sent, what);
  }

  Loop& loop_;
  TcpSocket socket_;
  Waiter reading_, writing_;
  std::string peer_;
  std::shared_ptr<WireLog> log_;
  std::string outgoing_;  // what the system did not take yet
  bool closed_ = false;   // on this side
  bool receiving_ = false;
  bool reset_ = false;  // a write learnt it: the system tells it only once
  std::array<char, kBuffer> buffer_;
};

}  // namespace wireassay::net
