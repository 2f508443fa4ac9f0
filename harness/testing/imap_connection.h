// One connection of an IMAP session without I/O, with all that must hold on it: the counts of
// imap_answers.h, the grammar and the invariants that judge servers, and the limits of what is
// said.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "core/dialect.h"
#include "core/escape.h"
#include "testing/imap_answers.h"

namespace wireassay::testing {

/// What one command may make a server say. A row is a message, a mailbox or a subscription: it
/// holds names and keywords that were sent before, in at most kGrowth times as many octets.
struct ImapBounds {
  std::size_t at_once = 0;  ///< of one feed(), before the command that exceeds it
  std::size_t output = 0;   ///< of the data of a command
  std::size_t item = 0;     ///< the last thing that is said beyond that
  std::size_t rows = 0;
  static constexpr std::size_t kRow = 512;   ///< octets of a row without what was sent
  static constexpr std::size_t kGrowth = 6;  ///< of a name: UTF-8 in modified UTF-7

  std::size_t command(std::size_t sent) const {
    return output + item + kGrowth * sent + (rows + 1) * (kRow + sent);
  }
  std::size_t feed(std::size_t sent) const { return at_once + command(sent); }
};

/// Session: feed(), greet(), tls_started(), idling() and wake() as of reference/session.h.
template <class Session>
class ImapConnection {
 public:
  /// Octets of the response that stands in front, 0 if it is not right by the grammar.
  using Strict = std::function<std::size_t(std::string_view)>;

  /// `piece` octets go to the session at once; 0: unit by unit, which is what the counts need.
  ImapConnection(std::unique_ptr<Session> session, std::unique_ptr<DialectSession> view,
                 Strict strict, const ImapBounds& bounds, std::size_t piece)
      : session_(std::move(session)),
        view_(std::move(view)),
        strict_(std::move(strict)),
        bounds_(bounds),
        piece_(piece) {
    view_->want_data(true);
    hear(take(session_->greet()));
  }

  /// Of a connection that waits for a handshake or is closed nothing more is heard. `all_sent`: on
  /// all connections, this time included.
  void send(std::string_view octets, std::size_t all_sent) {
    all_sent_ = all_sent;
    while (!octets.empty() && !over()) {
      const std::size_t size =
          piece_ == 0 ? answers_.unit(octets) : std::min(piece_, octets.size());
      const std::string_view now = octets.substr(0, size);
      view_->sent(now);
      measure(now);
      const ImapCame came = feed(now);
      if (piece_ == 0) note(answers_.sent(now, came), came.octets);
      hear(came);
      octets.remove_prefix(size);
    }
  }

  /// Another connection may have changed what this one waits for.
  void wake(std::size_t all_sent) {
    all_sent_ = all_sent;
    if (over() || !session_->idling()) return;
    const ImapCame came = take(session_->wake());
    if (piece_ == 0) note(answers_.unasked(came.octets), came.octets);
    if (came.octets.empty()) note("it waits for news, and hears none", came.octets);
    hear(came);
  }

  void handshake() {
    if (!std::exchange(handshake_, false)) return;
    view_->tls_started();
    answers_.tls_started();
    const ImapCame came = take(session_->tls_started());
    if (!came.octets.empty()) note("words inside TLS that nobody asked for", came.octets);
  }

  bool over() const { return ended_ || handshake_ || !broken_.empty(); }
  /// All that was heard; challenges, which are random, without their text.
  std::string log() const {
    std::string log = log_;
    for (std::size_t at = log.find("\n+ "); at != std::string::npos; at = log.find("\n+ ", at + 1))
      log.erase(at + 3, log.find('\r', at) - at - 3);
    return log;
  }
  /// Empty, or the first invariant that broke.
  const std::string& broken() const { return broken_; }

 private:
  template <class Output>
  ImapCame take(const Output& out) {
    if (out.octets.size() > bounds_.feed(all_sent_)) note("said without bound", out.octets);
    return {.octets = out.octets, .closed = out.close, .tls = out.start_tls};
  }

  ImapCame feed(std::string_view octets) {
    auto out = session_->feed(octets);
    ImapCame came = take(out);
    while (out.more && broken_.empty()) {
      out = session_->feed({});
      const ImapCame rest = take(out);
      if (rest.octets.empty() && out.more) note("more to say, and nothing said", came.octets);
      came.octets += rest.octets;
      came.closed = rest.closed;
      came.tls = rest.tls;
    }
    if (piece_ == 0 && came.octets.size() > bounds_.command(all_sent_))
      note("a command answered without bound", came.octets);
    return came;
  }

  void hear(const ImapCame& came) {
    for (std::string_view left = came.octets; !left.empty();) {
      const std::size_t size = strict_(left);
      if (size == 0) return note("no response by the grammar", left);
      left.remove_prefix(size);
    }
    came_ += came.octets;
    while ((!came_.empty() || view_->ready()) && read_event()) {
    }
    handshake_ = came.tls;
    ended_ = came.closed;
    log_ += came.octets + (came.closed ? "closed" : came.tls ? "tls" : "");
  }

  /// False: the client's side waits, as it does where a bare LF or a tag sent twice leaves it in
  /// doubt what is answered.
  bool read_event() {
    const Parsed<Event> parsed = view_->next(came_);
    const auto* got = std::get_if<Got<Event>>(&parsed);
    if (got == nullptr) return false;
    const Event& event = got->value;
    if (event.kind != EventKind::Reply) note("no response", event.raw);
    for (const Deviation& deviation : event.deviations) {
      // Of lines sent at once in an IDLE that the first has ended the client's side cannot tell
      // which were commands; line by line the tags are counted exactly.
      if ((piece_ != 0 || long_line_) && deviation.rule == "imap.tag-echoed") continue;
      note("breaks " + std::string(deviation.rule), event.raw);
    }
    came_.erase(0, got->used);
    return true;
  }

  /// The client's side expects a tag from each line that RFC 7162 section 4 has servers take (8192
  /// octets); the servers here may take less.
  void measure(std::string_view octets) {
    for (const char c : octets) {
      line_ = c == '\n' ? 0 : line_ + 1;
      long_line_ = long_line_ || line_ > ImapAnswers::kSafeLine;
    }
  }

  void note(std::string_view what, std::string_view said) {
    if (broken_.empty() && !what.empty())
      broken_ = std::string(what) + ": " + escape_short(said, kShown);
  }

  static constexpr std::size_t kShown = 400;

  std::unique_ptr<Session> session_;
  std::unique_ptr<DialectSession> view_;
  Strict strict_;
  ImapBounds bounds_;
  std::size_t piece_;
  ImapAnswers answers_;
  std::string came_;  ///< and is in no event yet
  std::string log_, broken_;
  std::size_t all_sent_ = 0;
  std::size_t line_ = 0;  ///< octets of the one that is being sent
  bool handshake_ = false, ended_ = false, long_line_ = false;
};

}  // namespace wireassay::testing
