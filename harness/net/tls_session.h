// TLS without I/O: ciphertext in, ciphertext out, over memory BIOs. Internal to net/.
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "net/connection.h"
#include "net/tls_tickets.h"

namespace wireassay::net {

/// Frees what OpenSSL made.
template <auto Function>
struct Free {
  template <class T>
  void operator()(T* object) const {
    Function(object);
  }
};

struct TlsContext::Inner {
  std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>> context;
  TlsOptions options;
  std::string alpn;            // of a server: the names it knows, in the wire's form
  mutable TlsTickets tickets;  // of a server
};

struct TlsResumption {
  std::unique_ptr<SSL_SESSION, Free<SSL_SESSION_free>> session;
};

/// Length-prefixed names (RFC 7301 section 3.1).
std::expected<std::string, std::string> alpn_wire(const std::vector<std::string>& names);
/// The number that OpenSSL and the wire know a version by; 0 for "".
std::expected<int, std::string> tls_version_number(std::string_view version);
/// What OpenSSL has to say about its last failure; empties its queue of errors.
std::string openssl_error();

class TlsSession {
 public:
  enum class Step { Done, More, Failed };
  enum class ReadState { Data, More, Closed, Failed };

  static std::expected<std::unique_ptr<TlsSession>, std::string> client(const TlsContext& context,
                                                                        const TlsOptions& options);
  static std::expected<std::unique_ptr<TlsSession>, std::string> server(const TlsContext& context);
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  void feed(std::string_view ciphertext);
  /// Appends the ciphertext that is ready to go out.
  void drain(std::string& into);
  /// Takes back what was fed and not consumed.
  std::string unread();

  Step handshake();
  /// Appends up to `limit` octets of plaintext. More: nothing was there.
  ReadState read(std::string& into, std::size_t limit);
  bool write(std::string_view octets);
  /// Sends the alert once; false where TLS is not up.
  bool close_notify();
  /// Both ask; the answers come with what is read.
  bool key_update();
  bool renegotiate();
  bool server() const { return server_; }
  std::shared_ptr<TlsResumption> resumption() const;

  /// After the handshake: what was agreed on.
  void describe(TlsOutcome& outcome) const;
  /// After a failure: alert and text. A received alert goes before one that we sent.
  void describe_failure(TlsOutcome& outcome) const;
  /// RFC name of the alert that ended the session, if one did.
  std::string alert() const;
  /// RFC name of the last alert that was only a warning.
  std::string warning() const;
  bool sent_alert() const { return !received_ && sent_; }
  const std::string& failure() const { return failure_; }

  static TlsSession& of(const SSL* ssl) {
    return *static_cast<TlsSession*>(SSL_get_ex_data(ssl, 0));
  }
  TlsTickets& tickets() const { return *tickets_; }
  /// Server: what a ticket calls this session.
  std::uint64_t number() const { return number_; }
  /// Server: false if that session must not be resumed.
  bool goes_on_with(std::uint64_t session);

  /// To be set in each context.
  static void log_keys(SSL_CTX* context) { SSL_CTX_set_keylog_callback(context, on_keylog); }

 private:
  TlsSession() = default;
  std::expected<void, std::string> configure(const TlsOptions& options);
  std::expected<void, std::string> attach(const TlsContext& context);
  /// What one connection alone wants of its client.
  std::expected<void, std::string> configure_client(const TlsOptions& options);
  static void on_info(const SSL* ssl, int where, int value);
  static void on_keylog(const SSL* ssl, const char* line);

  std::unique_ptr<SSL, Free<SSL_free>> ssl_;
  BIO* in_ = nullptr;   // owned by ssl_
  BIO* out_ = nullptr;  // owned by ssl_
  bool server_ = false;
  TlsTickets* tickets_ = nullptr;  // of a server; its connection keeps the context
  std::uint64_t number_ = 0;
  std::optional<std::uint8_t> received_, sent_, warned_;
  std::function<void(std::string_view)> keylog_;
  std::string failure_;
};

}  // namespace wireassay::net
