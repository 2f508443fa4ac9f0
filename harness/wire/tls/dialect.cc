#include "wire/tls/dialect.h"

#include <algorithm>
#include <array>
#include <deque>
#include <iterator>
#include <utility>

#include "core/escape.h"
#include "wire/tls/agreement.h"
#include "wire/tls/certificate.h"
#include "wire/tls/hello.h"
#include "wire/tls/messages.h"
#include "wire/tls/stream.h"

namespace wireassay::tls {
namespace {

/// Content of two octets, its type, and a tag of 16 (RFC 8446 section 5.2).
constexpr std::size_t kAlertUnderKeys13 = 2 + 1 + 16;
constexpr std::size_t kShownLine = 200;

/// Messages of a server's flight behind its hello.
constexpr auto kLater = std::to_array<std::string_view>(
    {"certificate", "certificate_status", "server_key_exchange", "certificate_request",
     "server_hello_done", "new_session_ticket", "finished", "change_cipher_spec", "encrypted",
     "encrypted_extensions", "certificate_verify"});

bool one_of_flight(std::string_view cls) { return std::ranges::find(kLater, cls) != kLater.end(); }

/// An RFC states the rule; others are for people who read a capture.
bool is_stated(std::string_view rule) {
  const auto found = std::ranges::find(rules(), rule, &Invariant::id);
  return found != rules().end() && !found->level.empty();
}

std::string version_text(std::uint16_t version) {
  switch (version) {
    case kSsl2: return "SSL 2.0";
    case kSsl3: return "SSL 3.0";
    case kTls10: return "1.0";
    case kTls11: return "1.1";
    case kTls12: return "1.2";
    case kTls13: return "1.3";
    default: return show(Registry::Version, version);
  }
}

TextList names_of(const std::vector<Extension>& extensions) {
  TextList names;
  for (const Extension& one : extensions) names.push_back(show(Registry::Extension, one.type));
  return names;
}

/// Fields of a ServerHello or HelloRetryRequest.
void describe(const ServerHello& hello, Event& event) {
  const bool retry = is_hello_retry_request(hello);
  event.fields["version"] = version_text(selected_version(hello));
  event.fields["legacy_version"] = version_text(hello.version);
  event.fields["cipher"] = show(Registry::CipherSuite, hello.cipher_suite);
  event.fields["compression"] = std::uint64_t{hello.compression};
  event.fields["session_id"] = to_hex(hello.session_id);
  event.fields["random"] = to_hex(hello.random);
  const Downgrade sentinel = downgrade(hello);
  event.fields["downgrade"] = std::string(sentinel == Downgrade::Tls12          ? "1.2"
                                          : sentinel == Downgrade::Tls11OrBelow ? "1.1"
                                                                                : "");
  event.fields["extensions"] = hello.extensions ? names_of(*hello.extensions) : TextList();
  if (!hello.extensions) return;
  const Where where = retry ? Where::HelloRetryRequest : Where::ServerHello;
  const auto value = [&](std::uint16_t type) -> std::optional<ExtensionValue> {
    const Extension* found = find(*hello.extensions, type);
    if (found == nullptr) return std::nullopt;
    Decoded<ExtensionValue> decoded = value_of(*found, where);
    return decoded.anomalies.empty() ? std::optional(std::move(decoded.value)) : std::nullopt;
  };
  if (const auto share = value(extension::kKeyShare)) {
    if (const auto* chosen = std::get_if<KeyShare>(&*share))
      event.fields["group"] = show(Registry::Group, chosen->group);
    if (const auto* wanted = std::get_if<std::uint32_t>(&*share))
      event.fields["group"] = show(Registry::Group, static_cast<std::uint16_t>(*wanted));
  }
  if (const auto alpn = value(extension::kAlpn)) {
    const auto* names = std::get_if<std::vector<std::string>>(&*alpn);
    if (names != nullptr && names->size() == 1) event.fields["alpn"] = names->front();
  }
  constexpr std::uint16_t kCookie = 44;
  if (const Extension* cookie = find(*hello.extensions, kCookie))
    event.fields["cookie"] = to_hex(cookie->body);
}

/// What the client says, as far as its last ClientHello can be read.
class Offer {
 public:
  /// Hellos are in the clear: a change_cipher_spec between them means nothing, as in TLS 1.3.
  Offer() { stream_.set_version(kTls13); }
  void sent(std::string_view octets) {
    stream_.feed(octets);
    while (std::optional<Item> item = stream_.next()) {
      if (item->kind != ItemKind::Handshake || item->type != handshake::kClientHello) continue;
      Decoded<ClientHello> hello = decode_client_hello(item->octets);
      if (hello.anomalies.empty())
        hello_ = std::move(hello.value);
      else
        hello_.reset();
    }
  }
  const std::optional<ClientHello>& hello() const { return hello_; }

