// Header sections of RFC 5322 section 2.2, as they are found: fields of any octets, folded or not,
// lines ended by CRLF or LF.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::message {

/// Fields beyond this stay in the octets of the section, but are not listed.
inline constexpr std::size_t kMaxHeaderFields = 2000;

struct HeaderField {
  std::string_view name;  ///< without the white space before the colon; empty: a line without colon
  std::string_view body;  ///< behind the colon, still folded, without the last line end
  std::string_view raw;   ///< the whole field with its line ends
};

/// Views into the text it was split from.
struct HeaderSection {
  std::vector<HeaderField> fields;
  std::size_t size = 0;  ///< octets, with the empty line that ends the section if there is one
};

/// Reads to the first empty line, or to the end.
HeaderSection split_header(std::string_view message);

/// Without the line ends of folding, and without white space around the whole.
std::string unfold(std::string_view body);

/// The first field of a name, in any case of letters; nullptr: none.
const HeaderField* find_field(const std::vector<HeaderField>& fields, std::string_view name);

/// The unfolded body of the first field of a name; empty if there is none.
std::string field_value(const std::vector<HeaderField>& fields, std::string_view name);

}  // namespace wireassay::message
