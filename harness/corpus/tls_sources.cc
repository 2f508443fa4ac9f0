// Records, messages, hellos and certificates out of captures.
#include <algorithm>
#include <iterator>
#include <optional>

#include "core/escape.h"
#include "corpus/capture.h"
#include "corpus/sources.h"
#include "wire/tls/certificate.h"
#include "wire/tls/hello.h"
#include "wire/tls/key_messages.h"
#include "wire/tls/messages.h"
#include "wire/tls/record.h"

namespace wireassay::corpus {
namespace {

using tls::ItemKind;
using trace::Direction;

std::string octet(std::size_t value) { return std::string(1, static_cast<char>(value)); }

std::string sized(std::string_view octets) {
  return octet(octets.size() >> 8 & 0xff) + octet(octets.size() & 0xff) + std::string(octets);
}

bool is_message(const TlsSaid& said) { return said.kind == ItemKind::Handshake; }

bool is_message(const TlsSaid& said, std::uint8_t type) {
  return is_message(said) && said.type == type;
}

/// Whole messages of one side, in the clear or opened.
std::string messages_of(const CapturedConnection& connection, Direction from) {
  std::string all;
  for (const TlsSaid& said : connection.tls) {
    if (is_message(said) && said.from == from)
      all += tls::to_wire(tls::HandshakeMessage{said.type, said.octets});
  }
  return all;
}

/// Whole records, as many as a seed may hold: the first flight.
std::string first_records(std::string_view stream) {
  std::size_t size = 0;
  while (true) {
    const auto parsed = tls::parse_record(stream.substr(size), tls::kMaxCiphertext);
    const auto* got = std::get_if<Got<tls::Record>>(&parsed);
    if (got == nullptr || size + got->used > kMostSeed) break;
    size += got->used;
  }
  return std::string(stream.substr(0, size == 0 ? std::min(stream.size(), kMostSeed) : size));
}

void records(const CapturedConnection& connection, const Put& put) {
  put(first_records(connection.client_tls));
  put(first_records(connection.server_tls));
}

void streams(const CapturedConnection& connection, const Put& put) {
  for (const Direction from : {Direction::FromClient, Direction::FromServer}) {
    const std::string messages = messages_of(connection, from);
    if (messages.empty()) continue;
    put(octet(0) + messages);
    put(std::string("\x04\x01\x03\x40\x00", 5) + messages);
  }
}

void handshakes(const CapturedConnection& connection, const Put& put) {
  for (const TlsSaid& said : connection.tls) {
    if (is_message(said)) put(tls::to_wire(tls::HandshakeMessage{said.type, said.octets}));
  }
}

/// The first octet of tls_handshake: type by its place in the target, version, key exchange.
std::optional<std::size_t> choice_of(const TlsSaid& said) {
  if (said.kind == ItemKind::Alert) return 6;
  if (!is_message(said)) return std::nullopt;
  constexpr std::uint8_t kTypes[] = {
      tls::handshake::kEncryptedExtensions, tls::handshake::kCertificateRequest,
      tls::handshake::kServerKeyExchange,   tls::handshake::kNewSessionTicket,
      tls::handshake::kCertificateStatus,   tls::handshake::kCertificateVerify};
  const auto* found = std::find(std::begin(kTypes), std::end(kTypes), said.type);
  if (found == std::end(kTypes)) return std::nullopt;
  return static_cast<std::size_t>(found - std::begin(kTypes));
}

void bodies(const CapturedConnection& connection, const Put& put) {
  const std::size_t version = connection.tls_version == tls::kTls13   ? 2
                              : connection.tls_version == tls::kTls12 ? 1
                                                                      : 0;
  const auto kind = static_cast<std::size_t>(tls::key_exchange_of(connection.tls_suite)) % 3;
  for (const TlsSaid& said : connection.tls) {
    if (const auto choice = choice_of(said))
      put(octet(*choice + 16 * version + 48 * kind) + said.octets);
  }
}

/// Type, version, suite and side in front (fuzz/tls_messages_fuzzer.cc).
void messages(const CapturedConnection& connection, const Put& put) {
  const std::size_t version =
      connection.tls_version < tls::kSsl3 ? 3 : connection.tls_version - tls::kSsl3;
  const tls::KeyExchange kind = tls::key_exchange_of(connection.tls_suite);
  const std::size_t suite = connection.tls_version == tls::kTls13 ? 3
                            : kind == tls::KeyExchange::Dhe       ? 0
                            : kind == tls::KeyExchange::Rsa       ? 1
                            : kind == tls::KeyExchange::Ecdhe     ? 2
                                                                  : 4;
  for (const TlsSaid& said : connection.tls) {
    // 130 and 0 are the same suite in the target, sent by either side.
    const std::size_t side = said.from == Direction::FromClient ? 130 : 0;
    if (is_message(said))
      put(octet(said.type) + octet(version) + octet(suite + side) + said.octets);
  }
}

void hellos(const CapturedConnection& connection, const Put& put) {
  for (const TlsSaid& said : connection.tls) {
    if (is_message(said, tls::handshake::kClientHello) ||
        is_message(said, tls::handshake::kServerHello))
      put(said.octets);
  }
}

const TlsSaid* first(const CapturedConnection& connection, std::uint8_t type) {
  for (const TlsSaid& said : connection.tls)
    if (is_message(said, type)) return &said;
  return nullptr;
}

void agreements(const CapturedConnection& connection, const Put& put) {
  const TlsSaid* offered = first(connection, tls::handshake::kClientHello);
  if (offered == nullptr) return;
  for (const std::uint8_t type :
       {tls::handshake::kServerHello, tls::handshake::kEncryptedExtensions}) {
    if (const TlsSaid* answer = first(connection, type))
      put(sized(offered->octets) + answer->octets);
  }
}

void hellos_to_change(const CapturedConnection& connection, const Put& put) {
  const TlsSaid* hello = first(connection, tls::handshake::kClientHello);
  if (hello == nullptr) return;
  put(octet(0) + hello->octets);
  put(std::string("\x02\x05\x02\x41\x00\x09\x00\x44\x01", 9) + hello->octets);
}

void add_extensions(const std::optional<std::vector<tls::Extension>>& extensions, tls::Where where,
                    const Put& put) {
  if (!extensions) return;
  for (const tls::Extension& one : *extensions)
    put(octet(static_cast<std::size_t>(where)) + octet(one.type >> 8) + octet(one.type & 0xff) +
        one.body);
}

void extensions(const CapturedConnection& connection, const Put& put) {
  for (const TlsSaid& said : connection.tls) {
    if (is_message(said, tls::handshake::kClientHello))
      add_extensions(tls::decode_client_hello(said.octets).value.extensions,
                     tls::Where::ClientHello, put);
    if (is_message(said, tls::handshake::kServerHello)) {
      const tls::ServerHello hello = tls::decode_server_hello(said.octets).value;
      add_extensions(hello.extensions,
                     tls::is_hello_retry_request(hello) ? tls::Where::HelloRetryRequest
                                                        : tls::Where::ServerHello,
                     put);
    }
    if (is_message(said, tls::handshake::kEncryptedExtensions))
      add_extensions(tls::decode_encrypted_extensions(said.octets).value.extensions,
                     tls::Where::EncryptedExtensions, put);
  }
}

void certificates(const CapturedConnection& connection, const Put& put) {
  for (const TlsSaid& said : connection.tls)
    if (is_message(said, tls::handshake::kCertificate)) put(said.octets);
}

/// In the older shape, and each certificate by itself.
void chains(const CapturedConnection& connection, const Put& put) {
  for (const TlsSaid& said : connection.tls) {
    if (!is_message(said, tls::handshake::kCertificate)) continue;
    tls::Certificate chain = tls::decode_certificate(said.octets, connection.tls_version).value;
    chain.context.reset();
    for (tls::CertificateEntry& entry : chain.entries) {
      entry.extensions.clear();
      put(entry.der);
    }
    put(tls::to_wire(chain));
  }
}

void single_certificates(const CapturedConnection& connection, const Put& put) {
  for (const TlsSaid& said : connection.tls) {
    if (!is_message(said, tls::handshake::kCertificate)) continue;
    for (const tls::CertificateEntry& entry :
         tls::decode_certificate(said.octets, connection.tls_version).value.entries)
      put(entry.der);
  }
}

void texts(const CapturedConnection& connection, const Put& put) {
  constexpr std::size_t kMost = 700;
  for (const std::string* stream : {&connection.client_tls, &connection.server_tls}) {
    const std::string octets = first_records(*stream).substr(0, kMost);
    put(octets);
    put(to_hex(octets) + "\n");
  }
}

/// What a client sends to a server without faults, and to one with a fault.
void at_the_door(const CapturedConnection& connection, const Put& put) {
  const std::string sent = first_records(connection.client_tls);
  if (sent.empty()) return;
  put("\xff" + sent);
  put(octet(sent.size() % 16) + sent);
}

constexpr CaptureSource kSources[] = {
    {"tls_record", records},       {"tls_stream", streams},
    {"tls_handshake", handshakes}, {"tls_handshake", bodies},
    {"tls_messages", messages},    {"tls_hello", hellos},
    {"tls_agreement", agreements}, {"tls_encode", hellos_to_change},
    {"tls_extension", extensions}, {"tls_certificate", certificates},
    {"tls_chain", chains},         {"tls_x509", single_certificates},
    {"tls_text", texts},           {"reference_tls_doorman", at_the_door},
};

}  // namespace

std::span<const CaptureSource> tls_sources() { return kSources; }

}  // namespace wireassay::corpus
