// Behind the client's first flight: what the server says in clear, and what mutants pass over.
#include <utility>

#include "reference/tls_doorman.h"
#include "wire/tls/registry.h"

namespace wireassay::reference {
namespace {

using enum TlsFault;
namespace content = tls::content;
namespace handshake = tls::handshake;

constexpr std::size_t kNoLimit = 0xffff, kAlert = 2;
constexpr char kFatal = 2;
/// RFC 8446 section 5.2: the type of what is inside and a tag.
constexpr std::size_t kSealed = 1 + 16, kKeyUpdate = tls::kHandshakeHeader + 1;

/// What no more octets make a record of: OpenSSL tells that from the header alone, too.
bool is_hopeless(std::string_view octets) {
  const Parsed<tls::Framing> looks = tls::framing_of(octets);
  const auto* framing = std::get_if<Got<tls::Framing>>(&looks);
  if (framing != nullptr && framing->value != tls::Framing::Record) return true;
  return octets.size() >= tls::kRecordHeader &&
         static_cast<std::uint8_t>(octets[3]) * 256UL > tls::kMaxCiphertext;
}

/// Takes the whole records from the front of `octets`.
template <class Take>
void each_record(std::string& octets, Take take) {
  std::size_t at = 0;
  while (true) {
    const std::string_view rest = std::string_view(octets).substr(at);
    const Parsed<tls::Record> parsed = tls::parse_record(rest, kNoLimit);
    const auto* got = std::get_if<Got<tls::Record>>(&parsed);
    // Whether all of it is there already must not matter.
    if (got == nullptr || is_hopeless(rest)) break;
    take(got->value, rest.substr(0, got->used));
    at += got->used;
  }
  octets.erase(0, at);
}

}  // namespace

/// Record by record until the client speaks under keys.
std::string TlsDoorman::filtered(std::string octets) {
  input_ += octets;
  std::string out;
  if (!client_keys_ && !lost_) {
    each_record(input_, [&](const tls::Record& record, std::string_view raw) {
      out += received_record(record, raw);
    });
  }
  lost_ = lost_ || (!client_keys_ && is_hopeless(input_));
  if (client_keys_ || lost_) out += std::exchange(input_, {});
  return out;
}

std::string TlsDoorman::received_record(const tls::Record& record, std::string_view raw) {
  if (client_keys_) return std::string(raw);
  const bool passed = passed_over(record);
  const char first = record.fragment.empty() ? '\0' : record.fragment.front();
  const bool shakes = record.type == content::kHandshake;
  if (shakes && first == handshake::kClientKeyExchange) exchange_ = true;
  if (record.type == content::kChangeCipherSpec && heard_.version != tls::kTls13)
    client_keys_ = !passed;
  if (record.type == content::kApplicationData) client_keys_ = !passed;
  if (passed) return {};
  // OpenSSL complains of the version of a second hello's record first.
  if (!shakes || first != handshake::kClientHello) return std::string(raw);
  return tls::to_wire(tls::Record{record.type, tls::kTls12, record.fragment});
}

/// A mutant passes over what it should refuse.
bool TlsDoorman::passed_over(const tls::Record& record) const {
  const bool tls13 = heard_.version == tls::kTls13;
  const char first = record.fragment.empty() ? '\0' : record.fragment.front();
  switch (record.type) {
    case content::kChangeCipherSpec:
      return tls13 ? has(CcsValueIgnored) && record.fragment != "\x01"
                   : has(EarlyCcsIgnored) && !exchange_;
    case content::kHandshake:
      return (first == handshake::kClientHello && has(SecondHelloIgnored)) ||
             (first == handshake::kFinished && has(PlainMessageIgnored));
    case content::kApplicationData: return !tls13 && has(PlainMessageIgnored);
    default: return false;
  }
}

std::string TlsDoorman::outgoing(std::string octets) {
  if (silent_) return {};
  if (keys_ && !door_.faults.any()) return octets;
  std::string out = std::exchange(before_, {});
  each_record(octets, [&](const tls::Record& record, std::string_view raw) {
    out += sent_record(record, raw);
  });
  return out + octets;
}

/// A mutant that says nothing of an error under keys, or of new keys.
bool TlsDoorman::kept_back(const tls::Record& record) const {
  const bool alert = record.type == content::kAlert || (record.type == content::kApplicationData &&
                                                        record.fragment.size() == kAlert + kSealed);
  if (alert && has(UnreadableIgnored)) return true;
  return has(KeyUpdateUnsaid) && record.type == content::kApplicationData &&
         record.fragment.size() == kKeyUpdate + kSealed;
}

std::string TlsDoorman::sent_record(const tls::Record& record, std::string_view raw) {
  const bool retried = phase_ == Phase::Hello;  // a HelloRetryRequest has just gone out
  if (record.type == content::kApplicationData ||
      (record.type == content::kChangeCipherSpec && !retried))
    keys_ = true;
  if (keys_) return kept_back(record) ? std::string() : std::string(raw);
  if (record.type == content::kHandshake) return sent_messages(record);
  const bool fatal = record.type == content::kAlert && record.fragment.size() == kAlert &&
                     record.fragment.front() == kFatal;
  if (fatal && door_.faults.any())
    return alert_octets(static_cast<std::uint8_t>(record.fragment.back()));
  return std::string(raw);
}

std::string TlsDoorman::sent_messages(const tls::Record& record) {
  sent_.add(record.fragment, 0);
  std::string out;
  while (true) {
    const Parsed<tls::HandshakeMessage> parsed = sent_.next();
    const auto* got = std::get_if<Got<tls::HandshakeMessage>>(&parsed);
    if (got == nullptr) break;
    const tls::HandshakeMessage& message = got->value;
    const bool retry = message.type == handshake::kServerHello &&
                       tls::is_hello_retry_request(tls::decode_server_hello(message.body).value);
    for (const tls::HandshakeMessage& one : flight_.spoil(message, heard_, door_.faults)) {
      const std::uint16_t version =
          heard_.version == 0 ? old_version(heard_.hello) : record.version;
      for (const tls::Record& part :
           tls::to_records(content::kHandshake, version, tls::to_wire(one)))
        out += tls::to_wire(part);
    }
    if (!retry) continue;
    phase_ = Phase::Hello;
    heard_ = {};
    heard_.retried = true;
  }
  return out;
}

}  // namespace wireassay::reference
