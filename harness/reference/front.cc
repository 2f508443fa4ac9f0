// One coroutine for each connection; the session decides what is said.
#include "reference/front.h"

#include <algorithm>
#include <utility>

namespace wireassay::reference {
namespace {

net::Clock::time_point after(net::Millis time) { return net::Clock::now() + time; }

constexpr net::Millis kBannerWait(50);

/// "[::1]:25" gives "::1".
std::string address_of(const std::string& endpoint) {
  std::string address = endpoint.substr(0, endpoint.rfind(':'));
  if (address.starts_with('[') && address.ends_with(']'))
    address = address.substr(1, address.size() - 2);
  return address;
}

}  // namespace

net::Result<std::uint16_t> Front::listen(const std::string& address, std::uint16_t port,
                                         bool implicit_tls, FrontTls tls, MakeSession make,
                                         std::optional<net::Millis> idle) {
  auto listener = net::Listener::open(loop_, address, port);
  if (!listener) return std::unexpected(listener.error());
  auto service = std::make_unique<Service>(*std::move(listener), implicit_tls, std::move(tls),
                                           std::move(make), idle.value_or(limits_.idle));
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
  std::unique_ptr<Session> session = service.make(
      {.client = address_of(connection->peer()), .server = address_of(connection->local())});
  Talk talk{*connection, *session, service};
  if (service.implicit_tls && !co_await shake_hands(talk)) co_return;
  if (connections_ > limits_.connections) {
    co_await say(*connection, session->farewell(GivingUp::Busy));
    co_await hang_up(talk);
    co_return;
  }
  const bool peace = co_await converse(talk);
  session.reset();  // what it held (a maildrop) is free before the peer has read our end
  if (peace)
    co_await hang_up(talk);
  else if (talk.failure)
    co_await give_up(talk, *talk.failure);
}

/// False: the client was refused, has been told so, and the connection is at its end.
net::Task<bool> Front::shake_hands(Talk& talk) {
  const FrontTls& tls = talk.service.tls;
  talk.doorman = std::make_shared<TlsDoorman>(tls.door, !talk.service.implicit_tls);
  if (tls.door.faults.has(TlsFault::BannerInClear)) co_await wait_with_banner(talk);
  const net::TlsOutcome outcome =
      co_await talk.connection.accept_tls(tls.context, after(limits_.handshake), talk.doorman);
  if (!outcome.established)
    co_await give_up(talk, {.alert = outcome.alert, .sent_alert = outcome.sent_alert});
  co_return outcome.established;
}

/// A client that is slow to begin is greeted in clear.
net::Task<void> Front::wait_with_banner(Talk& talk) {
  std::string first;
  const net::ReadResult read = co_await talk.connection.read(first, after(kBannerWait));
  talk.doorman->begin_with(std::move(first));
  if (read.end == net::ReadEnd::Timeout) co_await say(talk.connection, "220 ready\r\n");
}

/// TLS has failed: the last alert is to reach the peer.
net::Task<void> Front::give_up(Talk& talk, const net::ReadResult& why) {
  const bool received = !why.alert.empty() && !why.sent_alert;
  const bool holds = talk.doorman && talk.doorman->holds(received);
  if (!holds) talk.connection.shut();
  co_await talk.connection.pass_over(after(holds ? limits_.idle : limits_.linger));
}

void Front::stir() {
  for (Talk* talk : talks_) {
    if (!talk->session.idling()) continue;
    talk->stirred = true;
    talk->connection.stop_reading();
  }
}

/// True if the session ended it in peace, false if the connection is gone.
net::Task<bool> Front::converse(Talk& talk) {
  struct Known {
    std::unordered_set<Talk*>& talks;
    Talk* const talk;
    ~Known() { talks.erase(talk); }
  } const known(talks_, &talk);
  talks_.insert(&talk);
  SessionOutput output = talk.session.greet();
  while (true) {
    if (!co_await say(talk.connection, output.octets)) co_return false;
    if (output.close) co_return true;
    if (output.start_tls) {
      if (!co_await shake_hands(talk)) co_return false;
      output = talk.session.tls_started();
    } else if (output.more) {
      output = talk.session.feed({});
    } else {
      const net::ReadResult read = co_await listen_to(talk, output);
      if (read.end == net::ReadEnd::Timeout)
        co_return co_await say(talk.connection, talk.session.farewell(GivingUp::Idle));
      if (read.end == net::ReadEnd::Closed) co_return co_await part(talk, read);
      if (read.end == net::ReadEnd::TlsError) talk.failure = read;
      if (read.end != net::ReadEnd::Data) co_return false;
    }
  }
}

/// The peer has sent its FIN, or close_notify: the session's last answer, if it has one.
net::Task<bool> Front::part(Talk& talk, const net::ReadResult& why) {
  const SessionOutput output = talk.session.ended();
  const bool notified = why.alert == "close_notify";
  if (notified && talk.service.tls.door.faults.has(TlsFault::CloseNotifyIgnored)) {
    talk.doorman->fall_silent();
    co_await talk.connection.pass_over(after(limits_.idle));
    co_return false;
  }
  if (output.octets.empty()) co_return notified;
  co_return co_await say(talk.connection, output.octets);
}

/// What the session says to the peer's next octets, or to a change that it waits for. A stirred
/// session reads what is there first: changes without end must not keep it from its peer.
net::Task<net::ReadResult> Front::listen_to(Talk& talk, SessionOutput& output) {
  const net::Clock::time_point deadline = after(talk.service.idle);
  std::string input;
  while (true) {
    const net::ReadResult read = co_await talk.connection.read(
        input, talk.stirred ? std::min(deadline, net::Clock::now()) : deadline);
    if (read.end == net::ReadEnd::Data) output = talk.session.feed(input);
    if (read.end != net::ReadEnd::Timeout || !std::exchange(talk.stirred, false)) co_return read;
    output = talk.session.wake();
    if (output.close) co_return net::ReadResult();
    if (!co_await say(talk.connection, output.octets))
      co_return net::ReadResult{.end = net::ReadEnd::Reset};
  }
}

net::Task<bool> Front::say(net::Connection& connection, std::string_view octets) {
  if (octets.empty()) co_return true;
  const net::Result<void> written = co_await connection.write(octets, {}, after(limits_.write));
  co_return written.has_value();
}

/// A close with unread input would reset the connection and take the last reply with it: our FIN
/// first, then the peer's is waited for.
net::Task<void> Front::hang_up(Talk& talk) {
  const net::Clock::time_point deadline = after(limits_.linger);
  const bool silent = talk.service.tls.door.faults.has(TlsFault::CloseNotifyMissing);
  if (silent && talk.doorman) talk.doorman->fall_silent();
  if (talk.connection.tls()) co_await talk.connection.close_notify(deadline);
  talk.connection.shut();
  co_await talk.connection.pass_over(deadline);
}

}  // namespace wireassay::reference
