#include "wire/tls/extension_shapes.h"

#include <utility>

#include "wire/tls/extension_structs.h"

namespace wireassay::tls {
namespace {

constexpr Bounds kSome{.least = 1, .most = 0xffff};

std::vector<std::uint16_t> read_numbers(Reader reader, std::size_t width) {
  std::vector<std::uint16_t> numbers;
  while (reader.rest().size() >= width)
    numbers.push_back(static_cast<std::uint16_t>(reader.number(width)));
  return numbers;
}

std::vector<std::string> read_names_to_end(Reader& reader, std::size_t width) {
  std::vector<std::string> names;
  while (!reader.at_end()) names.emplace_back(reader.vector(width, kSome).take_rest());
  return names;
}
std::vector<std::string> read_names(Reader reader, std::size_t width) {
  return read_names_to_end(reader, width);
}

std::vector<ServerName> read_server_names(Reader reader) {
  std::vector<ServerName> names;
  while (!reader.at_end()) {
    ServerName name{.type = reader.u8(), .name = {}};
    name.name = reader.vector(2, kSome).take_rest();
    names.push_back(std::move(name));
  }
  return names;
}

KeyShare read_key_share(Reader& reader) {
  KeyShare share{.group = reader.u16(), .key = {}};
  share.key = reader.vector(2, kSome).take_rest();
  return share;
}

std::vector<KeyShare> read_key_shares(Reader reader) {
  std::vector<KeyShare> shares;
  while (!reader.at_end()) shares.push_back(read_key_share(reader));
  return shares;
}

std::vector<OidFilter> read_oid_filters(Reader reader) {
  std::vector<OidFilter> filters;
  while (!reader.at_end()) {
    OidFilter filter{.oid = std::string(reader.vector(1, kSome).take_rest()), .values = {}};
    filter.values = reader.vector(2).take_rest();
    filters.push_back(std::move(filter));
  }
  return filters;
}

OcspResponse read_ocsp(Reader& reader) {
  OcspResponse response{.type = reader.u8(), .response = {}};
  response.response = reader.vector(3, {.least = 1}).take_rest();
  return response;
}

ExtensionValue read_inner(Shape shape, Reader& reader) {
  switch (shape) {
    case Shape::Unknown:
    case Shape::Misplaced:
    case Shape::Octets: return std::string(reader.take_rest());
    case Shape::Empty: return {};
    case Shape::Octets8: return std::string(reader.vector(1).take_rest());
    case Shape::Some8: return std::string(reader.vector(1, kSome).take_rest());
    case Shape::Octets16: return std::string(reader.vector(2, kSome).take_rest());
    case Shape::Number8: return reader.number(1);
    case Shape::Number16: return reader.number(2);
    case Shape::Number32: return reader.number(4);
    case Shape::Numbers8: return read_numbers(reader.vector(1, kSome), 1);
    case Shape::Numbers16:
      return read_numbers(reader.vector(2, {.least = 2, .most = 0xffff, .element = 2}), 2);
    case Shape::Numbers16In8:
      return read_numbers(reader.vector(1, {.least = 2, .most = 254, .element = 2}), 2);
    case Shape::Names8: return read_names(reader.vector(2, {.least = 2, .most = 0xffff}), 1);
    case Shape::Names16: return read_names(reader.vector(2, {.least = 3, .most = 0xffff}), 2);
    case Shape::NamesToEnd: return read_names_to_end(reader, 1);
    case Shape::ServerNames: return read_server_names(reader.vector(2, kSome));
    case Shape::KeyShares: return read_key_shares(reader.vector(2));
    case Shape::OneKeyShare: return read_key_share(reader);
    case Shape::Status: return read_status_request(reader);
    case Shape::Ocsp: return read_ocsp(reader);
    case Shape::Psks: return read_psks(reader);
    case Shape::OidFilters: return read_oid_filters(reader.vector(2));
    case Shape::StatusItems: return read_status_items(reader.vector(2, kSome));
    case Shape::Authorities: return read_authorities(reader.vector(2));
    case Shape::Srtp: return read_srtp(reader);
    case Shape::Quic: return read_quic_parameters(reader);
    case Shape::Ech: return read_ech(reader);
    case Shape::Credential: return read_credential(reader);
  }
  return {};
}

template <class T>
using Vector = std::vector<T>;
using Fields = std::vector<Field>;

Fields numbers(const ExtensionValue& value, std::size_t length, std::size_t width) {
  std::string octets;
  if (const auto* list = std::get_if<Vector<std::uint16_t>>(&value))
    for (const std::uint16_t one : *list) octets += number(one, width);
  return {vector("list", length, std::move(octets))};
}

Fields one_number(const ExtensionValue& value, std::size_t width) {
  const auto* found = std::get_if<std::uint32_t>(&value);
  return {fixed("value", found == nullptr ? 0 : *found, width)};
}

Fields names_to_end(const std::vector<std::string>& list, std::size_t width) {
  Fields parts;
  for (const std::string& name : list) parts.push_back(vector("name", width, name));
  return parts;
}
Fields names(const std::vector<std::string>& list, std::size_t width) {
  return {vector("list", 2, names_to_end(list, width))};
}

Fields share_fields(const KeyShare& share) {
  return {fixed("group", share.group, 2), vector("key", 2, share.key)};
}

/// The value as T, or an empty one.
template <class T>
const T& as(const ExtensionValue& value) {
  static const T kNone{};
  const T* found = std::get_if<T>(&value);
  return found == nullptr ? kNone : *found;
}

template <class T, class Print>
Fields list_of(const std::vector<T>& values, const Print& print_one) {
  Fields parts;
  for (const T& one : values) parts.push_back(group("entry", print_one(one)));
  return {vector("list", 2, std::move(parts))};
}

Fields server_name_fields(const ServerName& name) {
  return {fixed("type", name.type, 1), vector("name", 2, name.name)};
}
Fields filter_fields(const OidFilter& filter) {
  return {vector("oid", 1, filter.oid), vector("values", 2, filter.values)};
}

}  // namespace

ExtensionValue read_value(Shape shape, Reader& reader) {
  ExtensionValue value = read_inner(shape, reader);
  reader.end();
  return value;
}

std::vector<Field> value_fields(Shape shape, const ExtensionValue& value) {
  switch (shape) {
    case Shape::Unknown:
    case Shape::Misplaced:
    case Shape::Octets: return {fixed("octets", as<std::string>(value))};
    case Shape::Empty: return {};
    case Shape::Octets8:
    case Shape::Some8: return {vector("octets", 1, as<std::string>(value))};
    case Shape::Octets16: return {vector("octets", 2, as<std::string>(value))};
    case Shape::Number8: return one_number(value, 1);
    case Shape::Number16: return one_number(value, 2);
    case Shape::Number32: return one_number(value, 4);
    case Shape::Numbers8: return numbers(value, 1, 1);
    case Shape::Numbers16: return numbers(value, 2, 2);
    case Shape::Numbers16In8: return numbers(value, 1, 2);
    case Shape::Names8: return names(as<std::vector<std::string>>(value), 1);
    case Shape::Names16: return names(as<std::vector<std::string>>(value), 2);
    case Shape::NamesToEnd: return names_to_end(as<std::vector<std::string>>(value), 1);
    case Shape::ServerNames: return list_of(as<std::vector<ServerName>>(value), server_name_fields);
    case Shape::KeyShares: return list_of(as<std::vector<KeyShare>>(value), share_fields);
    case Shape::OneKeyShare: return share_fields(as<KeyShare>(value));
    case Shape::Status: return status_fields(as<StatusRequest>(value));
    case Shape::Ocsp: {
      const auto& ocsp = as<OcspResponse>(value);
      return {fixed("type", ocsp.type, 1), vector("response", 3, ocsp.response)};
    }
    case Shape::Psks: return psk_fields(as<OfferedPsks>(value));
    case Shape::OidFilters: return list_of(as<std::vector<OidFilter>>(value), filter_fields);
    case Shape::StatusItems:
      return list_of(as<Vector<StatusRequest>>(value),
                     [](const StatusRequest& one) { return status_fields(one, true); });
    case Shape::Authorities: return list_of(as<Vector<TrustedAuthority>>(value), authority_fields);
    case Shape::Srtp: return srtp_fields(as<UseSrtp>(value));
    case Shape::Quic: return quic_fields(as<Vector<QuicParameter>>(value));
    case Shape::Ech: return ech_fields(as<EncryptedClientHello>(value));
    case Shape::Credential: return credential_fields(as<DelegatedCredential>(value));
  }
  return {};
}

}  // namespace wireassay::tls
