// A server on loopback that does what a test tells it, on plain blocking sockets and a thread of
// its own.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace wireassay::testing {

/// One accepted connection, as the script of a peer sees it.
class PeerConnection {
 public:
  PeerConnection(int socket, std::atomic<std::uint64_t>& sent) : socket_(socket), sent_(sent) {}

  /// False once the client is gone.
  bool say(std::string_view octets) {
    while (!octets.empty()) {
      const auto count = ::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      sent_ += static_cast<std::uint64_t>(count);
      octets.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  /// A line without its CRLF; empty when the client is gone.
  std::string line() {
    std::string text;
    for (char octet = 0; ::recv(socket_, &octet, 1, 0) == 1;) {
      if (octet == '\n') break;
      if (octet != '\r') text += octet;
    }
    return text;
  }
  /// What one read brings; empty when the client is gone.
  std::string packet() {
    char octets[4096];
    const auto count = ::recv(socket_, octets, sizeof octets, 0);
    return count > 0 ? std::string(octets, static_cast<std::size_t>(count)) : "";
  }
  /// Until the client closes.
  void drain() {
    char octets[4096];
    while (::recv(socket_, octets, sizeof octets, 0) > 0) {
    }
  }
  /// True if the client closed, or sent something, within that time: what paces a slow peer.
  bool disturbed_within(std::chrono::milliseconds time) const {
    pollfd polled{socket_, POLLIN, 0};
    return ::poll(&polled, 1, static_cast<int>(time.count())) != 0;
  }
  void reset() {
    const linger hard{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  }

 private:
  int socket_;
  std::atomic<std::uint64_t>& sent_;
};

using Script = std::function<void(PeerConnection&)>;

/// Listens on 127.0.0.1 and plays the script for each connection, each on its own thread.
class Peer {
 public:
  explicit Peer(Script script)
      : script_(std::move(script)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    // The socket API wants the generic address type.
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, length) != 0 || ::listen(listener_, 64) != 0) return;
    ::getsockname(listener_, generic, &length);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { accept_all(); });
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer() {
    ::shutdown(listener_, SHUT_RDWR);
    if (thread_.joinable()) thread_.join();
    ::close(listener_);
    for (std::thread& thread : served_) thread.join();
  }

  std::uint16_t port() const { return port_; }
  /// Octets written on all connections.
  std::uint64_t sent() const { return sent_; }

 private:
  void accept_all() {
    while (true) {
      const int socket = ::accept(listener_, nullptr, nullptr);
      if (socket < 0) return;
      served_.emplace_back([this, socket] {
        PeerConnection connection(socket, sent_);
        script_(connection);
        ::close(socket);
      });
    }
  }

  Script script_;
  int listener_;
  std::uint16_t port_ = 0;
  std::atomic<std::uint64_t> sent_{0};
  std::vector<std::thread> served_;
  std::thread thread_;
};

}  // namespace wireassay::testing
