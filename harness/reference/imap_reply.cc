// Strings, flags and status responses as they go over the wire.
#include "reference/imap_reply.h"

#include <algorithm>
#include <utility>

#include "core/cursor.h"
#include "reference/imap_structure.h"

namespace wireassay::reference {
namespace {

/// ASTRING-CHAR (RFC 3501 section 9).
bool is_astring_char(char c) {
  constexpr std::string_view kSpecials = "(){ %*\"\\";
  return c > 0x20 && c < 0x7f && kSpecials.find(c) == std::string_view::npos;
}

std::string_view to_string(ImapAnswer::Status status) {
  switch (status) {
    case ImapAnswer::Status::Ok: return "OK";
    case ImapAnswer::Status::No: return "NO";
    case ImapAnswer::Status::Bad: return "BAD";
  }
  return "";
}

}  // namespace

ImapAnswer answer_ok(std::string text, std::string code) {
  return {ImapAnswer::Status::Ok, std::move(code), std::move(text)};
}
ImapAnswer answer_no(std::string text, std::string code) {
  return {ImapAnswer::Status::No, std::move(code), std::move(text)};
}
ImapAnswer answer_bad(std::string text, std::string code) {
  return {ImapAnswer::Status::Bad, std::move(code), std::move(text)};
}

std::string to_wire(const ImapAnswer& answer) {
  std::string wire(to_string(answer.status));
  if (!answer.code.empty()) wire += " [" + answer.code + "]";
  return wire + " " + answer.text;
}

ImapAnswer answer_no(StoreError error) {
  switch (error) {
    case StoreError::NoSuchMailbox: return answer_no("no such mailbox", "NONEXISTENT");
    case StoreError::AlreadyExists: return answer_no("there is one of that name", "ALREADYEXISTS");
    case StoreError::BadName: return answer_no("not a name for a mailbox", "CANNOT");
    case StoreError::NotPossible: return answer_no("not with this mailbox", "CANNOT");
    case StoreError::HasChildren: return answer_no("there are mailboxes below it", "HASCHILDREN");
    case StoreError::NotSelectable: return answer_no("a name, but no mailbox", "NONEXISTENT");
    case StoreError::OverQuota: return answer_no("the mailbox is full", "OVERQUOTA");
    case StoreError::TooMany: return answer_no("too many", "LIMIT");
    case StoreError::BadSpecialUse: return answer_no("not a use for this mailbox", "USEATTR");
    case StoreError::NoSuchMessage: return answer_no("a message is gone", "EXPUNGEISSUED");
  }
  return answer_no("not possible");
}

std::string imap_astring(std::string_view octets, bool utf8) {
  const bool atom = !octets.empty() && std::ranges::all_of(octets, is_astring_char) &&
                    !equal_ignoring_case(octets, "NIL");
  return atom ? std::string(octets) : imap_string(octets, utf8);
}

std::string imap_literal(std::string_view octets) {
  if (octets.empty()) return "\"\"";
  std::string text = "{" + std::to_string(octets.size()) + "}\r\n" + std::string(octets);
  std::ranges::replace(text, '\0', '?');  // no CHAR8 (RFC 3501 section 9)
  return text;
}

std::string imap_flags(const Flags& flags, bool recent) {
  std::vector<std::string> words;
  for (const char* flag : {"\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft"}) {
    if (flags.contains(std::string_view(flag))) words.emplace_back(flag);
  }
  if (recent) words.emplace_back("\\Recent");
  for (const std::string& flag : flags) {
    if (!is_system_flag(flag)) words.push_back(flag);
  }
  return in_parentheses(words);
}

std::string in_parentheses(const std::vector<std::string>& words) {
  std::string text = "(";
  for (const std::string& word : words) text += (text.size() > 1 ? " " : "") + word;
  return text + ")";
}

std::string join(const std::vector<std::uint32_t>& numbers) {
  std::string text;
  for (const std::uint32_t number : numbers) text += " " + std::to_string(number);
  return text;
}

std::string to_ordered_set(const std::vector<std::uint32_t>& numbers) {
  std::string text;
  for (std::size_t at = 0; at < numbers.size();) {
    std::size_t end = at + 1;
    while (end < numbers.size() && numbers[end] == numbers[end - 1] + 1) ++end;
    if (!text.empty()) text += ",";
    text += std::to_string(numbers[at]);
    if (end - at > 1) text += ":" + std::to_string(numbers[end - 1]);
    at = end;
  }
  return text;
}

}  // namespace wireassay::reference
