#include "wire/tls/messages.h"

#include <utility>

#include "wire/tls/extension_shapes.h"
#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

constexpr Bounds kSome{.least = 1, .most = 0xffff};
constexpr std::uint8_t kNamedCurve = 3;

std::vector<std::uint16_t> numbers_of(Reader reader) {
  std::vector<std::uint16_t> numbers;
  while (reader.rest().size() >= 2) numbers.push_back(reader.u16());
  return numbers;
}

std::string octets_of(const std::vector<std::uint16_t>& numbers) {
  std::string octets;
  for (const std::uint16_t one : numbers) octets += number(one, 2);
  return octets;
}

EcdheParams read_ecdhe(Reader& reader) {
  EcdheParams params{.curve_type = reader.u8(), .group = reader.u16(), .point = {}};
  params.point = reader.vector(1, {.least = 1, .most = 255}).take_rest();
  const std::size_t want = share_octets(params.group);
  if (want != 0 && params.point.size() != want) reader.note(rule::kShareLength);
  return params;
}

DheParams read_dhe(Reader& reader) {
  DheParams params{.p = std::string(reader.vector(2, kSome).take_rest())};
  params.g = reader.vector(2, kSome).take_rest();
  params.y = reader.vector(2, kSome).take_rest();
  return params;
}

void read_signature(Reader& reader, std::uint16_t version, ServerKeyExchange& message) {
  if (reader.at_end()) return;
  if (version >= kTls12) message.signature_scheme = reader.u16();
  message.signature = reader.vector(2).take_rest();
}

struct ParamFields {
  Field operator()(const std::string& octets) const { return fixed("params", octets); }
  Field operator()(const EcdheParams& ecdhe) const {
    return group("params", {fixed("curve_type", ecdhe.curve_type, 1),
                            fixed("group", ecdhe.group, 2), vector("point", 1, ecdhe.point)});
  }
  Field operator()(const DheParams& dhe) const {
    return group("params", {vector("p", 2, dhe.p), vector("g", 2, dhe.g), vector("y", 2, dhe.y)});
  }
};

}  // namespace

Decoded<EncryptedExtensions> decode_encrypted_extensions(std::string_view body) {
  Decoded<EncryptedExtensions> out;
  Reader reader(body, out.anomalies);
  out.value.extensions = read_extensions(reader, Where::EncryptedExtensions);
  reader.end();
  return out;
}

Field fields(const EncryptedExtensions& message) {
  return group("encrypted_extensions", {fields(message.extensions, Where::EncryptedExtensions)});
}

Decoded<CertificateRequest> decode_certificate_request(std::string_view body,
                                                       std::uint16_t version) {
  Decoded<CertificateRequest> out;
  Reader reader(body, out.anomalies);
  if (version >= kTls13) {
    out.value.context = reader.vector(1).take_rest();
    out.value.extensions = read_extensions(reader, Where::CertificateRequest);
  } else {
    out.value.types = reader.vector(1, {.least = 1, .most = 255}).take_rest();
    if (version == kTls12)
      out.value.signature_schemes =
          numbers_of(reader.vector(2, {.least = 2, .most = 0xfffe, .element = 2}));
    Reader names = reader.vector(2);
    while (!names.at_end()) out.value.authorities.emplace_back(names.vector(2, kSome).take_rest());
  }
  reader.end();
  return out;
}

Field fields(const CertificateRequest& message) {
  Field out = group("certificate_request", {});
  if (message.context) {
    out.parts.push_back(vector("context", 1, *message.context));
    out.parts.push_back(fields(message.extensions, Where::CertificateRequest));
    return out;
  }
  out.parts.push_back(vector("types", 1, message.types));
  if (message.signature_schemes)
    out.parts.push_back(vector("signature_schemes", 2, octets_of(*message.signature_schemes)));
  std::vector<Field> names;
  for (const std::string& name : message.authorities) names.push_back(vector("name", 2, name));
  out.parts.push_back(vector("authorities", 2, std::move(names)));
  return out;
}

KeyExchange key_exchange_of(std::uint16_t cipher_suite) {
  const std::string_view name = name_of(Registry::CipherSuite, cipher_suite);
  if (name.find("_PSK_") != std::string_view::npos) return KeyExchange::Other;
  if (name.starts_with("TLS_ECDHE_") || name.starts_with("TLS_ECDH_anon_"))
    return KeyExchange::Ecdhe;
  if (name.starts_with("TLS_DHE_") || name.starts_with("TLS_DH_anon_")) return KeyExchange::Dhe;
  return name.starts_with("TLS_RSA_") ? KeyExchange::Rsa : KeyExchange::Other;
}

