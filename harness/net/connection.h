// A client's or server's TCP connection with TLS that can begin at any octet. All waits have a
// deadline.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/loop.h"

namespace wireassay::net {

enum class Why { Refused, Unreachable, Timeout, Closed, Reset, Tls, Limit, Cancelled, Bad };

/// What went wrong, for people: "127.0.0.1:2525: connection refused".
struct Error {
  Why why = Why::Bad;
  std::string text;
};
template <class T>
using Result = std::expected<T, Error>;

class WireLog;

struct Endpoint {
  std::string host;  ///< name, IPv4 or IPv6 without brackets
  std::uint16_t port = 0;
  std::string source;                           ///< local address to bind, or empty
  std::shared_ptr<WireLog> wire_log = nullptr;  ///< is told of every octet of the connection
  std::string text() const;                     ///< "127.0.0.1:25", "[::1]:25"
};

/// How octets go out. Nagle is off; each piece is one write of its own (inside TLS: one record
/// each).
struct WriteShape {
  std::vector<std::uint64_t> cuts;  ///< offsets at which a new piece begins, ascending
  std::uint64_t every = 0;          ///< pieces of this many octets; 0: by cuts
  Millis pause{0};                  ///< between pieces
  bool plain = false;               ///< past the TLS layer
};

class RecordTap;
/// A session that can be offered again: Connection::resumption().
struct TlsResumption;

/// Versions are "1.0" … "1.3"; empty means OpenSSL's default. A `min` (or a lone `max`) below 1.2
/// also admits the algorithms of that time (security level 0).
struct TlsOptions {
  std::string min, max;
  std::string sni;  ///< sent in the hello; empty: none
  std::vector<std::string> alpn;
  std::string ciphers;  ///< OpenSSL's list for TLS <= 1.2, or empty
  bool verify = false;  ///< chain against `trust` and name against `verify_name`; a server demands
                        ///< a certificate
  std::string verify_name;       ///< DNS name or IP address; empty: only the chain
  std::string trust;             ///< PEM file; empty: the system's store
  std::string certificate, key;  ///< PEM files: client certificate, or the server's own
  std::string other_certificate,
      other_key;       ///< server: a second pair with a key of another kind (RSA beside EC)
  std::string groups;  ///< OpenSSL's list ("X25519:P-256"), or empty
  bool extended_master_secret = true;  ///< RFC 7627: offered, or agreed to
  /// Called with each line of an NSS key log, without its end, as the secrets come to be.
  std::function<void(std::string_view line)> keylog;
  std::shared_ptr<TlsResumption> resume;  ///< client: offered to the server
  std::shared_ptr<RecordTap> tap;         ///< client; of one connection alone
  /// Server: a session is resumed under another name than it began with (RFC 6066 section 3 forbids
  /// it), or after a fatal alert (RFC 5246 section 7.2.2 does).
  bool resumes_any_name = false, resumes_failed = false;
};

struct TlsOutcome {
  bool established = false;
  std::string version, cipher, alpn,
      peer_name;                 ///< "1.3"; RFC name of the suite; peer_name: first DNS name, or CN
  std::string sni;               ///< server: the name that was asked for
  std::string alert;             ///< RFC name of a received alert ("decode_error"), or empty
  bool sent_alert = false;       ///< we refused: `alert` is what we sent (verification, version)
  bool plaintext = false;        ///< the peer answered in clear; the connection goes on in clear
  std::string plaintext_octets;  ///< what it said, as far as it was there
  bool closed = false;           ///< the peer closed without an alert
  bool timed_out = false;
  std::string text;  ///< for people
  bool resumed = false;
  std::string group;  ///< IANA name ("x25519") where one was agreed on, and OpenSSL tells
  std::vector<std::string> chain;  ///< certificates that the peer sent, in DER and in its order
  std::string verified;  ///< client: "ok", or what is wrong with the chain, whether asked or not
};

enum class ReadEnd { Data, Closed, Reset, Timeout, TlsError };
struct ReadResult {
  ReadEnd end = ReadEnd::Data;
  std::string text;         ///< for people, where it is not Data: "closed", "reset by peer", alert
  std::string alert;        ///< RFC name of the alert that ended TLS, close_notify included
  bool sent_alert = false;  ///< that alert was ours
};

/// Contexts (keys, trust) are made once and shared by many connections. Thread-safe after making.
class TlsContext {
 public:
  /// A client's context holds trust and certificate; all else is told to start_tls for each
  /// connection.
  static Result<std::shared_ptr<TlsContext>> client(const TlsOptions& options);
  static Result<std::shared_ptr<TlsContext>> server(const TlsOptions& options);
  ~TlsContext();
  struct Inner;
  const Inner& inner() const { return *inner_; }

