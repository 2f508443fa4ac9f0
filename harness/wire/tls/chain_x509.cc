#include "wire/tls/chain_x509.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <set>

namespace wireassay::tls {
namespace {

struct Free {
  void operator()(X509* one) const { X509_free(one); }
  void operator()(BIO* one) const { BIO_free(one); }
  void operator()(GENERAL_NAMES* one) const { GENERAL_NAMES_free(one); }
  void operator()(EXTENDED_KEY_USAGE* one) const { EXTENDED_KEY_USAGE_free(one); }
  void operator()(ASN1_OBJECT* one) const { ASN1_OBJECT_free(one); }
  void operator()(ASN1_OCTET_STRING* one) const { ASN1_OCTET_STRING_free(one); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

/// Subjects and issuers are only shown: more of them helps nobody.
constexpr std::size_t kMaxShownName = 512;

std::string octets(const ASN1_STRING* text) {
  if (text == nullptr || ASN1_STRING_length(text) <= 0) return {};
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

/// The certificate that `der` is, whole; else null and why.
Owned<X509> read(const std::string& der, std::string& problem) {
  if (der.empty()) return problem = "no octets", nullptr;
  if (der.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
    return problem = "too long", nullptr;
  const auto* const begin = reinterpret_cast<const unsigned char*>(der.data());
  const unsigned char* at = begin;
  Owned<X509> certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (certificate == nullptr) return problem = "not a certificate in DER", nullptr;
  const std::size_t used = static_cast<std::size_t>(at - begin);
  if (used == der.size()) return certificate;
  problem = std::to_string(der.size() - used) + " octets behind the certificate";
  return nullptr;
}

std::string name_text(const X509_NAME* name) {
  const Owned<BIO> bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr || X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253) < 0) return {};
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  if (size <= 0) return {};
  return {data, std::min(static_cast<std::size_t>(size), kMaxShownName)};
}

/// False where it is no time.
bool read_time(const ASN1_TIME* time, std::time_t& out) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return false;
  out = timegm(&parts);
  return true;
}

// EVP_PKEY_get_group_name says "prime256v1" for what TLS calls secp256r1.
std::string curve_text(const EVP_PKEY* key) {
  std::array<char, 80> name{};
  std::size_t length = 0;
  if (EVP_PKEY_get_group_name(key, name.data(), name.size(), &length) != 1) return {};
  const std::string text(name.data(), std::min(length, name.size()));
  return text == "prime256v1" ? "secp256r1" : text;
}

std::string key_text(int kind) {
  switch (kind) {
    case EVP_PKEY_RSA: return "RSA";
    case EVP_PKEY_RSA_PSS: return "RSA-PSS";
    case EVP_PKEY_EC: return "EC";
    case EVP_PKEY_ED25519: return "Ed25519";
    case EVP_PKEY_ED448: return "Ed448";
    case EVP_PKEY_DSA: return "DSA";
    default: break;
  }
  const char* name = OBJ_nid2sn(kind);
  return name == nullptr ? "" : name;
}

void read_key(const X509* certificate, ChainCertificate& facts) {
  const EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (key == nullptr) return;
  facts.key = key_text(EVP_PKEY_get_base_id(key));
  facts.key_bits = EVP_PKEY_get_bits(key);
  if (facts.key == "EC") facts.curve = curve_text(key);
}

std::string extension_text(const X509_EXTENSION* extension) {
  std::array<char, 80> text{};
  const ASN1_OBJECT* object = X509_EXTENSION_get_object(const_cast<X509_EXTENSION*>(extension));
  OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 0);
  return text.data();
}

/// "A certificate MUST NOT include more than one instance of a particular extension."
std::string duplicate_extension(const X509* certificate) {
  std::set<std::string> seen;
  for (int i = 0; i < X509_get_ext_count(certificate); ++i) {
    std::string one = extension_text(X509_get_ext(certificate, i));
    if (!seen.insert(one).second) return one;
  }
  return {};
}

/// Positive, and not longer than 20 octets.
bool bad_serial(const X509* certificate) {
  const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate);
  const std::string value = octets(serial);
  const bool zero = std::ranges::all_of(value, [](char c) { return c == '\0'; });
  const bool negative = ASN1_STRING_type(serial) == V_ASN1_NEG_INTEGER;
  // A leading octet 00 of the encoding is not in `value`; with it there are 21.
  const bool padded = !value.empty() && (static_cast<unsigned char>(value.front()) & 0x80U) != 0;
  return zero || negative || value.size() + (padded ? 1 : 0) > 20;
}

/// signatureAlgorithm, beside the certificate, is what the signed part says, too.
bool algorithm_mismatch(const X509* certificate) {
  const X509_ALGOR* outer = nullptr;
  X509_get0_signature(nullptr, &outer, certificate);
  return X509_ALGOR_cmp(outer, X509_get0_tbs_sigalg(certificate)) != 0;
}

bool server_auth(const X509* certificate) {
  const Owned<EXTENDED_KEY_USAGE> uses(static_cast<EXTENDED_KEY_USAGE*>(
      X509_get_ext_d2i(certificate, NID_ext_key_usage, nullptr, nullptr)));
  if (uses == nullptr) return true;
  for (int i = 0; i < sk_ASN1_OBJECT_num(uses.get()); ++i) {
    const int use = OBJ_obj2nid(sk_ASN1_OBJECT_value(uses.get(), i));
    if (use == NID_server_auth || use == NID_anyExtendedKeyUsage) return true;
  }
  return false;
}

/// Same name; the signature is another question.
bool names_issuer(const X509* issuer, const X509* subject) {
  return X509_NAME_cmp(X509_get_subject_name(issuer), X509_get_issuer_name(subject)) == 0;
}

/// A key or a signature that this OpenSSL does not know convicts nobody.
bool signed_by(const X509* issuer, X509* subject) {
  EVP_PKEY* key = X509_get0_pubkey(issuer);
  if (key == nullptr || X509_get_signature_nid(subject) == NID_undef) return true;
  const bool good = X509_verify(subject, key) == 1;
  ERR_clear_error();
  return good;
}

void read_facts(X509* certificate, RawCertificate& out) {
  ChainCertificate& facts = out.facts;
  facts.subject = name_text(X509_get_subject_name(certificate));
  facts.issuer = name_text(X509_get_issuer_name(certificate));
  facts.parsed = read_time(X509_get0_notBefore(certificate), facts.not_before) &&
                 read_time(X509_get0_notAfter(certificate), facts.not_after);
  if (!facts.parsed) out.problem = "a time that is none";
  read_key(certificate, facts);
  const char* signature = OBJ_nid2ln(X509_get_signature_nid(certificate));
  facts.signature = signature == nullptr ? "" : signature;
  facts.version = static_cast<int>(X509_get_version(certificate)) + 1;
  const std::uint32_t flags = X509_get_extension_flags(certificate);
  const std::uint32_t usage = X509_get_key_usage(certificate);  // all bits without the extension
  facts.ca = (flags & EXFLAG_CA) != 0;
  facts.self_signed = names_issuer(certificate, certificate) && signed_by(certificate, certificate);
  out.can_certify = facts.ca && (usage & KU_KEY_CERT_SIGN) != 0;
  // Of extensions that cannot be read OpenSSL tells nothing more.
  const bool unread = (flags & EXFLAG_INVALID) != 0;
  out.can_sign = unread || (usage & KU_DIGITAL_SIGNATURE) != 0;
  out.server_auth = server_auth(certificate);
  out.bad_serial = bad_serial(certificate);
  out.duplicate_extension = duplicate_extension(certificate);
  out.algorithm_mismatch = algorithm_mismatch(certificate);
  if (unread && out.duplicate_extension.empty()) out.problem = "an extension that cannot be read";
  ERR_clear_error();
}

std::string ip_text(const std::string& address) {
  const auto* at = reinterpret_cast<const unsigned char*>(address.data());
  std::string text;
  const Owned<ASN1_OCTET_STRING> value(ASN1_OCTET_STRING_new());
  if (value == nullptr ||
      ASN1_OCTET_STRING_set(value.get(), at, static_cast<int>(address.size())) != 1)
    return {};
  GENERAL_NAME name{};
  name.type = GEN_IPADD;
  name.d.iPAddress = value.get();
  const Owned<BIO> bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr || GENERAL_NAME_print(bio.get(), &name) != 1) return {};
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  constexpr std::string_view kPrefix = "IP Address:";
  text.assign(data, size <= 0 ? 0 : static_cast<std::size_t>(size));
  return text.starts_with(kPrefix) ? text.substr(kPrefix.size()) : std::string();
}

