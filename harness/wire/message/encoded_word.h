// Encoded words of RFC 2047 to UTF-8, from US-ASCII, UTF-8 and ISO-8859-1.
#pragma once

#include <string>
#include <string_view>

namespace wireassay::message {

/// Unfolded text with its encoded words decoded; white space between two of them goes. Words of
/// other character sets stay as they are.
std::string decode_words(std::string_view text);

/// Text in a character set to UTF-8; as it is where the set is not known.
std::string to_utf8(std::string_view charset, std::string_view octets);

/// For comparison without regard to case: ASCII, Latin-1, Greek and Cyrillic letters in small.
std::string fold_case(std::string_view utf8);

}  // namespace wireassay::message
