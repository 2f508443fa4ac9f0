// Whole sessions of a reference server without I/O, seen by a client: every response is right by
// the grammar and the invariants that judge servers, only what was sent has responses, and however
// the octets are cut they are the same.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "bounded.h"
#include "connections.h"
#include "core/dialect.h"
#include "core/escape.h"
#include "reference/session.h"

namespace wireassay::fuzzing {

/// The most octets of input that a session target takes: several plays of each.
constexpr std::size_t kMaxSession = 4096;

/// A command of few octets may make a server look through all that it holds.
constexpr testing::WorkLimits kSessionWork{
    .steps = 4'000'000, .steps_per_octet = 20'000, .heap = 4 << 20, .heap_per_octet = 4096};

/// A connection to a session, and the client's view of it.
class Conversation {
 public:
  /// A response has at most `most` octets, and what was sent.
  Conversation(std::unique_ptr<reference::Session> session, const Dialect& dialect,
               std::size_t most)
      : session_(std::move(session)), view_(dialect.session({})), most_(most) {
    hear(session_->greet());
  }

  /// Of a connection that waits for a handshake or is closed nothing more is heard.
  void send(std::string_view octets) {
    if (over() || octets.empty()) return;
    view_->sent(octets);
    lines_ += static_cast<std::size_t>(std::ranges::count(octets, '\n'));
    octets_ += octets.size();
    reference::SessionOutput out = session_->feed(octets);
    while (out.more) {
      hear(out);
      out = session_->feed({});
    }
    hear(out);
  }

  void handshake() {
    if (!std::exchange(handshake_, false)) return;
    view_->tls_started();
    if (!session_->tls_started().octets.empty()) require("words inside TLS that nobody asked for");
  }

  /// The client's FIN.
  void end() {
    if (!over()) hear(session_->ended());
    closed_ = true;
  }

  bool over() const { return closed_ || handshake_; }
  /// Commands that have no response yet.
  std::size_t unanswered() const { return view_->outstanding(); }
  /// The client is between commands: every line of it is whole.
  bool at_rest() const { return !over() && view_->barrier().has_value(); }
  const std::string& log() const { return log_; }

 private:
  void hear(const reference::SessionOutput& out) {
    came_ += out.octets;
    const std::size_t before = responses_;
    while (read_event()) {
    }
    if (came_.size() != view_->kept_data())  // such as a response that is not the final one
      require("half a response: " + escape_short(came_, 200));
    if (out.octets.size() > (responses_ - before + 1) * (most_ + octets_))
      require("a response without bound");
    handshake_ = out.start_tls;
    closed_ = out.close;
    log_ += out.octets + (out.close ? "closed" : "") + (out.start_tls ? "tls" : "");
    // A command has a line at least; the greeting, or the answer to half a line, is one more, and
    // so is that the server leaves.
    if (responses_ > lines_ + (closed_ ? 2 : 1)) require("more responses than lines");
  }

  bool read_event() {
    if (came_.empty()) return false;
    const Parsed<Event> parsed = view_->next(came_);
    const auto* got = std::get_if<Got<Event>>(&parsed);
    if (got == nullptr) return false;
    if (got->value.kind != EventKind::Reply) require("no response: " + escape_short(came_, 200));
    if (!got->value.deviations.empty())
      require("the response breaks " + std::string(got->value.deviations.front().rule) + ": " +
              escape_short(got->value.raw, 400));
    ++responses_;
    came_.erase(0, got->used);
    return true;
  }

  std::unique_ptr<reference::Session> session_;
  std::unique_ptr<DialectSession> view_;
  const std::size_t most_;
  std::string came_, log_;
  std::size_t lines_ = 0, responses_ = 0, octets_ = 0;
  bool handshake_ = false, closed_ = false;
};

/// Connections by their number.
using Conversations = std::map<char, std::unique_ptr<Conversation>>;

/// Sends it all, `piece` octets at a time: "~1" to "~4" go on in that connection, which `open`
/// makes; "~T" is its handshake, "~E" the client's FIN.
template <class Open>
Conversations converse(std::string_view in, std::size_t piece, const Open& open,
                       std::string_view marks = {}) {
  Conversations connections;
  char number = '1';
  for (const Sent& turn : sent_of(in, marks)) {
    if (turn.who >= '1' && turn.who <= '4') number = turn.who;
    auto& connection = connections[number];
    if (turn.who == 'T' && connection) connection->handshake();
    if (!connection) connection = open(number);
    if (turn.who == 'E') connection->end();
    for (std::string_view left = turn.octets; !left.empty();
         left.remove_prefix(std::min(piece, left.size())))
      connection->send(left.substr(0, piece));
  }
  return connections;
}

inline std::string log_of(const Conversations& connections) {
  std::string log;
  for (const auto& [name, connection] : connections) log += connection->log() + "\n";
  return log;
}

/// `play(piece)` tells all that was said where so many octets came at a time; it does not depend on
/// that.
template <class Play>
void require_pieces(std::string_view in, const std::string& whole, const Play& play) {
  if (in.size() > testing::kEverySplit) return;
  for (const std::size_t piece : {1UL, 7UL}) {
    const std::string cut = play(piece);
    if (cut == whole) continue;
    require(testing::internal::at(
        "pieces of " + std::to_string(piece) + " give " + cut + "\ninstead of " + whole, in));
  }
}

}  // namespace wireassay::fuzzing
