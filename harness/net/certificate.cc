#include "net/certificate.h"

#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "net/socket.h"
#include "net/tls_session.h"

namespace wireassay::net {
namespace {

using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Memory = std::unique_ptr<BIO, Free<BIO_free_all>>;

constexpr unsigned kRsaBits = 2048;
constexpr long kDay = 24L * 60 * 60;
constexpr mode_t kOwnerOnly = 0600, kAll = 0644;

std::unexpected<Error> fail(const std::string& what) {
  return std::unexpected(Error{Why::Bad, what + ": " + openssl_error()});
}

Key make_key(KeyKind kind) {
  return Key(kind == KeyKind::Ec ? EVP_EC_gen("P-256") : EVP_RSA_gen(kRsaBits));
}

Result<void> write_file(const std::string& path, BIO* pem, mode_t mode) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
  if (file.get() < 0) return std::unexpected(system_error(path, errno));
  std::string octets(BIO_ctrl_pending(pem), '\0');
  BIO_read(pem, octets.data(), static_cast<int>(octets.size()));
  if (!write_all(file, octets)) return std::unexpected(system_error(path, errno));
  return {};
}

Result<void> write_certificate(const std::string& path, X509* certificate) {
  Memory pem(BIO_new(BIO_s_mem()));
  if (!pem || PEM_write_bio_X509(pem.get(), certificate) != 1) return fail(path);
  return write_file(path, pem.get(), kAll);
}

Result<void> write_key(const std::string& path, EVP_PKEY* key) {
  Memory pem(BIO_new(BIO_s_mem()));
  if (!pem || PEM_write_bio_PrivateKey(pem.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return fail(path);
  return write_file(path, pem.get(), kOwnerOnly);
}

// RFC 5280 section 4.1.2.2: positive, at most 20 octets.
bool set_serial(X509* certificate) {
  std::array<unsigned char, 8> random;
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) return false;
  std::uint64_t serial = 0;
  for (unsigned char octet : random) serial = serial << 8 | octet;
  return ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), (serial >> 1) | 1) == 1;
}

bool set_validity(X509* certificate, int days) {
  long from = days < 0 ? (days - 1) * kDay : -kDay;
  return X509_gmtime_adj(X509_getm_notBefore(certificate), from) != nullptr &&
         X509_gmtime_adj(X509_getm_notAfter(certificate), days * kDay) != nullptr;
}

bool set_subject(X509* certificate, const std::string& name) {
  constexpr std::size_t kUpperBound = 64;  // RFC 5280 appendix A: ub-common-name
  std::string text = name.substr(0, kUpperBound);
  return X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(text.data()),
                                    static_cast<int>(text.size()), -1, 0) == 1;
}

bool add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

GENERAL_NAME* general_name(const std::string& text) {
  GENERAL_NAME* name = GENERAL_NAME_new();
  if (name == nullptr) return nullptr;
  if (ASN1_OCTET_STRING* address = a2i_IPADDRESS(text.c_str())) {
    GENERAL_NAME_set0_value(name, GEN_IPADD, address);
    return name;
  }
  ERR_clear_error();
  ASN1_IA5STRING* dns = ASN1_IA5STRING_new();
  if (dns != nullptr) ASN1_STRING_set(dns, text.data(), static_cast<int>(text.size()));
  GENERAL_NAME_set0_value(name, GEN_DNS, dns);
  return name;
}

// Built by hand: OpenSSL's text form would give commas and colons in a name a meaning.
bool add_names(X509* certificate, const std::vector<std::string>& names) {
  if (names.empty()) return true;
  GENERAL_NAMES* list = GENERAL_NAMES_new();
  for (const std::string& name : names) sk_GENERAL_NAME_push(list, general_name(name));
  bool added =
      X509_add1_ext_i2d(certificate, NID_subject_alt_name, list, 0, X509V3_ADD_DEFAULT) == 1;
  GENERAL_NAMES_free(list);
  return added;
}

