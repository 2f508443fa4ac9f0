// What many TLS connections share: keys, trust, and a server's answers to extensions.
#include <openssl/err.h>

#include <utility>

#include "net/tls_session.h"

namespace wireassay::net {
namespace {

using Status = std::expected<void, std::string>;
using Ctx = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;

// A key that needs a passphrase is refused rather than asked about on the terminal.
int no_passphrase(char*, int, int, void*) { return 0; }

Status use_pair(SSL_CTX* context, const std::string& certificate, const std::string& key) {
  if (SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1) {
    return std::unexpected("certificate " + certificate + ": " + openssl_error());
  }
  const std::string& key_file = key.empty() ? certificate : key;
  if (SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context) != 1) {
    return std::unexpected("key " + key_file + ": " + openssl_error());
  }
  return {};
}

using Store = std::unique_ptr<X509_STORE, Free<X509_STORE_free>>;

/// The system's certificates, read once: they are some hundred, and most handshakes need none.
std::expected<X509_STORE*, std::string> system_trust() {
  static const std::expected<Store, std::string> kStore =
      []() -> std::expected<Store, std::string> {
    Store store(X509_STORE_new());
    if (store != nullptr && X509_STORE_set_default_paths(store.get()) == 1) return store;
    return std::unexpected("trust of the system: " + openssl_error());
  }();
  if (!kStore) return std::unexpected(kStore.error());
  return kStore->get();
}

Status use_trust(SSL_CTX* context, const TlsOptions& options) {
  if (!options.trust.empty()) {
    if (SSL_CTX_load_verify_file(context, options.trust.c_str()) == 1) return {};
    return std::unexpected("trust " + options.trust + ": " + openssl_error());
  }
  const auto trust = system_trust();
  if (!trust) return std::unexpected(trust.error());
  SSL_CTX_set1_cert_store(context, *trust);
  return {};
}

// RFC 6066 section 3: a server that used the name answers with an empty extension.
int on_server_name(SSL*, int*, void*) { return SSL_TLSEXT_ERR_OK; }

// RFC 7301 section 3.2: no protocol in common is a fatal no_application_protocol.
int on_alpn(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* offered,
            unsigned offered_size, void* argument) {
  const auto* inner = static_cast<const TlsContext::Inner*>(argument);
  unsigned char* chosen = nullptr;
  int found = SSL_select_next_proto(
      &chosen, size, reinterpret_cast<const unsigned char*>(inner->alpn.data()),
      static_cast<unsigned>(inner->alpn.size()), offered, offered_size);
  *out = chosen;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

Status set_up_server(TlsContext::Inner& inner) {
  SSL_CTX* context = inner.context.get();
  const TlsOptions& options = inner.options;
  if (options.certificate.empty()) return std::unexpected("a TLS server needs a certificate");
  if (!options.other_certificate.empty()) {
    Status used = use_pair(context, options.other_certificate, options.other_key);
    if (!used) return used;
  }
  if (options.verify && !options.trust.empty()) {
    SSL_CTX_set_client_CA_list(context, SSL_load_client_CA_file(options.trust.c_str()));
  }
  std::expected<std::string, std::string> alpn = alpn_wire(options.alpn);
  if (!alpn) return std::unexpected(alpn.error());
  inner.alpn = *std::move(alpn);
  if (!inner.alpn.empty()) SSL_CTX_set_alpn_select_cb(context, on_alpn, &inner);
  SSL_CTX_callback_ctrl(context, SSL_CTRL_SET_TLSEXT_SERVERNAME_CB,
                        reinterpret_cast<void (*)()>(on_server_name));
  if (!options.resumes_any_name) bind_sessions_to_names(context);
  options.resumes_failed ? keep_sessions(context) : number_tickets(context);
  static constexpr unsigned char kSessionId[] = "wireassay";
  SSL_CTX_set_session_id_context(context, kSessionId, sizeof kSessionId - 1);
  return {};
}

Status set_up(TlsContext::Inner& inner) {
  SSL_CTX* context = inner.context.get();
  if (context == nullptr) return std::unexpected("TLS: " + openssl_error());
  SSL_CTX_set_default_passwd_cb(context, no_passphrase);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  TlsSession::log_keys(context);
  Status trusted = use_trust(context, inner.options);
  if (!trusted || inner.options.certificate.empty()) return trusted;
  return use_pair(context, inner.options.certificate, inner.options.key);
}

std::unexpected<Error> bad(std::string text) {
  return std::unexpected(Error{Why::Bad, std::move(text)});
}

}  // namespace

TlsContext::TlsContext(std::unique_ptr<Inner> inner) : inner_(std::move(inner)) {}
TlsContext::~TlsContext() = default;

Result<std::shared_ptr<TlsContext>> TlsContext::client(const TlsOptions& options) {
  ERR_clear_error();
  auto inner = std::make_unique<Inner>();
  inner->context.reset(SSL_CTX_new(TLS_client_method()));
  inner->options = options;
  if (Status made = set_up(*inner); !made) return bad(made.error());
  return std::shared_ptr<TlsContext>(new TlsContext(std::move(inner)));
}

Result<std::shared_ptr<TlsContext>> TlsContext::server(const TlsOptions& options) {
  ERR_clear_error();
  auto inner = std::make_unique<Inner>();
  inner->context.reset(SSL_CTX_new(TLS_server_method()));
  inner->options = options;
  if (Status made = set_up(*inner); !made) return bad(made.error());
  if (Status made = set_up_server(*inner); !made) return bad(made.error());
  return std::shared_ptr<TlsContext>(new TlsContext(std::move(inner)));
}

}  // namespace wireassay::net