/// otherName of type id-on-dnsSRV (RFC 4985), or empty.
std::string srv_text(const OTHERNAME* other) {
  const Owned<ASN1_OBJECT> wanted(OBJ_txt2obj("1.3.6.1.5.5.7.8.7", 1));
  if (wanted == nullptr || OBJ_cmp(other->type_id, wanted.get()) != 0) return {};
  if (other->value->type != V_ASN1_IA5STRING) return {};
  return octets(other->value->value.ia5string);
}

void read_general_name(const GENERAL_NAME* name, RawChain& out) {
  switch (name->type) {
    case GEN_DNS:
      out.kinds.dns = true;
      out.names.push_back(octets(name->d.dNSName));
      break;
    case GEN_IPADD: out.addresses.push_back(ip_text(octets(name->d.iPAddress))); break;
    case GEN_URI: out.kinds.uri = true; break;
    case GEN_OTHERNAME:
      if (std::string srv = srv_text(name->d.otherName); !srv.empty()) {
        out.kinds.srv = true;
        out.srv_ids.push_back(std::move(srv));
      }
      break;
    default: break;
  }
}

void read_names(const X509* certificate, RawChain& out) {
  int critical = 0;  // -1: not there, -2: twice
  const Owned<GENERAL_NAMES> names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, &critical, nullptr)));
  if (names == nullptr && critical >= 0)
    out.certificates.front().problem = "a subjectAltName that cannot be read";
  const int count = names == nullptr ? 0 : sk_GENERAL_NAME_num(names.get());
  out.names_cut = count > static_cast<int>(kMaxChainNames);
  for (int i = 0; i < std::min(count, static_cast<int>(kMaxChainNames)); ++i)
    read_general_name(sk_GENERAL_NAME_value(names.get(), i), out);
  const X509_NAME* subject = X509_get_subject_name(certificate);
  for (int at = -1; out.common_names.size() < kMaxChainNames;) {
    at = X509_NAME_get_index_by_NID(subject, NID_commonName, at);
    if (at < 0) break;
    out.common_names.push_back(octets(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at))));
  }
  ERR_clear_error();
}

