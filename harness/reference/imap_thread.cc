// THREAD by subject, and what both algorithms have in common: RFC 5256 section 3 and 4.
#include <algorithm>
#include <tuple>
#include <utility>

#include "core/cursor.h"
#include "reference/imap_references.h"
#include "reference/imap_search_text.h"
#include "reference/imap_sort.h"
#include "wire/message/encoded_word.h"

namespace wireassay::reference {
namespace {

constexpr std::string_view kOrderedSubject = "ORDEREDSUBJECT";
constexpr std::string_view kReferences = "REFERENCES";

std::vector<ThreadMessage> thread_input(const std::vector<Viewed>& messages,
                                        const std::vector<SeqNum>& chosen) {
  std::vector<ThreadMessage> input;
  for (const SeqNum number : chosen) {
    if (number == 0 || number > messages.size()) continue;
    const Message& message = messages[number - 1].message;
    const SearchText text(message);
    BaseSubject subject = base_subject(text.field("Subject"));
    subject.text = message::fold_case(subject.text);
    input.push_back({.number = number,
                     .sent = sort_date(message, text).utc,
                     .subject = std::move(subject),
                     .id = text.field("Message-ID"),
                     .references = text.field("References"),
                     .in_reply_to = text.field("In-Reply-To")});
  }
  return input;
}

/// "The second message of a thread is the child of the first message, and subsequent messages of
/// the thread are siblings of the second message" (RFC 5256 section 3, ORDEREDSUBJECT)
std::vector<ThreadNode> by_subject(std::vector<ThreadMessage> input) {
  std::ranges::sort(input, [](const ThreadMessage& a, const ThreadMessage& b) {
    return std::tie(a.subject.text, a.sent, a.number) < std::tie(b.subject.text, b.sent, b.number);
  });
  struct Thread {
    const ThreadMessage* first;
    ThreadNode node;
  };
  std::vector<Thread> threads;
  for (const ThreadMessage& message : input) {
    if (!threads.empty() && threads.back().first->subject.text == message.subject.text) {
      threads.back().node.children.push_back({.number = message.number, .children = {}});
    } else {
      threads.push_back({&message, {.number = message.number, .children = {}}});
    }
  }
  std::ranges::sort(threads, [](const Thread& a, const Thread& b) {
    return std::tie(a.first->sent, a.first->number) < std::tie(b.first->sent, b.first->number);
  });
  std::vector<ThreadNode> nodes;
  for (Thread& thread : threads) nodes.push_back(std::move(thread.node));
  return nodes;
}

// thread-list = "(" (thread-members / thread-nested) ")"
// thread-members = nz-number *(SP nz-number) [SP thread-nested] ; thread-nested = 2*thread-list
void print(const ThreadNode& thread, const std::vector<Uid>* uids, std::string& text) {
  text += "(";
  const ThreadNode* at = &thread;
  bool first = true;
  while (true) {
    if (at->number != 0) {
      const bool known = uids == nullptr || at->number <= uids->size();
      if (!first) text += " ";
      text += std::to_string(uids != nullptr && known ? (*uids)[at->number - 1] : at->number);
      first = false;
    }
    if (at->children.size() != 1) break;
    at = &at->children.front();
  }
  if (!first && !at->children.empty()) text += " ";
  for (const ThreadNode& child : at->children) print(child, uids, text);
  text += ")";
}

}  // namespace

bool is_thread_algorithm(std::string_view algorithm) {
  return equal_ignoring_case(algorithm, kOrderedSubject) ||
         equal_ignoring_case(algorithm, kReferences);
}

std::vector<ThreadNode> thread_messages(std::string_view algorithm,
                                        const std::vector<Viewed>& messages,
                                        const std::vector<SeqNum>& chosen) {
  if (equal_ignoring_case(algorithm, kOrderedSubject))
    return by_subject(thread_input(messages, chosen));
  if (equal_ignoring_case(algorithm, kReferences))
    return thread_by_references(thread_input(messages, chosen));
  return {};
}

std::string to_thread_list(const std::vector<ThreadNode>& threads, const std::vector<Uid>* uids) {
  std::string text;
  for (const ThreadNode& thread : threads) print(thread, uids, text);
  return text;
}

}  // namespace wireassay::reference
