// Which sessions a server resumes: OpenSSL would resume all that it can open. Internal to net/.
#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace wireassay::net {

/// The sessions of one context, by numbers that go into their tickets. Thread-safe.
class TlsTickets {
 public:
  std::uint64_t next() { return ++last_; }
  void forget(std::uint64_t session);
  bool forgotten(std::uint64_t session) const;

  /// Of a server that keeps its sessions itself.
  void keep(const SSL_SESSION* session);
  SSL_SESSION* kept(const std::string& id) const;

 private:
  struct FreeSession {
    void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
  };
  static constexpr std::size_t kMost = 4096;  ///< older ones are resumed again
  std::atomic<std::uint64_t> last_ = 0;
  mutable std::mutex mutex_;
  std::deque<std::uint64_t> forgotten_;
  std::map<std::string, std::unique_ptr<SSL_SESSION, FreeSession>> kept_;
};

/// RFC 6066 section 3: "MUST NOT accept the request to resume the session if the server_name
/// extension contains a different name".
void bind_sessions_to_names(SSL_CTX* context);
/// RFC 5246 section 7.2.2: a session that ended by a fatal alert is not resumed.
void number_tickets(SSL_CTX* context);
/// The opposite, for mutants: without tickets, sessions are kept whatever became of them.
void keep_sessions(SSL_CTX* context);

}  // namespace wireassay::net
