// LIST with the extensions of RFC 5258, RFC 5819 and RFC 6154, and LSUB.
#include <algorithm>
#include <map>
#include <utility>

#include "reference/imap_session.h"
#include "reference/imap_structure.h"
#include "reference/mailbox_name.h"

namespace wireassay::reference {

using enum ImapFault;
using imap::Command;
using imap::ListArgument;

struct ImapSession::ListEntry {
  std::string name;  // UTF-8
  bool exists = false;
  MailboxInfo info;
  bool matches = false;  // the patterns
};

namespace {

/// Of the selection options those that choose names; REMOTE only adds, and there is nothing remote.
bool chosen(const imap::ListSelection& selection, const MailboxInfo& info) {
  if (selection.subscribed && !info.subscribed) return false;
  return !selection.special_use || !info.special_use.empty();
}

bool chooses(const imap::ListSelection& selection) {
  return selection.subscribed || selection.special_use;
}

}  // namespace

/// All mailboxes, and names that are subscribed without being one.
std::vector<ImapSession::ListEntry> ImapSession::list_entries(const ListArgument& wanted) {
  std::map<std::string, ListEntry> entries;
  for (const MailboxInfo& info : context_.store->list(user())) {
    if (is_inbox(info.name) && fault(ListNoInbox)) continue;
    ListEntry& entry = entries[info.name];
    entry = {.name = info.name, .exists = true, .info = info, .matches = false};
  }
  for (const std::string& name : context_.store->subscriptions(user())) {
    ListEntry& entry = entries[name];
    entry.name = name;
    entry.info.subscribed = true;
  }
  std::vector<ListEntry> list;
  for (auto& [name, entry] : entries) {
    entry.matches = std::ranges::any_of(wanted.patterns, [&](const std::string& pattern) {
      std::string whole = wanted.reference + pattern;
      if (fault(ListPercentCrossesHierarchy)) std::ranges::replace(whole, '%', '*');
      return matches_pattern(whole, wire_name(name));
    });
    if (!entry.exists)
      entry.info.has_children = std::ranges::any_of(
          entries, [&](const auto& other) { return is_below(other.first, name); });
    list.push_back(std::move(entry));
  }
  const auto inbox =
      std::ranges::find_if(list, [](const ListEntry& entry) { return is_inbox(entry.name); });
  if (inbox != list.end()) std::rotate(list.begin(), inbox, std::next(inbox));
  return list;
}

/// RFC 3501 section 6.3.8: LIST "" "" asks for the delimiter; RFC 5258 section 3 leaves that to the
/// basic form.
ImapSession::Answer ImapSession::list(const Command& command) {
  const auto& wanted = std::get<ListArgument>(command.argument);
  const bool extended = wanted.selection || wanted.returns || wanted.in_parentheses;
  const imap::ListSelection selection = wanted.selection.value_or(imap::ListSelection{});
  if (!extended && wanted.patterns.front().empty()) {
    untagged(fault(ListEmptyNoDelimiter) ? "LIST (\\Noselect) NIL \"\""
                                         : "LIST (\\Noselect) \"/\" \"\"");
    return answer_ok("listed");
  }
  const std::vector<ListEntry> entries = list_entries(wanted);
  bool any = false;
  for (const ListEntry& entry : entries) {
    if (!entry.matches) continue;
    const bool meets = chooses(selection) ? chosen(selection, entry.info) : entry.exists;
    // RFC 5258 section 3.5: only where no descendant is listed for itself, or it is listed anyway.
    const bool below =
        selection.recursive_match && std::ranges::any_of(entries, [&](const ListEntry& other) {
          return is_below(other.name, entry.name) && chosen(selection, other.info) &&
                 (meets || !other.matches);
        });
    if (!meets && !below) continue;
    list_entry(wanted, entry, below);
    any = true;
  }
  if (!any && fault(ListMissingNameNo)) return answer_no("there is none", "NONEXISTENT");
  return answer_ok("listed");
}

void ImapSession::list_entry(const ListArgument& wanted, const ListEntry& entry, bool below) {
  const imap::ListSelection selection = wanted.selection.value_or(imap::ListSelection{});
  const imap::ListReturn returns = wanted.returns.value_or(imap::ListReturn{});
  std::vector<std::string> attributes;
  if (!entry.exists) attributes.emplace_back("\\NonExistent");
  if (entry.info.noselect) attributes.emplace_back("\\Noselect");
  if (entry.info.subscribed && (selection.subscribed || returns.subscribed) &&
      !fault(ListSubscribedMissing))
    attributes.emplace_back("\\Subscribed");
  const bool children = entry.info.has_children != fault(ListChildrenWrong);
  attributes.emplace_back(children ? "\\HasChildren" : "\\HasNoChildren");
  for (const std::string& use : entry.info.special_use) attributes.push_back(use);
  std::string text = "LIST " + in_parentheses(attributes) + " \"/\" " + wire_mailbox(entry.name);
  if (below) {
    text += " (CHILDINFO (";
    if (selection.subscribed) text += "\"SUBSCRIBED\"";
    if (selection.special_use)
      text += selection.subscribed ? " \"SPECIAL-USE\"" : "\"SPECIAL-USE\"";
    text += "))";
  }
  untagged(text);
  // RFC 5819 section 2: not for what cannot be selected.
  if (!returns.status || !entry.exists || entry.info.noselect || fault(ListStatusMissing)) return;
  if (const auto now = context_.store->status(user(), entry.name))
    untagged("STATUS " + wire_mailbox(entry.name) + " " + status_items(*returns.status, *now));
}

/// RFC 3501 section 6.3.9: "When this situation occurs, 'foo' is returned with the \Noselect flag":
/// with "%" a name that is not subscribed stands for those below it.
ImapSession::Answer ImapSession::lsub(const Command& command) {
  const auto& wanted = std::get<ListArgument>(command.argument);
  const std::string pattern = wanted.reference + wanted.patterns.front();
  std::map<std::string, bool> names;  // true: subscribed
  std::vector<std::string> subscribed = context_.store->subscriptions(user());
  if (fault(LsubListsUnsubscribed)) {
    for (const MailboxInfo& info : context_.store->list(user())) subscribed.push_back(info.name);
  }
  for (const std::string& name : subscribed) {
    if (matches_pattern(pattern, wire_name(name))) {
      names[name] = true;
      continue;
    }
    for (std::string_view above = parent_of(name); !above.empty(); above = parent_of(above)) {
      if (!pattern.ends_with('%') || !matches_pattern(pattern, wire_name(above))) continue;
      names.try_emplace(std::string(above), false);
    }
  }
  for (const auto& [name, itself] : names)
    untagged("LSUB (" + std::string(itself ? "" : "\\Noselect") + ") \"/\" " + wire_mailbox(name));
  return answer_ok("listed");
}

}  // namespace wireassay::reference
