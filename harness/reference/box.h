// The inside of the store: one mailbox with its history, under the store's lock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "reference/mailbox_view.h"
#include "reference/store.h"

namespace wireassay::reference {

/// What wakes a session; gone with its view.
struct ViewHook {
  std::function<void()> callback;
};

/// Runs hooks when it ends: declare it before the lock, so that it ends after it.
class Wakers {
 public:
  Wakers() = default;
  Wakers(const Wakers&) = delete;
  Wakers& operator=(const Wakers&) = delete;
  ~Wakers();
  void add(std::function<void()> callback) { callbacks_.push_back(std::move(callback)); }

 private:
  std::vector<std::function<void()>> callbacks_;
};

struct Box {
  struct Expunged {
    Uid uid = 0;
    Modseq modseq = 0;
  };

  std::string name;
  bool gone = false;
  std::uint32_t uid_validity = 0;
  std::uint64_t id = 0;
  std::vector<std::string> special_use;

  std::vector<Message> messages;  // rising uids
  std::size_t octets = 0;
  Uid uid_next = 1;
  Uid first_recent = 1;  // messages from here on are \Recent to the next session
  Modseq highest_modseq = 1;
  std::uint64_t version = 0;  // rises with every change, of any kind
  Flags keywords;             // that any message ever had
  std::deque<Expunged> expunged;
  Modseq forgotten = 0;  // expunges with this or an older modseq may be missing there
  std::vector<std::weak_ptr<ViewHook>> hooks;

  Message* find(Uid uid);
  /// One modseq for everything that one command changes.
  Modseq begin_change() { return ++highest_modseq; }
  /// Gives it a uid and takes it in.
  Uid add(Message message, Modseq modseq);
  /// Takes out all messages that `goes` says; returns their uids, rising.
  std::vector<Uid> take_out(const std::function<bool(const Message&)>& goes,
                            std::size_t remembered);
  /// Drops the oldest messages until the limits hold; the newest stays.
  void shrink(const StoreLimits& limits);
  /// Counts the change, and lists who is to be woken but `except`.
  void changed(Wakers& wakers, const ViewHook* except = nullptr);
  bool has_room(std::size_t count, std::size_t size, const StoreLimits& limits) const;
  /// False: too many keywords; then nothing is changed.
  bool admit_keywords(const Flags& flags, const StoreLimits& limits);
};

struct Store::User {
  std::map<std::string, std::shared_ptr<Box>, std::less<>> mailboxes;  // no box: \Noselect
  std::set<std::string> subscriptions;
  /// Of mailboxes that lost their name: what takes a name must not have an older UIDVALIDITY than
  /// one that had it before (RFC 3501 section 2.3.1.1).
  std::uint32_t given_up_validity = 0;

  /// The box of a name that can be selected.
  Stored<std::shared_ptr<Box>> find(std::string_view mailbox) const;
  bool has_children(std::string_view mailbox) const;
};

}  // namespace wireassay::reference
