#include "lab/ports.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/escape.h"
#include "lab/process.h"

namespace wireassay::lab {
namespace {

using Clock = std::chrono::steady_clock;

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

Address make_address(const std::string& text, std::uint16_t port) {
  Address out;
  if (text.find(':') != std::string::npos) {
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    ::inet_pton(AF_INET6, text.c_str(), &six.sin6_addr);
    std::memcpy(&out.storage, &six, sizeof six);
    out.size = sizeof six;
  } else {
    sockaddr_in four{};
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    ::inet_pton(AF_INET, text.c_str(), &four.sin_addr);
    std::memcpy(&out.storage, &four, sizeof four);
    out.size = sizeof four;
  }
  return out;
}

bool set_option(const Descriptor& socket, int option) {
  const int on = 1;
  return ::setsockopt(socket.get(), SOL_SOCKET, option, &on, sizeof on) == 0;
}

bool bind_to(const Descriptor& socket, const std::string& address, std::uint16_t port) {
  const Address to = make_address(address, port);
  return ::bind(socket.get(), to.get(), to.size) == 0;
}

std::uint16_t bound_port(const Descriptor& socket) {
  sockaddr_in name{};
  socklen_t size = sizeof name;
  // Cut off for IPv6, where the port lies at the same place.
  ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&name), &size);
  return ntohs(name.sin_port);
}

// A port in TIME_WAIT is free to a server (SO_REUSEADDR); that lets two bind that do not listen
// yet, so only listen() tells.
bool can_listen(int family, const std::string& address, std::uint16_t port) {
  const Descriptor socket = tcp_socket(family);
  return set_option(socket, SO_REUSEADDR) && bind_to(socket, address, port) &&
         ::listen(socket.get(), 1) == 0;
}

// Any port, bound by `held` without SO_REUSEADDR and so alone; SO_REUSEPORT afterwards opens it to
// sockets of this user that ask for SO_REUSEPORT too, and to no others. 0: try again.
std::uint16_t hold_any(bool ipv6, std::vector<Descriptor>& held) {
  Descriptor four = tcp_socket(AF_INET);
  if (!bind_to(four, "127.0.0.1", 0) || !set_option(four, SO_REUSEPORT)) return 0;
  const std::uint16_t got = bound_port(four);
  if (ipv6) {
    Descriptor six = tcp_socket(AF_INET6);
    if (!bind_to(six, "::1", got) || !set_option(six, SO_REUSEPORT)) return 0;
    held.push_back(std::move(six));
  }
  held.push_back(std::move(four));
  return got;
}

// What the server at `to` says first, at most 512 octets; or why nothing came.
std::expected<std::string, std::string> first_line(const Address& to, std::string_view probe,
                                                   Clock::time_point end) {
  const Descriptor socket = tcp_socket(to.storage.ss_family);
  if (::connect(socket.get(), to.get(), to.size) != 0)  // on loopback this does not block
    return std::unexpected(fmt::format("connect: {}", std::strerror(errno)));
  if (!probe.empty() && ::send(socket.get(), probe.data(), probe.size(), MSG_NOSIGNAL) < 0)
    return std::unexpected(fmt::format("send: {}", std::strerror(errno)));
  std::string said;
  while (said.find('\n') == std::string::npos && said.size() < 512) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    pollfd entry{socket.get(), POLLIN, 0};
    if (left.count() <= 0 || ::poll(&entry, 1, static_cast<int>(left.count())) <= 0)
      return std::unexpected("it accepted, but did not greet");
    char buffer[512];
    const ssize_t n = ::recv(socket.get(), buffer, sizeof buffer, 0);
    if (n <= 0) return std::unexpected("it closed without a greeting");
    said.append(buffer, static_cast<std::size_t>(n));
  }
  return said;
}

}  // namespace

Descriptor tcp_socket(int family) {
  return Descriptor(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

void Ports::release(std::uint16_t port) {
  std::vector<Descriptor> kept;
  for (Descriptor& socket : held) {
    if (bound_port(socket) != port) kept.push_back(std::move(socket));
  }
  held.swap(kept);
}

bool has_ipv6_loopback() { return can_listen(AF_INET6, "::1", 0); }

std::expected<Ports, std::string> free_ports(std::size_t count, std::uint16_t base, bool ipv6) {
  Ports out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t wanted = base + i;
    std::uint16_t got = 0;
    if (base == 0) {
      // A port free on 127.0.0.1 may be taken on ::1.
      for (int attempt = 0; got == 0 && attempt < 50; ++attempt) got = hold_any(ipv6, out.held);
      if (got == 0) return std::unexpected("no free port on loopback");
    } else {
      if (wanted > 65535) return std::unexpected(fmt::format("there is no port {}", wanted));
      got = static_cast<std::uint16_t>(wanted);
      if (!can_listen(AF_INET, "127.0.0.1", got) || (ipv6 && !can_listen(AF_INET6, "::1", got)))
        return std::unexpected(fmt::format("port {} is taken", wanted));
    }
    out.numbers.push_back(got);
  }
  return out;
}

std::expected<void, std::string> await_greeting(const std::string& address, std::uint16_t port,
                                                const Greeting& greeting,
                                                std::chrono::milliseconds time,
                                                const std::function<bool()>& ended) {
  const auto end = Clock::now() + time;
  const Address to = make_address(address, port);
  std::string last = "no attempt";
  const auto greets = [&] {
    if (greeting.text.empty()) {
      const Descriptor socket = tcp_socket(to.storage.ss_family);
      if (::connect(socket.get(), to.get(), to.size) == 0) return true;
      last = std::strerror(errno);
      return false;
    }
    const auto said = first_line(to, greeting.probe, end);
    last = said ? fmt::format("it said \"{}\"", escape_short(*said, 100)) : said.error();
    return said && said->starts_with(greeting.text);
  };
  bool greeted = false;
  bool over = false;
  wait_until(time, [&] {
    over = ended();  // before the attempt: what greets then was there for sure
    greeted = greets();
    return greeted || over;
  });
  if (greeted) return {};
  return std::unexpected(
      fmt::format("{}{} port {}: {}", over ? "its process ended; " : "", address, port, last));
}

}  // namespace wireassay::lab
