// How a connection comes about: names to addresses, then one address after the other.
#include <netinet/in.h>
#include <sys/socket.h>

#include <asio/ip/address.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>
#include <utility>

#include "net/connection_inner.h"
#include "net/memory_end.h"
#include "net/socket.h"

namespace wireassay::net {
namespace {

using Addresses = std::vector<asio::ip::address>;

constexpr std::size_t kAddresses = 32;  // of one name that are tried

// Lives until getaddrinfo has ended, which nothing can hurry; the dial waits no longer than its
// deadline.
struct Lookup {
  explicit Lookup(asio::io_context& context) : resolver(context), done(context) {}
  Tcp::resolver resolver;
  asio::steady_timer done;
  bool ended = false;
  std::error_code error;
  Addresses addresses;
};

void add(Addresses& addresses, const asio::ip::address& address) {
  for (const asio::ip::address& known : addresses) {
    if (known == address) return;
  }
  if (addresses.size() < kAddresses) addresses.push_back(address);
}

Task<Result<Addresses>> resolve(Loop& loop, std::string host, Clock::time_point deadline) {
  std::error_code error;
  asio::ip::address literal = asio::ip::make_address(host, error);
  if (!error) co_return Addresses{literal};
  auto lookup = std::make_shared<Lookup>(loop.context());
  lookup->done.expires_at(deadline);
  lookup->resolver.async_resolve(
      host, "",
      [lookup](const std::error_code& failed, const Tcp::resolver::results_type& results) {
        lookup->ended = true;
        lookup->error = failed;
        for (const Tcp::resolver::results_type::value_type& result : results) {
          add(lookup->addresses, result.endpoint().address());
        }
        lookup->done.cancel();
      });
  co_await lookup->done.async_wait(asio::redirect_error(asio::use_awaitable, error));
  if (!lookup->ended) {
    co_return std::unexpected(Error{Why::Timeout, host + ": the resolver did not answer in time"});
  }
  if (lookup->error)
    co_return std::unexpected(Error{Why::Unreachable, host + ": " + lookup->error.message()});
  co_return lookup->addresses;
}

// The port is left to connect(), so that many connections may share one (Linux, ip(7)).
int bind_source(int descriptor, const asio::ip::address& source) {
  int on = 1;
  ::setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  Tcp::endpoint endpoint(source, 0);
  return ::bind(descriptor, endpoint.data(), static_cast<socklen_t>(endpoint.size())) == 0 ? 0
                                                                                           : errno;
}

int try_connect(int descriptor, const Tcp::endpoint& to) {
  return ::connect(descriptor, to.data(), static_cast<socklen_t>(to.size())) == 0 ? 0 : errno;
}

Task<Result<std::shared_ptr<Socket>>> dial_one(Loop& loop, Tcp::endpoint to,
                                               const asio::ip::address* source,
                                               Clock::time_point deadline) {
  std::string where = endpoint_text(to);
  Descriptor descriptor(
      ::socket(to.data()->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (descriptor.get() < 0) co_return std::unexpected(system_error(where, errno));
  set_no_delay(descriptor.get());
  if (source != nullptr) {
    int failed = bind_source(descriptor.get(), *source);
    if (failed != 0)
      co_return std::unexpected(system_error(where + " from " + source->to_string(), failed));
  }
  int number = try_connect(descriptor.get(), to);
  // On loopback the other end has answered by now, and asking again is cheaper than waiting to be
  // told.
  if (number == EINPROGRESS && to.address().is_loopback())
    number = try_connect(descriptor.get(), to);
  if (number == EALREADY) number = EINPROGRESS;
  if (number != 0 && number != EINPROGRESS) co_return std::unexpected(system_error(where, number));
  auto socket = std::make_shared<Socket>(loop, to.protocol(), descriptor.release(), to);
  if (number == EINPROGRESS) number = co_await socket->connected(deadline);
  if (number != 0) co_return std::unexpected(system_error(where, number));
  // Where nobody listens, a port of the ephemeral range can meet itself (RFC 9293 section 3.5,
  // simultaneous open).
  if (to.address().is_loopback() && socket->talks_to_itself()) {
    socket->reset();
    co_return std::unexpected(system_error(where, ECONNREFUSED));
  }
  co_return socket;
}

}  // namespace

std::string Endpoint::text() const {
  bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Task<Result<std::unique_ptr<Connection>>> Connection::dial(Loop& loop, Endpoint to,
                                                           Clock::time_point deadline) {
  if (loop.exchange() != nullptr) co_return dial_memory(loop, to);
  std::error_code malformed;
  asio::ip::address source;
  if (!to.source.empty()) source = asio::ip::make_address(to.source, malformed);
  if (malformed) co_return std::unexpected(Error{Why::Bad, "not an IP address: " + to.source});
  Result<Addresses> addresses = co_await resolve(loop, to.host, deadline);
  if (!addresses) co_return std::unexpected(addresses.error());
  Error last = {Why::Unreachable, to.text() + ": no address of the source's family"};
  std::string texts;
  for (const asio::ip::address& address : *addresses) {
    if (!to.source.empty() && source.is_v4() != address.is_v4()) continue;
    Tcp::endpoint endpoint(address, to.port);
    Result<std::shared_ptr<Socket>> socket =
        co_await dial_one(loop, endpoint, to.source.empty() ? nullptr : &source, deadline);
    if (socket) {
      (*socket)->observe(to.wire_log);
      co_return std::make_unique<Connection>(std::make_shared<Inner>(*std::move(socket)));
    }
    last = socket.error();
    texts += (texts.empty() ? "" : "; ") + last.text;
  }
  if (!texts.empty()) last.text = texts;
  co_return std::unexpected(last);
}

}  // namespace wireassay::net
