// The timestamp of a greeting, from which APOP makes its digest: RFC 1939 section 7, RFC 2449
// section 3.
#pragma once

#include <expected>
#include <optional>
#include <string_view>

#include "core/parsed.h"

namespace wireassay::pop3 {

/// "<1896.697170952@dbc.mtview.ca.us>" of the text behind "+OK"; nullopt if there is none, an error
/// if what begins with "<" is none: *gchar has no "<", and the timestamp "MUST conform to RFC-822
/// msg-id".
std::expected<std::optional<std::string_view>, ParseError> parse_timestamp(std::string_view text);

}  // namespace wireassay::pop3
