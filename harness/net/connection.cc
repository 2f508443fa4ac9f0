#include "net/connection.h"

#include <algorithm>

#include "net/connection_inner.h"

namespace wireassay::net {
namespace {

using Inner = Connection::Inner;
using Layer = Inner::Layer;

constexpr std::size_t kSlice =
    64UL * 1024;  // handed to OpenSSL or the system at once: bounds what is buffered

// Where the next piece ends, for a piece that begins at `from`.
std::size_t piece_end(const WriteShape& shape, std::size_t& next_cut, std::size_t from,
                      std::size_t size) {
  if (shape.every > 0)
    return from + static_cast<std::size_t>(std::min<std::uint64_t>(shape.every, size - from));
  while (next_cut < shape.cuts.size() && shape.cuts[next_cut] <= from) ++next_cut;
  if (next_cut == shape.cuts.size()) return size;
  return static_cast<std::size_t>(std::min<std::uint64_t>(shape.cuts[next_cut], size));
}

std::unexpected<Error> fail(const Inner& self, Why why, const std::string& text) {
  return std::unexpected(Error{why, self.socket->peer() + ": " + text});
}

Result<void> start_slice(Inner& self, std::string_view slice, bool plain) {
  if (plain || self.layer == Layer::Clear) return self.socket->send_now(slice);
  if (self.layer != Layer::Tls)
    return fail(self, Why::Tls, "the TLS handshake has failed: nothing can be written inside TLS");
  if (!self.tls->write(slice)) return fail(self, Why::Tls, self.tls->failure());
  return self.push();
}

Task<Result<void>> write_piece(std::shared_ptr<Inner> self, std::string_view piece, bool plain,
                               Clock::time_point deadline) {
  do {
    std::string_view slice = piece.substr(0, kSlice);
    piece.remove_prefix(slice.size());
    Result<void> begun = start_slice(*self, slice, plain);
    if (!begun) co_return begun;
    if (!self->socket->unsent()) continue;
    Result<void> sent = co_await self->socket->flush(deadline);
    if (!sent) co_return sent;
  } while (!piece.empty());
  co_return Result<void>();
}

Task<Result<void>> write_pieces(std::shared_ptr<Inner> self, std::string_view octets,
                                WriteShape shape, Clock::time_point deadline) {
  std::size_t next_cut = 0;
  std::size_t from = 0;
  while (true) {
    std::size_t end = piece_end(shape, next_cut, from, octets.size());
    Result<void> written =
        co_await write_piece(self, octets.substr(from, end - from), shape.plain, deadline);
    if (!written || end == octets.size()) co_return written;
    from = end;
    if (shape.pause <= Millis::zero()) continue;
    Loop& loop = self->socket->loop();
    Clock::time_point now = loop.now();
    co_await loop.sleep_until(shape.pause < deadline - now ? now + shape.pause : deadline);
    if (loop.now() >= deadline) co_return fail(*self, Why::Timeout, "timed out between two pieces");
  }
}

// Octets in clear, or what is no TLS record after a handshake that failed.
Task<ReadResult> read_clear(std::shared_ptr<Inner> self, std::string& into,
                            Clock::time_point deadline) {
  if (!self->early.empty()) {
    into += std::exchange(self->early, {});
    co_return ReadResult();
  }
  while (true) {
    Received got = co_await self->socket->receive(deadline);
    if (got.end != ReadEnd::Data) co_return ReadResult{got.end, std::move(got.text), {}, false};
    if (self->layer == Layer::Broken) {
      std::string clear;
      self->filter.pass(self->socket->received(got), clear);
      if (clear.empty()) continue;
      into += clear;
      co_return ReadResult();
    }
    into += self->socket->received(got);
    if (got.size == Transport::kBuffer)
      self->socket->receive_more(into, Connection::kReadLimit - got.size);
    co_return ReadResult();
  }
}

Task<void> pass_over_rest(std::shared_ptr<Inner> self, Clock::time_point deadline) {
  while ((co_await self->socket->receive(deadline)).end == ReadEnd::Data) {
  }
}

Task<TlsOutcome> refuse(std::string text) {
  TlsOutcome outcome;
  outcome.text = std::move(text);
  co_return outcome;
}

using Session = std::expected<std::unique_ptr<TlsSession>, std::string>;

Task<TlsOutcome> begin_tls(std::shared_ptr<Inner> self, std::shared_ptr<TlsContext> context,
                           Session session, std::shared_ptr<RecordTap> tap,
                           Clock::time_point deadline) {
  if (!session) return refuse(session.error());
  if (self->layer != Layer::Clear) return refuse("TLS has already been started on this connection");
  self->context = std::move(context);
  self->tls = *std::move(session);
  self->tap = std::move(tap);
  self->layer = Layer::Handshake;
  return shake_hands(std::move(self), deadline);
}

/// Says what `act` makes OpenSSL say.
Task<Result<void>> say(std::shared_ptr<Inner> self, bool (TlsSession::*act)(),
                       std::string_view what, Clock::time_point deadline) {
  if (self->layer != Layer::Tls) co_return fail(*self, Why::Bad, std::string(what) + " needs TLS");
  if (!(*self->tls.*act)())
    co_return fail(*self, Why::Bad, std::string(what) + ": " + self->tls->failure());
  Result<void> pushed = self->push();
  if (!pushed || !self->socket->unsent()) co_return pushed;
  co_return co_await self->socket->flush(deadline);
}

}  // namespace

void Connection::Inner::feed(std::string_view octets) {
  if (!tap) return tls->feed(octets);
  tls->feed(tap->incoming(std::string(octets)));
}

Result<void> Connection::Inner::push() {
  ciphertext.clear();
  tls->drain(ciphertext);
  if (tap) {
    if (!ciphertext.empty()) ciphertext = tap->outgoing(std::move(ciphertext));
    ciphertext += tap->inject();
  }
  return ciphertext.empty() ? Result<void>() : socket->send_now(ciphertext);
}

Connection::Connection(std::shared_ptr<Inner> inner) : inner_(std::move(inner)) {}

Connection::~Connection() { close(); }

Task<Result<void>> Connection::write(std::string_view octets, WriteShape shape,
                                     Clock::time_point deadline) {
  bool whole = shape.every == 0 && shape.cuts.empty();
  if (whole) return write_piece(inner_, octets, shape.plain, deadline);
  return write_pieces(inner_, octets, std::move(shape), deadline);
}

Task<ReadResult> Connection::read(std::string& into, Clock::time_point deadline) {
  if (inner_->layer == Layer::Tls) return read_tls(inner_, into, deadline);
  return read_clear(inner_, into, deadline);
}

void Connection::stop_reading() { inner_->socket->stop_receiving(); }

Task<TlsOutcome> Connection::start_tls(std::shared_ptr<TlsContext> context,
                                       const TlsOptions& options, Clock::time_point deadline) {
  Session session = TlsSession::client(*context, options);
  return begin_tls(inner_, std::move(context), std::move(session), options.tap, deadline);
}

Task<TlsOutcome> Connection::accept_tls(std::shared_ptr<TlsContext> context,
                                        Clock::time_point deadline,
                                        std::shared_ptr<RecordTap> tap) {
  Session session = TlsSession::server(*context);
  return begin_tls(inner_, std::move(context), std::move(session), std::move(tap), deadline);
}

bool Connection::tls() const { return inner_->layer == Layer::Tls; }

Task<Result<void>> Connection::close_notify(Clock::time_point deadline) {
  return say(inner_, &TlsSession::close_notify, "close_notify", deadline);
}

std::shared_ptr<TlsResumption> Connection::resumption() const {
  return tls() ? inner_->tls->resumption() : nullptr;
}

Task<Result<void>> Connection::key_update(Clock::time_point deadline) {
  return say(inner_, &TlsSession::key_update, "key update", deadline);
}

Task<Result<void>> Connection::renegotiate(Clock::time_point deadline) {
  return say(inner_, &TlsSession::renegotiate, "renegotiation", deadline);
}

std::string Connection::last_warning() const {
  return inner_->tls ? inner_->tls->warning() : std::string();
}

void Connection::shut() { inner_->socket->shut(); }

void Connection::reset() { inner_->socket->reset(); }

void Connection::close() {
  Inner& self = *inner_;
  if (self.socket->closed()) return;
  if (self.layer == Layer::Tls) {
    if (self.tls->close_notify()) {
      [[maybe_unused]] Result<void> lost = self.push();
    }
    // Unread octets, session tickets for one, would turn the FIN into a reset that may overtake
    // what we sent.
    std::string unread;
    self.socket->receive_more(unread, kReadLimit);
  }
  self.socket->close();
}

Task<void> Connection::pass_over(Clock::time_point deadline) {
  return pass_over_rest(inner_, deadline);
}

std::string Connection::peer() const { return inner_->socket->peer(); }

std::string Connection::local() const { return inner_->socket->local(); }

}  // namespace wireassay::net
