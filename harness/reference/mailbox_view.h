// One session's view of the mailbox it has selected: the table of sequence numbers, which changes
// only when the session says so.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/store.h"

namespace wireassay::reference {

/// What a session tells of a change.
struct ViewEvent {
  enum class Kind {
    Expunge,  ///< "* number EXPUNGE"; the numbers hold in the order of the events
    Exists,   ///< "* number EXISTS"
    Recent,   ///< "* number RECENT"
    Fetch,    ///< "* number FETCH (FLAGS …)": the message's are view.message(number)
  };
  Kind kind = Kind::Exists;
  std::uint32_t number = 0;
  Uid uid = 0;        ///< of Expunge and Fetch
  Modseq modseq = 0;  ///< of Expunge and Fetch
  bool operator==(const ViewEvent&) const = default;
};

/// A message as this session sees it.
struct Viewed {
  SeqNum number = 0;
  bool recent = false;    ///< \Recent in this session
  bool expunged = false;  ///< gone from the mailbox, not yet told
  Message message;        ///< as it is now; of an expunged one the last that was seen
};

struct ViewHook;

enum class StoreMode { Replace, Add, Remove };  ///< FLAGS, +FLAGS, -FLAGS

struct FlagsChange {
  StoreMode mode = StoreMode::Replace;
  Flags flags;                            ///< \Recent in them is ignored
  std::optional<Modseq> unchanged_since;  ///< RFC 7162 section 3.1.3
  bool silent = false;                    ///< .SILENT: what this changes needs no telling
};

struct FlagsResult {
  std::vector<SeqNum> stored;    ///< whose flags were set, rising, whether or not they changed
  std::vector<SeqNum> modified;  ///< failed UNCHANGEDSINCE, rising
  bool expunged = false;         ///< some were gone
};

struct Copied {
  std::uint32_t uid_validity = 0;  ///< of the target
  std::vector<Uid> from{}, to{};   ///< in pairs, `from` rising
};

/// For one session, not thread-safe itself; lives no longer than the store. Sequence numbers and
/// uids that are not in the table are ignored.
class MailboxView {
 public:
  ~MailboxView();
  MailboxView(const MailboxView&) = delete;
  MailboxView& operator=(const MailboxView&) = delete;

  std::string name() const;  ///< as it is now called
  bool read_only() const { return read_only_; }
  std::uint32_t uid_validity() const { return uid_validity_; }  ///< when it was opened
  Uid uid_next() const;
  Modseq highest_modseq() const;
  std::uint64_t mailbox_id() const;
  /// DELETEd in the meantime.
  bool gone() const;
  /// System flags are not in it. Sorted; what the mailbox ever had.
  std::vector<std::string> keywords() const;

  // The table.
  std::uint32_t exists() const;
  std::uint32_t recent() const;
  std::optional<Uid> uid_of(SeqNum number) const;
  std::optional<SeqNum> number_of(Uid uid) const;
  /// Uids of the whole table, rising; [0] is of message 1.
  std::vector<Uid> uids() const;
  /// nullopt: not in the table.
  std::optional<Viewed> message(SeqNum number) const;
  std::vector<Viewed> messages() const;
  /// The first without \Seen, for [UNSEEN n]; nullopt: none.
  std::optional<SeqNum> first_unseen() const;

  /// What changed since the last call, in the order to be told: expunges, EXISTS, RECENT, flags.
  /// Without `allow_expunge` (FETCH, STORE, SEARCH: RFC 3501 section 7.4.1) those wait.
  std::vector<ViewEvent> sync(bool allow_expunge);
  /// True if sync(true) would have something to tell.
  bool has_news() const;
  /// The flags of a message, with this modseq, were told in another way (FETCH FLAGS).
  void mark_told(SeqNum number, Modseq modseq);
  /// Called after every change of the mailbox by another session or a delivery, on the thread of
  /// the change, with nothing locked; it must not destroy this view. Empty: no more.
  void on_change(std::function<void()> callback);

  // Changes. Those of this view are told by its own sync(), like those of others.
  Stored<FlagsResult> store(const std::vector<SeqNum>& numbers, const FlagsChange& change);
  /// Removes those with \Deleted, of `uids` only if given; returns their uids, rising.
  std::vector<Uid> expunge(const std::optional<std::vector<Uid>>& uids = std::nullopt);
  Stored<Copied> copy(const std::vector<SeqNum>& numbers, std::string_view user,
                      std::string_view target);
  /// The same and removes them here, all at once.
  Stored<Copied> move(const std::vector<SeqNum>& numbers, std::string_view user,
                      std::string_view target);

  // QRESYNC (RFC 7162 section 3.2).
  /// Uids expunged after `since`, rising; where too much is forgotten all that are not there.
  std::vector<Uid> vanished_since(Modseq since) const;

 private:
  friend class Store;
  struct Entry;
  MailboxView(Store& store, std::shared_ptr<Box> box, bool read_only);

  // All with the store's lock held.
  void take_in_new();
  Viewed viewed(SeqNum number) const;
  bool tell_expunges(std::vector<ViewEvent>& events);
  std::vector<ViewEvent> tell_flags();
  bool has_expunged() const;
  void set_flags(SeqNum number, Message& message, Flags flags, Modseq modseq, bool silent);

  Modseq told(SeqNum number) const;
  std::vector<SeqNum> sorted_in_table(std::vector<SeqNum> numbers) const;
  Stored<Copied> transfer(const std::vector<SeqNum>& numbers, std::string_view user,
                          std::string_view target, bool remove);

  Store& store_;
  std::shared_ptr<Box> box_;
  bool read_only_;
  std::uint32_t uid_validity_;
  std::uint64_t seen_version_ = 0;
  Uid known_next_ = 1;  // everything before it is in the table, or gone
  std::vector<Entry> entries_;
  std::shared_ptr<ViewHook> hook_;
};

}  // namespace wireassay::reference
