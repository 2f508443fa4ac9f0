// Ciphertext between a TLS session and its socket: the handshake, and reading.
#include <algorithm>
#include <utility>

#include "net/connection_inner.h"

namespace wireassay::net {
namespace {

using Inner = Connection::Inner;
using Layer = Inner::Layer;

ReadResult end_tls(Inner& self, ReadEnd end, std::string text) {
  self.ended = true;
  self.end = {end, std::move(text), self.tls->alert(), self.tls->sent_alert()};
  return self.end;
}

constexpr std::string_view kTapEnded = "ended between TLS and the socket";

bool tap_is_over(const Inner& self) { return self.tap && self.tap->over(); }

ReadResult tls_failure(Inner& self) {
  TlsOutcome what;
  self.tls->describe_failure(what);
  return end_tls(self, ReadEnd::TlsError, std::move(what.text));
}

// The peer hung up or fell silent below TLS.
ReadResult end_below_tls(Inner& self, Received got) {
  if (got.end == ReadEnd::Timeout || self.socket->closed())
    return {got.end, std::move(got.text), {}, false};
  if (got.end == ReadEnd::Closed) return end_tls(self, got.end, "closed without close_notify");
  return end_tls(self, got.end, std::move(got.text));
}

// The handshake ended below TLS, or in clear.
void describe_end(TlsOutcome& outcome, const Received& got) {
  outcome.timed_out = got.end == ReadEnd::Timeout;
  outcome.closed = !outcome.timed_out;
  outcome.text =
      outcome.timed_out ? "the peer fell silent in the handshake" : got.text + " in the handshake";
}

// Octets that came after the failed part of the handshake, for read().
void break_tls(Inner& self) {
  self.layer = Layer::Broken;
  self.filter.pass(self.tls->unread(), self.early);
}

void answered_in_clear(Inner& self, TlsOutcome& outcome, std::string_view octets) {
  outcome.plaintext = true;
  outcome.plaintext_octets = octets;
  outcome.text = "the peer answered in clear";
  self.layer = Layer::Clear;
}

// One step of OpenSSL; true when the handshake is over, one way or the other.
bool step(Inner& self, TlsOutcome& outcome) {
  TlsSession::Step step = self.tls->handshake();
  // That the peer does not listen any more is no reason not to hear what it said before: an alert,
  // mostly.
  [[maybe_unused]] Result<void> lost = self.push();
  switch (step) {
    case TlsSession::Step::More:
      if (!tap_is_over(self)) return false;
      outcome.text = kTapEnded;
      break_tls(self);
      return true;
    case TlsSession::Step::Done:
      outcome.established = true;
      self.tls->describe(outcome);
      self.layer = Layer::Tls;
      return true;
    case TlsSession::Step::Failed: break;
  }
  self.tls->describe_failure(outcome);
  break_tls(self);
  return true;
}

}  // namespace

Task<TlsOutcome> shake_hands(std::shared_ptr<Inner> self, Clock::time_point deadline) {
  TlsOutcome outcome;
  bool first = true;
  if (self->tap) self->feed({});
  while (!step(*self, outcome)) {
    if (self->socket->unsent()) (void)co_await self->socket->flush(deadline);
    Received got = co_await self->socket->receive(deadline);
    if (got.end != ReadEnd::Data) {
      describe_end(outcome, got);
      break_tls(*self);
      co_return outcome;
    }
    std::string_view octets = self->socket->received(got);
    const bool clear = !is_record_type(octets.front()) && !(self->tap && self->tls->server());
    if (std::exchange(first, false) && clear) {
      answered_in_clear(*self, outcome, octets);
      co_return outcome;
    }
    self->feed(octets);
  }
  if (self->socket->unsent()) (void)co_await self->socket->flush(deadline);
  co_return outcome;
}

Task<ReadResult> read_tls(std::shared_ptr<Inner> self, std::string& into,
                          Clock::time_point deadline) {
  while (!self->ended) {
    TlsSession::ReadState state = self->tls->read(into, Connection::kReadLimit);
    [[maybe_unused]] Result<void> lost =
        self->push();  // answers to key updates, alerts; what the system does not take goes with
                       // the next write
    switch (state) {
      case TlsSession::ReadState::Data: co_return ReadResult();
      case TlsSession::ReadState::Closed:
        co_return end_tls(*self, ReadEnd::Closed, "closed with close_notify");
      case TlsSession::ReadState::Failed: co_return tls_failure(*self);
      case TlsSession::ReadState::More: break;
    }
    if (tap_is_over(*self)) co_return end_tls(*self, ReadEnd::TlsError, std::string(kTapEnded));
    Received got = co_await self->socket->receive(deadline);
    if (got.end != ReadEnd::Data) co_return end_below_tls(*self, std::move(got));
    self->feed(self->socket->received(got));
  }
  co_return self->end;
}

}  // namespace wireassay::net
