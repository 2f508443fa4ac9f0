// The six steps of RFC 5256 section 3, REFERENCES. Nodes are numbered; links cannot make a loop.
#include "reference/imap_references.h"

#include <algorithm>
#include <map>
#include <utility>

namespace wireassay::reference {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

struct Node {
  const ThreadMessage* message = nullptr;  // none: a dummy
  std::size_t parent = kNone;
  std::vector<std::size_t> children;
};

/// "If a message does not contain a References header line, or the References header line does not
/// contain any valid Message IDs, then use the first (if any) valid Message ID found in the
/// In-Reply-To header line"
std::vector<std::string> references_of(const ThreadMessage& message) {
  std::vector<std::string> ids = message_ids(message.references);
  if (ids.empty()) {
    ids = message_ids(message.in_reply_to);
    ids.resize(std::min<std::size_t>(ids.size(), 1));
  }
  if (ids.size() > kMaxReferences)
    ids.erase(ids.begin(), ids.end() - static_cast<std::ptrdiff_t>(kMaxReferences));
  return ids;
}

class Threader {
 public:
  explicit Threader(const std::vector<ThreadMessage>& messages) {
    for (const ThreadMessage& message : messages) link_message(message);
    gather_root();
    prune();
    sort_siblings(root_);
    populate_subject_table();
    merge_subjects();
    sort_all();
  }

  std::vector<ThreadNode> threads() const {
    std::vector<ThreadNode> all;
    for (const std::size_t node : root_) all.push_back(to_tree(node));
    return all;
  }

 private:
  std::size_t add_node(const ThreadMessage* message) {
    nodes_.push_back({.message = message, .parent = kNone, .children = {}});
    return nodes_.size() - 1;
  }

  std::size_t node_of(const std::string& id) {
    const auto found = by_id_.find(id);
    if (found != by_id_.end()) return found->second;
    return by_id_[id] = add_node(nullptr);
  }

  bool is_above(std::size_t node, std::size_t below) const {
    for (std::size_t at = below; at != kNone; at = nodes_[at].parent) {
      if (at == node) return true;
    }
    return false;
  }

  /// "If a message does not contain a Message-ID header line, or the Message-ID header line does
  /// not contain a valid Message ID, then assign a unique Message ID"; likewise to a second
  /// message with the same one.
  std::size_t node_for(const ThreadMessage& message) {
    const std::vector<std::string> ids = message_ids(message.id);
    if (ids.empty()) return add_node(&message);
    const std::size_t node = node_of(ids.front());
    if (nodes_[node].message != nullptr) return add_node(&message);
    nodes_[node].message = &message;
    return node;
  }

  /// (1) (A) "If a message already has a parent, don't change the existing link"; nor make a loop.
  /// (1) (B) "If the current message already has a parent, … break the current parent/child link
  /// before creating the new correct one": it stays broken where the new one would make a loop.
  void link_message(const ThreadMessage& message) {
    std::size_t previous = kNone;
    for (const std::string& id : references_of(message)) {
      const std::size_t node = node_of(id);
      if (previous != kNone && nodes_[node].parent == kNone && !is_above(node, previous))
        nodes_[node].parent = previous;
      previous = node;
    }
    const std::size_t own = node_for(message);
    nodes_[own].parent = kNone;
    if (previous != kNone && !is_above(own, previous)) nodes_[own].parent = previous;
  }

  /// (2) "Gather together all of the messages that have no parents"
  void gather_root() {
    for (std::size_t node = 0; node < nodes_.size(); ++node) {
      const std::size_t parent = nodes_[node].parent;
      (parent == kNone ? root_ : nodes_[parent].children).push_back(node);
    }
  }

  /// Every node behind all of its children.
  std::vector<std::size_t> bottom_up() const {
    std::vector<std::size_t> order = root_;
    for (std::size_t at = 0; at < order.size(); ++at) {
      const std::vector<std::size_t>& children = nodes_[order[at]].children;
      order.insert(order.end(), children.begin(), children.end());
    }
    std::ranges::reverse(order);
    return order;
  }

  /// (3) A dummy without children goes; one with children makes way for them, but at the top only
  /// for a single one.
  void prune() {
    for (const std::size_t node : bottom_up()) promote(nodes_[node].children, false);
    promote(root_, true);
  }

  void promote(std::vector<std::size_t>& siblings, bool top) {
    std::vector<std::size_t> kept;
    for (const std::size_t node : siblings) {
      const std::vector<std::size_t>& children = nodes_[node].children;
      const bool dummy = nodes_[node].message == nullptr;
      if (!dummy || (top && children.size() > 1)) {
        kept.push_back(node);
      } else {
        kept.insert(kept.end(), children.begin(), children.end());
      }
    }
    siblings = std::move(kept);
  }

