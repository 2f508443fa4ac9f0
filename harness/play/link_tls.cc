// The TLS of one connection: on the way to it, its handshake and what that brought.
#include <algorithm>

#include "net/wire_log.h"
#include "play/facts.h"
#include "play/link.h"
#include "scenario/dialects.h"
#include "scenario/evaluate.h"
#include "wire/tls/messages.h"
#include "wire/tls/profiles.h"
#include "wire/tls/record.h"

namespace wireassay::play {
namespace {

using scenario::Security;

std::string key_of(const net::TlsOptions& o) {
  std::string key;
  for (const std::string* part : {&o.min, &o.max, &o.ciphers, &o.trust, &o.certificate, &o.key})
    key += *part + "\n";
  for (const std::string& protocol : o.alpn) key += protocol + ",";
  return key + (o.verify ? "v" : "-");
}

}  // namespace

net::Result<std::shared_ptr<net::TlsContext>> TlsContexts::client(const net::TlsOptions& options) {
  const std::string key = key_of(options);
  for (const auto& [known, context] : made_) {
    if (known == key) return context;
  }
  auto context = net::TlsContext::client(options);
  if (context) made_.emplace_back(key, *context);
  return context;
}

net::TlsOptions Link::tls_options() const {
  const scenario::Target& target = stage_.target;
  net::TlsOptions options;
  const std::string name = name_to_ask_for(target, where_.url);
  options.sni = name;
  options.verify = target.verify;
  options.verify_name = name.empty() ? where_.url.host : name;
  options.trust = target.trust;
  options.certificate = target.certificate;
  options.key = target.key;
  options.min = options.max = stage_.unit.variation.tls_version;
  return options;
}

/// As far as the first octet of TLS: the upgrade is the service's own dialogue.
net::Task<Link::Opened> Link::open_records(bool upgrades) {
  was_below_tls_ = true;
  if (!upgrades) co_return Opened{};
  const Dialect& records = *dialect_;
  speak(*find_dialect(scenario::protocol_of_service(where_.service)));
  Opened opened = co_await greet();
  if (opened.trouble == Trouble::None) opened = co_await ask_for_tls();
  keep_leftovers();
  in_clear_ = std::move(session_);
  speak(records);
  co_return opened;
}

net::Task<Link::Opened> Link::ask_for_tls() {
  for (const Dialect::Upgrade& line : dialect_->upgrade(stage_.target.client)) {
    co_await say(line.line);
    const Event event = co_await next(last_write_ + stage_.timeouts.reply);
    if (!class_matches(line.assume, event)) {
      co_return Opened{Trouble::Tls, "on the way to TLS " + line.line + " was answered by " +
                                         scenario::describe(event)};
    }
  }
  co_return Opened{};
}

net::Task<Link::Opened> Link::upgrade() {
  Opened asked = co_await ask_for_tls();
  if (asked.trouble != Trouble::None) co_return asked;
  const Event event = co_await handshake({}, stage_.loop.now() + stage_.timeouts.tls);
  if (event.cls != "established")
    co_return Opened{Trouble::Tls, "TLS could not be set up: " + event.note};
  co_return Opened{};
}

/// What came behind an upgrade was no hello, and the server says so as TLS does.
std::optional<Event> Link::alert_in_clear() {
  if (encrypted() || below_tls() || !in_.starts_with("\x15\x03")) return std::nullopt;
  const auto parsed = tls::parse_record(in_);
  const auto* got = std::get_if<Got<tls::Record>>(&parsed);
  if (got == nullptr) return std::nullopt;
  Event event{.kind = EventKind::Tls,
              .cls = tls::to_string(tls::decode_alert(got->value.fragment).value),
              .raw = in_.substr(0, got->used),
              .note = "an alert of TLS, in clear",
              .at_ms = stage_.now_ms()};
  event_offset_ = taken_;
  taken_ += got->used;
  in_.erase(0, got->used);
  return event;
}

Event Link::tls_event(const net::TlsOutcome& outcome) {
  Event event{.kind = EventKind::Tls, .at_ms = stage_.now_ms()};
  event.note = outcome.text;
  if (outcome.established) {
    event.cls = "established";
    event.fields["version"] = outcome.version;
    event.fields["cipher"] = outcome.cipher;
    event.fields["alpn"] = outcome.alpn;
    event.fields["name"] = outcome.peer_name;
    if (!outcome.group.empty()) event.fields["group"] = outcome.group;
    if (outcome.resumed) event.fields["resumed"] = std::uint64_t{1};
    describe_chain(outcome, event);
    if (below_tls()) {
      speak(*find_dialect(scenario::protocol_of_service(where_.service)));
      greeting_due_ = where_.security == Security::Tls && dialect_->greets();
      if (in_clear_) session_ = std::move(in_clear_);
    }
    session_->tls_started();
    note("TLS " + outcome.version + " " + outcome.cipher + " established");
    return event;
  }
  if (outcome.plaintext) {
    event.cls = "plaintext";
    event.raw = outcome.plaintext_octets;
    record(Side::Server, outcome.plaintext_octets);
  } else if (outcome.sent_alert) {
    event.cls = "refused";  // by us: no outcome of a step is that
  } else if (!outcome.alert.empty()) {
    event.cls = "alert:" + outcome.alert;
  } else if (outcome.timed_out) {
    event.cls = "silence";
    event.kind = EventKind::Silence;
  } else {
    event.cls = "close";
    event.kind = EventKind::Close;
  }
  note("TLS handshake: " + event.cls + (outcome.text.empty() ? "" : " (" + outcome.text + ")"));
  closed_ = true;
  return event;
}

void Link::describe_chain(const net::TlsOutcome& outcome, Event& event) const {
  std::string service(scenario::protocol_of_service(where_.service));
  if (service == "http") service = "https";
  const std::string name = stage_.target.sni.empty() ? where_.url.host : stage_.target.sni;
  const tls::ChainReport report =
      tls::assess(outcome.chain, name, service,
                  std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()));
  const auto number = [](auto value) { return static_cast<std::uint64_t>(value); };
  event.fields["certificates"] = number(report.certificates);
  if (report.certificates == 0) return;
  event.fields["names"] = report.names;
  if (report.days_left >= 0) event.fields["days_left"] = number(report.days_left);
  event.fields["key"] = report.leaf.key;
  event.fields["key_bits"] = number(std::max(report.leaf.key_bits, 0));
  event.fields["signature"] = report.leaf.signature;
  event.fields["chain"] = tls::finding_words(report);
  if (report.name_match) event.fields["name_match"] = std::uint64_t{1};
  if (outcome.verified == "ok") event.fields["trusted"] = std::uint64_t{1};
  event.fields["profile_intermediate"] = tls::profile_findings(
      tls::kMozillaIntermediate, report, outcome.version, outcome.cipher, outcome.group);
  event.fields["profile_modern"] = tls::profile_findings(
      tls::kMozillaModern, report, outcome.version, outcome.cipher, outcome.group);
}

