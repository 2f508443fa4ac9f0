// Opening, sending, reading and ending of one connection; its TLS is in link_tls.cc.
#include "play/link.h"

#include <algorithm>

#include "core/escape.h"
#include "net/wire_log.h"
#include "play/facts.h"
#include "scenario/dialects.h"
#include "scenario/evaluate.h"

namespace wireassay::play {
namespace {

using scenario::Security;

constexpr std::size_t kMostRandomPiece = 7;  ///< octets of a piece under --vary fragments
constexpr std::size_t kShownData = 120;      ///< octets of a note
/// What a server must have taken within the time for one write: a large message is many of them.
constexpr std::size_t kWrittenAtOnce = std::size_t{1} << 20;
constexpr std::size_t kMostArrived = std::size_t{1} << 16;  ///< octets read before a barrier
constexpr std::size_t kMostPieces = 4096;  ///< larger sends are cut into this many pieces at most

std::string_view transport_name(Security security) {
  switch (security) {
    case Security::StartTls: return "starttls";
    case Security::Tls: return "tls";
    case Security::Any:
    case Security::Plain:
    case Security::Encrypted: return "plain";
  }
  return "plain";
}

/// xorshift64*: cuts need no better randomness, but must repeat for a seed.
std::uint64_t next_random(std::uint64_t& state) {
  if (state == 0) state = 0x9e3779b97f4a7c15ULL;
  state ^= state >> 12U;
  state ^= state << 25U;
  state ^= state >> 27U;
  return state * 2685821657736338717ULL;
}

}  // namespace

double Stage::now_ms() const {
  return std::chrono::duration<double, std::milli>(loop.now() - began).count();
}

Link::Link(Stage& stage, std::uint32_t index, const Dialect& dialect, Route where)
    : stage_(stage),
      index_(index),
      dialect_(&dialect),
      where_(std::move(where)),
      session_(dialect.session(ReadLimits{})),
      random_(stage.unit.variation.seed) {}

Link::~Link() {
  std::erase_if(stage_.links, [&](const auto& entry) { return entry.second == this; });
}

/// Replies are read by another dialect from here on.
void Link::speak(const Dialect& dialect) {
  dialect_ = &dialect;
  session_ = dialect.session(ReadLimits{});
}

void Link::follow(const Link& before) {
  taken_ = before.received_;
  sent_ = before.sent_;
  received_ = before.received_;
}

void Link::record(Side from, std::string_view octets,
                  const std::vector<std::pair<std::size_t, std::size_t>>& secrets, bool plain) {
  std::uint64_t& offset = from == Side::Client ? sent_ : received_;
  std::string masked(octets);
  for (const auto& [at, length] : secrets) {
    if (at < masked.size())
      std::fill_n(masked.begin() + static_cast<std::ptrdiff_t>(at),
                  std::min(length, masked.size() - at), '*');
  }
  if (!stage_.transcript.secrets.empty()) masked = stage_.transcript.secrets.mask(masked);
  stage_.transcript.chunks.push_back(
      {index_, from, stage_.now_ms(), encrypted() && !plain, offset, std::move(masked)});
  offset += octets.size();
}

void Link::note(std::string text) {
  const std::string masked = stage_.transcript.secrets.mask(text);
  stage_.transcript.chunks.push_back(
      {index_, Side::Note, stage_.now_ms(), encrypted(), received_, masked});
}

std::shared_ptr<net::WireLog> Link::new_wire_log() {
  if (stage_.wires == nullptr) return nullptr;
  wire_log_ = std::make_shared<net::WireLog>();
  stage_.wires->push_back(wire_log_);
  return wire_log_;
}

net::Task<Link::Opened> Link::open(const scenario::ConnectionSpec& spec) {
  used_ = true;
  const std::string source = spec.source.empty() ? stage_.target.source : spec.source;
  const net::Endpoint to{where_.url.host, where_.url.port, source, new_wire_log()};
  const auto start = stage_.loop.now();
  auto dialled = co_await net::Connection::dial(stage_.loop, to, start + stage_.timeouts.connect);
  stage_.waited += stage_.loop.now() - start;
  stage_.transcript.connections[index_] = {spec.name, where_.service,
                                           std::string(transport_name(where_.security)), to.text()};
  if (!dialled) {
    closed_ = true;
    co_return Opened{Trouble::Unreachable, "no connection: " + dialled.error().text};
  }
  tcp_ = std::move(*dialled);
  stage_.links[spec.name] = this;
  last_write_ = stage_.loop.now();
  const bool upgrades = where_.security == Security::StartTls;
  if (below_tls()) co_return co_await open_records(upgrades);
  if (where_.security == Security::Tls) {
    const Event event = co_await handshake({}, stage_.loop.now() + stage_.timeouts.tls);
    if (event.cls != "established")
      co_return Opened{Trouble::Tls, "TLS could not be set up: " + event.note};
  }
  if (!spec.read_greeting && !upgrades) co_return Opened{};
  if (dialect_->greets()) {
    Opened greeted = co_await greet();
    if (greeted.trouble != Trouble::None) co_return greeted;
  }
  if (upgrades) co_return co_await upgrade();
  co_return Opened{};
}

net::Task<Link::Opened> Link::greet() {
  const Event event = co_await next(last_write_ + stage_.timeouts.reply);
  StepRecord seen{.phase = Phase::Opening, .connection = index_, .step = SIZE_MAX};
  seen.events.push_back(event);
  seen.offsets.push_back(event_offset_);
  stage_.transcript.steps.push_back(std::move(seen));
  if (class_matches(dialect_->greeting(), event)) co_return Opened{};
  if (!dialect_->greeting_logged_in().empty() &&
      class_matches(dialect_->greeting_logged_in(), event)) {
    co_return Opened{Trouble::Missing, "the server logs in whoever connects (its greeting is " +
                                           event.cls + "): the case needs a login of its own"};
  }
  co_return Opened{Trouble::Fixture, "instead of the greeting " +
                                         std::string(dialect_->greeting()) + " came " +
                                         scenario::describe(event)};
}

net::WriteShape Link::shape_for(std::size_t octets, net::WriteShape wanted) {
  if (!wanted.cuts.empty() || wanted.every != 0) return wanted;
  const std::size_t least = octets / kMostPieces + 1;
  switch (stage_.unit.variation.fragments) {
    case Fragments::None:
    case Fragments::Whole: break;
    case Fragments::Octets: wanted.every = least; break;
    case Fragments::Random:
      for (std::uint64_t at = 0;;) {
        at += least + next_random(random_) % kMostRandomPiece;
        if (at >= octets) break;
        wanted.cuts.push_back(at);
      }
      break;
  }
  return wanted;
}

net::Task<void> Link::send(std::string_view octets, SendForm form) {
  if (!open_now()) co_return;
  if (!form.shape.plain) session_->sent(octets);
  record(Side::Client, octets, form.secrets, form.shape.plain);
  const auto start = stage_.loop.now();
  const auto pauses =
      form.shape.pause * static_cast<std::int64_t>(octets.size());  // at most one behind each octet
  const auto patience = stage_.timeouts.reply + stage_.timeouts.connect + pauses;
  net::WriteShape shape = shape_for(octets.size(), std::move(form.shape));
  const bool one_piece = shape.cuts.empty() && shape.every == 0;
  const std::size_t most = one_piece ? kWrittenAtOnce : octets.size();
  net::Result<void> written;
  do {
    const std::string_view part = octets.substr(0, most);
    octets.remove_prefix(part.size());
    written = co_await tcp_->write(part, shape, stage_.loop.now() + patience);
  } while (written && !octets.empty());
  last_write_ = stage_.loop.now();
  stage_.waited += last_write_ - start;
  unsent_.clear();
  if (written) co_return;
  note("not all could be written: " + written.error().text);
  if (written.error().why == net::Why::Timeout) unsent_ = written.error().text;
}

net::Task<void> Link::say(std::string_view line, std::size_t secret) {
  std::string octets = session_->prefix({}, std::nullopt);
  octets += line;
  SendForm form;
  if (secret != 0) form.secrets.emplace_back(octets.size() - secret, secret);
  octets += "\r\n";
  co_await send(octets, std::move(form));
}

std::optional<Event> Link::buffered() {
  if (in_.empty() && !session_->ready()) return std::nullopt;
  if (auto alert = alert_in_clear()) return alert;
  Parsed<Event> parsed = session_->next(in_);
  auto* got = std::get_if<Got<Event>>(&parsed);
  if (got == nullptr) return std::nullopt;
  event_offset_ = taken_;
  taken_ += got->used;
  if (got->value.raw.empty()) got->value.raw = in_.substr(0, got->used);
  in_.erase(0, got->used);
  got->value.at_ms = stage_.now_ms();
  if (got->value.cls == "hello_retry_request") hellos_.retry_request = got->value;
  return std::move(got->value);
}

Event Link::ended(const net::ReadResult& result) {
  event_offset_ = taken_;
  if (result.end == net::ReadEnd::Timeout) {
    if (in_.empty())
      return {.kind = EventKind::Silence, .cls = "silence", .at_ms = stage_.now_ms()};
    // RFC 9051 section 7: a client takes data at any time; only a reply breaks the silence.
    if (session_->kept_data() == in_.size())
      return {.kind = EventKind::Silence,
              .cls = "silence",
              .note = "but data that answers no command: " + escape_short(in_, kShownData),
              .at_ms = stage_.now_ms()};
    return {.kind = EventKind::Garbage,
            .cls = "incomplete",
            .raw = in_,
            .note = "an unfinished reply",
            .at_ms = stage_.now_ms()};
  }
  if (!in_.empty()) {
    const bool clean =
        result.end == net::ReadEnd::Closed && (!encrypted() || result.alert == "close_notify");
    const auto ending = clean                               ? DialectSession::Ending::Clean
                        : result.end == net::ReadEnd::Reset ? DialectSession::Ending::Reset
                                                            : DialectSession::Ending::Truncated;
    Event event = session_->closed(in_, ending)
                      .value_or(Event{.kind = EventKind::Garbage,
                                      .cls = "incomplete",
                                      .raw = in_,
                                      .note = "an unfinished reply, then " + result.text});
    event.at_ms = stage_.now_ms();
    taken_ += in_.size();
    in_.clear();
    end_ = result;
    if (event.kind != EventKind::Close) return event;
    closed_ = true;
    note("connection " + result.text);
    return event;
  }
  if (!closed_) note("connection " + result.text);
  closed_ = true;
  Event event{
      .kind = EventKind::Close, .cls = "close", .note = result.text, .at_ms = stage_.now_ms()};
  std::string alert = result.sent_alert ? std::string() : result.alert;
  if (alert.empty()) alert = tcp_->last_warning();
  if (!alert.empty()) event.fields["alert"] = alert;
  closing_ = event;
  return event;
}

net::Task<Event> Link::next(Clock::time_point deadline) {
  if (closing_) co_return *closing_;
  if (tcp_ == nullptr || closed_)
    co_return Event{.kind = EventKind::Close,
                    .cls = "close",
                    .note = "closed before",
                    .at_ms = stage_.now_ms()};
  while (true) {
    if (auto event = buffered()) co_return std::move(*event);
    if (end_) co_return ended(*end_);
    const std::size_t before = in_.size();
    const auto start = stage_.loop.now();
    const net::ReadResult result = co_await tcp_->read(in_, deadline);
    stage_.waited += stage_.loop.now() - start;
    if (in_.size() > before) record(Side::Server, std::string_view(in_).substr(before));
    if (result.end == net::ReadEnd::Data) continue;
    if (auto event = buffered()) co_return std::move(*event);
    Event event = ended(result);
    if (event.cls == "silence") {
      const double seconds = std::chrono::duration<double>(stage_.loop.now() - last_write_).count();
      const std::string data = event.note.empty() ? "" : ", " + event.note;
      event.note = "waited " + std::to_string(static_cast<long>(seconds * 1000)) + " ms" + data;
    }
    co_return event;
  }
}

/// Replies that lie in the buffer when TLS begins or the case ends: nobody asked for them.
void Link::keep_leftovers() {
  while (auto event = buffered())
    stage_.transcript.leftovers.push_back({index_, event_offset_, std::move(*event)});
}

net::Task<void> Link::act(const std::string& word) {
  if (!open_now()) co_return;
  note("we do: " + word);
  const auto deadline = stage_.loop.now() + stage_.timeouts.reply;
  if (word == "key_update") {
    if (const auto done = co_await tcp_->key_update(deadline); !done) note(done.error().text);
  } else if (word == "renegotiate") {
    if (const auto done = co_await tcp_->renegotiate(deadline); !done) note(done.error().text);
  } else if (word == "close_notify") {
    (void)co_await tcp_->close_notify(stage_.loop.now() + stage_.timeouts.reply);
  } else if (word == "shut") {
    tcp_->shut();
  } else if (word == "reset") {
    tcp_->reset();
    closed_ = true;
  } else if (word == "close") {
    tcp_->close();
    closed_ = true;
  }
  last_write_ = stage_.loop.now();
}

net::Task<std::optional<Event>> Link::take_greeting() {
  if (!greeting_due_) co_return std::nullopt;
  greeting_due_ = false;
  Event event = co_await next(last_write_ + stage_.timeouts.reply);
  if (class_matches(dialect_->greeting(), event)) co_return std::nullopt;
  co_return event;
}

net::Task<Event> Link::converse() {
  if (auto instead = co_await take_greeting()) co_return std::move(*instead);
  const std::string question =
      dialect_->greets()
          ? dialect_->ask_capabilities(stage_.target.client)
          : "GET / HTTP/1.1\r\nHost: " + authority_of(stage_.target, where_.url) + "\r\n";
  co_await say(question);
  co_return co_await next(last_write_ + stage_.timeouts.reply);
}

/// Where the barrier's answer looks like any other reply, what lies in the socket is read before
/// the barrier goes out: or a reply that nobody asked for would be its answer if it had been cut
/// off from the one before. Without a wait, so nothing is held against a server here that it has
/// not said; a reply that is still under way is left to read_to_end(). Where there is no barrier
/// because a request can be read in two ways, two replies may be right, and none is looked for.
net::Task<void> Link::take_arrived() {
  for (std::size_t taken = 0; taken < kMostArrived && !end_;) {
    const std::size_t before = in_.size();
    const net::ReadResult result = co_await tcp_->read(in_, stage_.loop.now());
    if (in_.size() > before) record(Side::Server, std::string_view(in_).substr(before));
    taken += in_.size() - before;
    if (result.end == net::ReadEnd::Timeout) break;
    if (result.end != net::ReadEnd::Data) end_ = result;
  }
}

/// Where the barrier's answer looks like any other reply, only the end of the connection shows that
/// it was the last one.
net::Task<void> Link::read_to_end() {
  tcp_->shut();
  const auto deadline = stage_.loop.now() + stage_.timeouts.silence;
  while (open_now()) {
    Event event = co_await next(deadline);
    if (event.kind == EventKind::Close || event.kind == EventKind::Silence) co_return;
    const bool reply = event.kind == EventKind::Reply;
    stage_.transcript.leftovers.push_back({index_, event_offset_, std::move(event)});
    if (!reply) co_return;
  }
}

/// Below TLS the question was another one: a greeting is not waited for, and where the client
/// speaks first (HTTP) the server need not know the barrier.
bool Link::barred() const { return greeting_due_ || (was_below_tls_ && !dialect_->greets()); }

net::Task<void> Link::finish() {
  if (!open_now()) {
    if (tcp_ != nullptr) tcp_->close();  // a server that ended first may wait for our end
    co_return;
  }
  session_->awaits({});
  if (dialect_->info().counted_barrier && !barred() && session_->barrier()) co_await take_arrived();
  keep_leftovers();
  if (const auto barrier = session_->barrier(); barrier && !barred()) {
    co_await send(*barrier, {});
    while (open_now()) {
      Event event = co_await next(last_write_ + stage_.timeouts.reply);
      if (event.kind != EventKind::Reply || session_->answers_barrier(event)) {
        if (event.kind == EventKind::Garbage || event.kind == EventKind::Overflow) {
          stage_.transcript.leftovers.push_back({index_, event_offset_, std::move(event)});
        }
        break;
      }
      stage_.transcript.leftovers.push_back({index_, event_offset_, std::move(event)});
    }
    if (open_now() && dialect_->info().counted_barrier) co_await read_to_end();
  } else if (session_->ends()) {
    co_await read_to_end();
  }
  if (open_now()) tcp_->close();
  closed_ = true;
}

}  // namespace wireassay::play
