// Extensions: RFC 8446 section 4.2 and RFC 5246 section 7.4.1.4, in any message that has them. An
// extension keeps its octets; what they mean is asked for with value_of().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "wire/tls/field.h"
#include "wire/tls/reader.h"

namespace wireassay::tls {

/// Messages that have extensions: the same type has another shape in each.
enum class Where {
  ClientHello,
  ServerHello,
  HelloRetryRequest,
  EncryptedExtensions,
  CertificateRequest,
  Certificate,
  NewSessionTicket,
};

struct Extension {
  std::uint16_t type = 0;
  std::string body;
  bool operator==(const Extension&) const = default;
};

struct ServerName {
  std::uint8_t type = 0;  ///< 0 is host_name
  std::string name;
  bool operator==(const ServerName&) const = default;
};
struct KeyShare {
  std::uint16_t group = 0;
  std::string key;
  bool operator==(const KeyShare&) const = default;
};
struct StatusRequest {
  std::uint8_t type = 0;                ///< 1 is ocsp, 2 ocsp_multi of status_request_v2
  std::vector<std::string> responders;  ///< of ocsp, as is the next
  std::string extensions;
  std::string other;  ///< what follows an unknown type
  bool operator==(const StatusRequest&) const = default;
};
struct PskIdentity {
  std::string identity;
  std::uint32_t ticket_age = 0;  ///< obfuscated
  bool operator==(const PskIdentity&) const = default;
};
struct OfferedPsks {
  std::vector<PskIdentity> identities;
  std::vector<std::string> binders;
  bool operator==(const OfferedPsks&) const = default;
};
struct OcspResponse {
  std::uint8_t type = 0;
  std::string response;
  bool operator==(const OcspResponse&) const = default;
};
struct OidFilter {
  std::string oid, values;
  bool operator==(const OidFilter&) const = default;
};

/// RFC 6066 section 6
struct TrustedAuthority {
  std::uint8_t type = 0;  ///< pre_agreed, key_sha1_hash, x509_name, cert_sha1_hash
  std::string id;         ///< the hash or the DER of the name
  bool operator==(const TrustedAuthority&) const = default;
};
struct UseSrtp {
  std::vector<std::uint16_t> profiles;
  std::string mki;
  bool operator==(const UseSrtp&) const = default;
};
struct QuicParameter {
  std::uint64_t id = 0;
  std::string value;
  std::size_t id_width = 1, length_width = 1;  ///< octets that each number took
  bool operator==(const QuicParameter&) const = default;
};
struct EncryptedClientHello {
  std::uint8_t type = 0;  ///< 0 is outer, 1 inner
  std::uint16_t kdf = 0, aead = 0;
  std::uint8_t config_id = 0;
  std::string enc, payload;
  std::string other;  ///< what follows another type than outer
  bool operator==(const EncryptedClientHello&) const = default;
};
struct DelegatedCredential {
  std::uint32_t valid_time = 0;
  std::uint16_t expected = 0;  ///< algorithm of CertificateVerify
  std::string key;             ///< SubjectPublicKeyInfo
  std::uint16_t algorithm = 0;
  std::string signature;
  bool operator==(const DelegatedCredential&) const = default;
};

/// monostate: nothing inside. A text: opaque octets, also of every extension that is not known
/// here.
using ExtensionValue =
    std::variant<std::monostate, std::string, std::uint32_t, std::vector<std::uint16_t>,
                 std::vector<std::string>, std::vector<ServerName>, KeyShare, std::vector<KeyShare>,
                 StatusRequest, OfferedPsks, OcspResponse, std::vector<OidFilter>,
                 std::vector<StatusRequest>, std::vector<TrustedAuthority>, UseSrtp,
                 std::vector<QuicParameter>, EncryptedClientHello, DelegatedCredential>;

/// How the octets of an extension are laid out.
enum class Shape {
  Unknown,       ///< not known here: opaque
  Misplaced,     ///< known, but not in this message: opaque
  Empty,         ///< monostate
  Octets,        ///< text, to the end
  Octets8,       ///< text with a length of one octet
  Some8,         ///< the same, not empty
  Octets16,      ///< text with a length of two octets, not empty
  Number8,       ///< number
  Number16,      ///< number
  Number32,      ///< number
  Numbers8,      ///< numbers of one octet, length of one
  Numbers16,     ///< numbers of two octets, length of two
  Numbers16In8,  ///< numbers of two octets, length of one
  Names8,        ///< texts with a length of one octet each
  Names16,       ///< texts with a length of two octets each
  NamesToEnd,    ///< texts with a length of one octet each, to the end
  ServerNames,
  KeyShares,
  OneKeyShare,
  Status,
  Ocsp,
  Psks,
  OidFilters,
  StatusItems,
  Authorities,
  Srtp,
  Quic,
  Ech,
  Credential,
};

Shape shape_of(std::uint16_t type, Where where);

/// What the octets of `extension` mean. Offsets of anomalies count from the first octet of its
/// body.
Decoded<ExtensionValue> value_of(const Extension& extension, Where where);
/// The inverse; a value of another shape than that of `where` gives an extension without octets.
Extension make_extension(std::uint16_t type, Where where, const ExtensionValue& value);

/// Reads a block of extensions with its length in front. Notes duplicates, extensions out of place
/// and what is wrong inside those that are known.
std::vector<Extension> read_extensions(Reader& reader, Where where);

/// "extensions" with its length: a group for each, named after the registry ("server_name",
/// "0xff77", "server_name#2"), of "type" and "data"; those that are right with the fields inside.
Field fields(const std::vector<Extension>& extensions, Where where);

/// The first of that type, or nullptr.
const Extension* find(const std::vector<Extension>& extensions, std::uint16_t type);

}  // namespace wireassay::tls
