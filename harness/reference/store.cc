// Mailboxes in memory under one lock, messages shared between recipients.
#include "reference/store.h"

#include <algorithm>
#include <utility>

#include "core/cursor.h"
#include "reference/box.h"
#include "reference/mailbox_name.h"
#include "reference/mailbox_view.h"

namespace wireassay::reference {
namespace {

constexpr std::string_view kInbox = "INBOX";

struct Special {
  std::string_view name, attribute;
};
// RFC 6154 section 2, but for those that show other mailboxes' messages (\All, \Flagged).
constexpr Special kSpecial[] = {{"Archive", "\\Archive"},
                                {"Drafts", "\\Drafts"},
                                {"Junk", "\\Junk"},
                                {"Sent", "\\Sent"},
                                {"Trash", "\\Trash"}};

MailboxStatus status_of(const Box& box) {
  MailboxStatus status{.messages = static_cast<std::uint32_t>(box.messages.size()),
                       .size = box.octets,
                       .uid_next = box.uid_next,
                       .uid_validity = box.uid_validity,
                       .highest_modseq = box.highest_modseq,
                       .mailbox_id = box.id};
  for (const Message& message : box.messages) {
    if (message.uid >= box.first_recent) ++status.recent;
    if (!message.has("\\Seen")) ++status.unseen;
    if (!message.has("\\Deleted")) continue;
    ++status.deleted;
    status.deleted_size += message.octets->size();
  }
  return status;
}

/// "a" and "a/b" of "a/b/c", the highest first.
std::vector<std::string_view> parents_of(std::string_view name) {
  std::vector<std::string_view> parents;
  for (std::string_view at = parent_of(name); !at.empty(); at = parent_of(at))
    parents.push_back(at);
  std::ranges::reverse(parents);
  return parents;
}

}  // namespace

Store::Store(const StoreLimits& limits, std::uint32_t first_uid_validity)
    : limits_(limits), next_uid_validity_(std::max<std::uint32_t>(first_uid_validity, 1)) {}
Store::~Store() = default;

Store::User& Store::user_of(std::string_view user) {
  const auto found = users_.find(user);
  if (found != users_.end()) return *found->second;
  User& made = *users_.emplace(user, std::make_unique<User>()).first->second;
  make_box(made, kInbox);
  for (const Special& special : kSpecial)
    make_box(made, special.name).special_use = {std::string(special.attribute)};
  return made;
}

Box& Store::make_box(User& user, std::string_view mailbox) {
  auto box = std::make_shared<Box>();
  box->name = mailbox;
  box->uid_validity = next_uid_validity_++;
  box->id = next_mailbox_id_++;
  Box& made = *box;
  user.mailboxes[made.name] = std::move(box);
  return made;
}

// SMTP and POP3.

Uid Store::deliver(std::string_view user, std::shared_ptr<const std::string> octets,
                   std::time_t received) {
  Wakers wakers;
  const std::lock_guard lock(mutex_);
  Box& box = *user_of(user).mailboxes.find(kInbox)->second;
  const Uid uid =
      box.add({.octets = std::move(octets), .received = received, .email_id = next_email_id_++},
              box.begin_change());
  box.shrink(limits_);
  box.changed(wakers);
  return uid;
}

std::vector<Message> Store::snapshot(std::string_view user) const {
  const std::lock_guard lock(mutex_);
  const auto found = users_.find(user);
  if (found == users_.end()) return {};
  return found->second->mailboxes.find(kInbox)->second->messages;
}

bool Store::remove(std::string_view user, Uid uid) {
  return take_from_inbox(user, [uid](const Message& message) { return message.uid == uid; });
}

void Store::clear(std::string_view user) {
  take_from_inbox(user, [](const Message&) { return true; });
}

bool Store::take_from_inbox(std::string_view user,
                            const std::function<bool(const Message&)>& goes) {
  Wakers wakers;
  const std::lock_guard lock(mutex_);
  const auto found = users_.find(user);
  if (found == users_.end()) return false;
  Box& inbox = *found->second->mailboxes.find(kInbox)->second;
  if (inbox.take_out(goes, limits_.expunged).empty()) return false;
  inbox.changed(wakers);
  return true;
}

// IMAP.

std::vector<MailboxInfo> Store::list(std::string_view user) {
  const std::lock_guard lock(mutex_);
  const User& owner = user_of(user);
  std::vector<MailboxInfo> all;
  const auto add = [&](const std::string& name, const std::shared_ptr<Box>& box) {
    all.push_back({.name = name,
                   .noselect = !box,
                   .has_children = owner.has_children(name),
                   .subscribed = owner.subscriptions.contains(name),
                   .special_use = box ? box->special_use : std::vector<std::string>{}});
  };
  add(std::string(kInbox), owner.mailboxes.find(kInbox)->second);
  for (const auto& [name, box] : owner.mailboxes) {
    if (name != kInbox) add(name, box);
  }
  return all;
}

Stored<MailboxStatus> Store::status(std::string_view user, std::string_view mailbox) {
  const std::lock_guard lock(mutex_);
  const auto box = user_of(user).find(canonical_name(mailbox));
  if (!box) return std::unexpected(box.error());
  return status_of(**box);
}

/// Makes what is missing above a name; refuses if `count` names below them would be too many.
Stored<void> Store::make_parents(User& user, std::string_view mailbox, std::size_t count) {
  std::vector<std::string_view> missing;
  for (const std::string_view parent : parents_of(mailbox)) {
    if (!user.mailboxes.contains(parent)) missing.push_back(parent);
  }
  if (user.mailboxes.size() + missing.size() + count > limits_.mailboxes)
    return std::unexpected(StoreError::TooMany);
  for (const std::string_view parent : missing) user.mailboxes.emplace(parent, nullptr);
  return {};
}

/// "a/" declares that names under "a" will follow; "the name created is without the trailing
/// hierarchy delimiter" (RFC 3501 section 6.3.3). That of a \Noselect name becomes a mailbox.
Stored<void> Store::create(std::string_view user, std::string_view mailbox,
                           const std::vector<std::string>& special_use) {
  if (mailbox.ends_with(kHierarchySeparator)) mailbox.remove_suffix(1);
  const std::string name = canonical_name(mailbox);
  if (!is_valid_name(name)) return std::unexpected(StoreError::BadName);
  std::vector<std::string> uses;
  for (const std::string& use : special_use) {
    const auto* const known = std::ranges::find_if(kSpecial, [&use](const Special& special) {
      return equal_ignoring_case(special.attribute, use);
    });
    if (known == std::end(kSpecial)) return std::unexpected(StoreError::BadSpecialUse);
    uses.emplace_back(known->attribute);
  }
  const std::lock_guard lock(mutex_);
  User& owner = user_of(user);
  const auto found = owner.mailboxes.find(name);
  const bool is_name_only = found != owner.mailboxes.end() && !found->second;
  if (found != owner.mailboxes.end() && !is_name_only)
    return std::unexpected(StoreError::AlreadyExists);
  if (auto made = make_parents(owner, name, is_name_only ? 0 : 1); !made) return made;
  make_box(owner, name).special_use = std::move(uses);
  return {};
}

/// RFC 3501 section 6.3.4: of a mailbox with children the name stays; it is an error to delete a
/// \Noselect name with children.
Stored<void> Store::erase(std::string_view user, std::string_view mailbox) {
  const std::string name = canonical_name(mailbox);
  if (name == kInbox) return std::unexpected(StoreError::NotPossible);
  Wakers wakers;
  const std::lock_guard lock(mutex_);
  User& owner = user_of(user);
  const auto found = owner.mailboxes.find(name);
  if (found == owner.mailboxes.end()) return std::unexpected(StoreError::NoSuchMailbox);
  const bool has_children = owner.has_children(name);
  if (!found->second && has_children) return std::unexpected(StoreError::HasChildren);
  if (Box* const box = found->second.get()) {
    box->gone = true;
    owner.given_up_validity = std::max(owner.given_up_validity, box->uid_validity);
    box->changed(wakers);
  }
  if (has_children) {
    found->second.reset();
  } else {
    owner.mailboxes.erase(found);
  }
  return {};
}

Stored<void> Store::rename(std::string_view user, std::string_view from, std::string_view to) {
  const std::string source = canonical_name(from);
  std::string target = canonical_name(to);
  if (target.ends_with(kHierarchySeparator)) target.pop_back();
  if (!is_valid_name(target)) return std::unexpected(StoreError::BadName);
  Wakers wakers;
  const std::lock_guard lock(mutex_);
  User& owner = user_of(user);
  if (!owner.mailboxes.contains(source)) return std::unexpected(StoreError::NoSuchMailbox);
  if (owner.mailboxes.contains(target)) return std::unexpected(StoreError::AlreadyExists);
  if (source == kInbox) return rename_inbox(owner, target, wakers);
  if (is_below(target, source)) return std::unexpected(StoreError::NotPossible);
  return rename_tree(owner, source, target, wakers);
}

/// "It will move all messages in INBOX to a new mailbox with the given name, leaving INBOX empty.
/// If the server implementation supports inferior hierarchical names of INBOX, these are unaffected
/// by a rename of INBOX." (RFC 3501 section 6.3.5)
Stored<void> Store::rename_inbox(User& owner, const std::string& target, Wakers& wakers) {
  if (auto made = make_parents(owner, target, 1); !made) return made;
  Box& inbox = *owner.mailboxes.find(kInbox)->second;
  Box& moved = make_box(owner, target);
  moved.keywords = inbox.keywords;
  const Modseq modseq = moved.begin_change();
  for (const Message& message : inbox.messages) moved.add(message, modseq);
  if (!inbox.take_out([](const Message&) { return true; }, limits_.expunged).empty())
    inbox.changed(wakers);
  return {};
}

Stored<void> Store::rename_tree(User& owner, const std::string& source, const std::string& target,
                                Wakers& wakers) {
  std::vector<std::string> names = {source};
  for (const auto& [name, box] : owner.mailboxes) {
    if (!is_below(name, source)) continue;
    if (!is_valid_name(target + name.substr(source.size())))
      return std::unexpected(StoreError::BadName);
    names.push_back(name);
  }
  if (auto made = make_parents(owner, target, 0); !made) return made;
  const std::uint32_t given_up = owner.given_up_validity;
  for (const std::string& name : names) {
    auto node = owner.mailboxes.extract(name);
    node.key() = target + name.substr(source.size());
    if (Box* const box = node.mapped().get()) {
      box->name = node.key();
      owner.given_up_validity = std::max(owner.given_up_validity, box->uid_validity);
      if (box->uid_validity <= given_up) box->uid_validity = next_uid_validity_++;
      box->changed(wakers);
    }
    owner.mailboxes.insert(std::move(node));
  }
  return {};
}

/// "the SUBSCRIBE command … MAY validate the mailbox argument to SUBSCRIBE to verify that it
/// exists" (RFC 3501 section 6.3.6): this does not.
Stored<void> Store::subscribe(std::string_view user, std::string_view mailbox) {
  const std::string name = canonical_name(mailbox);
  if (!is_valid_name(name)) return std::unexpected(StoreError::BadName);
  const std::lock_guard lock(mutex_);
  std::set<std::string>& names = user_of(user).subscriptions;
  if (!names.contains(name) && names.size() >= limits_.subscriptions)
    return std::unexpected(StoreError::TooMany);
  names.insert(name);
  return {};
}

Stored<void> Store::unsubscribe(std::string_view user, std::string_view mailbox) {
  const std::lock_guard lock(mutex_);
  if (user_of(user).subscriptions.erase(canonical_name(mailbox)) == 0)
    return std::unexpected(StoreError::NoSuchMailbox);
  return {};
}

std::vector<std::string> Store::subscriptions(std::string_view user) {
  const std::lock_guard lock(mutex_);
  const std::set<std::string>& names = user_of(user).subscriptions;
  return {names.begin(), names.end()};
}

Stored<Appended> Store::append(std::string_view user, std::string_view mailbox,
                               std::vector<NewMessage> messages) {
  Wakers wakers;
  const std::lock_guard lock(mutex_);
  const auto found = user_of(user).find(canonical_name(mailbox));
  if (!found) return std::unexpected(found.error());
  Box& box = **found;
  std::size_t size = 0;
  Flags flags;
  for (NewMessage& message : messages) {
    message.flags = canonical_flags(message.flags);
    size += message.octets->size();
    flags.insert(message.flags.begin(), message.flags.end());
  }
  if (!box.has_room(messages.size(), size, limits_)) return std::unexpected(StoreError::OverQuota);
  if (!box.admit_keywords(flags, limits_)) return std::unexpected(StoreError::TooMany);
  Appended appended{.uid_validity = box.uid_validity};
  const Modseq modseq = box.begin_change();
  for (NewMessage& message : messages) {
    appended.uids.push_back(box.add({.octets = std::move(message.octets),
                                     .received = static_cast<std::time_t>(message.date.utc),
                                     .zone = message.date.zone,
                                     .flags = std::move(message.flags),
                                     .email_id = next_email_id_++},
                                    modseq));
  }
  box.changed(wakers);
  return appended;
}

}  // namespace wireassay::reference
