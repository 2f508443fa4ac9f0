// Message-IDs and the threads that they make: reference/imap_references.h. An input is messages,
// each a line with its fields "id;references;in-reply-to;subject". Each message is in one thread.
#include "reference/imap_references.h"

#include <algorithm>

#include "bounded.h"
#include "wire/message/message_id.h"

namespace wireassay {
namespace {

/// To look for loops takes as many steps as a thread is deep.
constexpr std::size_t kMaxInput = 4096;

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

std::string take_field(std::string_view& line) {
  const std::size_t end = std::min(line.find(';'), line.size());
  const std::string field(line.substr(0, end));
  line.remove_prefix(std::min(end + 1, line.size()));
  return field;
}

std::vector<reference::ThreadMessage> messages_of(std::string_view in) {
  std::vector<reference::ThreadMessage> messages;
  while (!in.empty()) {
    const std::size_t end = std::min(in.find('\n'), in.size());
    std::string_view line = in.substr(0, end);
    in.remove_prefix(std::min(end + 1, in.size()));
    reference::ThreadMessage one;
    one.number = static_cast<reference::SeqNum>(messages.size() + 1);
    one.sent = static_cast<std::int64_t>(line.size());
    one.id = take_field(line);
    one.references = take_field(line);
    one.in_reply_to = take_field(line);
    one.subject = reference::base_subject(line);
    messages.push_back(std::move(one));
  }
  return messages;
}

void collect(const std::vector<reference::ThreadNode>& nodes, std::vector<int>& times) {
  for (const reference::ThreadNode& node : nodes) {
    if (node.number > 0) ++times.at(node.number - 1);
    collect(node.children, times);
  }
}

/// An id that we make is one, whatever was asked for.
void check_made(std::string_view in) {
  const std::uint64_t number = testing::number_of(in);
  const std::string made = message::make_message_id(number, in.size(), "x.test");
  const std::vector<std::string> read = reference::message_ids(made);
  require(read.size() == 1 && "<" + read.front() + ">" == made, "an id of ours is none", in);
}

}  // namespace

void fuzz(std::string_view in) {
  if (in.size() > kMaxInput) return;
  const fuzzing::Bounded bounded(in);
  const testing::ExactBuffer buffer(in);
  for (const std::string& id : reference::message_ids(buffer.view()))
    require(id.contains('@') && id.find_first_of(" \t\"\\") == std::string::npos, "no id", in);
  const std::vector<reference::ThreadMessage> messages = messages_of(buffer.view());
  std::vector<int> times(messages.size());
  collect(reference::thread_by_references(messages), times);
  require(std::ranges::all_of(times, [](int count) { return count == 1; }),
          "a message is in no thread, or in two", in);
  check_made(in);
}

}  // namespace wireassay
