#include "net/tls_session.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <climits>

namespace wireassay::net {
namespace {

constexpr std::size_t kPiece = 16UL * 1024;  // RFC 8446 section 5.1: plaintext of one record
constexpr int kAlertLevelShift = 8;          // SSL_CTX_set_info_callback(3): level, description
constexpr int kNumberMask = 0xff;

// Alerts that do not end anything: RFC 8446 section 6.1, RFC 5246 section 7.2.2.
constexpr std::uint8_t kCloseNotify = 0, kUserCanceled = 90, kNoRenegotiation = 100;
constexpr int kWarning = 1;

void take(BIO* bio, std::string& into) {
  std::size_t before = into.size();
  std::size_t size = BIO_ctrl_pending(bio);
  if (size == 0) return;
  into.resize(before + size);
  int got = BIO_read(bio, into.data() + before, static_cast<int>(size));
  into.resize(before + static_cast<std::size_t>(std::max(got, 0)));
}

std::expected<void, std::string> set_versions(SSL* ssl, const TlsOptions& options) {
  std::expected<int, std::string> min = tls_version_number(options.min);
  std::expected<int, std::string> max = tls_version_number(options.max);
  if (!min) return std::unexpected(min.error());
  if (!max) return std::unexpected(max.error());
  int lowest = *min == 0 && *max != 0 && *max < TLS1_2_VERSION ? *max : *min;
  if (lowest != 0 && *max != 0 && lowest > *max) {
    return std::unexpected("TLS versions: min " + options.min + " is above max " + options.max);
  }
  if (lowest != 0 && lowest < TLS1_2_VERSION) {
    SSL_set_security_level(ssl, 0);  // SHA-1 signatures, which 1.0 and 1.1 cannot do without
    SSL_set_options(ssl, SSL_OP_LEGACY_SERVER_CONNECT);
  }
  SSL_set_min_proto_version(ssl, lowest);
  SSL_set_max_proto_version(ssl, *max);
  return {};
}

std::expected<void, std::string> set_verification(SSL* ssl, const TlsOptions& options) {
  if (!options.verify) return {};
  SSL_set_verify(ssl, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  if (options.verify_name.empty()) return {};
  X509_VERIFY_PARAM* wanted = SSL_get0_param(ssl);
  X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (X509_VERIFY_PARAM_set1_ip_asc(wanted, options.verify_name.c_str()) == 1) return {};
  ERR_clear_error();
  if (X509_VERIFY_PARAM_set1_host(wanted, options.verify_name.data(), options.verify_name.size()) ==
      1)
    return {};
  return std::unexpected("not a name to verify: " + options.verify_name);
}

}  // namespace

std::expected<int, std::string> tls_version_number(std::string_view version) {
  if (version.empty()) return 0;
  if (version == "1.0") return TLS1_VERSION;
  if (version == "1.1") return TLS1_1_VERSION;
  if (version == "1.2") return TLS1_2_VERSION;
  if (version == "1.3") return TLS1_3_VERSION;
  return std::unexpected("unknown TLS version \"" + std::string(version) + "\"");
}

std::expected<std::string, std::string> alpn_wire(const std::vector<std::string>& names) {
  std::string wire;
  for (const std::string& name : names) {
    if (name.empty() || name.size() > UCHAR_MAX)
      return std::unexpected("ALPN: not a protocol name: " + name);
    wire += static_cast<char>(name.size());
    wire += name;
  }
  return wire;
}

std::string openssl_error() {
  unsigned long code = ERR_get_error();  // the first is the cause, the others are its consequences
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "unknown error" : reason;
}

std::expected<std::unique_ptr<TlsSession>, std::string> TlsSession::client(
    const TlsContext& context, const TlsOptions& options) {
  std::unique_ptr<TlsSession> session(new TlsSession);
  if (std::expected<void, std::string> made = session->attach(context); !made)
    return std::unexpected(made.error());
  SSL_set_connect_state(session->ssl_.get());
  if (std::expected<void, std::string> set = session->configure(options); !set)
    return std::unexpected(set.error());
  return session;
}

std::expected<std::unique_ptr<TlsSession>, std::string> TlsSession::server(
    const TlsContext& context) {
  std::unique_ptr<TlsSession> session(new TlsSession);
  session->server_ = true;
  if (std::expected<void, std::string> made = session->attach(context); !made)
    return std::unexpected(made.error());
  SSL_set_accept_state(session->ssl_.get());
  session->tickets_ = &context.inner().tickets;
  session->number_ = session->tickets_->next();
  if (std::expected<void, std::string> set = session->configure(context.inner().options); !set) {
    return std::unexpected(set.error());
  }
  return session;
}

std::expected<void, std::string> TlsSession::attach(const TlsContext& context) {
  ERR_clear_error();
  ssl_.reset(SSL_new(context.inner().context.get()));
  in_ = BIO_new(BIO_s_mem());
  out_ = BIO_new(BIO_s_mem());
  if (!ssl_ || in_ == nullptr || out_ == nullptr) {
    BIO_free(in_);
    BIO_free(out_);
    return std::unexpected("TLS: " + openssl_error());
  }
  SSL_set_bio(ssl_.get(), in_, out_);
  SSL_set_ex_data(ssl_.get(), 0, this);
  SSL_set_info_callback(ssl_.get(), on_info);
  return {};
}

std::expected<void, std::string> TlsSession::configure(const TlsOptions& options) {
  SSL* ssl = ssl_.get();
  if (std::expected<void, std::string> set = set_versions(ssl, options); !set) return set;
  if (!options.ciphers.empty() && SSL_set_cipher_list(ssl, options.ciphers.c_str()) != 1) {
    return std::unexpected("ciphers \"" + options.ciphers + "\": " + openssl_error());
  }
  if (!options.groups.empty() && SSL_set1_groups_list(ssl, options.groups.c_str()) != 1) {
    return std::unexpected("groups \"" + options.groups + "\": " + openssl_error());
  }
  if (!options.extended_master_secret) SSL_set_options(ssl, SSL_OP_NO_EXTENDED_MASTER_SECRET);
  keylog_ = options.keylog;
  if (std::expected<void, std::string> set = set_verification(ssl, options); !set) return set;
  return server_ ? std::expected<void, std::string>() : configure_client(options);
}

std::expected<void, std::string> TlsSession::configure_client(const TlsOptions& options) {
  SSL* ssl = ssl_.get();
  std::string name = options.sni;  // SSL_set_tlsext_host_name without its cast
  if (!name.empty() &&
      SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) != 1) {
    return std::unexpected("server name \"" + options.sni + "\": " + openssl_error());
  }
  std::expected<std::string, std::string> alpn = alpn_wire(options.alpn);
  if (!alpn) return std::unexpected(alpn.error());
  if (!alpn->empty()) {
    SSL_set_alpn_protos(ssl, reinterpret_cast<const unsigned char*>(alpn->data()),
                        static_cast<unsigned>(alpn->size()));
  }
  if (options.resume && SSL_set_session(ssl, options.resume->session.get()) != 1)
    return std::unexpected("resumption: " + openssl_error());
  return {};
}

void TlsSession::on_info(const SSL* ssl, int where, int value) {
  if ((where & SSL_CB_ALERT) == 0) return;
  TlsSession* self = &of(ssl);
  auto number = static_cast<std::uint8_t>(value & kNumberMask);
  bool received = (where & SSL_CB_READ) != 0;
  const bool warning = (value >> kAlertLevelShift) == kWarning;
  if (received && warning && number != kCloseNotify) self->warned_ = number;
  bool harmless = warning && number != kCloseNotify;
  if (harmless || number == kUserCanceled || number == kNoRenegotiation) return;
  if (!received && number == kCloseNotify) return;
  std::optional<std::uint8_t>& slot = received ? self->received_ : self->sent_;
  if (!slot) slot = number;
  if (self->tickets_ != nullptr && number != kCloseNotify) self->tickets_->forget(self->number_);
}

bool TlsSession::goes_on_with(std::uint64_t session) {
  if (tickets_->forgotten(session)) return false;
  number_ = session;
  return true;
}

void TlsSession::on_keylog(const SSL* ssl, const char* line) {
  if (const TlsSession& self = of(ssl); self.keylog_) self.keylog_(line);
}

void TlsSession::feed(std::string_view ciphertext) {
  BIO_write(in_, ciphertext.data(),
            static_cast<int>(std::min<std::size_t>(ciphertext.size(), INT_MAX)));
}

void TlsSession::drain(std::string& into) { take(out_, into); }

std::string TlsSession::unread() {
  std::string left;
  take(in_, left);
  return left;
}

TlsSession::Step TlsSession::handshake() {
  ERR_clear_error();
  int done = SSL_do_handshake(ssl_.get());
  if (done == 1) return Step::Done;
  int why = SSL_get_error(ssl_.get(), done);
  if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) return Step::More;
  failure_ = openssl_error();
  long verified = SSL_get_verify_result(ssl_.get());
  if (verified != X509_V_OK)
    failure_ += std::string(": ") + X509_verify_cert_error_string(verified);
  return Step::Failed;
}

