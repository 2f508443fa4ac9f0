#include <sys/socket.h>

#include <asio/basic_socket_acceptor.hpp>
#include <asio/ip/v6_only.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>
#include <utility>

#include "net/connection_inner.h"
#include "net/socket.h"

namespace wireassay::net {
namespace {

using Acceptor = asio::basic_socket_acceptor<Tcp, asio::io_context::executor_type>;

// So that a loop around accept does not spin while the process is out of descriptors.
constexpr Millis kBreath{10};

// Errors of the connection that was about to be accepted, not of the listener: accept(2), "Error
// handling".
bool concerns_one_peer(int number) {
  return number == ECONNABORTED || number == EINTR || number == EPROTO || number == ENETDOWN ||
         number == ENETUNREACH || number == EHOSTUNREACH || number == ETIMEDOUT;
}

}  // namespace

struct Listener::Inner {
  explicit Inner(Loop& owner) : loop(owner), acceptor(owner.context()) {}
  Loop& loop;
  Acceptor acceptor;
  std::uint16_t port = 0;
  bool closed = false;
};

namespace {

Task<Result<std::unique_ptr<Connection>>> accept_one(std::shared_ptr<Listener::Inner> self) {
  while (!self->closed) {
    Tcp::endpoint peer;
    auto size = static_cast<socklen_t>(peer.capacity());
    Descriptor descriptor(::accept4(self->acceptor.native_handle(), peer.data(), &size,
                                    SOCK_NONBLOCK | SOCK_CLOEXEC));
    int number = errno;
    if (descriptor.get() >= 0) {
      peer.resize(size);
      set_no_delay(descriptor.get());
      auto socket =
          std::make_shared<Socket>(self->loop, peer.protocol(), descriptor.release(), peer);
      co_return std::make_unique<Connection>(
          std::make_shared<Connection::Inner>(std::move(socket)));
    }
    if (concerns_one_peer(number)) continue;
    if (number != EAGAIN && number != EWOULDBLOCK) {
      Error error = system_error("accept", number);
      co_await self->loop.sleep_until(self->loop.now() + kBreath);
      co_return std::unexpected(error);
    }
    std::error_code ignored;  // closed, or ready, or a reason to look again
    co_await self->acceptor.async_wait(Acceptor::wait_read,
                                       asio::redirect_error(asio::use_awaitable, ignored));
  }
  co_return std::unexpected(Error{Why::Cancelled, "the listener was closed"});
}

}  // namespace

Result<std::unique_ptr<Listener>> Listener::open(Loop& loop, const std::string& address,
                                                 std::uint16_t port) {
  std::error_code error;
  asio::ip::address parsed = asio::ip::make_address(address, error);
  if (error) return std::unexpected(Error{Why::Bad, "not an IP address: " + address});
  Tcp::endpoint endpoint(parsed, port);
  std::string where = "listen on " + endpoint_text(endpoint);
  Descriptor descriptor(
      ::socket(endpoint.data()->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (descriptor.get() < 0) return std::unexpected(system_error(where, errno));
  auto inner = std::make_shared<Inner>(loop);
  inner->acceptor.assign(endpoint.protocol(), descriptor.get(), error);
  if (error) return std::unexpected(system_error(where, error.value()));
  (void)descriptor.release();
  inner->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error && parsed.is_v6()) inner->acceptor.set_option(asio::ip::v6_only(true), error);
  if (!error) inner->acceptor.bind(endpoint, error);
  if (!error) inner->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (!error) inner->port = inner->acceptor.local_endpoint(error).port();
  if (error) return std::unexpected(system_error(where, error.value()));
  return std::make_unique<Listener>(std::move(inner));
}

Listener::Listener(std::shared_ptr<Inner> inner) : inner_(std::move(inner)) {}

Listener::~Listener() { close(); }

std::uint16_t Listener::port() const { return inner_->port; }

Task<Result<std::unique_ptr<Connection>>> Listener::accept() { return accept_one(inner_); }

void Listener::close() {
  if (inner_->closed) return;
  inner_->closed = true;
  std::error_code ignored;
  inner_->acceptor.close(ignored);
}

}  // namespace wireassay::net
