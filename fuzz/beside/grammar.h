// Texts to which the RFCs give a meaning. What lies outside, each reader mends in its own way, and
// nobody is right.
#pragma once

#include <string_view>

namespace wireassay::beside {

/// address-list of RFC 5322 section 3.4, folded or not, with the name in a comment behind addr-spec
/// (section 3.4: "such use is discouraged") and no other comment; obs-route of section 4.4, too.
bool is_address_list(std::string_view text);
/// date-time of RFC 5322 section 3.3 with obs-year and obs-zone of section 4.3 and without
/// comments.
bool is_date_time(std::string_view text);
/// Content-Type of RFC 2045 section 5.1, unfolded, without comments.
bool is_content_type(std::string_view text);
/// fields of RFC 5322 section 2.2 with obs-optional's white space before ":" (section 4.5.8), and
/// the empty line behind them or nothing; lines end in CRLF or LF.
bool is_header_section(std::string_view text);
/// Words of RFC 2047 section 2 and others, white space between all of them.
bool is_encoded_text(std::string_view text);
/// quoted-printable of RFC 2045 section 6.7, lines ended by CRLF or LF.
bool is_quoted_printable(std::string_view text);
/// base64 of RFC 2045 section 6.8: whole quanta, line ends between any two characters.
bool is_base64_body(std::string_view text);

}  // namespace wireassay::beside
