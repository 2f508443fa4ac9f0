// Loopback ports for an instance, and the wait until a server on them greets.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/descriptor.h"

namespace wireassay::lab {

bool has_ipv6_loopback();

Descriptor tcp_socket(int family);

// Ports for a server that binds with SO_REUSEPORT, as Postfix does. It would share a port with any
// other server of the same user without a word, two labs that start at once for example; so ports
// that the kernel chose stay bound here, for nobody but such a server to join, until it listens.
struct Ports {
  std::vector<std::uint16_t> numbers;
  std::vector<Descriptor> held;

  // For a server that binds without SO_REUSEPORT: just before it starts.
  void release(std::uint16_t port);
};

// `count` ports free on 127.0.0.1 (and on ::1): base, base + 1, … (not held: who names ports
// answers for them) or, with base 0, any.
std::expected<Ports, std::string> free_ports(std::size_t count, std::uint16_t base, bool ipv6);

struct Greeting {
  std::string_view text;   // what the server says first begins so; empty: it need only accept
  std::string_view probe;  // said before that, to a server that waits for its client
};

// Connects to ADDRESS:PORT until the server greets. The error says what happened last. `ended`
// tells that there is nothing to wait for any more.
std::expected<void, std::string> await_greeting(
    const std::string& address, std::uint16_t port, const Greeting& greeting,
    std::chrono::milliseconds time, const std::function<bool()>& ended = [] { return false; });

}  // namespace wireassay::lab
