// The order of SORT and the trees of THREAD: RFC 5256.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reference/mailbox_view.h"
#include "wire/imap/command_arguments.h"

namespace wireassay::reference {

struct BaseSubject {
  std::string text;
  bool reply_or_forward = false;
};
/// RFC 5256 section 2.1; of an unfolded Subject with its encoded words.
BaseSubject base_subject(std::string_view subject);

/// `chosen` (what search() answered) in the order of the criteria.
std::vector<SeqNum> sort_messages(const std::vector<imap::SortCriterion>& criteria,
                                  const std::vector<Viewed>& messages,
                                  const std::vector<SeqNum>& chosen);

struct ThreadNode {
  SeqNum number = 0;  ///< 0: a message that is not there
  std::vector<ThreadNode> children;
  bool operator==(const ThreadNode&) const = default;
};

bool is_thread_algorithm(std::string_view algorithm);  ///< ORDEREDSUBJECT, REFERENCES
/// Empty for any other algorithm.
std::vector<ThreadNode> thread_messages(std::string_view algorithm,
                                        const std::vector<Viewed>& messages,
                                        const std::vector<SeqNum>& chosen);

/// "(2)(3 6 (4 23)(44 7 96))": RFC 5256 section 4. With `uids` (MailboxView::uids) uids instead of
/// numbers.
std::string to_thread_list(const std::vector<ThreadNode>& threads,
                           const std::vector<Uid>* uids = nullptr);

}  // namespace wireassay::reference
