// Extensions that are structures of their own: how each is read and printed. The lists and numbers
// that most are stand in extension_shapes.cc.
#pragma once

#include "wire/tls/extension.h"

namespace wireassay::tls {

/// `multi`: of RFC 6961, where the body has a length of its own and type 2 has the same layout.
StatusRequest read_status_request(Reader& reader, bool multi = false);
std::vector<Field> status_fields(const StatusRequest& request, bool multi = false);
std::vector<StatusRequest> read_status_items(Reader reader);

OfferedPsks read_psks(Reader& reader);
std::vector<Field> psk_fields(const OfferedPsks& psks);

std::vector<TrustedAuthority> read_authorities(Reader reader);
std::vector<Field> authority_fields(const TrustedAuthority& authority);

UseSrtp read_srtp(Reader& reader);
std::vector<Field> srtp_fields(const UseSrtp& srtp);

std::vector<QuicParameter> read_quic_parameters(Reader& reader);
std::vector<Field> quic_fields(const std::vector<QuicParameter>& parameters);

EncryptedClientHello read_ech(Reader& reader);
std::vector<Field> ech_fields(const EncryptedClientHello& ech);

DelegatedCredential read_credential(Reader& reader);
std::vector<Field> credential_fields(const DelegatedCredential& credential);

}  // namespace wireassay::tls