 private:
  Stream stream_;
  std::optional<ClientHello> hello_;
};

class RecordsSession : public DialectSession {
 public:
  void sent(std::string_view octets) override { offer_.sent(octets); }
  void answers(std::string_view) override {}
  void awaits(std::span<const std::string> atoms) override {
    awaited_.assign(atoms.begin(), atoms.end());
  }
  bool ready() const override { return !events_.empty(); }
  /// Whole messages that were passed over.
  std::size_t kept_data() const override { return fed_; }

  Parsed<Event> next(std::string_view input) override {
    while (true) {
      while (!events_.empty()) {
        Event event = std::move(events_.front());
        events_.pop_front();
        if (passes_over(event)) {
          passed_.insert(passed_.end(), event.deviations.begin(), event.deviations.end());
          continue;
        }
        return give(std::move(event));
      }
      const std::size_t more = no_records_ ? input.size() - fed_ : piece(input.substr(fed_));
      if (more == 0) return NeedMore{};
      feed(input.substr(fed_, more));
    }
  }

  std::optional<Event> closed(std::string_view rest, Ending ending) override {
    if (fed_ < rest.size()) stream_.feed(rest.substr(fed_));
    stream_.finish();
    collect();
    if (events_.empty()) {
      // All that came was passed over, and it was whole.
      return Event{.kind = EventKind::Close,
                   .cls = "close",
                   .deviations = std::exchange(passed_, {}),
                   .note = ending == Ending::Reset ? "reset by peer" : "closed"};
    }
    if (events_.front().cls == "incomplete") return std::nullopt;
    Event event = std::move(events_.front());
    events_.clear();
    event.raw = rest;
    return event;
  }

  const TextList& capabilities() const override { return none_; }
  void tls_started() override {}
  std::optional<std::string> barrier() const override { return std::nullopt; }
  bool answers_barrier(const Event&) const override { return false; }
  std::size_t outstanding() const override { return 0; }

 private:
  /// Octets of the next whole record; of what is none, all that is there.
  std::size_t piece(std::string_view in) {
    if (in.empty()) return 0;
    const Parsed<Framing> framing = framing_of(in);
    const auto* looks = std::get_if<Got<Framing>>(&framing);
    if (looks == nullptr) return 0;
    no_records_ = looks->value != Framing::Record;
    if (no_records_) return in.size();
    const Parsed<Record> record = parse_record(in, kMaxCiphertext);
    if (const auto* got = std::get_if<Got<Record>>(&record)) return got->used;
    return std::holds_alternative<ParseError>(record) ? in.size() : 0;
  }

  void feed(std::string_view octets) {
    stream_.feed(octets);
    fed_ += octets.size();
    collect();
  }

  void collect() {
    while (std::optional<Item> item = stream_.next()) events_.push_back(event_of(*item));
  }

  Parsed<Event> give(Event event) {
    const std::size_t used = fed_;
    fed_ = 0;
    if (!passed_.empty()) {
      passed_.insert(passed_.end(), event.deviations.begin(), event.deviations.end());
      event.deviations = std::exchange(passed_, {});
    }
    std::erase_if(event.deviations, [](const Deviation& one) { return !is_stated(one.rule); });
    // Offsets were counted in the stream; the event begins where the last one ended.
    for (Deviation& one : event.deviations) one.offset -= std::min(one.offset, given_);
    given_ += used;
    if (event.cls == "server_hello" || event.cls == "hello_retry_request") greeted_ = true;
    return Got<Event>{std::move(event), used};
  }

