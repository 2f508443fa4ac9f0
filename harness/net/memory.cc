// Octets from one end to the other, without a system call.
#include "net/memory.h"

#include <algorithm>
#include <utility>

#include "net/connection_inner.h"
#include "net/memory_end.h"

namespace wireassay::net {
Task<Received> MemoryEnd::receive(Clock::time_point deadline) {
  std::shared_ptr<Transport> self = shared_from_this();
  bool in_time = true;
  while (!closed_) {
    if (in_.size > 0) {
      std::string piece;
      std::string_view octets = take(piece, kBuffer);
      std::ranges::copy(octets, buffer_.begin());
      co_return Received{ReadEnd::Data, octets.size(), {}};
    }
    if (in_.reset) co_return peer_ended(WireEvent::What::Reset);
    if (in_.fin) co_return peer_ended(WireEvent::What::Fin);
    if (!in_time) co_return Received{ReadEnd::Timeout, 0, "timed out"};
    receiving_ = true;
    in_time = co_await in_.came.wait(deadline);
    receiving_ = false;
  }
  co_return Received{ReadEnd::Closed, 0, "closed on this side"};
}

// What is left of a piece stays in front. The piece is handed over because the view is into it.
std::string_view MemoryEnd::take(std::string& piece, std::size_t most) {
  piece = std::move(in_.pieces.front());
  in_.pieces.pop_front();
  if (piece.size() > most) in_.pieces.push_front(piece.substr(most));
  const std::string_view octets = std::string_view(piece).substr(0, most);
  in_.size -= octets.size();
  in_.taken.wake();
  log(false, octets);
  return octets;
}

void MemoryEnd::receive_more(std::string& into, std::size_t limit) {
  std::string piece;
  for (std::size_t before = into.size(); in_.size > 0 && into.size() - before < limit;)
    into += take(piece, limit - (into.size() - before));
}

// The first octets to an end that has gone are lost without a word; its reset is the answer to
// them.
Result<void> MemoryEnd::send_some(std::string_view octets, std::size_t& sent) {
  sent = 0;
  if (in_.reset) return fail(Why::Reset, "connection reset by peer");
  if (out_.fin) return fail(Why::Closed, "connection closed");
  if (out_.deaf) {
    out_.fin = true;
    sent = octets.size();
  } else {
    sent = std::min(octets.size(), kMemoryPipe - out_.size);
    if (sent > 0) out_.pieces.emplace_back(octets.substr(0, sent));
    out_.size += sent;
    out_.came.wake();
  }
  if (sent > 0) log(true, octets.substr(0, sent));
  return {};
}

Task<Result<void>> MemoryEnd::flush(Clock::time_point deadline) {
  std::shared_ptr<Transport> self = shared_from_this();
  while (!outgoing_.empty()) {
    Result<void> done = send_rest();
    if (outgoing_.empty()) co_return done;
    const bool in_time = co_await out_.taken.wait(deadline);
    if (closed_) co_return fail(Why::Cancelled, "closed on this side");
    if (!in_time) co_return fail(Why::Timeout, "timed out while writing");
  }
  co_return Result<void>();
}

void MemoryEnd::end(bool MemoryLane::* how) {
  out_.*how = true;
  out_.came.wake();
}

void MemoryEnd::shut() {
  if (closed_) return;
  end(&MemoryLane::fin);
  log_end(true, WireEvent::What::Fin);
}

void MemoryEnd::leave(bool MemoryLane::* how, WireEvent::What what) {
  closed_ = true;
  log_end(true, what);
  end(how);
  in_.deaf = true;
  in_.pieces.clear();
  in_.size = 0;
  in_.came.wake();    // who reads on this side
  out_.taken.wake();  // who writes on this side
  in_.taken.wake();   // who writes on the other
}

void MemoryEnd::reset() {
  if (!closed_) leave(&MemoryLane::reset, WireEvent::What::Reset);
}

void MemoryEnd::close() {
  if (closed_) return;
  if (in_.size > 0) return leave(&MemoryLane::reset, WireEvent::What::Reset);
  leave(&MemoryLane::fin, WireEvent::What::Fin);
}

namespace {

struct Ends {
  std::shared_ptr<MemoryEnd> client, server;
};

Ends make_ends(Loop& loop, const std::string& client, const std::string& server) {
  auto pipe = std::make_shared<MemoryPipe>(loop);
  return {std::make_shared<MemoryEnd>(loop, pipe, 0, client, server),
          std::make_shared<MemoryEnd>(loop, pipe, 1, server, client)};
}

std::unique_ptr<Connection> connection_on(std::shared_ptr<MemoryEnd> end) {
  return std::make_unique<Connection>(std::make_shared<Connection::Inner>(std::move(end)));
}

}  // namespace

MemoryPair memory_pair(Loop& loop, const std::string& client, const std::string& server) {
  Ends ends = make_ends(loop, client, server);
  return {connection_on(std::move(ends.client)), connection_on(std::move(ends.server))};
}

Result<std::unique_ptr<Connection>> dial_memory(Loop& loop, const Endpoint& to) {
  const std::string source = (to.source.empty() ? "127.0.0.1" : to.source) + ":49152";
  Ends ends = make_ends(loop, source, to.text());
  Result<void> accepted = loop.exchange()->accept(loop, to, connection_on(std::move(ends.server)));
  if (!accepted) return std::unexpected(accepted.error());
  ends.client->observe(to.wire_log);
  return connection_on(std::move(ends.client));
}

}  // namespace wireassay::net
