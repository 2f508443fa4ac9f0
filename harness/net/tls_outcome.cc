// What a TLS session has to tell of itself, once it stands or has failed.
#include <openssl/x509v3.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "net/tls_alert.h"
#include "net/tls_session.h"

namespace wireassay::net {
namespace {

std::string dns_name(X509* certificate) {
  std::string found;
  auto* names = static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; i < sk_GENERAL_NAME_num(names) && found.empty(); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
    if (name->type != GEN_DNS) continue;
    const unsigned char* octets = ASN1_STRING_get0_data(name->d.dNSName);
    found.assign(octets, octets + ASN1_STRING_length(name->d.dNSName));
  }
  GENERAL_NAMES_free(names);
  if (!found.empty()) return found;
  X509_NAME* subject = X509_get_subject_name(certificate);
  int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (at < 0) return {};
  const ASN1_STRING* common = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
  const unsigned char* octets = ASN1_STRING_get0_data(common);
  return {octets, octets + ASN1_STRING_length(common)};
}

std::string version_text(int number) {
  switch (number) {
    case TLS1_VERSION: return "1.0";
    case TLS1_1_VERSION: return "1.1";
    case TLS1_2_VERSION: return "1.2";
    case TLS1_3_VERSION: return "1.3";
    default: return std::to_string(number);
  }
}

struct GroupRow {
  int number;  // OpenSSL's
  std::string_view name;
};
constexpr GroupRow kGroups[] = {
    {NID_X25519, "x25519"},
    {NID_X448, "x448"},
    {NID_X9_62_prime256v1, "secp256r1"},
    {NID_secp384r1, "secp384r1"},
    {NID_secp521r1, "secp521r1"},
    {NID_ffdhe2048, "ffdhe2048"},
    {NID_ffdhe3072, "ffdhe3072"},
    {NID_ffdhe4096, "ffdhe4096"},
    {NID_ffdhe6144, "ffdhe6144"},
    {NID_ffdhe8192, "ffdhe8192"},
    {NID_brainpoolP256r1, "brainpoolP256r1"},
    {NID_brainpoolP384r1, "brainpoolP384r1"},
    {NID_brainpoolP512r1, "brainpoolP512r1"},
};

std::string group_text(SSL* ssl) {
  const auto number = static_cast<int>(SSL_get_negotiated_group(ssl));
  for (const GroupRow& row : kGroups) {
    if (row.number == number) return std::string(row.name);
  }
  return {};
}

std::string to_der(X509* certificate) {
  std::string der(static_cast<std::size_t>(std::max(i2d_X509(certificate, nullptr), 0)), '\0');
  auto* end = reinterpret_cast<unsigned char*>(der.data());
  i2d_X509(certificate, &end);
  return der;
}

std::vector<std::string> chain_of(const SSL* ssl) {
  std::vector<std::string> chain;
  // A server's chain does not have the client's own certificate.
  X509* own = SSL_is_server(ssl) == 1 ? SSL_get0_peer_certificate(ssl) : nullptr;
  if (own != nullptr) chain.push_back(to_der(own));
  STACK_OF(X509)* sent = SSL_get_peer_cert_chain(ssl);
  for (int i = 0; i < sk_X509_num(sent); ++i) chain.push_back(to_der(sk_X509_value(sent, i)));
  return chain;
}

}  // namespace

void TlsSession::describe(TlsOutcome& outcome) const {
  const SSL* ssl = ssl_.get();
  outcome.version = version_text(SSL_version(ssl));
  if (const SSL_CIPHER* cipher = SSL_get_current_cipher(ssl)) {
    const char* name = SSL_CIPHER_standard_name(cipher);
    outcome.cipher = name == nullptr ? SSL_CIPHER_get_name(cipher) : name;
  }
  const unsigned char* alpn = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl, &alpn, &size);
  outcome.alpn.assign(alpn, alpn + size);
  if (X509* peer = SSL_get0_peer_certificate(ssl)) outcome.peer_name = dns_name(peer);
  const char* asked = server_ ? SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name) : nullptr;
  if (asked != nullptr) outcome.sni = asked;
  outcome.resumed = SSL_session_reused(ssl) == 1;
  outcome.group = group_text(ssl_.get());
  outcome.chain = chain_of(ssl);
  if (!server_) outcome.verified = X509_verify_cert_error_string(SSL_get_verify_result(ssl));
}

void TlsSession::describe_failure(TlsOutcome& outcome) const {
  outcome.alert = alert();
  outcome.sent_alert = sent_alert();
  if (received_) {
    outcome.text = "alert " + outcome.alert + " received";
  } else if (sent_) {
    outcome.text = "alert " + outcome.alert + " sent: " + failure_;
  } else {
    outcome.text = failure_;
  }
}

std::string TlsSession::alert() const {
  if (received_) return tls_alert_name(*received_);
  return sent_ ? tls_alert_name(*sent_) : std::string();
}

std::string TlsSession::warning() const {
  return warned_ ? tls_alert_name(*warned_) : std::string();
}

}  // namespace wireassay::net
