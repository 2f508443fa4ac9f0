#include "reference/tls_doorman.h"

#include <algorithm>
#include <utility>

#include "wire/tls/registry.h"

namespace wireassay::reference {
namespace {

using enum TlsFault;
namespace content = tls::content;
namespace handshake = tls::handshake;

constexpr std::uint8_t kWarning = 1, kFatal = 2, kCloseNotify = 0, kUnexpected = 10, kInternal = 80,
                       kUserCanceled = 90, kUnrecognizedName = 112;
constexpr std::size_t kAlert = 2, kNoLimit = 0xffff;
constexpr std::size_t kSlack = 4;  // by which a mutant corrects the length of a message

std::string record(std::uint8_t type, std::uint16_t version, std::string fragment) {
  return tls::to_wire(tls::Record{type, version, std::move(fragment)});
}

std::string alert(std::uint8_t level, std::uint8_t description) {
  return {static_cast<char>(level), static_cast<char>(description)};
}

std::size_t length_at(std::string_view in, std::size_t at, std::size_t width) {
  std::size_t value = 0;
  for (const char octet : in.substr(at, width))
    value = value << 8 | static_cast<std::uint8_t>(octet);
  return value;
}

/// RFC 6101 (SSL 3.0) names it no more: msg_type 4, session_id_hit 0, X.509, version 0002, no
/// certificate, one cipher spec, and a connection id.
std::string ssl2_server_hello() {
  const std::string body =
      std::string("\x04\x00\x01\x00\x02\x00\x00\x00\x03\x00\x10\x01\x00\x80", 14) +
      std::string(16, 'I');
  return tls::number(0x8000 | body.size(), 2) + body;
}

/// A heartbeat_response (RFC 6520 section 4) to the message.
std::string heartbeat_response(const tls::Record& request) {
  std::string body = request.fragment;
  if (!body.empty()) body.front() = 2;
  return record(content::kHeartbeat, tls::kTls12, std::move(body));
}

bool offers_tls13(const tls::ClientHello& hello) {
  const std::vector<std::uint16_t> offered = tls::offered_versions(hello);
  return std::ranges::find(offered, tls::kTls13) != offered.end();
}

}  // namespace

bool TlsDoorman::holds(bool received) const {
  if (has(AlertReceivedIgnored) && (received || fatal_)) return true;
  return has(AlertStaysOpen) || (has(UnreadableIgnored) && keys_);
}

std::string TlsDoorman::inject() { return std::exchange(extra_, {}); }

std::string TlsDoorman::incoming(std::string octets) {
  if (phase_ == Phase::Serving) return filtered(std::move(octets));
  if (phase_ != Phase::Hello) return {};
  if (!octets.empty()) ++heard_.pieces;
  input_ += octets;
  while (phase_ == Phase::Hello && read_record()) {
  }
  return std::exchange(passed_, {});
}

/// True if there may be another one.
bool TlsDoorman::read_record() {
  const Parsed<tls::Framing> looks = tls::framing_of(input_);
  const auto* framing = std::get_if<Got<tls::Framing>>(&looks);
  if (framing == nullptr) return false;
  if (framing->value != tls::Framing::Record) {
    take_other(framing->value);
    return false;
  }
  if (input_.size() < tls::kRecordHeader) return false;
  const bool long_one = length_at(input_, 3, 2) > tls::kMaxPlaintext;
  if (long_one && !has(RecordTooLongAwaited) && !tolerated(Complaint::RecordTooLong)) return false;
  const Parsed<tls::Record> parsed = tls::parse_record(input_, kNoLimit);
  const auto* got = std::get_if<Got<tls::Record>>(&parsed);
  if (got == nullptr) return false;
  if (long_one && !tolerated(Complaint::RecordTooLong)) return false;
  input_.erase(0, got->used);
  take_record(got->value);
  return true;
}

void TlsDoorman::take_other(tls::Framing framing) {
  if (framing == tls::Framing::Ssl2) {
    if (!tolerated(Complaint::Ssl2)) return;
    extra_ += ssl2_server_hello();
    phase_ = Phase::Deaf;
  } else if (framing == tls::Framing::Plaintext && upgraded_ && has(FallsBackToClear)) {
    extra_ += "500 5.5.1 Command unrecognized\r\n";
    input_.clear();
  } else {
    tolerated(Complaint::NotTls);
  }
}

void TlsDoorman::take_record(const tls::Record& got) {
  if (got.version >> 8 != 3 && !tolerated(Complaint::RecordVersion)) return;
  if (got.type == content::kHandshake) return take_fragment(got);
  if (!message_.empty()) {
    tolerated(Complaint::Interleaved);
    return;
  }
  if (got.type == content::kAlert) return take_alert(got.fragment);
  take_stray(got);
}

void TlsDoorman::take_stray(const tls::Record& got) {
  switch (got.type) {
    case content::kChangeCipherSpec:
      // RFC 8446 section 5: such a record between the hellos means nothing.
      if (!heard_.retried || (got.fragment != "\x01" && !has(CcsValueIgnored)))
        tolerated(Complaint::CcsFirst);
      return;
    case content::kApplicationData: tolerated(Complaint::DataFirst); return;
    case content::kHeartbeat:
      if (tolerated(Complaint::Heartbeat)) extra_ += heartbeat_response(got);
      return;
    default: tolerated(Complaint::RecordType);
  }
}

/// RFC 8446 section 6.2: after a fatal alert nothing more is sent. A close_notify is answered: RFC
/// 5246 section 7.2.1.
void TlsDoorman::take_alert(const std::string& fragment) {
  if (fragment.size() != kAlert) {
    tolerated(Complaint::AlertMalformed);
    return;
  }
  const bool close = fragment.back() == kCloseNotify;
  // RFC 8446 section 6: the level of an error does not count, and user_canceled is none.
  const bool tls13 = heard_.retried;
  if (tls13 && fragment.back() == kUserCanceled) return;
  fatal_ = !close && (tls13 || fragment.front() == kFatal);
  if (fatal_ && has(AlertReceivedAnswered)) return refuse(kUnexpected);
  if (!fatal_ && !close) {
    tolerated(Complaint::AlertFirst);
    return;
  }
  if (close) extra_ += record(content::kAlert, tls::kTls12, alert(kWarning, kCloseNotify));
  phase_ = Phase::Over;
}

void TlsDoorman::take_fragment(const tls::Record& got) {
  if (got.fragment.empty()) {
    tolerated(Complaint::EmptyRecord);
    return;
  }
  std::string fragment = got.fragment;
  if (message_.empty()) {
    heard_.record_version = got.version;
    heard_.records = 0;
    const std::size_t there = fragment.size() - std::min(fragment.size(), tls::kHandshakeHeader);
    const std::size_t said = length_at(fragment, std::min<std::size_t>(1, fragment.size()), 3);
    if (has(HandshakeLengthIgnored) && there > 0 && said < there + kSlack)
      fragment.replace(1, 3, tls::number(there, 3));
  }
  ++heard_.records;
  message_ += fragment;
  while (phase_ == Phase::Hello && take_message()) {
  }
}

/// True if there may be another one.
bool TlsDoorman::take_message() {
  if (message_.empty()) return false;
  const auto type = static_cast<std::uint8_t>(message_.front());
  if (type != handshake::kClientHello && !tolerated(Complaint::WrongMessage)) return false;
  if (message_.size() < tls::kHandshakeHeader) return false;
  const std::size_t length = length_at(message_, 1, 3);
  if (length > tls::kMaxMessage && !tolerated(Complaint::HelloTooLong)) return false;
  if (message_.size() < tls::kHandshakeHeader + length) return false;
  std::string body = message_.substr(tls::kHandshakeHeader, length);
  message_.erase(0, tls::kHandshakeHeader + length);
  if (type == handshake::kClientHello) take_hello(std::move(body));
  return true;
}

/// All complaints; a mutant that corrects lengths has corrected them.
std::vector<Complaint> TlsDoorman::judge(std::string& body) {
  std::vector<Complaint> all = complaints(body, door_);
  for (const Complaint length : {Complaint::SuitesOdd, Complaint::ExtensionsLength}) {
    const bool found = std::ranges::find(all, length) != all.end();
    if (!found || !has(*row_of(length).tolerated_by)) continue;
    body = with_better_length(body, length);
    all = complaints(body, door_);
  }
  return all;
}

void TlsDoorman::take_hello(std::string body) {
  std::string better = body;
  std::vector<Complaint> all = judge(better);
  tls::ClientHello hello = tls::decode_client_hello(better).value;
  if (!message_.empty() && offers_tls13(hello)) all.push_back(Complaint::Unaligned);
  for (const Complaint complaint : all) {
    if (complaint == Complaint::ServerNameUnknown && has(ServerNameWarning)) {
      before_ += record(content::kAlert, tls::kTls12, alert(kWarning, kUnrecognizedName));
    } else if (!tolerated(complaint)) {
      return;
    }
  }
  heard_.hello = hello;
  heard_.version = common_version(hello);
  heard_.octets = body.size() + tls::kHandshakeHeader;
  if (!heard_.retried) {
    if (const auto refusal = refuses(heard_, door_.faults)) return refuse(*refusal);
    const bool padded = heard_.octets > 255 && heard_.octets < 512;
    if (has(PaddedHelloHangs) && padded && !heard_.finishes()) {
      phase_ = Phase::Deaf;
      return;
    }
  }
  for (const Complaint complaint : all) repair(hello, complaint);
  if (std::ranges::find(all, Complaint::VersionsMalformed) != all.end())
    heard_.version = common_version(hello);
  const bool changed = spoil(hello, heard_, door_.faults) || !all.empty() || better != body;
  if (std::ranges::find(all, Complaint::Unaligned) != all.end()) message_.clear();
  pass(changed ? tls::to_wire(hello) : body);
}

/// The hello goes to OpenSSL, and all that stands behind it.
void TlsDoorman::pass(const std::string& body) {
  phase_ = Phase::Serving;
  const std::uint16_t version = heard_.retried ? tls::kTls12 : tls::kTls10;
  const std::string message = tls::to_wire(tls::HandshakeMessage{handshake::kClientHello, body});
  for (const tls::Record& one : tls::to_records(content::kHandshake, version, message))
    passed_ += tls::to_wire(one);
  std::string rest = std::exchange(input_, {});
  if (!message_.empty())
    rest.insert(0, record(content::kHandshake, version, std::exchange(message_, {})));
  passed_ += filtered(std::move(rest));
}

bool TlsDoorman::tolerated(Complaint complaint) {
  const ComplaintRow& row = row_of(complaint);
  if (row.tolerated_by && has(*row.tolerated_by)) return true;
  refuse(row.alert);
  return false;
}

void TlsDoorman::refuse(std::uint8_t description) {
  phase_ = Phase::Over;
  extra_ += alert_octets(description);
}

std::string TlsDoorman::alert_octets(std::uint8_t description) const {
  if (has(AlertMissing)) return {};
  if (has(RefusalInClear)) return "500 5.5.1 Bad hello\r\n";
  const std::uint16_t version = std::clamp(heard_.record_version, tls::kTls10, tls::kTls12);
  const std::string octets =
      alert(has(AlertWarning) ? kWarning : kFatal, has(AlertWrong) ? kInternal : description);
  if (has(AlertFragmented))
    return record(content::kAlert, version, octets.substr(0, 1)) +
           record(content::kAlert, version, octets.substr(1));
  std::string whole = record(content::kAlert, version, octets);
  return has(AlertTwice) ? whole + whole : whole;
}

}  // namespace wireassay::reference
