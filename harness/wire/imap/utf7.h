// Modified UTF-7, in which IMAP4rev1 sends names of mailboxes: RFC 3501 section 5.1.3.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wireassay::imap {

/// UTF-8, or nullopt if the name is none: an octet that is no printable US-ASCII, a shift that does
/// not end, base64 for what may be represented as itself, two shifts where one would do ("no
/// superfluous shifts"), half a surrogate pair, bits set in the padding.
std::optional<std::string> utf7_decode(std::string_view name);

/// nullopt for what is not UTF-8, or has a NUL.
std::optional<std::string> utf7_encode(std::string_view utf8);

}  // namespace wireassay::imap
