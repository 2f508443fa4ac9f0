#include "wire/tls/chain_test_support.h"

#include <openssl/asn1.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace wireassay::tls::testing {
namespace {

void need(bool done, const char* what) {
  if (!done) throw std::runtime_error(what);
}

Key owned(EVP_PKEY* key) {
  need(key != nullptr, "no key");
  return {key, EVP_PKEY_free};
}

void add_names(X509_NAME* name, const CertificateSpec& spec) {
  for (const std::string& one : spec.common_names)
    need(X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_ASC,
                                    reinterpret_cast<const unsigned char*>(one.data()),
                                    static_cast<int>(one.size()), -1, 0) == 1,
         "common name");
}

GENERAL_NAME* dns_name(const std::string& octets) {
  GENERAL_NAME* name = GENERAL_NAME_new();
  ASN1_IA5STRING* value = ASN1_IA5STRING_new();
  need(ASN1_STRING_set(value, octets.data(), static_cast<int>(octets.size())) == 1, "dns name");
  GENERAL_NAME_set0_value(name, GEN_DNS, value);
  return name;
}

void add_alternative_names(X509* certificate, const CertificateSpec& spec) {
  GENERAL_NAMES* names = GENERAL_NAMES_new();
  for (const std::string& one : spec.dns) sk_GENERAL_NAME_push(names, dns_name(one));
  if (!spec.other_names.empty()) {
    X509_EXTENSION* conf =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, spec.other_names.c_str());
    need(conf != nullptr, "other names");
    auto* more = static_cast<GENERAL_NAMES*>(X509V3_EXT_d2i(conf));
    while (sk_GENERAL_NAME_num(more) > 0) sk_GENERAL_NAME_push(names, sk_GENERAL_NAME_shift(more));
    GENERAL_NAMES_free(more);
    X509_EXTENSION_free(conf);
  }
  if (sk_GENERAL_NAME_num(names) > 0)
    need(X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, X509V3_ADD_APPEND) == 1,
         "subjectAltName");
  GENERAL_NAMES_free(names);
}

void add_extensions(X509* certificate, const CertificateSpec& spec) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  for (const auto& [name, value] : spec.extensions) {
    X509_EXTENSION* one =
        X509V3_EXT_conf_nid(nullptr, &context, OBJ_sn2nid(name.c_str()), value.c_str());
    need(one != nullptr && X509_add_ext(certificate, one, -1) == 1, name.c_str());
    X509_EXTENSION_free(one);
  }
  add_alternative_names(certificate, spec);
}

void set_serial(X509* certificate, const std::string& octets) {
  BIGNUM* number = BN_bin2bn(reinterpret_cast<const unsigned char*>(octets.data()),
                             static_cast<int>(octets.size()), nullptr);
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
  BN_free(number);
}

std::string der_of(X509* certificate) {
  unsigned char* out = nullptr;
  const int size = i2d_X509(certificate, &out);
  need(size > 0, "i2d");
  std::string der(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size));
  OPENSSL_free(out);
  return der;
}

}  // namespace

Key ec_key(const char* curve) { return owned(EVP_EC_gen(curve)); }
Key rsa_key(unsigned bits) { return owned(EVP_RSA_gen(bits)); }
Key ed25519_key() { return owned(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")); }

World::World() {
  root.common_names = {"Root"};
  root.key = ec_key();
  root.extensions = {{"basicConstraints", "critical,CA:TRUE"},
                     {"keyUsage", "critical,keyCertSign"}};
  intermediate = root;
  intermediate.common_names = {"Intermediate"};
  intermediate.key = ec_key();
  leaf.common_names = {"mail.example.net"};
  leaf.key = ec_key();
  leaf.dns = {"mail.example.net"};
  leaf.extensions = {{"basicConstraints", "critical,CA:FALSE"},
                     {"keyUsage", "critical,digitalSignature"},
                     {"extendedKeyUsage", "serverAuth"}};
}

std::string World::root_der() const { return make_der(root, root); }
std::string World::intermediate_der() const { return make_der(intermediate, root); }
std::string World::leaf_der() const { return make_der(leaf, self_signed ? leaf : intermediate); }

std::string make_der(const CertificateSpec& spec, const CertificateSpec& issuer) {
  const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), X509_free);
  X509* certificate = made.get();
  X509_set_version(certificate, spec.version - 1);
  set_serial(certificate, spec.serial);
  ASN1_TIME_set(X509_getm_notBefore(certificate), spec.not_before);
  ASN1_TIME_set(X509_getm_notAfter(certificate), spec.not_after);
  add_names(X509_get_subject_name(certificate), spec);
  add_names(X509_get_issuer_name(certificate), issuer);
  X509_set_pubkey(certificate, spec.key.get());
  add_extensions(certificate, spec);
  EVP_PKEY* signer = spec.sign_with_own_key ? spec.key.get() : issuer.key.get();
  const EVP_MD* digest = spec.digest == nullptr ? nullptr : EVP_get_digestbyname(spec.digest);
  need(X509_sign(certificate, signer, digest) > 0, "sign");
  return der_of(certificate);
}

}  // namespace wireassay::tls::testing