TlsSession::ReadState TlsSession::read(std::string& into, std::size_t limit) {
  char piece[kPiece];
  std::size_t got = 0;
  ERR_clear_error();
  while (got < limit) {
    std::size_t size = 0;
    int good = SSL_read_ex(ssl_.get(), piece, std::min(sizeof piece, limit - got), &size);
    if (good == 1) {
      into.append(piece, size);
      got += size;
      continue;
    }
    int why = SSL_get_error(ssl_.get(), good);
    if (got > 0) break;  // a close or an error is still there next time
    if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) return ReadState::More;
    if (why == SSL_ERROR_ZERO_RETURN) return ReadState::Closed;
    failure_ = openssl_error();
    return ReadState::Failed;
  }
  return ReadState::Data;
}

bool TlsSession::write(std::string_view octets) {
  ERR_clear_error();
  std::size_t written = 0;
  if (octets.empty()) return true;  // SSL_write of nothing is undefined
  if (SSL_write_ex(ssl_.get(), octets.data(), octets.size(), &written) == 1)
    return written == octets.size();
  failure_ = openssl_error();
  return false;
}

bool TlsSession::close_notify() {
  if (SSL_is_init_finished(ssl_.get()) != 1) return false;
  ERR_clear_error();
  bool sent = SSL_shutdown(ssl_.get()) >= 0;
  if (!sent) failure_ = openssl_error();
  return sent;
}

bool TlsSession::key_update() {
  ERR_clear_error();
  // OpenSSL sends the message with the next step of its state machine.
  if (SSL_key_update(ssl_.get(), SSL_KEY_UPDATE_REQUESTED) == 1 && handshake() != Step::Failed)
    return true;
  if (failure_.empty()) failure_ = openssl_error();
  return false;
}

bool TlsSession::renegotiate() {
  ERR_clear_error();
  SSL_clear_options(ssl_.get(), SSL_OP_NO_RENEGOTIATION);
  if (SSL_renegotiate(ssl_.get()) == 1 && handshake() != Step::Failed) return true;
  if (failure_.empty()) failure_ = openssl_error();
  return false;
}

std::shared_ptr<TlsResumption> TlsSession::resumption() const {
  auto kept = std::make_shared<TlsResumption>();
  // A copy: OpenSSL marks the session itself when it ends by an alert.
  if (SSL_SESSION* session = SSL_get_session(ssl_.get()))
    kept->session.reset(SSL_SESSION_dup(session));
  const bool good = kept->session && SSL_SESSION_is_resumable(kept->session.get()) == 1;
  return good ? std::move(kept) : nullptr;
}

}  // namespace wireassay::net
