// Real TLS connections for tests: OpenSSL on both sides, over memory, with what went by and the
// keys.
#pragma once

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "trace/conversation.h"

namespace wireassay::trace {

struct FreeOpenSsl {
  void operator()(SSL_CTX* one) const { SSL_CTX_free(one); }
  void operator()(SSL* one) const { SSL_free(one); }
  void operator()(X509* one) const { X509_free(one); }
  void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }
  void operator()(SSL_SESSION* one) const { SSL_SESSION_free(one); }
};
template <class T>
using OwnedSsl = std::unique_ptr<T, FreeOpenSsl>;

/// What was written at once.
struct Flight {
  Direction from = Direction::FromClient;
  std::string octets;
};

/// A step of what is said under keys.
struct Say {
  enum class What { Octets, KeyUpdate, Renegotiate, CloseNotify };
  Direction from = Direction::FromClient;
  std::string octets;
  What what = What::Octets;
};

struct TrafficOptions {
  int version = TLS1_3_VERSION;
  std::string suites;       ///< of TLS 1.3
  std::string ciphers;      ///< of TLS 1.2, by OpenSSL's names
  std::string groups;       ///< of the server: another one than x25519 is a HelloRetryRequest
  std::size_t padding = 0;  ///< TLS 1.3: records are filled up to a multiple of it
  bool ask = false;         ///< the client shows a certificate
  bool resume = false;      ///< the connection is the second one of two
};

class TlsTraffic {
 public:
  TlsTraffic(const TrafficOptions& options, const std::vector<Say>& dialogue) : options_(options) {
    certificate_ = self_signed();
    contexts();
    OwnedSsl<SSL_SESSION> session;
    if (options.resume) {
      connect(nullptr);
      say({{Direction::FromServer, "x"}, {Direction::FromClient, "y"}});
      session.reset(SSL_get1_session(client_.get()));
      SSL_shutdown(client_.get());  // a session that ends otherwise is not resumed
      SSL_shutdown(server_.get());
    }
    flights_.clear();
    key_log_.clear();
    connect(session.get());
    established_ = SSL_is_init_finished(client_.get()) == 1;
    resumed_ = SSL_session_reused(client_.get()) == 1;
    say(dialogue);
  }

  const std::vector<Flight>& flights() const { return flights_; }
  const std::string& key_log() const { return key_log_; }
  bool established() const { return established_; }
  bool resumed() const { return resumed_; }
  std::string suite() const {
    return SSL_CIPHER_standard_name(SSL_get_current_cipher(client_.get()));
  }

 private:
  static void on_key(const SSL* ssl, const char* line) {
    static_cast<TlsTraffic*>(SSL_get_app_data(ssl))->key_log_.append(line) += "\n";
  }
  /// Made once: it takes longer than all else.
  static EVP_PKEY* key() {
    static const OwnedSsl<EVP_PKEY> kKey(EVP_RSA_gen(2048));
    return kKey.get();
  }
  static int accept_any(int, X509_STORE_CTX*) { return 1; }

  static OwnedSsl<X509> self_signed() {
    OwnedSsl<X509> certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key());
    X509_NAME* name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("mx.example.org"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_sign(certificate.get(), key(), EVP_sha256());
    return certificate;
  }

  void contexts() {
    client_context_.reset(SSL_CTX_new(TLS_client_method()));
    server_context_.reset(SSL_CTX_new(TLS_server_method()));
    for (SSL_CTX* context : {client_context_.get(), server_context_.get()}) {
      SSL_CTX_set_min_proto_version(context, options_.version);
      SSL_CTX_set_max_proto_version(context, options_.version);
      SSL_CTX_set_security_level(context, 0);
      if (!options_.suites.empty()) SSL_CTX_set_ciphersuites(context, options_.suites.c_str());
      if (!options_.ciphers.empty()) SSL_CTX_set_cipher_list(context, options_.ciphers.c_str());
      if (options_.padding != 0) SSL_CTX_set_block_padding(context, options_.padding);
      SSL_CTX_use_certificate(context, certificate_.get());
      SSL_CTX_use_PrivateKey(context, key());
    }
    if (!options_.groups.empty())
      SSL_CTX_set1_groups_list(server_context_.get(), options_.groups.c_str());
    SSL_CTX_set_dh_auto(server_context_.get(), 1);
    SSL_CTX_set_options(server_context_.get(), SSL_OP_ALLOW_CLIENT_RENEGOTIATION);
    SSL_CTX_set_session_id_context(server_context_.get(),
                                   reinterpret_cast<const unsigned char*>("t"), 1);
    if (options_.ask) SSL_CTX_set_verify(server_context_.get(), SSL_VERIFY_PEER, accept_any);
    SSL_CTX_set_keylog_callback(client_context_.get(), on_key);
  }

