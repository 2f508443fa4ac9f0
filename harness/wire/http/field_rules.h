// What single field lines of responses must be: tables by name.
#pragma once

#include <optional>
#include <string_view>

#include "wire/http/message.h"

namespace wireassay::http {

/// The invariant that the value breaks by itself; nullopt: none, or nothing is known of the field.
std::optional<std::string_view> broken_field_rule(const Field& field);

/// True for a field whose definition is no list: it may have one line only.
bool is_singleton(std::string_view name);

/// True for fields of framing, routing, authentication, control and format: "A sender MUST NOT
/// generate a trailer field unless the sender knows the corresponding header field name's
/// definition permits the field to be sent in trailers" (RFC 9110 section 6.5.1).
bool never_in_trailers(std::string_view name);

}  // namespace wireassay::http
