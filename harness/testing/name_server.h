// A packaged DNS server on loopback for one test: dnsmasq with records from its command line.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/descriptor.h"

namespace wireassay::testing {

/// Started with the object, which waits until it listens, and ended with it.
class NameServer {
 public:
  /// `records`: options of dnsmasq, "--srv-host=_imap._tcp.example.org,host,143,0,1".
  explicit NameServer(const std::vector<std::string>& records) : port_(free_port()) {
    std::vector<std::string> words = {"/usr/sbin/dnsmasq",
                                      "--keep-in-foreground",
                                      "--log-facility=-",
                                      "--conf-file=/dev/null",
                                      "--pid-file=",
                                      "--user=",
                                      "--group=",
                                      "--no-resolv",
                                      "--no-hosts",
                                      "--bind-interfaces",
                                      "--listen-address=" + host(),
                                      "--auth-ttl=1",
                                      "--local=/example.org/",
                                      "--port=" + std::to_string(port_)};
    words.insert(words.end(), records.begin(), records.end());
    start(words);
    hear();
  }
  ~NameServer() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }
  NameServer(const NameServer&) = delete;
  NameServer& operator=(const NameServer&) = delete;

  std::string address() const { return host() + ":" + std::to_string(port_); }
  /// It has bound its sockets.
  bool is_up() const { return said_.find(": started,") != std::string::npos; }
  /// Its log until then; all of it where it did not start.
  const std::string& said() const { return said_; }

 private:
  void start(std::vector<std::string>& words) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return;
    log_ = Descriptor(ends[0]);
    const Descriptor its_end(ends[1]);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, its_end.get(), STDERR_FILENO);
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    char* none = nullptr;
    if (posix_spawn(&pid_, argv.front(), &actions, nullptr, argv.data(), &none) != 0) pid_ = -1;
    posix_spawn_file_actions_destroy(&actions);
  }

  void hear() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    char piece[1024];
    while (!is_up()) {
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
      pollfd entry{log_.get(), POLLIN, 0};
      if (left.count() <= 0 || ::poll(&entry, 1, static_cast<int>(left.count())) <= 0) return;
      const ssize_t n = ::read(log_.get(), piece, sizeof piece);
      if (n <= 0) return;
      said_.append(piece, static_cast<std::size_t>(n));
    }
  }

  /// A loopback address that no other test listens on: ports of 127.0.0.1 are taken and given back
  /// all the time.
  static std::string host() {
    const auto process = static_cast<std::uint32_t>(::getpid());
    return "127." + std::to_string(64 + (process >> 16) % 64) + "." +
           std::to_string((process >> 8) % 256) + "." + std::to_string(process % 256);
  }

  /// dnsmasq knows no port 0: one that was free a moment ago.
  static std::uint16_t free_port() {
    const int descriptor = ::socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    const bool bound =
        ::bind(descriptor, generic, size) == 0 && ::getsockname(descriptor, generic, &size) == 0;
    ::close(descriptor);
    return bound ? ntohs(address.sin_port) : std::uint16_t{0};
  }

  std::uint16_t port_;
  pid_t pid_ = -1;
  Descriptor log_;
  std::string said_;
};

}  // namespace wireassay::testing
