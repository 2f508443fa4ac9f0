// THREAD=REFERENCES: RFC 5256 section 3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reference/imap_sort.h"

namespace wireassay::reference {

/// Message-IDs of one message that are looked at: the last ones, which are the nearest.
inline constexpr std::size_t kMaxReferences = 50;

/// What threads are made of.
struct ThreadMessage {
  SeqNum number = 0;
  std::int64_t sent = 0;
  BaseSubject subject;                      ///< folded
  std::string id, references, in_reply_to;  ///< unfolded bodies of the fields
};

std::vector<ThreadNode> thread_by_references(const std::vector<ThreadMessage>& messages);

/// "<a@b>" as "a@b", without quotes and backslashes: all that there are in the text.
std::vector<std::string> message_ids(std::string_view text);

}  // namespace wireassay::reference
