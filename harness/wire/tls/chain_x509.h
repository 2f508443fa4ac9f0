// A list of certificates as plain values, read by OpenSSL. Internal to wire/tls.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/tls/chain_names.h"

namespace wireassay::tls {

/// How a certificate stands to the one before it in the list.
enum class Link {
  Certifies,       ///< its name and its key
  WrongKey,        ///< its name, but the signature was not made with its key
  CertifiesOther,  ///< not the one before it, but another of the list, or another certifies it
  Unrelated,
};

struct RawCertificate {
  ChainCertificate facts;
  std::string problem;  ///< why it is not parsed, or what of its extensions cannot be read
  Link link = Link::Certifies;
  bool duplicate = false;           ///< the same octets stand before it
  bool can_certify = true;          ///< CA, and the key may sign certificates
  bool server_auth = true;          ///< extendedKeyUsage, where it is there
  bool can_sign = true;             ///< digitalSignature, where keyUsage is there
  bool bad_serial = false;          ///< RFC 5280 section 4.1.2.2
  bool algorithm_mismatch = false;  ///< RFC 5280 section 4.1.1.2
  std::string duplicate_extension;  ///< RFC 5280 section 4.2
};

struct RawChain {
  std::vector<RawCertificate> certificates;  ///< at most kMaxChain
  // Of the leaf.
  std::vector<std::string> names, addresses, srv_ids, common_names;
  PresentedKinds kinds;
  bool names_cut = false;
};

RawChain read_chain(const std::vector<std::string>& ders);

/// An IP literal ("[::1]", "127.0.0.1") in the form of RawChain::addresses, or empty.
std::string address_text(std::string_view host);

}  // namespace wireassay::tls