Decoded<ServerKeyExchange> decode_server_key_exchange(std::string_view body, std::uint16_t version,
                                                      KeyExchange kind) {
  Decoded<ServerKeyExchange> out;
  Reader reader(body, out.anomalies);
  const bool named = !body.empty() && static_cast<std::uint8_t>(body.front()) == kNamedCurve;
  if (kind == KeyExchange::Ecdhe && named) {
    out.value.params = read_ecdhe(reader);
  } else if (kind == KeyExchange::Dhe) {
    out.value.params = read_dhe(reader);
  } else {
    if (kind == KeyExchange::Ecdhe && body.empty()) reader.note(rule::kTruncated);
    out.value.params = std::string(reader.take_rest());
  }
  read_signature(reader, version, out.value);
  reader.end();
  return out;
}

Field fields(const ServerKeyExchange& message) {
  Field out = group("server_key_exchange", {std::visit(ParamFields{}, message.params)});
  if (message.signature_scheme)
    out.parts.push_back(fixed("signature_scheme", *message.signature_scheme, 2));
  if (message.signature) out.parts.push_back(vector("signature", 2, *message.signature));
  return out;
}

Decoded<NewSessionTicket> decode_new_session_ticket(std::string_view body, std::uint16_t version) {
  Decoded<NewSessionTicket> out;
  Reader reader(body, out.anomalies);
  out.value.lifetime = reader.number(4);
  if (version >= kTls13) {
    out.value.age_add = reader.number(4);
    out.value.nonce = reader.vector(1).take_rest();
  }
  const std::size_t least = version >= kTls13 ? 1 : 0;
  out.value.ticket = reader.vector(2, {.least = least, .most = 0xffff}).take_rest();
  if (version >= kTls13) out.value.extensions = read_extensions(reader, Where::NewSessionTicket);
  reader.end();
  return out;
}

Field fields(const NewSessionTicket& message) {
  Field out = group("new_session_ticket", {fixed("lifetime", message.lifetime, 4)});
  if (message.extensions) {
    out.parts.push_back(fixed("age_add", message.age_add, 4));
    out.parts.push_back(vector("nonce", 1, message.nonce));
  }
  out.parts.push_back(vector("ticket", 2, message.ticket));
  if (message.extensions) out.parts.push_back(fields(*message.extensions, Where::NewSessionTicket));
  return out;
}

Decoded<OcspResponse> decode_certificate_status(std::string_view body) {
  Decoded<OcspResponse> out;
  Reader reader(body, out.anomalies);
  if (const ExtensionValue value = read_value(Shape::Ocsp, reader);
      const auto* ocsp = std::get_if<OcspResponse>(&value))
    out.value = *ocsp;
  return out;
}

Field fields(const OcspResponse& message) {
  return group("certificate_status", value_fields(Shape::Ocsp, message));
}

Decoded<CertificateVerify> decode_certificate_verify(std::string_view body, std::uint16_t version) {
  Decoded<CertificateVerify> out;
  Reader reader(body, out.anomalies);
  if (version >= kTls12) out.value.scheme = reader.u16();
  out.value.signature = reader.vector(2).take_rest();
  reader.end();
  return out;
}

Field fields(const CertificateVerify& message) {
  Field out = group("certificate_verify", {});
  if (message.scheme) out.parts.push_back(fixed("scheme", *message.scheme, 2));
  out.parts.push_back(vector("signature", 2, message.signature));
  return out;
}

Decoded<Alert> decode_alert(std::string_view fragment) {
  Decoded<Alert> out;
  Reader reader(fragment, out.anomalies);
  if (fragment.size() != 2) reader.note(rule::kAlertRecord);
  std::vector<Deviation> told;  // a record of another length is one anomaly, not two
  Reader rest(fragment, told);
  out.value.level = rest.u8();
  out.value.description = rest.u8();
  const bool known = !name_of(Registry::AlertLevel, out.value.level).empty();
  if (!known && !fragment.empty()) reader.note(rule::kAlertLevel);
  return out;
}

Field fields(const Alert& message) {
  return group("alert",
               {fixed("level", message.level, 1), fixed("description", message.description, 1)});
}

std::string to_string(const Alert& alert) {
  return "alert:" + show(Registry::AlertDescription, alert.description);
}

std::vector<Deviation> check_change_cipher_spec(std::string_view fragment) {
  if (fragment == "\x01") return {};
  return {{rule::kChangeCipherSpec, 0}};
}

}  // namespace wireassay::tls
