// One connection of a case while it is played: dialect, octets not yet understood, and the
// transcript it writes to.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dialect.h"
#include "core/transcript.h"
#include "net/connection.h"
#include "play/hello_builder.h"
#include "play/record_changes.h"
#include "play/unit.h"

namespace wireassay::play {

using Clock = net::Clock;

/// TLS contexts by their options, made once for a run.
class TlsContexts {
 public:
  net::Result<std::shared_ptr<net::TlsContext>> client(const net::TlsOptions& options);

 private:
  std::vector<std::pair<std::string, std::shared_ptr<net::TlsContext>>> made_;
};

class Link;

/// What all links of one case share.
struct Stage {
  net::Loop& loop;
  TlsContexts& contexts;
  const scenario::Target& target;
  const Unit& unit;
  Transcript transcript;
  Clock::time_point began = loop.now();
  Clock::duration waited{0};  ///< time spent waiting for the peer or a timer
  scenario::Timeouts timeouts;
  WireLogs* wires = nullptr;  ///< where connections are logged, if anybody wants to see them
  std::map<std::string, const Link*, std::less<>> links;  ///< by name, those that live

  double now_ms() const;
};

/// A step's wishes for how octets go out; the run's variation fills in where the step has none.
struct SendForm {
  net::WriteShape shape;
  std::vector<std::pair<std::size_t, std::size_t>> secrets;  ///< offset, length
};

class Link {
 public:
  Link(Stage& stage, std::uint32_t index, const Dialect& dialect, Route where);
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  struct Opened {
    Trouble trouble = Trouble::None;
    std::string text;
  };
  /// Goes on where an earlier connection of the same name ended: its octets come first.
  void follow(const Link& before);
  /// Dials, and goes as far as the transport of the route says; then the greeting if the dialect
  /// has one and it is wanted.
  net::Task<Opened> open(const scenario::ConnectionSpec& spec);

  net::Task<void> send(std::string_view octets, SendForm form);
  /// One line of a command: a tag goes before it where the protocol wants one, CRLF behind it. The
  /// last `secret` octets of `line` are masked.
  net::Task<void> say(std::string_view line, std::size_t secret = 0);
  /// The next event, or silence at the deadline.
  net::Task<Event> next(Clock::time_point deadline);
  /// Handshake with the target's options changed by the step's; an event of kind Tls.
  net::Task<Event> handshake(const scenario::TlsAct& act, Clock::time_point deadline);
  /// One good conversation in the protocol of the service: the greeting if it is due, and a
  /// harmless command; its reply, or what came instead.
  net::Task<Event> converse();
  /// Reads a greeting that is due; nullopt if there was none or it was good.
  net::Task<std::optional<Event>> take_greeting();
  net::Task<void> act(const std::string& word);
  /// Changes to the records of the next act.
  void arm(std::vector<ReadyChange> changes) { tap_->arm(std::move(changes)); }
  HelloMemory& hellos() { return hellos_; }
  /// Sends the barrier where there is one and records replies that nobody asked for; then closes.
  net::Task<void> finish();

  /// Why not all of the last send could be written although the connection is open; empty if all
  /// was.
  const std::string& unsent() const { return unsent_; }
  bool open_now() const { return tcp_ != nullptr && !closed_; }
  bool used() const { return used_; }
  bool encrypted() const { return tcp_ != nullptr && tcp_->tls(); }
  DialectSession& session() { return *session_; }
  const Dialect& dialect() const { return *dialect_; }
  const TextList& capabilities() const { return session_->capabilities(); }
  Clock::time_point last_write() const { return last_write_; }
  std::uint64_t last_event_offset() const { return event_offset_; }
  std::uint32_t index() const { return index_; }
  const Route& where() const { return where_; }

 private:
  net::Task<Opened> greet();
  net::Task<Opened> upgrade();
  net::Task<Opened> ask_for_tls();
  net::Task<Opened> open_records(bool upgrades);
  net::TlsOptions tls_options() const;
  std::shared_ptr<net::WireLog> new_wire_log();
  void speak(const Dialect& dialect);
  void describe_chain(const net::TlsOutcome& outcome, Event& event) const;
  Event tls_event(const net::TlsOutcome& outcome);
  std::optional<Event> buffered();
  std::optional<Event> alert_in_clear();
  net::WriteShape shape_for(std::size_t octets, net::WriteShape wanted);
  void record(Side from, std::string_view octets,
              const std::vector<std::pair<std::size_t, std::size_t>>& secrets = {},
              bool plain = false);
  void note(std::string text);
  void keep_leftovers();
  net::Task<void> take_arrived();
  net::Task<void> read_to_end();
  bool barred() const;
  /// Replies are read by the dialect of records.
  bool below_tls() const { return dialect_->info().name == "tls"; }
  Event ended(const net::ReadResult& result);

  Stage& stage_;
  std::uint32_t index_;
  const Dialect* dialect_;
  Route where_;
  std::unique_ptr<DialectSession> session_;
  std::unique_ptr<DialectSession> in_clear_;  ///< of the dialogue that led below TLS
  std::unique_ptr<net::Connection> tcp_;
  std::string in_;           // received, not yet part of an event
  std::uint64_t taken_ = 0;  // octets of the server's stream that became events
  std::uint64_t event_offset_ = 0;
  std::uint64_t sent_ = 0, received_ = 0;
  Clock::time_point last_write_ = stage_.loop.now();
  std::uint64_t random_ = 0;
  std::string unsent_;
  std::optional<net::ReadResult> end_;  ///< of the connection, told behind the last reply
  std::optional<Event> closing_;        ///< how it ended, for who asks again
  HelloMemory hellos_;
  std::shared_ptr<ChangeTap> tap_ = std::make_shared<ChangeTap>();
  bool greeting_due_ = false;
  bool was_below_tls_ = false;
  bool closed_ = false;
  bool used_ = false;
  std::shared_ptr<net::WireLog> wire_log_;
};

}  // namespace wireassay::play
