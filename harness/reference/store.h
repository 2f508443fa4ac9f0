// Mailboxes in memory, shared by all services of the reference server. Content is kept octet for
// octet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "reference/stored_message.h"

namespace wireassay::reference {

class MailboxView;
class Wakers;
struct Box;

struct StoreLimits {
  std::size_t messages = 500;  ///< in one mailbox
  std::size_t octets =
      16ULL * 1024 * 1024;      ///< in one mailbox, but the newest delivery always stays
  std::size_t mailboxes = 200;  ///< of one user
  std::size_t keywords = 64;    ///< in one mailbox
  std::size_t subscriptions = 400;
  std::size_t expunged = 1000;  ///< remembered of one mailbox
};

/// Why a command on mailboxes is refused; in brackets the response code of RFC 5530.
enum class StoreError {
  NoSuchMailbox,  ///< [NONEXISTENT]; with APPEND, COPY and MOVE [TRYCREATE]
  AlreadyExists,  ///< [ALREADYEXISTS]
  BadName,        ///< [CANNOT]
  NotPossible,    ///< [CANNOT]: DELETE INBOX, RENAME into itself
  HasChildren,    ///< [HASCHILDREN]: DELETE of a name that is \Noselect and has some
  NotSelectable,  ///< \Noselect
  OverQuota,      ///< [OVERQUOTA]
  TooMany,        ///< [LIMIT]: mailboxes, keywords, subscriptions
  BadSpecialUse,  ///< [USEATTR] (RFC 6154 section 3)
  NoSuchMessage,  ///< a message is gone: [EXPUNGEISSUED]
};
template <class T>
using Stored = std::expected<T, StoreError>;

struct MailboxInfo {
  std::string name;
  bool noselect = false;  ///< a name in the hierarchy only
  bool has_children = false;
  bool subscribed = false;
  std::vector<std::string> special_use;  ///< "\Drafts"
};

struct MailboxStatus {
  std::uint32_t messages = 0, recent = 0, unseen = 0, deleted = 0;
  std::uint64_t size = 0, deleted_size = 0;  ///< octets
  Uid uid_next = 1;
  std::uint32_t uid_validity = 0;
  Modseq highest_modseq = 1;
  std::uint64_t mailbox_id = 0;  ///< stays through RENAME (RFC 8474)
};

struct NewMessage {
  std::shared_ptr<const std::string> octets;
  Flags flags;
  message::DateTime date;
};

struct Appended {
  std::uint32_t uid_validity = 0;
  std::vector<Uid> uids{};  ///< in the order of the messages
};

/// Mailboxes of users. A delivery that exceeds a limit drops the oldest messages, all else that
/// does is refused. Users are not known here: a name that is new has empty mailboxes. Thread-safe.
class Store {
 public:
  explicit Store(const StoreLimits& limits = {}, std::uint32_t first_uid_validity = 1);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // What SMTP and POP3 see: one mailbox for each user, the INBOX.

  /// Adds a message to a user's INBOX and returns its uid.
  Uid deliver(std::string_view user, std::shared_ptr<const std::string> octets,
              std::time_t received);
  /// What is in the INBOX now, oldest first.
  std::vector<Message> snapshot(std::string_view user) const;
  /// False if it was gone already.
  bool remove(std::string_view user, Uid uid);
  void clear(std::string_view user);

  // What IMAP sees. Names as in mailbox_name.h, "inbox" in any case.

  /// Selects a mailbox. With `read_only` (EXAMINE) messages stay \Recent for the next session.
  Stored<std::unique_ptr<MailboxView>> open(std::string_view user, std::string_view mailbox,
                                            bool read_only);
  /// All mailboxes and \Noselect names, sorted by name, INBOX first.
  std::vector<MailboxInfo> list(std::string_view user);
  Stored<MailboxStatus> status(std::string_view user, std::string_view mailbox);

  /// With the names above it, as \Noselect. A trailing separator is ignored. `special_use` may
  /// hold \Archive \Drafts \Junk \Sent \Trash.
  Stored<void> create(std::string_view user, std::string_view mailbox,
                      const std::vector<std::string>& special_use = {});
  /// A mailbox with children becomes \Noselect and loses its messages.
  Stored<void> erase(std::string_view user, std::string_view mailbox);
  /// With the names below it. Of INBOX the messages move, and what is below it stays.
  Stored<void> rename(std::string_view user, std::string_view from, std::string_view to);

  /// A name need not exist (RFC 3501 section 6.3.6).
  Stored<void> subscribe(std::string_view user, std::string_view mailbox);
  Stored<void> unsubscribe(std::string_view user, std::string_view mailbox);
  /// Sorted; also of names that do not exist.
  std::vector<std::string> subscriptions(std::string_view user);

  /// All messages or none.
  Stored<Appended> append(std::string_view user, std::string_view mailbox,
                          std::vector<NewMessage> messages);

  const StoreLimits& limits() const { return limits_; }

 private:
  friend class MailboxView;
  struct User;

  User& user_of(std::string_view user);
  Box& make_box(User& user, std::string_view mailbox);
  Stored<void> make_parents(User& user, std::string_view mailbox, std::size_t count);
  Stored<void> rename_inbox(User& owner, const std::string& target, Wakers& wakers);
  Stored<void> rename_tree(User& owner, const std::string& source, const std::string& target,
                           Wakers& wakers);
  bool take_from_inbox(std::string_view user, const std::function<bool(const Message&)>& goes);

  const StoreLimits limits_;
  mutable std::mutex mutex_;
  std::map<std::string, std::unique_ptr<User>, std::less<>> users_;
  std::uint32_t next_uid_validity_;
  std::uint64_t next_mailbox_id_ = 1;
  std::uint64_t next_email_id_ = 1;
};

}  // namespace wireassay::reference
