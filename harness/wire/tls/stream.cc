#include "wire/tls/stream.h"

#include <algorithm>
#include <utility>

#include "wire/tls/hello.h"
#include "wire/tls/messages.h"
#include "wire/tls/ssl2.h"

namespace wireassay::tls {
namespace {

std::size_t limit_of(std::string_view in, bool keys, std::uint16_t version) {
  const bool data =
      !in.empty() && static_cast<std::uint8_t>(in.front()) == content::kApplicationData;
  if (!data && !keys) return kMaxPlaintext;
  return version >= kTls13 ? kMaxCiphertext13 : kMaxCiphertext;
}

/// True if keys of TLS 1.3 may change behind this message.
bool precedes_keys(const Item& item, std::uint16_t version) {
  if (item.type == handshake::kServerHello) return version == kTls13;
  if (item.type != handshake::kClientHello) return false;
  const std::vector<std::uint16_t> offered =
      offered_versions(decode_client_hello(item.octets).value);
  return std::ranges::find(offered, kTls13) != offered.end();
}

std::string_view name_of(ItemKind kind) {
  switch (kind) {
    case ItemKind::Handshake: return "handshake";
    case ItemKind::Alert: return "alert";
    case ItemKind::ChangeCipherSpec: return "change_cipher_spec";
    case ItemKind::Encrypted: return "encrypted";
    case ItemKind::OtherRecord: return "record";
    case ItemKind::Ssl2: return "ssl2_hello";
    case ItemKind::Plaintext: return "plaintext";
    case ItemKind::Garbage: return "garbage";
    case ItemKind::Overflow: return "overflow";
    case ItemKind::Cut: return "cut";
  }
  return {};
}

}  // namespace

std::string to_string(const Item& item) {
  if (item.kind == ItemKind::Alert) return to_string(decode_alert(item.octets).value);
  if (item.kind != ItemKind::Handshake) return std::string(name_of(item.kind));
  if (item.type == handshake::kServerHello &&
      is_hello_retry_request(decode_server_hello(item.octets).value))
    return "hello_retry_request";
  return show(Registry::HandshakeType, item.type);
}

void Stream::feed(std::string_view octets) {
  if (ended_) return;
  if (at_ != 0 && at_ >= input_.size() / 2) {
    input_.erase(0, at_);
    at_ = 0;
  }
  input_.append(octets);
}

std::optional<Item> Stream::next() {
  while (!ended_) {
    if (std::optional<Item> item = message()) return item;
    if (ended_) break;
    const std::size_t before = taken_;
    if (std::optional<Item> item = record()) return item;
    if (taken_ == before) return finished_ ? cut() : std::nullopt;
  }
  return std::nullopt;
}

std::optional<Item> Stream::message() {
  const std::size_t offset = joiner_.begins_at();
  Parsed<HandshakeMessage> parsed = joiner_.next();
  if (std::holds_alternative<ParseError>(parsed)) return end(ItemKind::Overflow, {});
  auto* got = std::get_if<Got<HandshakeMessage>>(&parsed);
  if (got == nullptr) return std::nullopt;
  Item item{ItemKind::Handshake,        got->value.type, record_version_,
            std::move(got->value.body), offset,          {}};
  if (item.type == handshake::kServerHello)
    version_ = selected_version(decode_server_hello(item.octets).value);
  if (tls::name_of(Registry::HandshakeType, item.type).empty()) note(rule::kHandshakeType, offset);
  check_alignment(item);
  item.anomalies = std::exchange(noted_, {});
  return item;
}

void Stream::check_alignment(Item& item) {
  if (joiner_.pending() != 0 && precedes_keys(item, version_))
    note(rule::kUnaligned, joiner_.begins_at());
}

std::optional<Item> Stream::record() {
  const Parsed<Framing> framing = framing_of(rest());
  const auto* looks = std::get_if<Got<Framing>>(&framing);
  if (looks == nullptr) return std::nullopt;
  if (looks->value != Framing::Record) return other(looks->value);
  const Parsed<Record> parsed = parse_record(rest(), limit_of(rest(), keys_, version_));
  if (std::holds_alternative<ParseError>(parsed)) return end(ItemKind::Overflow, {});
  const auto* got = std::get_if<Got<Record>>(&parsed);
  if (got == nullptr) return std::nullopt;
  const std::size_t offset = taken_;
  take(got->used);
  return from_record(got->value, offset);
}

std::optional<Item> Stream::from_record(const Record& record, std::size_t offset) {
  record_version_ = record.version;
  for (const Deviation& one : broken_rules(record)) note(one.rule, offset + one.offset);
  const ItemKind kind = kind_of(record);
  if (kind == ItemKind::Handshake) {
    joiner_.add(record.fragment, offset);
    return std::nullopt;
  }
  if (joiner_.pending() != 0 && kind != ItemKind::Encrypted) note(rule::kInterleaved, offset);
  std::vector<Deviation> inside;
  if (kind == ItemKind::Alert) inside = decode_alert(record.fragment).anomalies;
  if (kind == ItemKind::ChangeCipherSpec) inside = check_change_cipher_spec(record.fragment);
  for (const Deviation& one : inside) note(one.rule, offset + kRecordHeader + one.offset);
  if (kind == ItemKind::ChangeCipherSpec && version_ < kTls13) keys_ = true;
  return Item{
      kind, record.type, record.version, record.fragment, offset, std::exchange(noted_, {})};
}

/// "type 22 does not mean plaintext": behind a sender's change_cipher_spec its next one is Finished
/// under keys. Application data is never in the clear.
ItemKind Stream::kind_of(const Record& record) {
  switch (record.type) {
    case content::kChangeCipherSpec: return ItemKind::ChangeCipherSpec;
    case content::kAlert: return keys_ ? ItemKind::Encrypted : ItemKind::Alert;
    case content::kHandshake: return keys_ ? ItemKind::Encrypted : ItemKind::Handshake;
    case content::kApplicationData: return ItemKind::Encrypted;
    default: return ItemKind::OtherRecord;
  }
}

std::optional<Item> Stream::other(Framing framing) {
  if (framing == Framing::Plaintext) return plain_line();
  if (framing == Framing::Ssl2 && taken_ == 0) return ssl2();
  return end(ItemKind::Garbage, {});
}

std::optional<Item> Stream::plain_line() {
  const std::string_view line = rest().substr(0, kMaxPlainLine);
  const std::size_t lf = line.find('\n');
  if (lf == std::string_view::npos && line.size() < kMaxPlainLine && !finished_)
    return std::nullopt;
  return end(ItemKind::Plaintext,
             std::string(lf == std::string_view::npos ? line : line.substr(0, lf + 1)));
}

std::optional<Item> Stream::ssl2() {
  Parsed<std::string> parsed = parse_ssl2_body(rest());
  auto* got = std::get_if<Got<std::string>>(&parsed);
  if (got == nullptr) return std::nullopt;
  take(got->used);
  note(rule::kSsl2Hello, 0);
  return Item{ItemKind::Ssl2, 0, kSsl2, std::move(got->value), 0, std::exchange(noted_, {})};
}

std::optional<Item> Stream::cut() {
  if (rest().empty() && joiner_.pending() == 0) {
    ended_ = true;
    return std::nullopt;
  }
  return end(ItemKind::Cut, std::string(rest()));
}

Item Stream::end(ItemKind kind, std::string octets) {
  ended_ = true;
  Item item{kind, 0, record_version_, std::move(octets), taken_, std::exchange(noted_, {})};
  input_.clear();
  at_ = 0;
  return item;
}

void Stream::take(std::size_t octets) {
  at_ += octets;
  taken_ += octets;
}

void Stream::note(std::string_view rule, std::size_t offset) {
  if (noted_.size() < kMaxAnomalies) noted_.push_back({rule, offset});
}

}  // namespace wireassay::tls