  bool named(std::string_view cls) const {
    return std::ranges::any_of(awaited_, [&](const std::string& atom) {
      return atom == cls || (atom == "encrypted" && cls == "encrypted_alert") ||
             (atom == "alert" && cls.starts_with("alert:"));
    });
  }

  bool passes_over(const Event& event) {
    if (named(event.cls)) return false;
    if (event.cls.starts_with("alert:")) {
      const auto level = event.fields.find("level");
      const auto* text =
          level == event.fields.end() ? nullptr : std::get_if<std::string>(&level->second);
      return text != nullptr && *text == "warning" && event.cls != "alert:close_notify";
    }
    if (event.cls == "server_hello") {
      const bool later = std::ranges::any_of(awaited_, [](const std::string& atom) {
        return one_of_flight(atom) || atom == "encrypted_alert";
      });
      greeted_ = greeted_ || later;
      return later;
    }
    return greeted_ && one_of_flight(event.cls);
  }

  Event event_of(const Item& item) {
    Event event{.kind = EventKind::Reply, .cls = to_string(item)};
    event.fields["octets"] = std::uint64_t{item.octets.size()};
    event.deviations = item.anomalies;
    switch (item.kind) {
      case ItemKind::Handshake: read_message(item, event); break;
      case ItemKind::Alert: read_alert(item, event); break;
      case ItemKind::Encrypted:
        event.fields["octets"] = std::uint64_t{item.octets.size() + kRecordHeader};
        if (looks_like_alert(item)) event.cls = "encrypted_alert";
        break;
      case ItemKind::Ssl2: event.cls = "ssl2_server_hello"; break;
      case ItemKind::Plaintext:
        event.cls = "plaintext";
        event.note = escape_short(item.octets, kShownLine);
        break;
      case ItemKind::Garbage:
        event.kind = EventKind::Garbage;
        event.note = "no record";
        break;
      case ItemKind::Overflow: event.kind = EventKind::Overflow; break;
      case ItemKind::Cut:
        event.kind = EventKind::Garbage;
        event.cls = "incomplete";
        break;
      case ItemKind::ChangeCipherSpec:
      case ItemKind::OtherRecord: break;
    }
    return event;
  }

  static bool looks_like_alert(const Item& item) {
    if (item.type == content::kApplicationData) return item.octets.size() == kAlertUnderKeys13;
    return item.type == content::kAlert;
  }

  void read_message(const Item& item, Event& event) {
    event.fields["record_version"] = version_text(item.version);
    if (item.type == handshake::kServerHello) {
      const Decoded<ServerHello> hello = decode_server_hello(item.octets);
      describe(hello.value, event);
      version_ = selected_version(hello.value);
      suite_ = hello.value.cipher_suite;
      add(hello.anomalies, item, event);
      if (offer_.hello() && hello.anomalies.empty())
        add(disagreements(*offer_.hello(), hello.value), item, event);
    } else if (item.type == handshake::kCertificate) {
      const Decoded<Certificate> certificate = decode_certificate(item.octets, kTls12);
      event.fields["certificates"] = std::uint64_t{certificate.value.entries.size()};
      add(certificate.anomalies, item, event);
    } else if (item.type == handshake::kServerKeyExchange) {
      read_key_exchange(item, event);
    }
  }

  void read_key_exchange(const Item& item, Event& event) const {
    const Decoded<ServerKeyExchange> keys =
        decode_server_key_exchange(item.octets, version_, key_exchange_of(suite_));
    add(keys.anomalies, item, event);
    if (const auto* curve = std::get_if<EcdheParams>(&keys.value.params))
      event.fields["group"] = show(Registry::Group, curve->group);
    if (const auto* dh = std::get_if<DheParams>(&keys.value.params)) {
      constexpr std::uint64_t kBits = 8;
      event.fields["bits"] = dh->p.size() * kBits;
    }
    if (keys.value.signature_scheme)
      event.fields["signature"] = show(Registry::SignatureScheme, *keys.value.signature_scheme);
  }

