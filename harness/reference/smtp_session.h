// The SMTP server's side of one connection, without I/O: RFC 5321 and every extension that it
// lists.
#pragma once

#include <cstdint>
#include <ctime>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/accounts.h"
#include "reference/mail_data.h"
#include "reference/sasl.h"
#include "reference/session.h"
#include "reference/smtp_faults.h"
#include "reference/smtp_reply.h"
#include "reference/store.h"
#include "wire/smtp/command.h"
#include "wire/smtp/session.h"

namespace wireassay::reference {

struct SmtpLimits {
  /// RFC 5321 4.5.3.1.4 asks for 512 octets, and each extension that is offered for more.
  std::size_t command_line = 2048;
  std::size_t auth_line = smtp::kMaxAuthLine;  ///< RFC 4954 4, without CRLF
  std::size_t recipients = 1000;               ///< RFC 5321 4.5.3.1.8 asks for 100
  std::size_t message = 1024 * 1024;           ///< RFC 5321 4.5.3.1.7 asks for 64 K; listed as SIZE
  std::size_t received = 100;                  ///< RFC 5321 6.3: more Received fields are a loop
  std::size_t errors = 100;                    ///< replies of class 5 before the 421
};

/// Mailbox in which relayed messages end: nothing leaves this server.
inline constexpr std::string_view kOutbound = "outbound";

/// What all sessions of a server share. For one thread; outlives its sessions.
struct SmtpContext {
  std::string host;  ///< the server's name, and the local domain
  const Accounts* accounts = nullptr;
  Store* store = nullptr;
  const SaslServer* sasl = nullptr;
  SmtpFaults faults;
  SmtpLimits limits;
  std::function<std::time_t()> now;
  std::uint64_t last_id = 0;  ///< of the messages taken so far
};

/// How a connection came in.
struct SmtpDoor {
  bool submission = false;           ///< RFC 6409: MAIL needs AUTH
  bool tls = false;                  ///< from the first octet
  std::string client = "127.0.0.1";  ///< addresses, IPv6 without brackets
  std::string server = "127.0.0.1";
};

class SmtpSession : public Session {
 public:
  SmtpSession(SmtpContext& context, SmtpDoor door);

  SessionOutput greet() override;
  SessionOutput feed(std::string_view octets) override;
  SessionOutput tls_started() override;
  std::string farewell(GivingUp why) override;

 private:
  struct Recipient {
    message::Path path;
    smtp::RcptParameters parameters;
    std::string mailbox;  // of the store
  };
  struct Transaction {
    message::Path sender;
    smtp::MailParameters parameters;
    std::vector<Recipient> recipients;
    std::string chunks;
    bool too_large = false;
  };
  struct Chunk {
    std::uint64_t left = 0;
    bool last = false;
    std::optional<SmtpReply> refusal;  // said after its octets were thrown away
  };
  using State = smtp::State;
  using Input = smtp::Input;

  // smtp_session.cc: octets to lines, lines to commands; smtp_order.cc: commands through the table
  // of states
  SessionOutput output();
  bool between_commands() const;
  bool step();
  bool step_line();
  bool step_mutant_line();
  std::size_t line_limit() const;
  void line(std::string_view text);
  void obey(const smtp::Command& command);
  void dispatch(const smtp::Command& command);
  void refuse(std::string_view text, const smtp::CommandError& error);
  void refuse_order(const smtp::Command& command, Input input);
  bool permitted(Input input) const;
  void advance(Input input);
  void keep(Input input);
  void advance_mutant(Input input, State from);
  void reply(int code, std::string_view enhanced, std::string text);
  void reply(SmtpReply reply);
  bool fault(SmtpFault fault) const { return context_.faults.has(fault); }
  smtp::SessionFacts facts() const;
  smtp::CommandOptions options(std::string_view text) const;

  // smtp_rescue.cc: lines that only mutants accept
  std::optional<smtp::Command> rescue(std::string_view text, const smtp::CommandError& error) const;
  std::optional<smtp::Command> rescue_plain(smtp::Verb verb, std::string_view text,
                                            const smtp::CommandError& error) const;
  std::optional<smtp::Command> rescue_path(std::string_view text, smtp::Verb verb) const;
  std::optional<smtp::Command> rescue_parameters(std::string_view text, smtp::Verb verb) const;

  // smtp_commands.cc
  void ehlo(const smtp::HelloArgument& argument);
  void helo(const smtp::HelloArgument& argument);
  std::vector<std::string> keywords() const;
  void rset();
  void noop(const smtp::TextArgument& argument);
  void help();
  void quit();
  void vrfy(const smtp::TextArgument& argument);
  void expn(const smtp::TextArgument& argument);
  void etrn(const smtp::QueueArgument& argument);

  // smtp_envelope.cc
  void mail(const smtp::MailArgument& argument);
  bool mail_refused(const smtp::MailArgument& argument);
  bool mail_refused_by_mutant(const smtp::MailArgument& argument);
  void rcpt(const smtp::RcptArgument& argument);
  bool rcpt_refused_by_mutant(const smtp::RcptArgument& argument);
  bool is_local_domain(const message::Mailbox& mailbox) const;
  std::optional<std::string> local_mailbox(const message::Mailbox& mailbox) const;

  // smtp_content.cc
  void data();
  void bdat(const smtp::ChunkArgument& argument, std::optional<SmtpReply> refusal);
  bool step_data();
  bool step_chunk();
  void end_of_data();
  void end_of_chunk();
  SmtpReply accept_content(std::string content, bool binary);
  SmtpReply refuse_content(const std::string& content, bool binary) const;
  void deliver(const std::string& content);
  void report_delivery(const std::string& content, const std::string& id, std::time_t now);

  // smtp_auth.cc
  void starttls();
  void auth(const smtp::AuthArgument& argument);
  void sasl_line(std::string_view text);
  void cannot_decode();
  void sasl_step(std::optional<std::string_view> response);
  std::optional<std::string> decode(std::string_view base64) const;

  SmtpContext& context_;
  SmtpDoor door_;
  State state_ = State::Start;
  bool tls_ = false;
  bool extended_ = false;  // EHLO, not HELO
  std::string client_;     // argument of EHLO or HELO
  const Account* user_ = nullptr;
  Transaction transaction_;
  std::optional<MailData> mail_data_;
  std::optional<Chunk> chunk_;
  std::unique_ptr<SaslExchange> sasl_;

  std::string input_;                // received and not yet used
  bool discarding_ = false;          // in a line that is too long
  State before_tls_ = State::Start;  // mutants
  bool skip_lf_ = false;             // mutants: the LF of a line that a bare CR has ended
  int last_code_ = 0;
  std::size_t errors_ = 0;
  std::size_t taken_ = 0;  // messages
  std::vector<std::string> replies_;
  SessionOutput flags_;
};

}  // namespace wireassay::reference
