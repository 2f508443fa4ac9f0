// The POP3 server's side of one connection, without I/O: RFC 1939 with CAPA and STLS.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "reference/accounts.h"
#include "reference/session.h"
#include "reference/store.h"
#include "wire/pop3/command.h"
#include "wire/pop3/reply.h"

namespace wireassay::reference {

struct Pop3Limits {
  std::size_t command = pop3::kMaxCommand;
  std::size_t errors = 100;  ///< negative responses before the connection is closed
};

/// What all sessions of a server share. For one thread; outlives its sessions.
struct Pop3Context {
  std::string host;
  const Accounts* accounts = nullptr;
  Store* store = nullptr;
  Pop3Limits limits;
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
  struct Entry {
    Message message;
    bool deleted = false;
  };
  static const std::vector<Row>& commands();

  bool step();
  void obey(const pop3::Command& command);
  void ok(std::string text, std::optional<std::string> body = std::nullopt);
  void error(std::string text);
  Entry* find(std::string_view number);
  void unlock();

  void user(const pop3::Command& command);
  void pass(const pop3::Command& command);
  void capa(const pop3::Command& command);
  void stls(const pop3::Command& command);
  void stat(const pop3::Command& command);
  void list(const pop3::Command& command);
  void uidl(const pop3::Command& command);
  void retr(const pop3::Command& command);
  void top(const pop3::Command& command);
  void dele(const pop3::Command& command);
  void rset(const pop3::Command& command);
  void noop(const pop3::Command& command);
  void quit(const pop3::Command& command);

  Pop3Context& context_;
  State state_ = State::Authorization;
  bool tls_;
  std::optional<std::string> named_;  // by USER, for the PASS that must follow at once
  const Account* account_ = nullptr;  // whose maildrop is open and locked
  std::vector<Entry> maildrop_;       // as it was when it was opened
  std::string input_;
  bool discarding_ = false;  // in a line that is too long
  std::size_t errors_ = 0;
  SessionOutput out_;
};

}  // namespace wireassay::reference