net::Task<Event> Link::handshake(const scenario::TlsAct& act, Clock::time_point deadline) {
  if (!open_now())
    co_return Event{.kind = EventKind::Close, .cls = "close", .note = "closed before"};
  keep_leftovers();
  if (!in_.empty()) {
    note(std::to_string(in_.size()) + " octets in clear before the handshake are dropped");
    taken_ += in_.size();
    in_.clear();
  }
  net::TlsOptions options = tls_options();
  if (act.min) options.min = *act.min;
  if (act.max) options.max = *act.max;
  if (act.sni) options.sni = *act.sni;
  if (act.ciphers) options.ciphers = *act.ciphers;
  if (act.verify) options.verify = *act.verify;
  if (!act.alpn.empty()) options.alpn = act.alpn;
  if (wire_log_ != nullptr)
    options.keylog = [log = wire_log_](std::string_view line) { log->key(line); };
  if (act.groups) options.groups = *act.groups;
  if (act.ems) options.extended_master_secret = *act.ems;
  if (act.resume) {
    const auto earlier = stage_.links.find(*act.resume);
    if (earlier != stage_.links.end() && earlier->second->tcp_ != nullptr)
      options.resume = earlier->second->tcp_->resumption();
  }
  options.tap = tap_;
  auto context = stage_.contexts.client(options);
  if (!context)
    co_return Event{.kind = EventKind::Garbage, .cls = "garbage", .note = context.error().text};
  const auto start = stage_.loop.now();
  const net::TlsOutcome outcome = co_await tcp_->start_tls(*context, options, deadline);
  last_write_ = stage_.loop.now();
  stage_.waited += last_write_ - start;
  co_return tls_event(outcome);
}

}  // namespace wireassay::play
