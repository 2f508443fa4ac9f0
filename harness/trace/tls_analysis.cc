// Items of both streams in the order of their packets: which messages, where keys begin, what ends.
#include "trace/tls_analysis.h"

#include <algorithm>

#include "core/escape.h"
#include "wire/tls/messages.h"

namespace wireassay::trace {
namespace {

constexpr std::uint8_t kSsl2Length = 0x80;
/// A record of TLS 1.3 that holds an alert: two octets, the type, the tag of every AEAD but CCM_8.
constexpr std::size_t kAlertUnderKeys13 = 2 + 1 + 16;

std::string_view in_words(tls::ItemKind kind) {
  switch (kind) {
    case tls::ItemKind::Plaintext: return "trace.clear-behind-tls";
    case tls::ItemKind::Garbage: return "trace.no-record";
    case tls::ItemKind::Overflow: return "trace.too-long";
    case tls::ItemKind::Cut: return "trace.cut";
    case tls::ItemKind::Handshake:
    case tls::ItemKind::Alert:
    case tls::ItemKind::ChangeCipherSpec:
    case tls::ItemKind::Encrypted:
    case tls::ItemKind::OtherRecord:
    case tls::ItemKind::Ssl2: break;
  }
  return {};
}

}  // namespace

void RecordCounter::feed(std::string_view octets) {
  if (begins_.size() > 1) {  // the last one may not have been read to its end
    settled_ += begins_.size() - 1;
    begins_ = {begins_.back()};
  }
  while (!octets.empty()) {
    if (skip_ > 0) {
      const std::size_t size =
          static_cast<std::size_t>(std::min<std::uint64_t>(skip_, octets.size()));
      skip_ -= size;
      at_ += size;
      octets.remove_prefix(size);
      continue;
    }
    if (header_.empty()) begins_.push_back(at_);
    header_ += octets.front();
    octets.remove_prefix(1);
    ++at_;
    const auto octet = [&](std::size_t n) { return static_cast<std::uint8_t>(header_[n]); };
    const bool ssl2 = at_ == header_.size() && (octet(0) & kSsl2Length) != 0;
    if (header_.size() < (ssl2 ? 2U : tls::kRecordHeader)) continue;
    skip_ = ssl2 ? std::uint64_t{octet(0)} % kSsl2Length * 256 + octet(1)
                 : std::uint64_t{octet(3)} * 256 + octet(4);
    header_.clear();
  }
}

std::uint64_t RecordCounter::before(std::uint64_t offset) const {
  const auto known = std::ranges::lower_bound(begins_, offset) - begins_.begin();
  return settled_ + static_cast<std::uint64_t>(known);
}

TlsAnalysis::TlsAnalysis(Log& log, std::unique_ptr<Decryptor> keys, CertificateCache& certificates,
                         Inside inside)
    : log_(log), keys_(std::move(keys)), certificates_(&certificates), inside_(std::move(inside)) {}

std::uint16_t TlsAnalysis::version() const {
  return facts_.server_hello ? facts_.server_hello->version : 0;
}

void TlsAnalysis::tell(Direction from, Moment at, std::string text, bool inside) {
  flush_runs();
  log_.add(LineKind::Tls, from, at, inside, std::move(text));
}

void TlsAnalysis::note(Direction from, Moment at, std::string_view rule, std::uint64_t offset,
                       std::string where) {
  if (facts_.anomalies.size() < kMostNoted)
    facts_.anomalies.push_back({from, at, rule, offset, std::move(where)});
  else
    ++facts_.anomalies_more;
}

void TlsAnalysis::note(Direction from, Moment at, const std::vector<Deviation>& anomalies,
                       std::string where) {
  for (const Deviation& one : anomalies) note(from, at, one.rule, one.offset, where);
}

void TlsAnalysis::feed(Direction from, std::string_view octets, Moment at) {
  Side& one = side(from);
  if (one.lost) return;
  if (from == Direction::FromClient && !facts_.counts.reached) records_.feed(octets);
  one.stream.feed(octets);
  drain(from, at);
}

void TlsAnalysis::lost(Direction from, Moment at) {
  Side& one = side(from);
  if (one.lost || one.finished) return;
  one.lost = true;
  flush_runs();
  log_.add(LineKind::Note, from, at, false, "octets are missing: TLS behind them is not read");
  if (keys_) keys_->lost(from);
}

void TlsAnalysis::finish(Direction from, Moment at) {
  Side& one = side(from);
  if (!one.lost && !one.finished) {
    one.finished = true;
    one.stream.finish();
    drain(from, at);
  }
  const bool as_alert =
      version() >= tls::kTls13
          ? one.last_type == tls::content::kApplicationData && one.last_size == kAlertUnderKeys13
          : one.last_type == tls::content::kAlert;
  if (one.keys && as_alert && facts_.under_keys.at(index(from)).opened == 0) {
    facts_.alerts.push_back({from, at,
                             version() >= tls::kTls13
                                 ? "under keys: its last record has the size of an alert"
                                 : "an alert under keys",
                             false});
    one.last_type = 0;
  }
  flush_run(from);
}

void TlsAnalysis::drain(Direction from, Moment at) {
  while (std::optional<tls::Item> next = side(from).stream.next()) item(from, *next, at);
}

void TlsAnalysis::item(Direction from, const tls::Item& item, Moment at) {
  note(from, at, item.anomalies, "stream");
  ClientCounts& counts = facts_.counts;
  const bool counted = from == Direction::FromClient && !counts.reached;
  switch (item.kind) {
    case tls::ItemKind::Handshake:
    case tls::ItemKind::Ssl2:
      if (counted) {
        ++counts.handshake_messages;
        ++counts.with_change_cipher_spec;
        counts.names.resize(std::min(counts.names.size(), kMostNoted - 1));
        counts.names.push_back(item.kind == tls::ItemKind::Ssl2 ? "ssl2_hello"
                                                                : tls::to_string(item));
      }
      if (item.kind == tls::ItemKind::Ssl2)
        return tell(from, at, "ClientHello in the framing of SSL 2.0");
      return message(from, item.type, item.octets, item.version, at, false);
    case tls::ItemKind::ChangeCipherSpec:
      if (counted) {
        ++counts.with_change_cipher_spec;
        counts.names.resize(std::min(counts.names.size(), kMostNoted - 1));
        counts.names.push_back("change_cipher_spec");
      }
      return change_cipher_spec(from, at);
    case tls::ItemKind::Alert: return alert(from, item.octets, at, false);
    case tls::ItemKind::Encrypted:
      if (counted) {
        counts.reached = true;
        counts.records = records_.before(item.offset);
      }
      return encrypted(from, item, at);
    case tls::ItemKind::OtherRecord:
      return tell(from, at,
                  "record of type " + tls::show(tls::Registry::ContentType, item.type) + ", " +
                      std::to_string(item.octets.size()) + " octets");
    case tls::ItemKind::Plaintext:
    case tls::ItemKind::Garbage:
    case tls::ItemKind::Overflow:
    case tls::ItemKind::Cut: break;
  }
  note(from, at, in_words(item.kind), item.offset, "stream");
  tell(from, at,
       item.kind == tls::ItemKind::Plaintext
           ? "in clear, in the place of a record: " + escape_short(item.octets, 100)
       : item.kind == tls::ItemKind::Cut ? "ends inside a record or a message"
       : item.kind == tls::ItemKind::Overflow
           ? "a length beyond its limit: what follows is not read"
           : "octets that are no record: what follows is not read");
}

void TlsAnalysis::change_cipher_spec(Direction from, Moment at) {
  Side& one = side(from);
  if (keys_) keys_->change_cipher_spec(from);
  tell(from, at, "change_cipher_spec");
  if (version() == 0 || version() >= tls::kTls13) return;
  one.keys = true;
  // RFC 5246 section 7.3: without ServerHelloDone it is the abbreviated handshake.
  if (from == Direction::FromServer && facts_.resumption == Resumption::Unknown)
    facts_.resumption = one.hello_done ? Resumption::No : Resumption::SessionId;
}

void TlsAnalysis::alert(Direction from, std::string_view octets, Moment at, bool opened) {
  const tls::Decoded<tls::Alert> alert = tls::decode_alert(octets);
  const std::string text =
      tls::show(tls::Registry::AlertLevel, alert.value.level) + " " + tls::to_string(alert.value);
  if (facts_.alerts.size() < kMostNoted) facts_.alerts.push_back({from, at, text, opened});
  tell(from, at, text, opened);
}

void TlsAnalysis::encrypted(Direction from, const tls::Item& item, Moment at) {
  Side& one = side(from);
  KeyRecords& count = facts_.under_keys.at(index(from));
  ++count.records;
  count.octets += item.octets.size();
  one.keys = true;
  one.last_size = item.octets.size();
  one.last_type = item.type;
  if (keys_) {
    const std::optional<Opened> inside = keys_->open(from, {item.type, item.version, item.octets});
    if (inside) {
      ++count.opened;
      return opened(from, *inside, at);
    }
    if (facts_.why_not_opened.empty()) facts_.why_not_opened = keys_->why_not();
    if (count.opened > 0) inside_(from, {}, at);
  }
  if (one.run_records++ == 0) {
    flush_run(from == Direction::FromClient ? Direction::FromServer : Direction::FromClient);
    one.run_at = at;
  }
  one.run_octets += item.octets.size();
}

void TlsAnalysis::opened(Direction from, const Opened& inside, Moment at) {
  switch (inside.type) {
    case tls::content::kApplicationData: flush_runs(); return inside_(from, inside.octets, at);
    case tls::content::kAlert: return alert(from, inside.octets, at, true);
    case tls::content::kHandshake: break;
    default:
      return tell(
          from, at,
          "record of type " + tls::show(tls::Registry::ContentType, inside.type) + " inside", true);
  }
  tls::Joiner& joiner = side(from).opened;
  joiner.add(inside.octets, 0);
  while (true) {
    const Parsed<tls::HandshakeMessage> parsed = joiner.next();
    const auto* const got = std::get_if<Got<tls::HandshakeMessage>>(&parsed);
    if (got == nullptr) return;
    message(from, got->value.type, got->value.body, 0, at, true);
  }
}

void TlsAnalysis::flush_run(Direction from) {
  Side& one = side(from);
  if (one.run_records == 0) return;
  const std::string plural = one.run_records == 1 ? " record" : " records";
  log_.add(LineKind::Tls, from, one.run_at, true,
           std::to_string(one.run_records) + plural + " under keys, " +
               std::to_string(one.run_octets) + " octets");
  one.run_records = one.run_octets = 0;
}

void TlsAnalysis::flush_runs() {
  const bool client_first = sides_[0].run_at.frame <= sides_[1].run_at.frame;
  flush_run(client_first ? Direction::FromClient : Direction::FromServer);
  flush_run(client_first ? Direction::FromServer : Direction::FromClient);
}

TlsFacts TlsAnalysis::take_facts() {
  if (!facts_.counts.reached) facts_.counts.records = records_.before(~std::uint64_t{0});
  return std::move(facts_);
}

}  // namespace wireassay::trace
