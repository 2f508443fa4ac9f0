// The server's side of SASL exchanges (RFC 4422), by libgsasl; the protocols differ only in how
// they carry it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/accounts.h"

namespace wireassay::reference {

enum class SaslStatus {
  Challenge,  ///< `data` goes to the client, its response to the next step
  Success,    ///< `user` has authenticated
  Failure,    ///< wrong credentials, or not allowed to act as the one asked for
  Malformed,  ///< the response has not the form that the mechanism demands
  NotFirst,   ///< an initial response, but in this mechanism the server begins
};

struct SaslStep {
  SaslStatus status = SaslStatus::Failure;
  std::string data;
  std::string user;  ///< Account::name
};

/// What only mutants overlook.
struct SaslNegligence {
  bool password = false;  ///< PLAIN and LOGIN: any password is right
  bool identity = false;  ///< anybody may act as anybody
};

class SaslServer;

/// One exchange. Data that comes along with success is sent as a last challenge, to be answered by
/// an empty response, because SMTP and POP3 have no other place for it (RFC 4954 4, RFC 5034 4).
class SaslExchange {
 public:
  ~SaslExchange();
  SaslExchange(const SaslExchange&) = delete;
  SaslExchange& operator=(const SaslExchange&) = delete;
  /// `response` is the decoded response; nullopt: none yet (the command had no initial response).
  SaslStep step(std::optional<std::string_view> response);

  struct Inner;
  explicit SaslExchange(std::unique_ptr<Inner> inner);

 private:
  std::unique_ptr<Inner> inner_;
};

/// Mechanisms and users of one server. For one thread; outlives its exchanges.
class SaslServer {
 public:
  explicit SaslServer(const Accounts& accounts);
  ~SaslServer();
  SaslServer(const SaslServer&) = delete;
  SaslServer& operator=(const SaslServer&) = delete;

  /// What the library here can do of PLAIN, LOGIN, CRAM-MD5 and SCRAM-SHA-256, in this order.
  const std::vector<std::string>& mechanisms() const;
  /// nullptr where the mechanism is unknown.
  std::unique_ptr<SaslExchange> start(std::string_view mechanism,
                                      const SaslNegligence& negligence = {}) const;

  struct Inner;

 private:
  std::unique_ptr<Inner> inner_;
};

/// SASLprep (RFC 4013) of a query string; nullopt where it prohibits or the text is no UTF-8.
std::optional<std::string> saslprep(std::string_view text);

/// RFC 4648 section 4, canonical form only: no line ends, right padding, no stray bits.
std::optional<std::string> base64_decode(std::string_view text);
std::string base64_encode(std::string_view octets);

}  // namespace wireassay::reference
