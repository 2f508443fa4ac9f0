// A packaged DNS server on loopback for one test: dnsmasq with records from its command line.
#pragma once

#include <arpa/inet.h>
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

namespace wireassay::testing {

/// Started with the object, ended with it. The test asks until it answers: see `ready`.
class NameServer {
 public:
  /// `records`: options of dnsmasq, "--srv-host=_imap._tcp.example.org,host,143,0,1".
  explicit NameServer(const std::vector<std::string>& records) : port_(free_port()) {
    std::vector<std::string> words = {"/usr/sbin/dnsmasq",
                                      "--keep-in-foreground",
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
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    char* none = nullptr;
    if (posix_spawn(&pid_, argv.front(), nullptr, nullptr, argv.data(), &none) != 0) pid_ = -1;
  }
  ~NameServer() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }
  NameServer(const NameServer&) = delete;
  NameServer& operator=(const NameServer&) = delete;

  std::string address() const { return host() + ":" + std::to_string(port_); }
  /// Asks by `question` until it says true or the process has ended; each question waits by itself.
  template <class Question>
  bool ready(Question question) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (pid_ > 0 && std::chrono::steady_clock::now() < end) {
      if (question()) return true;
      ::poll(nullptr, 0, 10);  // a port that nobody listens on yet refuses at once
      if (::waitpid(pid_, nullptr, WNOHANG) == pid_) pid_ = -1;
    }
    return false;
  }

 private:
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
};

}  // namespace wireassay::testing
