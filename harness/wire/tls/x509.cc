// Certificates read by OpenSSL; no type of it leaves this file.
#include "wire/tls/x509.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <limits>
#include <memory>
#include <string>

#include "wire/tls/certificate.h"

namespace wireassay::tls {
namespace {

struct Free {
  void operator()(X509* one) const { X509_free(one); }
  void operator()(BIO* one) const { BIO_free(one); }
  void operator()(BIGNUM* one) const { BN_free(one); }
  void operator()(GENERAL_NAMES* one) const { GENERAL_NAMES_free(one); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

struct Read {
  Owned<X509> certificate;
  std::size_t used = 0;
};

Read read(std::string_view der) {
  if (der.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return {};
  const auto* const begin = reinterpret_cast<const unsigned char*>(der.data());
  const unsigned char* at = begin;
  Owned<X509> certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (certificate == nullptr) return {};
  return {std::move(certificate), static_cast<std::size_t>(at - begin)};
}

std::string taken(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size <= 0 ? std::string() : std::string(data, static_cast<std::size_t>(size));
}

std::string name_text(const X509_NAME* name) {
  const Owned<BIO> bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr || X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253) < 0) return {};
  return taken(bio.get());
}

std::string octets(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

/// UTCTime gets its century (RFC 5280 section 4.1.2.5.1).
std::string time_text(const ASN1_TIME* time) {
  ASN1_GENERALIZEDTIME* general = ASN1_TIME_to_generalizedtime(time, nullptr);
  if (general == nullptr) return octets(time);
  std::string text = octets(general);
  ASN1_GENERALIZEDTIME_free(general);
  return text;
}

std::string serial_text(const ASN1_INTEGER* serial) {
  const Owned<BIGNUM> number(ASN1_INTEGER_to_BN(serial, nullptr));
  if (number == nullptr) return {};
  char* digits = BN_bn2hex(number.get());
  if (digits == nullptr) return {};
  std::string text = digits;
  OPENSSL_free(digits);
  return text;
}

std::vector<std::string> dns_names(const X509* certificate) {
  std::vector<std::string> names;
  const Owned<GENERAL_NAMES> all(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; all != nullptr && i < sk_GENERAL_NAME_num(all.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(all.get(), i);
    if (name->type == GEN_DNS) names.push_back(octets(name->d.dNSName));
  }
  return names;
}

void read_key(const X509* certificate, CertificateFacts& facts) {
  const EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (key == nullptr) return;
  const char* name = OBJ_nid2sn(EVP_PKEY_get_base_id(key));
  facts.key = name == nullptr ? "" : name;
  facts.key_bits = EVP_PKEY_get_bits(key);
}

}  // namespace

std::optional<std::size_t> x509_size(std::string_view der) {
  const Read got = read(der);
  if (got.certificate == nullptr) return std::nullopt;
  return got.used;
}

std::optional<CertificateFacts> certificate_facts(std::string_view der) {
  const Read got = read(der);
  const X509* certificate = got.certificate.get();
  if (certificate == nullptr) return std::nullopt;
  CertificateFacts facts;
  facts.subject = name_text(X509_get_subject_name(certificate));
  facts.issuer = name_text(X509_get_issuer_name(certificate));
  facts.serial = serial_text(X509_get0_serialNumber(certificate));
  facts.not_before = time_text(X509_get0_notBefore(certificate));
  facts.not_after = time_text(X509_get0_notAfter(certificate));
  const char* signature = OBJ_nid2ln(X509_get_signature_nid(certificate));
  facts.signature = signature == nullptr ? "" : signature;
  read_key(certificate, facts);
  facts.version = static_cast<int>(X509_get_version(certificate)) + 1;
  facts.dns_names = dns_names(certificate);
  facts.used = got.used;
  ERR_clear_error();
  return facts;
}

}  // namespace wireassay::tls
