// Messages as IMAP shows them: ENVELOPE, BODY and BODYSTRUCTURE of RFC 3501 section 7.4.2.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "wire/message/mime.h"

namespace wireassay::reference {

/// Longer strings are sent as literals.
inline constexpr std::size_t kMaxQuoted = 1000;

/// A quoted string where that is possible, else a literal "{n}\r\n…". NUL cannot be told in either
/// (RFC 3501 section 4.3): it becomes "?". With `utf8` a quoted string may hold UTF-8 (RFC 6855).
std::string imap_string(std::string_view octets, bool utf8 = false);
/// NIL for nullopt.
std::string imap_nstring(const std::optional<std::string>& octets, bool utf8 = false);

/// "(date subject from sender reply-to to cc bcc in-reply-to message-id)" of a header section.
std::string imap_envelope(std::string_view header, bool utf8 = false);

/// BODYSTRUCTURE, or with `extended` false BODY.
std::string imap_body_structure(std::string_view message, const message::Entity& entity,
                                bool extended, bool utf8 = false);

}  // namespace wireassay::reference
