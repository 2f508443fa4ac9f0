#include "net/transport.h"

namespace wireassay::net {

Result<void> Transport::send_now(std::string_view octets) {
  if (closed_) return fail(Why::Cancelled, "closed on this side");
  std::size_t sent = 0;
  if (outgoing_.empty()) {
    Result<void> done = send_some(octets, sent);
    if (!done) return done;
  }
  outgoing_.append(octets.substr(sent));
  return {};
}

Result<void> Transport::send_rest() {
  std::size_t sent = 0;
  Result<void> done = send_some(outgoing_, sent);
  outgoing_.erase(0, sent);
  if (!done) outgoing_.clear();
  return done;
}

std::unexpected<Error> Transport::fail(Why why, std::string_view what) const {
  return std::unexpected(Error{why, peer_ + ": " + std::string(what)});
}

Received Transport::peer_ended(WireEvent::What how) {
  log_end(false, how);
  if (how == WireEvent::What::Reset) return {ReadEnd::Reset, 0, "reset by peer"};
  return {ReadEnd::Closed, 0, "closed"};
}

}  // namespace wireassay::net