Link link_of(const std::vector<Owned<X509>>& all, std::size_t at) {
  const X509* one = all[at].get();
  X509* before = all[at - 1].get();
  // What cannot be read is told for itself.
  if (one == nullptr || before == nullptr) return Link::Certifies;
  if (names_issuer(one, before)) return signed_by(one, before) ? Link::Certifies : Link::WrongKey;
  for (std::size_t other = 0; other < all.size(); ++other) {
    if (other == at || all[other] == nullptr) continue;
    if (names_issuer(one, all[other].get()) || names_issuer(all[other].get(), one))
      return Link::CertifiesOther;
  }
  return Link::Unrelated;
}

}  // namespace

RawChain read_chain(const std::vector<std::string>& ders) {
  RawChain chain;
  std::vector<Owned<X509>> all;
  for (const std::string& der : ders) {
    if (all.size() == kMaxChain) break;
    RawCertificate& one = chain.certificates.emplace_back();
    one.duplicate = std::find(ders.begin(), ders.begin() + static_cast<std::ptrdiff_t>(all.size()),
                              der) != ders.begin() + static_cast<std::ptrdiff_t>(all.size());
    all.push_back(read(der, one.problem));
    ERR_clear_error();
    if (all.back() != nullptr) read_facts(all.back().get(), one);
  }
  if (!all.empty() && all.front() != nullptr) read_names(all.front().get(), chain);
  for (std::size_t i = 1; i < all.size(); ++i) chain.certificates[i].link = link_of(all, i);
  return chain;
}

std::string address_text(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const Owned<ASN1_OCTET_STRING> address(a2i_IPADDRESS(std::string(host).c_str()));
  ERR_clear_error();
  return address == nullptr ? std::string() : ip_text(octets(address.get()));
}

}  // namespace wireassay::tls
