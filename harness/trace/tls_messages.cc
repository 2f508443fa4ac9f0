// What each handshake message adds to the facts, and its line in the log.
#include <algorithm>

#include "core/escape.h"
#include "trace/tls_analysis.h"
#include "wire/tls/fingerprint.h"
#include "wire/tls/hello.h"
#include "wire/tls/messages.h"

namespace wireassay::trace {
namespace {

namespace ext = tls::extension;
constexpr std::uint16_t kSessionTicket = 35, kEarlyData = 42;
constexpr std::size_t kShownName = 255;

const tls::Extension* find_in(const std::optional<std::vector<tls::Extension>>& all,
                              std::uint16_t type) {
  return all ? tls::find(*all, type) : nullptr;
}

template <class T>
std::optional<T> value_in(const std::optional<std::vector<tls::Extension>>& all, std::uint16_t type,
                          tls::Where where) {
  const tls::Extension* const found = find_in(all, type);
  if (found == nullptr) return std::nullopt;
  const tls::Decoded<tls::ExtensionValue> value = tls::value_of(*found, where);
  const T* const as = std::get_if<T>(&value.value);
  return as == nullptr ? std::nullopt : std::optional<T>(*as);
}

std::string versions_text(const std::vector<std::uint16_t>& versions) {
  std::string out;
  for (const std::uint16_t one : versions)
    out += (out.empty() ? "" : ", ") + tls::show(tls::Registry::Version, one);
  return out;
}

ClientHelloFacts facts_of(const tls::ClientHello& hello) {
  ClientHelloFacts facts;
  facts.legacy_version = hello.version;
  facts.versions = tls::offered_versions(hello);
  facts.suites = hello.cipher_suites;
  facts.server_name = tls::server_name(hello);
  using Names = std::vector<std::string>;
  facts.alpn =
      value_in<Names>(hello.extensions, ext::kAlpn, tls::Where::ClientHello).value_or(Names{});
  const tls::Extension* const ticket = find_in(hello.extensions, kSessionTicket);
  facts.offers_psk = find_in(hello.extensions, ext::kPreSharedKey) != nullptr;
  facts.offers_early_data = find_in(hello.extensions, kEarlyData) != nullptr;
  // Of a hello for TLS 1.3 the session id is only for compatibility (RFC 8446 appendix D.4).
  const bool for_13 = std::ranges::find(facts.versions, tls::kTls13) != facts.versions.end();
  facts.offers_session = (!hello.session_id.empty() && !for_13) || facts.offers_psk ||
                         (ticket != nullptr && !ticket->body.empty());
  facts.ja3_full = tls::ja3_full(hello);
  facts.ja3 = tls::ja3(hello);
  facts.ja4 = tls::ja4(hello);
  return facts;
}

}  // namespace

void TlsAnalysis::message(Direction from, std::uint8_t type, std::string_view body,
                          std::uint16_t record, Moment at, bool opened) {
  if (keys_ && !opened) keys_->message(from, type, body);
  const bool client = from == Direction::FromClient;
  switch (type) {
    case tls::handshake::kClientHello:
      if (client) return client_hello(body, record, at);
      break;
    case tls::handshake::kServerHello:
      if (!client) return server_hello(body, record, at);
      break;
    case tls::handshake::kCertificate: return certificate(from, body, at);
    default: break;
  }
  other_message(from, type, body, at);
  tell(from, at, tls::show(tls::Registry::HandshakeType, type), opened);
}

void TlsAnalysis::client_hello(std::string_view body, std::uint16_t record, Moment at) {
  const tls::Decoded<tls::ClientHello> hello = tls::decode_client_hello(body);
  note(Direction::FromClient, at, hello.anomalies, "client_hello");
  ClientHelloFacts facts = facts_of(hello.value);
  facts.at = at;
  facts.record_version = record;
  std::string text = "client_hello: offers " + versions_text(facts.versions);
  text += facts.server_name ? ", SNI \"" + escape_short(*facts.server_name, kShownName) + "\""
                            : std::string(", no SNI");
  for (const std::string& name : facts.alpn) text += ", ALPN " + escape_short(name, 40);
  if (facts.offers_session) text += ", offers to resume";
  tell(Direction::FromClient, at, std::move(text));
  // Nothing can be under keys before ServerHello but early data of TLS 1.3: a change_cipher_spec
  // before it means nothing.
  const bool for_13 = std::ranges::find(facts.versions, tls::kTls13) != facts.versions.end();
  if (for_13 && version() == 0) side(Direction::FromClient).stream.set_version(tls::kTls13);
  if (!facts_.client_hello) facts_.client_hello = std::move(facts);
}

void TlsAnalysis::server_hello(std::string_view body, std::uint16_t record, Moment at) {
  const tls::Decoded<tls::ServerHello> decoded = tls::decode_server_hello(body);
  const tls::ServerHello& hello = decoded.value;
  const bool retry = tls::is_hello_retry_request(hello);
  const tls::Where where = retry ? tls::Where::HelloRetryRequest : tls::Where::ServerHello;
  note(Direction::FromServer, at, decoded.anomalies,
       retry ? "hello_retry_request" : "server_hello");
  ServerHelloFacts facts;
  facts.at = at;
  facts.record_version = record;
  facts.legacy_version = hello.version;
  facts.version = tls::selected_version(hello);
  facts.suite = hello.cipher_suite;
  facts.ja3s_full = tls::ja3s_full(hello);
  facts.ja3s = tls::ja3s(hello);
  const tls::Downgrade downgrade = tls::downgrade(hello);
  if (downgrade == tls::Downgrade::Tls12) facts.downgrade = "1.2";
  if (downgrade == tls::Downgrade::Tls11OrBelow) facts.downgrade = "1.1";
  side(Direction::FromClient).stream.set_version(facts.version);

  if (const auto share = value_in<tls::KeyShare>(hello.extensions, ext::kKeyShare, where))
    facts_.group = share->group;
  if (const auto group = value_in<std::uint32_t>(hello.extensions, ext::kKeyShare, where))
    facts_.group = static_cast<std::uint16_t>(*group);
  using Names = std::vector<std::string>;
  const auto alpn = value_in<Names>(hello.extensions, ext::kAlpn, where);
  if (alpn && !alpn->empty()) facts_.alpn = alpn->front();
  std::string text = std::string(retry ? "hello_retry_request: " : "server_hello: ") +
                     tls::show(tls::Registry::Version, facts.version) + ", " +
                     tls::show(tls::Registry::CipherSuite, facts.suite);
  if (facts_.group) text += ", " + tls::show(tls::Registry::Group, *facts_.group);
  if (retry) {
    facts_.retried = true;
    return tell(Direction::FromServer, at, std::move(text));
  }
  if (facts.version >= tls::kTls13) {
    const bool psk = find_in(hello.extensions, ext::kPreSharedKey) != nullptr;
    facts_.resumption = psk ? Resumption::Psk : Resumption::No;
    if (psk) text += ", with the pre-shared key";
  }
  if (!facts.downgrade.empty())
    text += ", its random says that it speaks a later version than " + std::string(facts.downgrade);
  facts_.server_hello = std::move(facts);
  tell(Direction::FromServer, at, std::move(text));
}

void TlsAnalysis::certificate(Direction from, std::string_view body, Moment at) {
  const bool client = from == Direction::FromClient;
  const ReadCertificates& read =
      certificates_->read(body, version(), client ? tls::Sender::Client : tls::Sender::Server);
  note(from, at, read.anomalies, "certificate");
  std::vector<tls::CertificateFacts> chain = read.chain;
  std::string text = "certificate: ";
  text += chain.empty() ? "none" : std::to_string(read.entries) + ", of ";
  if (!chain.empty()) text += escape_short(chain.front().subject, kShownName);
  tell(from, at, std::move(text));
  if (client) {
    facts_.client_certificates = read.entries;
    facts_.client_chain = std::move(chain);
  } else {
    facts_.server_certificate_seen = true;
    facts_.server_chain = std::move(chain);
  }
}

void TlsAnalysis::other_message(Direction from, std::uint8_t type, std::string_view body,
                                Moment at) {
  switch (type) {
    case tls::handshake::kServerHelloDone: side(from).hello_done = true; break;
    case tls::handshake::kFinished: side(from).has_finished = true; break;
    case tls::handshake::kCertificateRequest:
      facts_.client_certificate_asked = true;
      note(from, at, tls::decode_certificate_request(body, version()).anomalies,
           "certificate_request");
      break;
    case tls::handshake::kServerKeyExchange: server_key_exchange(body, at); break;
    case tls::handshake::kNewSessionTicket:
      note(from, at, tls::decode_new_session_ticket(body, version()).anomalies,
           "new_session_ticket");
      break;
    case tls::handshake::kCertificateVerify:
      note(from, at, tls::decode_certificate_verify(body, version()).anomalies,
           "certificate_verify");
      break;
    case tls::handshake::kCertificateStatus:
      note(from, at, tls::decode_certificate_status(body).anomalies, "certificate_status");
      break;
    case tls::handshake::kEncryptedExtensions: {
      const auto decoded = tls::decode_encrypted_extensions(body);
      note(from, at, decoded.anomalies, "encrypted_extensions");
      using Names = std::vector<std::string>;
      const auto alpn =
          value_in<Names>(decoded.value.extensions, ext::kAlpn, tls::Where::EncryptedExtensions);
      if (alpn && !alpn->empty()) facts_.alpn = alpn->front();
      break;
    }
    default: break;
  }
}

void TlsAnalysis::server_key_exchange(std::string_view body, Moment at) {
  if (!facts_.server_hello) return;
  const auto decoded = tls::decode_server_key_exchange(
      body, version(), tls::key_exchange_of(facts_.server_hello->suite));
  note(Direction::FromServer, at, decoded.anomalies, "server_key_exchange");
  if (const auto* ecdhe = std::get_if<tls::EcdheParams>(&decoded.value.params))
    facts_.group = ecdhe->group;
  if (const auto* dhe = std::get_if<tls::DheParams>(&decoded.value.params))
    facts_.dhe_bits = dhe->p.size() * 8;
}

}  // namespace wireassay::trace
