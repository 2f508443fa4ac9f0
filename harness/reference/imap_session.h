// The IMAP server's side of one connection, without I/O: RFC 3501, RFC 9051 once it is enabled, and
// every extension that it lists.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/accounts.h"
#include "reference/imap_faults.h"
#include "reference/imap_reply.h"
#include "reference/mailbox_view.h"
#include "reference/sasl.h"
#include "reference/session.h"
#include "reference/store.h"
#include "wire/imap/command.h"
#include "wire/imap/command_reader.h"
#include "wire/message/mime.h"

namespace wireassay::reference {

struct ImapLimits {
  std::size_t line = imap::kMaxCommandLine;
  std::size_t sasl_line = 12288;                ///< as in SMTP (RFC 4954 section 4)
  std::uint64_t message = 16ULL * 1024 * 1024;  ///< the literal of APPEND
  std::uint64_t literal = 64ULL * 1024;         ///< any other
  std::uint64_t skipped = 64ULL * 1024 * 1024;  ///< a non-synchronising one above is not awaited
  std::size_t literals = 64;                    ///< in one command
  std::size_t errors = 100;                     ///< BADs before the connection is closed
  std::size_t output = 64ULL * 1024 * 1024;     ///< of one command
  std::size_t at_once = 1024 * 1024;            ///< of commands that came together, then a pause
};

/// What all sessions of a server share. For one thread; outlives its sessions.
struct ImapContext {
  std::string host;
  const Accounts* accounts = nullptr;
  Store* store = nullptr;
  const SaslServer* sasl = nullptr;
  ImapFaults faults;
  ImapLimits limits;
  std::function<std::time_t()> now;
  /// Sessions that wait in IDLE may have something to tell. Empty: nobody asks them.
  std::function<void()> stir;
};

class ImapSession : public Session {
 public:
  ImapSession(ImapContext& context, bool tls);
  ~ImapSession() override;
  ImapSession(const ImapSession&) = delete;
  ImapSession& operator=(const ImapSession&) = delete;

  SessionOutput greet() override;
  SessionOutput feed(std::string_view octets) override;
  SessionOutput tls_started() override;
  bool idling() const override;
  SessionOutput wake() override;
  std::string farewell(GivingUp why) override;

  /// For whoever feeds it: what the next octets are.
  enum class Expects { Command, Literal, SaslResponse, Done };
  Expects expects() const;

 private:
  enum class State { NotAuthenticated, Authenticated, Selected };
  struct Row;
  struct ListEntry;
  /// nullopt: the command is not over (IDLE, AUTHENTICATE).
  using Answer = std::optional<ImapAnswer>;
  using Numbers = std::vector<SeqNum>;

  // imap_session.cc: octets to commands, commands through the table
  static const std::vector<Row>& commands();
  bool step();
  void announced(const imap::LiteralAnnounced& literal);
  void refused(const imap::CommandRefused& refusal);
  void complete(const std::string& octets);
  void obey(const imap::Command& command);
  const Row* row_of(imap::Verb verb) const;
  bool allowed(const Row& row) const;
  imap::CommandOptions options() const;
  void finish(const std::string& tag, const ImapAnswer& answer);
  void tagged(const std::string& tag, const ImapAnswer& answer);
  void bad(std::string_view head, std::string text, std::string code = {});
  void bye(std::string_view why);
  void line_too_long();
  bool fault(ImapFault fault) const { return context_.faults.has(fault); }

  // imap_mutants.cc
  std::optional<std::string> mutant_octets(const std::string& octets) const;
  bool rescue(const std::string& octets, const ParseError& error);
  imap::SearchProgram mutant_program(const imap::SearchProgram& program) const;
  void mutate_key(imap::SearchKey& key) const;
  void mutate_section(const imap::Section& section, std::string_view octets,
                      const message::Entity& root, std::string& text) const;

  // imap_auth.cc: any state, and not authenticated
  Answer capability(const imap::Command& command);
  Answer noop(const imap::Command& command);
  Answer logout(const imap::Command& command);
  Answer id(const imap::Command& command);
  Answer starttls(const imap::Command& command);
  Answer login(const imap::Command& command);
  Answer authenticate(const imap::Command& command);
  Answer enable(const imap::Command& command);
  std::string capabilities() const;
  bool step_sasl();
  Answer sasl_line(std::string_view text);
  Answer sasl_step(std::optional<std::string_view> response);
  ImapAnswer authenticated(const Account& account);