  void connect(SSL_SESSION* session) {
    client_.reset(SSL_new(client_context_.get()));
    server_.reset(SSL_new(server_context_.get()));
    for (SSL* side : {client_.get(), server_.get()})
      SSL_set_bio(side, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    std::string name = "mx.example.org";  // the macro for this has a cast of the old style
    SSL_ctrl(client_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
    SSL_set_app_data(client_.get(), this);
    if (session != nullptr) SSL_set_session(client_.get(), session);
    SSL_set_connect_state(client_.get());
    SSL_set_accept_state(server_.get());
    settle();
  }

  SSL* side(Direction of) { return of == Direction::FromClient ? client_.get() : server_.get(); }

  /// Moves what one side wrote to the other; true if there was anything.
  bool move(Direction from) {
    const Direction to =
        from == Direction::FromClient ? Direction::FromServer : Direction::FromClient;
    std::string octets(BIO_ctrl_pending(SSL_get_wbio(side(from))), '\0');
    if (octets.empty()) return false;
    BIO_read(SSL_get_wbio(side(from)), octets.data(), static_cast<int>(octets.size()));
    BIO_write(SSL_get_rbio(side(to)), octets.data(), static_cast<int>(octets.size()));
    flights_.push_back({from, octets});
    return true;
  }

  void settle() {
    std::string into(1 << 16, '\0');
    for (bool moved = true; moved;) {
      moved = false;
      for (const Direction from : {Direction::FromClient, Direction::FromServer}) {
        SSL_do_handshake(side(from));
        while (SSL_read(side(from), into.data(), static_cast<int>(into.size())) > 0) continue;
        moved = move(from) || moved;
      }
    }
  }

  void say(const std::vector<Say>& dialogue) {
    for (const Say& step : dialogue) {
      SSL* ssl = side(step.from);
      switch (step.what) {
        case Say::What::Octets:
          SSL_write(ssl, step.octets.data(), static_cast<int>(step.octets.size()));
          break;
        case Say::What::KeyUpdate: SSL_key_update(ssl, SSL_KEY_UPDATE_REQUESTED); break;
        case Say::What::Renegotiate: SSL_renegotiate(ssl); break;
        case Say::What::CloseNotify: SSL_shutdown(ssl); break;
      }
      settle();
    }
  }

  TrafficOptions options_;
  OwnedSsl<X509> certificate_;
  OwnedSsl<SSL_CTX> client_context_, server_context_;
  OwnedSsl<SSL> client_, server_;
  std::vector<Flight> flights_;
  std::string key_log_;
  bool established_ = false, resumed_ = false;
};

/// A dialogue of mail that any test can use inside.
inline std::vector<Say> smtp_dialogue() {
  const auto client = Direction::FromClient, server = Direction::FromServer;
  return {{server, "220 mx.example.org ESMTP\r\n"},
          {client, "EHLO client.example.org\r\n"},
          {server, "250-mx.example.org\r\n250-SIZE 1000000\r\n250 PIPELINING\r\n"},
          {client, "MAIL FROM:<a@example.org>\r\n"},
          {server, "250 2.1.0 Ok\r\n"},
          {client, "QUIT\r\n"},
          {server, "221 2.0.0 Bye\r\n"},
          {server, "", Say::What::CloseNotify}};
}

}  // namespace wireassay::trace
