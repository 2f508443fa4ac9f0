#include "net/tls_tickets.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "net/tls_session.h"

namespace wireassay::net {
namespace {

using Number = std::array<unsigned char, sizeof(std::uint64_t)>;

/// The session's context is a hash of the extension: OpenSSL resumes within one context only.
int on_client_hello(SSL* ssl, int*, void*) {
  const unsigned char* name = nullptr;
  std::size_t size = 0;
  if (SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_server_name, &name, &size) != 1) size = 0;
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  SHA256(name, size, hash.data());
  SSL_set_session_id_context(ssl, hash.data(), static_cast<unsigned>(hash.size()));
  return SSL_CLIENT_HELLO_SUCCESS;
}

int on_ticket_made(SSL* ssl, void*) {
  Number number{};
  const std::uint64_t session = TlsSession::of(ssl).number();
  std::memcpy(number.data(), &session, sizeof session);
  return SSL_SESSION_set1_ticket_appdata(SSL_get_session(ssl), number.data(), number.size());
}

SSL_TICKET_RETURN on_ticket_opened(SSL* ssl, SSL_SESSION* opened, const unsigned char*, std::size_t,
                                   SSL_TICKET_STATUS status, void*) {
  if (status == SSL_TICKET_EMPTY || status == SSL_TICKET_NO_DECRYPT)
    return SSL_TICKET_RETURN_IGNORE_RENEW;
  if (status != SSL_TICKET_SUCCESS && status != SSL_TICKET_SUCCESS_RENEW)
    return SSL_TICKET_RETURN_ABORT;
  void* data = nullptr;
  std::size_t size = 0;
  std::uint64_t session = 0;
  SSL_SESSION_get0_ticket_appdata(opened, &data, &size);
  if (size == sizeof session) std::memcpy(&session, data, size);
  if (!TlsSession::of(ssl).goes_on_with(session)) return SSL_TICKET_RETURN_IGNORE_RENEW;
  return status == SSL_TICKET_SUCCESS ? SSL_TICKET_RETURN_USE : SSL_TICKET_RETURN_USE_RENEW;
}

std::string id_of(const SSL_SESSION* session) {
  unsigned size = 0;
  const unsigned char* id = SSL_SESSION_get_id(session, &size);
  return {id, id + size};
}

int on_session_made(SSL* ssl, SSL_SESSION* session) {
  TlsSession::of(ssl).tickets().keep(session);
  return 0;  // it is OpenSSL's still
}

SSL_SESSION* on_session_asked(SSL* ssl, const unsigned char* id, int size, int* shared) {
  *shared = 0;
  return TlsSession::of(ssl).tickets().kept(std::string(id, id + size));
}

}  // namespace

void TlsTickets::keep(const SSL_SESSION* session) {
  const std::scoped_lock lock(mutex_);
  if (kept_.size() > kMost) kept_.clear();
  kept_[id_of(session)].reset(SSL_SESSION_dup(session));
}

SSL_SESSION* TlsTickets::kept(const std::string& id) const {
  const std::scoped_lock lock(mutex_);
  const auto found = kept_.find(id);
  return found == kept_.end() ? nullptr : SSL_SESSION_dup(found->second.get());
}

void TlsTickets::forget(std::uint64_t session) {
  const std::scoped_lock lock(mutex_);
  forgotten_.push_back(session);
  if (forgotten_.size() > kMost) forgotten_.pop_front();
}

bool TlsTickets::forgotten(std::uint64_t session) const {
  const std::scoped_lock lock(mutex_);
  return std::ranges::find(forgotten_, session) != forgotten_.end();
}

void bind_sessions_to_names(SSL_CTX* context) {
  SSL_CTX_set_client_hello_cb(context, on_client_hello, nullptr);
}

void number_tickets(SSL_CTX* context) {
  SSL_CTX_set_session_ticket_cb(context, on_ticket_made, on_ticket_opened, nullptr);
}

void keep_sessions(SSL_CTX* context) {
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_SERVER | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(context, on_session_made);
  SSL_CTX_sess_set_get_cb(context, on_session_asked);
}

}  // namespace wireassay::net
