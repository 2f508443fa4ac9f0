// Tells what the octets are, and explains them message by message.
#include <algorithm>
#include <optional>
#include <vector>

#include "core/escape.h"
#include "wire/tls/any_message.h"
#include "wire/tls/certificate.h"
#include "wire/tls/explain_words.h"
#include "wire/tls/explanation.h"
#include "wire/tls/handshake.h"
#include "wire/tls/hello.h"
#include "wire/tls/messages.h"
#include "wire/tls/record.h"
#include "wire/tls/registry.h"
#include "wire/tls/rules.h"
#include "wire/tls/ssl2.h"
#include "wire/tls/text.h"

namespace wireassay::tls {
namespace {

/// What the records and messages before said.
struct State {
  std::uint16_t version = 0, suite = 0;
  bool keys = false;
};

Decoded<Field> decode(std::uint8_t type, std::string_view body, State& state) {
  if (type == handshake::kServerHello) {
    const ServerHello hello = decode_server_hello(body).value;
    state.version = selected_version(hello);
    state.suite = hello.cipher_suite;
  }
  MessageContext context{.cipher_suite = state.suite};
  if (state.version != 0) context.version = state.version;
  Decoded<Field> out = decode_message(type, body, context);
  if (state.version != 0 || out.anomalies.empty() || type != handshake::kCertificate) return out;
  // Without a hello before it, the shape tells: that of TLS 1.3 begins with a context.
  context.version = kTls13;
  Decoded<Field> newer = decode_message(type, body, context);
  return newer.anomalies.empty() ? newer : out;
}

/// What stands in a certificate, behind its octets.
void certificate_remarks(Explanation& out, std::string_view der, std::size_t at) {
  const auto facts = certificate_facts(der);
  if (!facts) return out.remark("no certificate begins here");
  out.remark("subject    " + escape(facts->subject));
  out.remark("issuer     " + escape(facts->issuer));
  out.remark("serial     " + escape(facts->serial) + ", version " + std::to_string(facts->version));
  out.remark("valid      " + escape(facts->not_before) + " to " + escape(facts->not_after));
  out.remark("key        " + facts->key + " " + std::to_string(facts->key_bits));
  out.remark("signature  " + facts->signature);
  for (const std::string& name : facts->dns_names) out.remark("dNSName    " + escape(name));
  if (facts->signature.find("sha1") != std::string::npos) out.odd(oddity::kSha1, at);
}

void hello_oddities(Explanation& out, std::string_view body, bool client, const Placed& placed) {
  const auto at = [&](std::size_t offset) { return placed.place(kHandshakeHeader + offset); };
  const std::optional<std::vector<Extension>> extensions =
      client ? decode_client_hello(body).value.extensions
             : decode_server_hello(body).value.extensions;
  const std::uint16_t version =
      client ? decode_client_hello(body).value.version : decode_server_hello(body).value.version;
  if (version == kTls10) out.odd(oddity::kTls10, at(0));
  if (version == kTls11) out.odd(oddity::kTls11, at(0));
  if (extensions && extensions->empty()) out.odd(oddity::kEmptyBlock, at(body.size() - 2));
  if (!client) return;
  const ClientHello hello = decode_client_hello(body).value;
  const std::size_t first = 2 + kRandom + 1 + hello.session_id.size() + 2;
  for (std::size_t n = 0; n < hello.cipher_suites.size(); ++n) {
    const std::string_view name = name_of(Registry::CipherSuite, hello.cipher_suites[n]);
    if (name.find("_RC4_") != std::string_view::npos) out.odd(oddity::kRc4, at(first + 2 * n));
  }
}

/// A whole message, or as much as there is of one, at the beginning of `placed`.
std::size_t message(Explanation& out, const Placed& placed, State& state) {
  const std::string_view octets = placed.octets;
  const auto type = static_cast<std::uint8_t>(octets.front());
  std::size_t declared = 0;
  for (const char octet : octets.substr(1, 3))
    declared = declared << 8 | static_cast<unsigned char>(octet);
  const std::size_t size = std::min(octets.size(), kHandshakeHeader + declared);
  Placed whole = placed;
  whole.octets.resize(size);
  const std::string name = show(Registry::HandshakeType, type);
  out.heading(placed.place(0), "handshake message " + name);
  const auto header = [&](std::size_t from, std::size_t count, std::string_view field,
                          const std::string& meaning) {
    out.line(placed.place(from), std::string_view(whole.octets).substr(from, count), field, 0,
             meaning, "RFC 8446 4");
  };
  header(0, 1, "handshake.type", name);
  if (octets.size() < kHandshakeHeader) {
    out.odd(rule::kTruncated, placed.place(octets.size()));
    return octets.size();
  }
  const bool cut = size < kHandshakeHeader + declared;
  header(1, 3, "handshake.length",
         octets_text(declared) +
             (cut ? " declared, " + std::to_string(size - kHandshakeHeader) + " there" : ""));
  if (cut) out.odd(rule::kTruncated, placed.place(size - 1) + 1);
  const Decoded<Field> body =
      decode(type, std::string_view(whole.octets).substr(kHandshakeHeader), state);
  Walk walk(out, whole, kHandshakeHeader, state.version);
  walk.field(body.value, body.value.name, 0);
  walk.rest();
  if (type == handshake::kCertificate) {
    if (const Field* const list = find(body.value, "list"))
      for (const Field& entry : list->parts) {
        const std::size_t at = whole.octets.find(entry.parts.front().octets);
        out.remark("in the certificate at " + offset_text(placed.place(std::min(at, size))) + ":");
        certificate_remarks(out, entry.parts.front().octets, placed.place(std::min(at, size)));
      }
  }
  for (const Deviation& one : body.anomalies)
    out.odd(one.rule, placed.place(kHandshakeHeader + one.offset));
  if (type == handshake::kClientHello || type == handshake::kServerHello)
    hello_oddities(out, std::string_view(whole.octets).substr(std::min(size, kHandshakeHeader)),
                   type == handshake::kClientHello, whole);
  return size;
}

void messages(Explanation& out, Placed& pending, State& state, bool last) {
  while (!pending.octets.empty()) {
    const Parsed<HandshakeMessage> parsed = parse_handshake(pending.octets);
    if (std::holds_alternative<NeedMore>(parsed) && !last) return;
    pending.drop(message(out, pending, state));
  }
}

void fragment(Explanation& out, const Record& record, std::size_t at, Placed& pending,
              State& state) {
  const std::string_view inside = record.fragment;
  if (record.type == content::kHandshake && !state.keys) {
    if (!pending.octets.empty()) out.odd(oddity::kJoined, at);
    pending.add(inside, at);
    return messages(out, pending, state, false);
  }
  if (record.type == content::kAlert && !state.keys) {
    const auto alert = decode_alert(inside);
    Placed placed;
    placed.add(inside, at);
    Walk walk(out, placed, 0, state.version);
    walk.field(fields(alert.value), "alert", 0);
    walk.rest();
    for (const Deviation& one : alert.anomalies) out.odd(one.rule, at + one.offset);
    return;
  }
  std::string meaning = "under keys";
  if (record.type == content::kChangeCipherSpec) {
    meaning = "change_cipher_spec";
    for (const Deviation& one : check_change_cipher_spec(inside))
      out.odd(one.rule, at + one.offset);
    if (state.version < kTls13) state.keys = true;
  }
  out.line(at, inside, "fragment", 0, meaning, clause_of("record"));
}

std::string records(std::string_view in) {
  Explanation out;
  State state;
  Placed pending;
  std::size_t at = 0;
  while (at < in.size()) {
    const std::string_view rest = in.substr(at);
    Record record;
    std::size_t used = rest.size(), declared = 0;
    const Parsed<Record> parsed = parse_record(rest, kMaxCiphertext);
    const auto* const got = std::get_if<Got<Record>>(&parsed);
    const Parsed<Framing> framing = framing_of(rest);
    const auto* const looks = std::get_if<Got<Framing>>(&framing);
    if (rest.size() < kRecordHeader || looks == nullptr || looks->value != Framing::Record) {
      out.heading(at, "no record begins here");
      out.line(at, rest, "(no record)", 0, octets_text(rest.size()), "");
      out.odd(rule::kTrailing, at);
      break;
    }
    for (const char octet : rest.substr(3, 2))
      declared = declared << 8 | static_cast<unsigned char>(octet);
    if (got != nullptr) {
      record = got->value;
      used = got->used;
    } else {
      record.type = static_cast<std::uint8_t>(rest[0]);
      record.version = static_cast<std::uint16_t>(static_cast<unsigned char>(rest[1]) << 8 |
                                                  static_cast<unsigned char>(rest[2]));
      record.fragment = rest.substr(kRecordHeader, declared);
      used = kRecordHeader + record.fragment.size();
    }
    out.heading(at, "record " + show(Registry::ContentType, record.type));
    const std::string_view clause = clause_of("record");
    out.line(at, rest.substr(0, 1), "record.type", 0, show(Registry::ContentType, record.type),
             clause);
    out.line(at + 1, rest.substr(1, 2), "record.version", 0,
             show(Registry::Version, record.version), clause);
    const bool cut = record.fragment.size() < declared;
    out.line(at + 3, rest.substr(3, 2), "record.length", 0,
             octets_text(declared) +
                 (cut ? " declared, " + std::to_string(record.fragment.size()) + " there" : ""),
             clause);
    if (cut) out.odd(rule::kTruncated, at + used);
    for (const Deviation& one : broken_rules(record)) out.odd(one.rule, at + one.offset);
    fragment(out, record, at + kRecordHeader, pending, state);
    at += used;
  }
  messages(out, pending, state, true);
  return out.finish();
}

bool is_bare_message(std::string_view in) {
  if (in.size() < kHandshakeHeader) return false;
  return !name_of(Registry::HandshakeType, static_cast<std::uint8_t>(in.front())).empty() &&
         in[1] == '\0';
}

std::string bare_messages(std::string_view in) {
  Explanation out;
  State state;
  Placed pending;
  pending.add(in, 0);
  messages(out, pending, state, true);
  return out.finish();
}

std::string bare_certificates(std::string_view in) {
  Explanation out;
  out.heading(0, "the body of a certificate message");
  Placed placed;
  placed.add(in, 0);
  const auto decoded = decode_certificate(in, kTls12);
  Walk walk(out, placed, 0, kTls12);
  const Field tree = fields(decoded.value);
  walk.field(tree, tree.name, 0);
  walk.rest();
  for (const CertificateEntry& entry : decoded.value.entries)
    certificate_remarks(out, entry.der, 0);
  for (const Deviation& one : decoded.anomalies) out.odd(one.rule, one.offset);
  return out.finish();
}

std::string ssl2_hello(std::string_view in) {
  Explanation out;
  out.heading(0, "hello in the framing of SSL 2.0");
  const auto decoded = decode_ssl2_hello(in.substr(2));
  Placed placed;
  placed.add(in, 0);
  Walk walk(out, placed, 0, kSsl2);
  walk.field(fields(decoded.value), "body", 0);
  walk.rest();
  out.odd(rule::kSsl2Hello, 0);
  for (const Deviation& one : decoded.anomalies) out.odd(one.rule, 2 + one.offset);
  return out.finish();
}

}  // namespace

std::expected<std::string, std::string> explain(std::string_view in) {
  if (in.size() > kMaxExplained) return std::unexpected("more octets than are explained");
  const Parsed<Framing> framing = framing_of(in);
  const auto* const looks = std::get_if<Got<Framing>>(&framing);
  const bool known =
      !in.empty() && !name_of(Registry::ContentType, static_cast<std::uint8_t>(in.front())).empty();
  const bool record = known && looks != nullptr && looks->value == Framing::Record;
  if (record && in.size() >= kRecordHeader) return records(in);
  if (looks != nullptr && looks->value == Framing::Ssl2) return ssl2_hello(in);
  if (in.starts_with("\x30") && certificate_facts(in)) {
    Explanation out;
    out.heading(0, "a certificate");
    const std::size_t used = certificate_facts(in)->used;
    out.line(0, in.substr(0, used), "der", 0, octets_text(used), "RFC 5280 4.1");
    certificate_remarks(out, in, 0);
    if (used < in.size()) out.odd(rule::kCertificateTrailing, used);
    return out.finish();
  }
  const auto list = decode_certificate(in, kTls12);
  if (!list.value.entries.empty() && list.anomalies.empty()) return bare_certificates(in);
  if (is_bare_message(in)) return bare_messages(in);
  return std::unexpected("these octets begin no record, handshake message or certificate of TLS: " +
                         spaced(in));
}

}  // namespace wireassay::tls
