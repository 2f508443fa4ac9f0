#include "wire/tls/extension_structs.h"

#include <utility>

namespace wireassay::tls {
namespace {

constexpr Bounds kSome{.least = 1, .most = 0xffff};
constexpr std::uint8_t kOcsp = 1, kOcspMulti = 2;

std::vector<std::string> read_ids(Reader reader) {
  std::vector<std::string> ids;
  while (!reader.at_end()) ids.emplace_back(reader.vector(2, kSome).take_rest());
  return ids;
}

std::string rest_of(Reader reader) { return std::string(reader.take_rest()); }

bool is_ocsp(std::uint8_t type, bool multi) {
  return type == kOcsp || (multi && type == kOcspMulti);
}

void read_status_body(Reader& reader, bool multi, StatusRequest& request) {
  if (!is_ocsp(request.type, multi)) {
    request.other = reader.take_rest();
    return;
  }
  request.responders = read_ids(reader.vector(2));
  request.extensions = rest_of(reader.vector(2));
}

std::vector<Field> status_body(const StatusRequest& request, bool multi) {
  if (!is_ocsp(request.type, multi)) return {fixed("other", request.other)};
  std::vector<Field> ids;
  for (const std::string& id : request.responders) ids.push_back(vector("name", 2, id));
  return {vector("responders", 2, std::move(ids)), vector("extensions", 2, request.extensions)};
}

/// RFC 6066 section 6: what follows the type.
enum class AuthorityKind { Nothing, Hash, Name, Other };
AuthorityKind kind_of(std::uint8_t type) {
  switch (type) {
    case 0: return AuthorityKind::Nothing;  // pre_agreed
    case 1:                                 // key_sha1_hash
    case 3: return AuthorityKind::Hash;     // cert_sha1_hash
    case 2: return AuthorityKind::Name;     // x509_name
    default: return AuthorityKind::Other;
  }
}
constexpr std::size_t kSha1 = 20;

}  // namespace

StatusRequest read_status_request(Reader& reader, bool multi) {
  StatusRequest request{.type = reader.u8()};
  if (!multi) {
    read_status_body(reader, multi, request);
    return request;
  }
  Reader body = reader.vector(2);
  read_status_body(body, multi, request);
  body.end();
  return request;
}

std::vector<Field> status_fields(const StatusRequest& request, bool multi) {
  std::vector<Field> parts = status_body(request, multi);
  std::vector<Field> out = {fixed("type", request.type, 1)};
  if (multi) {
    out.push_back(vector("request", 2, std::move(parts)));
    return out;
  }
  for (Field& part : parts) out.push_back(std::move(part));
  return out;
}

std::vector<StatusRequest> read_status_items(Reader reader) {
  std::vector<StatusRequest> items;
  while (!reader.at_end()) items.push_back(read_status_request(reader, true));
  return items;
}

OfferedPsks read_psks(Reader& reader) {
  OfferedPsks psks;
  Reader identities = reader.vector(2, {.least = 7, .most = 0xffff});
  while (!identities.at_end()) {
    PskIdentity identity{.identity = rest_of(identities.vector(2, kSome))};
    identity.ticket_age = identities.number(4);
    psks.identities.push_back(std::move(identity));
  }
  Reader binders = reader.vector(2, {.least = 33, .most = 0xffff});
  while (!binders.at_end())
    psks.binders.push_back(rest_of(binders.vector(1, {.least = 32, .most = 255})));
  return psks;
}

std::vector<Field> psk_fields(const OfferedPsks& psks) {
  std::vector<Field> identities, binders;
  for (const PskIdentity& one : psks.identities)
    identities.push_back(group(
        "psk", {vector("identity", 2, one.identity), fixed("ticket_age", one.ticket_age, 4)}));
  for (const std::string& binder : psks.binders) binders.push_back(vector("binder", 1, binder));
  return {vector("identities", 2, std::move(identities)), vector("binders", 2, std::move(binders))};
}

std::vector<TrustedAuthority> read_authorities(Reader reader) {
  std::vector<TrustedAuthority> authorities;
  while (!reader.at_end()) {
    TrustedAuthority one{.type = reader.u8(), .id = {}};
    switch (kind_of(one.type)) {
      case AuthorityKind::Nothing: break;
      case AuthorityKind::Hash:
        one.id = reader.octets(kSha1);
        one.id.resize(kSha1, '\0');
        break;
      case AuthorityKind::Name: one.id = rest_of(reader.vector(2, kSome)); break;
      case AuthorityKind::Other: one.id = reader.take_rest(); break;
    }
    authorities.push_back(std::move(one));
  }
  return authorities;
}

std::vector<Field> authority_fields(const TrustedAuthority& authority) {
  if (kind_of(authority.type) == AuthorityKind::Name)
    return {fixed("type", authority.type, 1), vector("id", 2, authority.id)};
  return {fixed("type", authority.type, 1), fixed("id", authority.id)};
}

/// RFC 5764 section 4.1.1
UseSrtp read_srtp(Reader& reader) {
  UseSrtp srtp;
  Reader profiles = reader.vector(2, {.least = 2, .most = 0xffff, .element = 2});
  while (profiles.rest().size() >= 2) srtp.profiles.push_back(profiles.u16());
  srtp.mki = rest_of(reader.vector(1));
  return srtp;
}

std::vector<Field> srtp_fields(const UseSrtp& srtp) {
  std::string profiles;
  for (const std::uint16_t one : srtp.profiles) profiles += number(one, 2);
  return {vector("profiles", 2, std::move(profiles)), vector("mki", 1, srtp.mki)};
}

/// RFC 9849 section 5
EncryptedClientHello read_ech(Reader& reader) {
  EncryptedClientHello ech{.type = reader.u8()};
  if (ech.type != 0) {
    ech.other = reader.take_rest();
    return ech;
  }
  ech.kdf = reader.u16();
  ech.aead = reader.u16();
  ech.config_id = reader.u8();
  ech.enc = rest_of(reader.vector(2));
  ech.payload = rest_of(reader.vector(2, kSome));
  return ech;
}

std::vector<Field> ech_fields(const EncryptedClientHello& ech) {
  if (ech.type != 0) return {fixed("type", ech.type, 1), fixed("other", ech.other)};
  return {fixed("type", ech.type, 1), fixed("kdf", ech.kdf, 2),
          fixed("aead", ech.aead, 2), fixed("config_id", ech.config_id, 1),
          vector("enc", 2, ech.enc),  vector("payload", 2, ech.payload)};
}

/// RFC 9345 section 4
DelegatedCredential read_credential(Reader& reader) {
  DelegatedCredential credential{.valid_time = reader.number(4), .expected = reader.u16()};
  credential.key = rest_of(reader.vector(3, {.least = 1}));
  credential.algorithm = reader.u16();
  credential.signature = rest_of(reader.vector(2, kSome));
  return credential;
}

std::vector<Field> credential_fields(const DelegatedCredential& credential) {
  return {fixed("valid_time", credential.valid_time, 4), fixed("expected", credential.expected, 2),
          vector("key", 3, credential.key), fixed("algorithm", credential.algorithm, 2),
          vector("signature", 2, credential.signature)};
}

}  // namespace wireassay::tls
