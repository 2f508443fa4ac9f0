// What the client has sent, so that each response finds its command: whether a body follows is said
// by the command alone.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "wire/pop3/command.h"
#include "wire/pop3/reply.h"

namespace wireassay::pop3 {

class Tracker {
 public:
  void sent(std::string_view octets);
  /// The next octets sent answer this command, whatever they look like.
  void answers(std::string_view command);
  void tls_started();

  /// How the next response is to be read.
  Form form() const;
  /// The command that it answers; Other for the greeting and where nothing was asked.
  Verb asked() const;
  bool awaits_greeting() const { return !greeted_; }
  /// False once octets were sent that servers may take for other commands than we do: a bare CR or
  /// LF, a NUL, a line beyond the limit, octets in clear behind STLS.
  bool sure() const { return sure_; }
  void replied(Status status);
  /// Something came that is no response.
  void confused();

  /// The next octet sent begins a command.
  bool at_command() const;
  /// RFC 1939 section 5: a maildrop is open, and QUIT removes what is marked.
  bool in_transaction() const { return transaction_; }
  bool quit() const { return quit_; }
  std::size_t outstanding() const { return pending_.size(); }

 private:
  struct Pending {
    Verb verb = Verb::Other;
    Form form = Form::SingleLine;
  };

  void take(std::string_view octets);
  void take_line(std::string_view line);
  void ask(const Recognised& command);

  std::deque<Pending> pending_{Pending{}};  ///< the greeting is awaited first
  std::string line_;                        ///< as far as it was sent
  std::string deferred_;  ///< sent while its meaning depends on a response that is not there yet
  std::string forced_;
  bool has_forced_ = false;
  bool greeted_ = false;
  bool waiting_ = false;   ///< for that response
  bool exchange_ = false;  ///< the next line is a response of a SASL exchange
  bool handshake_ = false;
  bool transaction_ = false;
  bool quit_ = false;
  bool sure_ = true;
};

}  // namespace wireassay::pop3
