#include "wire/tls/key_messages.h"

#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

constexpr std::uint8_t kUpdateRequested = 1;
/// SSL 3.0: MD5 and SHA-1; TLS before 1.3; and the hashes of the suites of TLS 1.3.
constexpr std::size_t kSsl3Finished = 36, kFinishedOctets = 12, kSha256 = 32, kSha384 = 48;

std::size_t width_of(std::uint16_t version, KeyExchange kind) {
  switch (kind) {
    case KeyExchange::Ecdhe: return 1;
    case KeyExchange::Dhe: return 2;
    // RFC 5246 section 7.4.7.1: implementations of SSL 3.0 leave the length out.
    case KeyExchange::Rsa: return version <= kSsl3 ? 0 : 2;
    case KeyExchange::Other: return 0;
  }
  return 0;
}

bool is_finished_length(std::size_t octets, std::uint16_t version) {
  if (version >= kTls13) return octets == kSha256 || octets == kSha384;
  return octets == (version <= kSsl3 ? kSsl3Finished : kFinishedOctets);
}

}  // namespace

Decoded<ClientKeyExchange> decode_client_key_exchange(std::string_view body, std::uint16_t version,
                                                      KeyExchange kind) {
  Decoded<ClientKeyExchange> out;
  Reader reader(body, out.anomalies);
  out.value.width = width_of(version, kind);
  if (out.value.width == 0) {
    out.value.exchange = reader.take_rest();
    return out;
  }
  out.value.exchange = reader.vector(out.value.width, {.least = 1}).take_rest();
  reader.end();
  return out;
}

Field fields(const ClientKeyExchange& message) {
  return group("client_key_exchange", {vector("exchange", message.width, message.exchange)});
}

Decoded<Finished> decode_finished(std::string_view body, std::uint16_t version) {
  Decoded<Finished> out;
  Reader reader(body, out.anomalies);
  if (!is_finished_length(body.size(), version)) reader.note(rule::kFinishedLength);
  out.value.verify_data = reader.take_rest();
  return out;
}

Field fields(const Finished& message) {
  return group("finished", {fixed("verify_data", message.verify_data)});
}

Decoded<KeyUpdate> decode_key_update(std::string_view body) {
  Decoded<KeyUpdate> out;
  Reader reader(body, out.anomalies);
  out.value.request = reader.u8();
  if (out.value.request > kUpdateRequested) reader.note(rule::kKeyUpdate, 0);
  reader.end();
  return out;
}

Field fields(const KeyUpdate& message) {
  return group("key_update", {fixed("request_update", message.request, 1)});
}

Decoded<NoBody> decode_no_body(std::string_view body) {
  Decoded<NoBody> out;
  Reader(body, out.anomalies).end();
  return out;
}

Field fields(const NoBody&) { return group("body", {}); }

Decoded<MessageHash> decode_message_hash(std::string_view body) {
  return {{std::string(body)}, {}};
}

Field fields(const MessageHash& message) {
  return group("message_hash", {fixed("hash", message.hash)});
}

Decoded<CompressedCertificate> decode_compressed_certificate(std::string_view body) {
  Decoded<CompressedCertificate> out;
  Reader reader(body, out.anomalies);
  out.value.algorithm = reader.u16();
  out.value.octets = reader.number(3);
  out.value.compressed = reader.vector(3, {.least = 1}).take_rest();
  reader.end();
  return out;
}

Field fields(const CompressedCertificate& message) {
  return group("compressed_certificate",
               {fixed("algorithm", message.algorithm, 2), fixed("octets", message.octets, 3),
                vector("compressed", 3, message.compressed)});
}

}  // namespace wireassay::tls