  /// Of a dummy the first child's, which is a message.
  const ThreadMessage& message_of(std::size_t node) const {
    while (nodes_[node].message == nullptr) node = nodes_[node].children.front();
    return *nodes_[node].message;
  }

  /// (4), (6): by sent date; "in the case of a dummy message, sort its children by sent date and
  /// then use the first child"
  void sort_siblings(std::vector<std::size_t>& siblings) {
    for (const std::size_t node : siblings) {
      if (nodes_[node].message == nullptr) sort_siblings(nodes_[node].children);
    }
    std::ranges::sort(siblings, [this](std::size_t a, std::size_t b) {
      const ThreadMessage &x = message_of(a), &y = message_of(b);
      return std::pair(x.sent, x.number) < std::pair(y.sent, y.number);
    });
  }

  void sort_all() {
    for (const std::size_t node : bottom_up()) sort_siblings(nodes_[node].children);
    sort_siblings(root_);
  }

  bool is_reply(std::size_t node) const {
    return nodes_[node].message != nullptr && nodes_[node].message->subject.reply_or_forward;
  }

  /// (5) (B)
  void populate_subject_table() {
    for (const std::size_t node : root_) {
      const std::string& subject = message_of(node).subject.text;
      if (subject.empty()) continue;
      const auto [entry, is_new] = by_subject_.emplace(subject, node);
      if (is_new) continue;
      const bool dummy_instead =
          nodes_[node].message == nullptr && nodes_[entry->second].message != nullptr;
      if (dummy_instead || (is_reply(entry->second) && !is_reply(node))) entry->second = node;
    }
  }

  /// (5) (C)
  void merge_subjects() {
    std::vector<std::size_t> merged;
    for (const std::size_t node : root_) {
      const auto entry = by_subject_.find(message_of(node).subject.text);
      if (entry == by_subject_.end() || entry->second == node) {
        merged.push_back(node);
      } else {
        merge(node, entry->second, merged);
      }
    }
    root_ = std::move(merged);
  }

  void merge(std::size_t node, std::size_t& in_table, std::vector<std::size_t>& top) {
    const bool dummy = nodes_[node].message == nullptr;
    const bool table_dummy = nodes_[in_table].message == nullptr;
    std::vector<std::size_t>& children = nodes_[in_table].children;
    if (dummy && table_dummy) {
      const std::vector<std::size_t>& more = nodes_[node].children;
      children.insert(children.end(), more.begin(), more.end());
    } else if (table_dummy || (is_reply(node) && !is_reply(in_table))) {
      children.push_back(node);
    } else {
      replace_by_dummy(node, in_table, top);
    }
  }

  /// "create a new dummy message and make both … children of the dummy"; it stands where the
  /// message of the table stood, or will.
  void replace_by_dummy(std::size_t node, std::size_t& in_table, std::vector<std::size_t>& top) {
    const std::size_t both = add_node(nullptr);
    nodes_[both].children = {in_table, node};
    std::ranges::replace(top, in_table, both);
    std::ranges::replace(root_, in_table, both);
    in_table = both;
  }

  ThreadNode to_tree(std::size_t node) const {
    ThreadNode tree;
    if (nodes_[node].message != nullptr) tree.number = nodes_[node].message->number;
    for (const std::size_t child : nodes_[node].children) tree.children.push_back(to_tree(child));
    return tree;
  }

  std::vector<Node> nodes_;
  std::vector<std::size_t> root_;
  std::map<std::string, std::size_t> by_id_;
  std::map<std::string, std::size_t> by_subject_;
};

}  // namespace

std::vector<std::string> message_ids(std::string_view text) {
  std::vector<std::string> ids;
  while (true) {
    const std::size_t from = text.find('<');
    const std::size_t to = text.find('>', from);
    if (to == std::string_view::npos) break;
    std::string id;
    for (const char c : text.substr(from + 1, to - from - 1)) {
      if (c != '"' && c != '\\' && c != ' ' && c != '\t') id.push_back(c);
    }
    if (id.find('@') != std::string::npos) ids.push_back(std::move(id));
    text.remove_prefix(to + 1);
  }
  return ids;
}

std::vector<ThreadNode> thread_by_references(const std::vector<ThreadMessage>& messages) {
  return Threader(messages).threads();
}

}  // namespace wireassay::reference
