// The POP3 server's side of one connection, without I/O: RFC 1939 with the extensions of RFC 2449,
// 2595, 3206, 5034 and 6856.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "reference/accounts.h"
#include "reference/pop3_faults.h"
#include "reference/pop3_maildrop.h"
#include "reference/sasl.h"
#include "reference/session.h"
#include "reference/store.h"
#include "wire/pop3/command.h"
#include "wire/pop3/reply.h"

namespace wireassay::reference {

struct Pop3Limits {
  std::size_t command = pop3::kMaxCommand;
  /// "independent of any line-length limitations" (RFC 5034 section 4); as RFC 4954 has it.
  std::size_t sasl_line = 12288 + 2;
  std::size_t errors = 100;  ///< negative responses before the connection is closed
};

/// What all sessions of a server share. For one thread; outlives its sessions.
struct Pop3Context {
  std::string host;
  const Accounts* accounts = nullptr;
  Store* store = nullptr;
  const SaslServer* sasl = nullptr;  ///< nullptr: no AUTH
  Pop3Faults faults;
  Pop3Limits limits;
  std::uint64_t seed = 0;                     ///< makes timestamps differ from an earlier server's
  std::uint64_t greetings = 0;                ///< so far
  std::set<std::string, std::less<>> locked;  ///< maildrops that a session has open
};

class Pop3Session : public Session {
 public:
  Pop3Session(Pop3Context& context, bool tls);
  ~Pop3Session() override;
  Pop3Session(const Pop3Session&) = delete;
  Pop3Session& operator=(const Pop3Session&) = delete;

  SessionOutput greet() override;
  SessionOutput feed(std::string_view octets) override;
  SessionOutput tls_started() override;
  std::string farewell(GivingUp why) override;

 private:
  enum class State { Authorization, Transaction };
  enum class Where { Authorization, Transaction, Anywhere };
  struct Row;
  static const std::vector<Row>& commands();

  // Input, order and responses: pop3_session.cc
  bool fault(Pop3Fault fault) const { return context_.faults.has(fault); }
  bool step();
  bool skip_rest();
  bool sasl_line(std::size_t end);
  void doctor(std::string& line) const;
  void run(std::string_view line);
  void obey(const pop3::Command& command);
  bool allowed(const Row& row, const pop3::Command& command);
  void say(pop3::Status status, std::string text, std::optional<std::string> body = std::nullopt);
  void ok(std::string text, std::optional<std::string> body = std::nullopt);
  void error(std::string text);
  void reorder();

  // AUTHORIZATION: pop3_login.cc
  void user(const pop3::Command& command);
  void pass(const pop3::Command& command);
  void apop(const pop3::Command& command);
  void auth(const pop3::Command& command);
  void sasl_step(std::optional<std::string_view> response);
  void end_of_sasl(const SaslStep& step);
  std::optional<std::string> decode(std::string_view base64) const;
  const Account* find_account(std::string_view name) const;
  void refuse_credentials(const Account* account);
  void open(const Account& account);
  void unlock();

  // What a server tells of itself, and TLS: pop3_extensions.cc
  void capa(const pop3::Command& command);
  std::string mechanisms() const;
  void stls(const pop3::Command& command);
  void utf8(const pop3::Command& command);
  void lang(const pop3::Command& command);

  // TRANSACTION: pop3_transaction.cc
  Maildrop::Entry* find(std::string_view number, Pop3Fault fault);
  bool is_stored(const Message& message) const;
  std::size_t scan_size(const Message& message) const;
  std::string unique_id(const Message& message) const;
  bool withhold(const Message& message);
  void stat(const pop3::Command& command);
  void list(const pop3::Command& command);
  void uidl(const pop3::Command& command);
  void retr(const pop3::Command& command);
  void top(const pop3::Command& command);
  void dele(const pop3::Command& command);
  void rset(const pop3::Command& command);
  void noop(const pop3::Command& command);
  void quit(const pop3::Command& command);
  void update();

  Pop3Context& context_;
  State state_ = State::Authorization;
  bool tls_;
  bool utf8_ = false;  // RFC 6856 section 2.1
  std::string timestamp_;
  std::optional<std::string> named_;    // by USER, for the PASS that must follow at once
  std::unique_ptr<SaslExchange> sasl_;  // an exchange is going on
  std::string mechanism_;               // its
  const Account* account_ = nullptr;    // whose maildrop is open
  std::string lock_;                    // the maildrop that this session has locked
  Maildrop maildrop_;                   // as it was when it was opened
  std::string input_;
  bool discarding_ = false;  // in a line that is too long
  bool was_reset_ = false;
  bool auth_failed_ = false;
  std::size_t errors_ = 0;
  std::vector<std::size_t> responses_;  // where each of this feed begins
  SessionOutput out_;
};

}  // namespace wireassay::reference