  // imap_mailboxes.cc
  Answer select(const imap::Command& command);
  Answer create(const imap::Command& command);
  Answer erase(const imap::Command& command);
  Answer rename(const imap::Command& command);
  Answer subscribe(const imap::Command& command);
  Answer unsubscribe(const imap::Command& command);
  Answer status(const imap::Command& command);
  Answer name_space(const imap::Command& command);
  Answer check(const imap::Command& command);
  Answer close(const imap::Command& command);
  Answer unselect(const imap::Command& command);
  void deselect();
  void tell_selected(const std::string& name);
  std::string status_items(const std::vector<imap::StatusItem>& items, const MailboxStatus& now);
  std::optional<std::string> name_of(std::string_view wire) const;
  std::string wire_name(std::string_view name) const;
  std::string wire_mailbox(std::string_view name) const;
  const std::string& user() const { return account_->name; }

  // imap_list.cc
  Answer list(const imap::Command& command);
  Answer lsub(const imap::Command& command);
  std::vector<ListEntry> list_entries(const imap::ListArgument& wanted);
  void list_entry(const imap::ListArgument& wanted, const ListEntry& entry, bool below);

  // imap_append.cc
  Answer append(const imap::Command& command);
  static Flags permitted(const std::vector<std::string>& flags);
  ImapAnswer no_target(StoreError error, std::string_view name, bool without_code) const;

  // imap_fetch.cc
  Answer fetch(const imap::Command& command);
  Numbers set_seen(const imap::FetchArgument& wanted, const Numbers& shown);
  std::expected<std::string, ImapAnswer> fetch_items(const imap::FetchArgument& wanted,
                                                     const Viewed& viewed, bool seen_now, bool uid);
  std::optional<std::string> fetch_item(const imap::FetchItem& item, const Viewed& viewed);
  std::optional<std::string> fetch_binary(const imap::FetchItem& item, const Viewed& viewed);
  std::string fetch_section(const imap::FetchItem& item, const Viewed& viewed);
  std::string uid_text(const Viewed& viewed) const;
  std::string modseq_text(const Viewed& viewed) const;
  std::string envelope(std::string_view header) const;
  std::string body_structure(const Message& message) const;
  std::string body_literal(std::string_view octets) const;

  // imap_messages.cc
  Answer store(const imap::Command& command);
  Answer copy(const imap::Command& command);
  Answer move(const imap::Command& command);
  Answer expunge(const imap::Command& command);
  void tell_stored(const imap::Command& command, const imap::StoreArgument& change,
                   const FlagsResult& result);
  std::string copyuid(const Copied& copied) const;
  Stored<Copied> careless_copy(const Numbers& chosen, const std::string& name);
  std::string new_highest() const;
  void enable_condstore();
  /// nullopt: a sequence number that there is not (RFC 9051 section 9, seq-number).
  std::optional<Numbers> numbers(const imap::SequenceSet& set, bool uid) const;

  // imap_searching.cc
  Answer search(const imap::Command& command);
  Answer sort(const imap::Command& command);
  Answer thread(const imap::Command& command);
  std::expected<Numbers, ImapAnswer> find(const imap::SearchProgram& program,
                                          const std::vector<Viewed>& messages);
  void tell_search(const imap::Command& command, const imap::SearchProgram& program,
                   const Numbers& found, const std::vector<Viewed>& messages);
  std::string esearch(const imap::Command& command, const imap::SearchProgram& program,
                      const Numbers& found, const std::vector<Viewed>& messages) const;
  static Modseq highest(const Numbers& found, const std::vector<Viewed>& messages);
  void save(const imap::SearchReturn& returns, const Numbers& found);

  // imap_sync.cc
  Answer idle(const imap::Command& command);
  bool step_idle();
  void tell_changes(bool allow_expunge);
  void tell_expunged(const std::vector<ViewEvent>& events);
  void tell_keywords();
  void tell_flags(const Viewed& viewed);
  std::string flags_of(const Viewed& viewed) const;
  void resynchronise(const imap::Qresync& known);
  void tell_vanished(const imap::SequenceSet& known, Modseq since, Uid above, bool earlier);
  Uid matched_up_to(const imap::Qresync& known) const;
  bool names_uid(const imap::SequenceSet& set, Uid uid) const;

  void untagged(std::string_view text);

  ImapContext& context_;
  State state_ = State::NotAuthenticated;
  bool tls_;
  bool rev2_ = false;       // ENABLE IMAP4rev2
  bool condstore_ = false;  // RFC 7162 section 3.1: after a CONDSTORE enabling command
  bool qresync_ = false;
  const Account* account_ = nullptr;
  std::unique_ptr<MailboxView> view_;
  bool read_only_ = false;  // EXAMINE
  std::vector<Uid> saved_;  // "$", RFC 5182
  std::vector<std::string> told_keywords_;

  imap::CommandReader reader_;
  std::string tag_;  // of the command under way: AUTHENTICATE, IDLE
  std::unique_ptr<SaslExchange> sasl_;
  bool idle_ = false;
  bool literal_ = false;  // one is awaited
  std::size_t errors_ = 0;
  std::string data_;  // untagged responses of the command under way
  SessionOutput out_;
};

}  // namespace wireassay::reference
