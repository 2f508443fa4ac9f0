// The server's answers and what stands in them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reference/store.h"
#include "reference/stored_message.h"

namespace wireassay::reference {

/// "tag OK [CODE] text".
struct ImapAnswer {
  enum class Status { Ok, No, Bad };
  Status status = Status::Ok;
  std::string code;  ///< without brackets; empty: none
  std::string text;
};
ImapAnswer answer_ok(std::string text, std::string code = {});
ImapAnswer answer_no(std::string text, std::string code = {});
ImapAnswer answer_bad(std::string text, std::string code = {});
/// "OK [CODE] text"
std::string to_wire(const ImapAnswer& answer);

/// With the response code of RFC 5530 that fits.
ImapAnswer answer_no(StoreError error);

/// An atom where it may be one, else a string. Never NIL, which would be none.
std::string imap_astring(std::string_view octets, bool utf8);
/// Quoted, or a literal where it must be one.
std::string imap_literal(std::string_view octets);
/// "(\Seen $Forwarded)", system flags in the order of RFC 3501 section 2.3.2.
std::string imap_flags(const Flags& flags, bool recent);
/// "(a b)"
std::string in_parentheses(const std::vector<std::string>& words);
std::string join(const std::vector<std::uint32_t>& numbers);
/// "4,2:3" of numbers in any order, in which they stay: the two sets of COPYUID go in pairs.
std::string to_ordered_set(const std::vector<std::uint32_t>& numbers);

}  // namespace wireassay::reference
