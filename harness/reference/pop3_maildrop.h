// A maildrop as one session sees it: RFC 1939 section 4, "it assigns a message-number to each
// message, and notes the size of each message in octets".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reference/pop3_faults.h"
#include "reference/store.h"

namespace wireassay::reference {

/// A message that does not end with CRLF (BDAT makes such) is sent, and so counted, as if it did.
std::string body_of(const Message& message);
std::size_t octets_of(const Message& message);

/// "the headers of the message, the blank line separating the headers from the body, and then the
/// number of lines of the indicated message's body" (RFC 1939 section 7, TOP)
std::string_view top_of(std::string_view message, std::uint64_t lines);

/// Lines of the body.
std::uint64_t lines_of(std::string_view message);

/// The header holds octets beyond ASCII: not for clients that did not ask for UTF-8 (RFC 6856).
bool needs_utf8(const Message& message);

class Maildrop {
 public:
  struct Entry {
    Message message;
    bool deleted = false;
    bool retrieved = false;
  };

  Maildrop() = default;
  Maildrop(const Pop3Faults& faults, std::vector<Message> messages);

  /// The message of that number; nullptr where there is none or it is marked as deleted. `fault`:
  /// the one by which marked messages are found all the same.
  Entry* find(std::string_view number, Pop3Fault fault);
  /// Every message with its number, those marked as deleted only if `fault` is committed.
  struct Numbered {
    std::size_t number = 0;
    const Entry* entry = nullptr;
  };
  std::vector<Numbered> listed(Pop3Fault fault) const;
  std::vector<Entry>& entries() { return entries_; }

 private:
  bool has(Pop3Fault fault) const { return faults_.has(fault); }

  Pop3Faults faults_;
  std::vector<Entry> entries_;
};

}  // namespace wireassay::reference
