// Names of mailboxes (RFC 3501 section 5.1): hierarchy by "/", INBOX in any case of letters. Names
// are UTF-8; modified UTF-7 is the session's matter.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wireassay::reference {

inline constexpr char kHierarchySeparator = '/';
inline constexpr std::size_t kMaxMailboxName = 255;
inline constexpr std::size_t kMaxHierarchyDepth = 32;

/// "INBOX" in capitals, also as the first level of a name; all else as it is.
std::string canonical_name(std::string_view name);
bool is_inbox(std::string_view name);
/// No empty level, no control octet, UTF-8, no "*" or "%", within the limits.
bool is_valid_name(std::string_view name);
/// "a/b" of "a/b/c"; empty for the top level.
std::string_view parent_of(std::string_view name);
/// True for "a/b" and "a/b/c" of "a".
bool is_below(std::string_view name, std::string_view parent);

/// LIST's wildcards: "*" matches all, "%" all but the separator (RFC 3501 section 6.3.8).
bool matches_pattern(std::string_view pattern, std::string_view name);

}  // namespace wireassay::reference