Certificate begin(EVP_PKEY* key, int days, const std::string& subject) {
  Certificate certificate(X509_new());
  X509* raw = certificate.get();
  bool begun = raw != nullptr && X509_set_version(raw, X509_VERSION_3) == 1 && set_serial(raw) &&
               set_validity(raw, days) && set_subject(raw, subject) &&
               X509_set_pubkey(raw, key) == 1;
  if (!begun) certificate.reset();
  return certificate;
}

Certificate make_ca(EVP_PKEY* key, int days) {
  Certificate certificate = begin(key, days, "Wireassay throwaway CA");
  X509* raw = certificate.get();
  bool made = raw != nullptr && X509_set_issuer_name(raw, X509_get_subject_name(raw)) == 1 &&
              add_extension(raw, raw, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
              add_extension(raw, raw, NID_key_usage, "critical,keyCertSign,cRLSign") &&
              add_extension(raw, raw, NID_subject_key_identifier, "hash") &&
              X509_sign(raw, key, EVP_sha256()) > 0;
  if (!made) certificate.reset();
  return certificate;
}

Certificate make_leaf(EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key,
                      const CertificateRequest& request) {
  Certificate certificate =
      begin(key, request.days, request.names.empty() ? request.file : request.names.front());
  X509* raw = certificate.get();
  bool made =
      raw != nullptr && X509_set_issuer_name(raw, X509_get_subject_name(issuer)) == 1 &&
      add_extension(raw, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
      add_extension(raw, issuer, NID_key_usage,
                    request.kind == KeyKind::Rsa ? "critical,digitalSignature,keyEncipherment"
                                                 : "critical,digitalSignature") &&
      add_extension(raw, issuer, NID_ext_key_usage, request.client ? "clientAuth" : "serverAuth") &&
      add_extension(raw, issuer, NID_subject_key_identifier, "hash") &&
      add_extension(raw, issuer, NID_authority_key_identifier, "keyid:always") &&
      add_names(raw, request.names) && X509_sign(raw, issuer_key, EVP_sha256()) > 0;
  if (!made) certificate.reset();
  return certificate;
}

}  // namespace

struct CertificateAuthority::Inner {
  std::string folder, file;
  Key key;
  Certificate certificate;
};

CertificateAuthority::CertificateAuthority(std::unique_ptr<Inner> inner)
    : inner_(std::move(inner)) {}
CertificateAuthority::~CertificateAuthority() = default;

const std::string& CertificateAuthority::file() const { return inner_->file; }

Result<std::unique_ptr<CertificateAuthority>> CertificateAuthority::make(const std::string& folder,
                                                                         int days) {
  ERR_clear_error();
  auto inner = std::make_unique<Inner>();
  inner->folder = folder;
  inner->file = folder + "/ca.pem";
  inner->key = make_key(KeyKind::Ec);
  if (inner->key) inner->certificate = make_ca(inner->key.get(), days);
  if (!inner->certificate) return fail("certificate authority");
  if (Result<void> written = write_certificate(inner->file, inner->certificate.get()); !written) {
    return std::unexpected(written.error());
  }
  return std::make_unique<CertificateAuthority>(std::move(inner));
}

Result<CertificateFiles> CertificateAuthority::issue(const CertificateRequest& request) const {
  ERR_clear_error();
  Key key = make_key(request.kind);
  Certificate certificate;
  if (key)
    certificate = make_leaf(key.get(), inner_->certificate.get(), inner_->key.get(), request);
  if (!certificate) return fail("certificate " + request.file);
  std::string stem = inner_->folder + "/" + request.file;
  CertificateFiles files = {stem + ".pem", stem + ".key"};
  if (Result<void> written = write_certificate(files.certificate, certificate.get()); !written) {
    return std::unexpected(written.error());
  }
  if (Result<void> written = write_key(files.key, key.get()); !written)
    return std::unexpected(written.error());
  return files;
}

}  // namespace wireassay::net