 private:
  explicit TlsContext(std::unique_ptr<Inner> inner);
  std::unique_ptr<Inner> inner_;
};

/// Belongs to one loop and is used on its thread only. A Connection that is destroyed while
/// coroutines await on it ends their waits: writes with Cancelled, reads with Closed and nothing
/// appended.
class Connection {
 public:
  /// Dials, all addresses of a name in turn, within the deadline.
  static Task<Result<std::unique_ptr<Connection>>> dial(Loop& loop, Endpoint to,
                                                        Clock::time_point deadline);
  ~Connection();

  /// Writes it all. A peer that has closed gives Closed or Reset; what it sent before can still be
  /// read. One writer at a time; one coroutine may read while another writes.
  Task<Result<void>> write(std::string_view octets, WriteShape shape, Clock::time_point deadline);
  /// Appends what is there (after decryption), at most kReadLimit octets; waits for the first.
  /// After a handshake that failed, TLS records are passed over and only what comes in clear is
  /// data.
  static constexpr std::size_t kReadLimit = 64UL * 1024;
  Task<ReadResult> read(std::string& into, Clock::time_point deadline);
  /// A read that waits ends with Timeout, as if its deadline had passed now; without one nothing
  /// happens. The connection is as good as before.
  void stop_reading();
  /// Handshake as client (accept_tls: as server). Octets that read() has already returned are the
  /// caller's matter: they are not part of the handshake, whether the caller consumed them or not.
  /// `options` count for this connection alone; of them trust, certificate and key are the
  /// context's and ignored here.
  Task<TlsOutcome> start_tls(std::shared_ptr<TlsContext> context, const TlsOptions& options,
                             Clock::time_point deadline);
  /// With a tap, octets that are no record are its matter, too.
  Task<TlsOutcome> accept_tls(std::shared_ptr<TlsContext> context, Clock::time_point deadline,
                              std::shared_ptr<RecordTap> tap = nullptr);
  bool tls() const;

  /// The session as it stands: in TLS 1.3 with the latest ticket that was read. nullptr where it
  /// cannot be resumed.
  std::shared_ptr<TlsResumption> resumption() const;
  /// TLS 1.3: new keys for what we send, and the peer is asked for new ones of its own.
  Task<Result<void>> key_update(Clock::time_point deadline);
  /// TLS <= 1.2: sends a ClientHello (a server: HelloRequest); the rest is done by the reads that
  /// follow. A refusal (no_renegotiation) is last_warning(), and OpenSSL ends the session for it.
  Task<Result<void>> renegotiate(Clock::time_point deadline);
  /// RFC name of the last alert of level warning that came in TLS, close_notify excluded; or empty.
  std::string last_warning() const;

  Task<Result<void>> close_notify(Clock::time_point deadline);
  void shut();   ///< FIN of our side
  void reset();  ///< RST
  void close();  ///< close_notify if TLS (best effort, not waiting), then close
  /// What still comes is passed over until the peer's FIN. Behind shut(): no reset takes away what
  /// was said last.
  Task<void> pass_over(Clock::time_point deadline);

  std::string peer() const;  ///< "127.0.0.1:2525"
  std::string local() const;

  struct Inner;
  explicit Connection(std::shared_ptr<Inner> inner);

 private:
  std::shared_ptr<Inner>
      inner_;  // also held by each operation that is under way: a Connection may die at any time
};

/// Listens on loopback or any address that is given; port 0 picks one.
class Listener {
 public:
  static Result<std::unique_ptr<Listener>> open(Loop& loop, const std::string& address,
                                                std::uint16_t port);
  ~Listener();
  std::uint16_t port() const;
  Task<Result<std::unique_ptr<Connection>>> accept();
  void close();  ///< pending accept ends with Cancelled

  struct Inner;
  explicit Listener(std::shared_ptr<Inner> inner);

 private:
  std::shared_ptr<Inner> inner_;
};

}  // namespace wireassay::net