  static void add(const std::vector<Deviation>& anomalies, const Item& item, Event& event) {
    for (const Deviation& one : anomalies) {
      event.deviations.push_back(
          {one.rule, item.offset + kRecordHeader + kHandshakeHeader + one.offset});
    }
  }

  static void read_alert(const Item& item, Event& event) {
    const Alert alert = decode_alert(item.octets).value;
    const std::string_view level = tls::name_of(Registry::AlertLevel, alert.level);
    event.fields["level"] = level.empty() ? std::to_string(alert.level) : std::string(level);
    event.note = "level " + std::get<std::string>(event.fields["level"]);
  }

  Stream stream_;
  Offer offer_;
  std::deque<Event> events_;
  std::vector<Deviation> passed_;
  std::vector<std::string> awaited_;
  std::size_t fed_ = 0;    // of the input that was not given out yet
  std::size_t given_ = 0;  // of the stream
  bool greeted_ = false;
  bool no_records_ = false;  ///< what comes is none: all of it goes to the stream
  std::uint16_t version_ = 0, suite_ = 0;
  TextList none_;
};

}  // namespace

const DialectInfo& RecordsDialect::info() const {
  static const DialectInfo kInfo = [] {
    DialectInfo info{.name = "tls",
                     .classes = {"server_hello",
                                 "hello_retry_request",
                                 "certificate",
                                 "certificate_status",
                                 "server_key_exchange",
                                 "certificate_request",
                                 "server_hello_done",
                                 "new_session_ticket",
                                 "finished",
                                 "hello_request",
                                 "encrypted_extensions",
                                 "certificate_verify",
                                 "change_cipher_spec",
                                 "alert",
                                 "encrypted",
                                 "encrypted_alert",
                                 "record",
                                 "ssl2_server_hello",
                                 "plaintext",
                                 "garbage"},
                     .services = {}};
    const auto text = [](std::string_view name, std::string_view doc) {
      return FieldSpec{name, FieldType::Text, Compare::Exact, "", doc};
    };
    info.fields = {
        {"octets", FieldType::Number, Compare::Exact, "", "size of the message or record"},
        text("version", "version that was chosen: \"1.3\""),
        text("legacy_version", "version field of the hello"),
        text("record_version", "version of the record"),
        text("cipher", "cipher suite that was chosen"),
        {"compression", FieldType::Number, Compare::Exact, "", "method that was chosen"},
        {"extensions", FieldType::List, Compare::Exact, "", "names of the extensions"},
        text("session_id", "in hexadecimal"),
        text("random", "in hexadecimal"),
        text("group", "group of the key share or key exchange, or the one that is asked for"),
        {"bits", FieldType::Number, Compare::Exact, "", "of the prime of a DHE key exchange"},
        text("signature", "algorithm of a server_key_exchange of TLS 1.2"),
        text("alpn", "protocol that was chosen"),
        text("downgrade", "sentinel in the random: \"1.2\", \"1.1\" or \"\""),
        text("cookie", "of a HelloRetryRequest, in hexadecimal"),
        {"certificates", FieldType::Number, Compare::Exact, "", "how many are in the message"},
        text("level", "of an alert: \"fatal\", \"warning\"")};
    std::ranges::copy_if(rules(), std::back_inserter(info.invariants),
                         [](const Invariant& rule) { return !rule.level.empty(); });
    return info;
  }();
  return kInfo;
}

std::unique_ptr<DialectSession> RecordsDialect::session(const ReadLimits&) const {
  return std::make_unique<RecordsSession>();
}

std::vector<Dialect::Upgrade> RecordsDialect::upgrade(std::string_view) const { return {}; }
std::string RecordsDialect::ask_capabilities(std::string_view) const { return {}; }
std::string RecordsDialect::auth_command(std::string_view, std::optional<std::string_view>) const {
  return {};
}
std::optional<std::string> RecordsDialect::auth_challenge(const Event&) const {
  return std::nullopt;
}

}  // namespace wireassay::tls
