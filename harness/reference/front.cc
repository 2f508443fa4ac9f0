// One coroutine for each connection; the session decides what is said.
#include "reference/front.h"

#include <utility>

namespace wireassay::reference {
namespace {

net::Clock::time_point after(net::Millis time) { return net::Clock::now() + time; }

/// "[::1]:25" gives "::1".
std::string address_of(const std::string& endpoint) {
  std::string address = endpoint.substr(0, endpoint.rfind(':'));
  if (address.starts_with('[') && address.ends_with(']'))
    address = address.substr(1, address.size() - 2);
  return address;
}

}  // namespace

Front::Front(net::Loop& loop, std::shared_ptr<net::TlsContext> tls, const FrontLimits& limits)
    : loop_(loop), tls_(std::move(tls)), limits_(limits) {}

net::Result<std::uint16_t> Front::listen(const std::string& address, std::uint16_t port,
                                         bool implicit_tls, MakeSession make) {
  auto listener = net::Listener::open(loop_, address, port);
  if (!listener) return std::unexpected(listener.error());
  auto service = std::make_unique<Service>(*std::move(listener), implicit_tls, std::move(make));
  const std::uint16_t chosen = service->listener->port();
  loop_.spawn(accept_all(*service));
  services_.push_back(std::move(service));
  return chosen;
}

void Front::close() {
  for (const auto& service : services_) service->listener.reset();
}

net::Task<void> Front::accept_all(Service& service) {
  while (true) {
    auto connection = co_await service.listener->accept();
    if (connection) {
      loop_.spawn(serve(service, *std::move(connection)));
    } else if (connection.error().why == net::Why::Cancelled) {
      co_return;
    }
  }
}

net::Task<void> Front::serve(const Service& service, std::unique_ptr<net::Connection> connection) {
  struct Counted {
    std::size_t& count;
    explicit Counted(std::size_t& counter) : count(counter) { ++count; }
    ~Counted() { --count; }
  } const counted(connections_);
  const std::unique_ptr<Session> session = service.make(
      {.client = address_of(connection->peer()), .server = address_of(connection->local())});
  if (service.implicit_tls && !co_await shake_hands(*connection)) co_return;
  if (connections_ > limits_.connections) {
    co_await say(*connection, session->farewell(GivingUp::Busy));
    co_await hang_up(*connection);
    co_return;
  }
  if (co_await converse(*connection, *session)) co_await hang_up(*connection);
}

net::Task<bool> Front::shake_hands(net::Connection& connection) {
  const net::TlsOutcome outcome = co_await connection.accept_tls(tls_, after(limits_.handshake));
  co_return outcome.established;
}

/// True if the session ended it in peace, false if the connection is gone.
net::Task<bool> Front::converse(net::Connection& connection, Session& session) {
  SessionOutput output = session.greet();
  std::string input;
  while (true) {
    if (!co_await say(connection, output.octets)) co_return false;
    if (output.close) co_return true;
    if (std::exchange(output.start_tls, false)) {
      if (!co_await shake_hands(connection)) co_return false;
      output = session.tls_started();
      continue;
    }
    input.clear();
    const net::ReadResult read = co_await connection.read(input, after(limits_.idle));
    if (read.end == net::ReadEnd::Timeout)
      co_return co_await say(connection, session.farewell(GivingUp::Idle));
    if (read.end != net::ReadEnd::Data) co_return false;
    output = session.feed(input);
  }
}

net::Task<bool> Front::say(net::Connection& connection, std::string_view octets) {
  if (octets.empty()) co_return true;
  const net::Result<void> written = co_await connection.write(octets, {}, after(limits_.write));
  co_return written.has_value();
}

/// A close with unread input would reset the connection and take the last reply with it: our FIN
/// first, then the peer's is waited for.
net::Task<void> Front::hang_up(net::Connection& connection) {
  const net::Clock::time_point deadline = after(limits_.linger);
  if (connection.tls()) co_await connection.close_notify(deadline);
  connection.shut();
  std::string rest;
  net::ReadResult read;
  while (read.end == net::ReadEnd::Data) {
    rest.clear();
    read = co_await connection.read(rest, deadline);
  }
}

}  // namespace wireassay::reference
