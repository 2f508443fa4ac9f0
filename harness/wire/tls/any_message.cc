#include "wire/tls/any_message.h"

#include <algorithm>
#include <utility>

#include "core/escape.h"
#include "wire/tls/hello.h"
#include "wire/tls/key_messages.h"

namespace wireassay::tls {
namespace {

template <class T>
Decoded<Field> tree_of(Decoded<T> decoded) {
  return {fields(decoded.value), std::move(decoded.anomalies)};
}

Decoded<Field> decode_keys(std::uint8_t type, std::string_view body,
                           const MessageContext& context) {
  const KeyExchange kind = key_exchange_of(context.cipher_suite);
  const std::uint16_t version = context.version;
  switch (type) {
    case handshake::kServerKeyExchange:
      return tree_of(decode_server_key_exchange(body, version, kind));
    case handshake::kClientKeyExchange:
      return tree_of(decode_client_key_exchange(body, version, kind));
    case handshake::kCertificateVerify: return tree_of(decode_certificate_verify(body, version));
    case handshake::kFinished: return tree_of(decode_finished(body, version));
    case handshake::kKeyUpdate: return tree_of(decode_key_update(body));
    case handshake::kMessageHash: return tree_of(decode_message_hash(body));
    default: return {group("", {fixed("octets", std::string(body))}), {}};
  }
}

Decoded<Field> decode_any(std::uint8_t type, std::string_view body, const MessageContext& context) {
  const std::uint16_t version = context.version;
  switch (type) {
    case handshake::kHelloRequest:
    case handshake::kServerHelloDone:
    case handshake::kEndOfEarlyData: return tree_of(decode_no_body(body));
    case handshake::kClientHello: return tree_of(decode_client_hello(body));
    case handshake::kServerHello: return tree_of(decode_server_hello(body));
    case handshake::kNewSessionTicket: return tree_of(decode_new_session_ticket(body, version));
    case handshake::kEncryptedExtensions: return tree_of(decode_encrypted_extensions(body));
    case handshake::kCertificate: return tree_of(decode_certificate(body, version, context.sender));
    case handshake::kCertificateRequest: return tree_of(decode_certificate_request(body, version));
    case handshake::kCertificateStatus: return tree_of(decode_certificate_status(body));
    case handshake::kCompressedCertificate: return tree_of(decode_compressed_certificate(body));
    default: return decode_keys(type, body, context);
  }
}

bool is_printable(std::string_view octets) {
  return !octets.empty() && std::ranges::all_of(octets, [](char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  });
}

/// Appends the lines of `field`, whose octets begin at `at`; gives where they end.
std::size_t append(std::string& out, const Field& field, const std::string& path, std::size_t at) {
  const std::size_t begins = at;
  at += field.width;
  const bool leaf = field.parts.empty();
  if (leaf || field.width != 0) {
    out += std::to_string(begins) + " " + path;
    if (field.width != 0) out += " length=" + std::to_string(print(field).size() - field.width);
    if (leaf && !field.octets.empty())
      out += is_printable(field.octets) ? " \"" + field.octets + "\"" : " " + to_hex(field.octets);
    out += '\n';
  }
  at += field.octets.size();
  for (const Field& part : field.parts)
    at = append(out, part, path.empty() ? part.name : path + "." + part.name, at);
  return at;
}

}  // namespace

Decoded<Field> decode_message(std::uint8_t type, std::string_view body,
                              const MessageContext& context) {
  Decoded<Field> out = decode_any(type, body, context);
  out.value.name = show(Registry::HandshakeType, type);
  return out;
}

std::size_t count(const Field& root) {
  std::size_t fields = 1;
  for (const Field& part : root.parts) fields += count(part);
  return fields;
}

std::string to_text(const Field& root) {
  std::string out;
  append(out, root, root.name, 0);
  return out;
}

}  // namespace wireassay::tls
