// address-list of RFC 5322 sections 3.4 and 4.4, in the parts that IMAP's ENVELOPE shows.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::message {

/// Addresses beyond this are left out.
inline constexpr std::size_t kMaxAddresses = 1000;
/// Comments nested deeper than this end the address.
inline constexpr std::size_t kMaxCommentDepth = 32;

/// RFC 3501 section 7.4.2: "[RFC-2822] group syntax is indicated by a special form of address
/// structure in which the host name field is NIL."
struct Address {
  std::optional<std::string> name;     ///< display-name, or the comment behind the address
  std::optional<std::string> adl;      ///< obs-route, "@a,@b"
  std::optional<std::string> mailbox;  ///< local part, unquoted; of a group's start its name
  std::optional<std::string> host;     ///< empty: an address without a domain
  bool operator==(const Address&) const = default;

  bool is_group_start() const { return !host && mailbox; }
  bool is_group_end() const { return !host && !mailbox; }
};

/// The body of a field, folded or not. Takes what it can read; what is no address is skipped to the
/// next comma.
std::vector<Address> parse_address_list(std::string_view body);

}  // namespace wireassay::message
