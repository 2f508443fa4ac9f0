// The answer to EHLO: RFC 5321 section 4.1.1.1, and its keywords as the language writes
// capabilities.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "core/event.h"
#include "core/parsed.h"

namespace wireassay::smtp {

struct Reply;

/// ehlo-line = ehlo-keyword *( SP ehlo-param )
struct EhloLine {
  std::string keyword;  ///< as written
  std::vector<std::string> params;
  bool operator==(const EhloLine&) const = default;
};

/// `text` is a line of the reply without code and separator.
std::expected<EhloLine, ParseError> parse_ehlo_line(std::string_view text);
std::string to_text(const EhloLine& line);

/// "STARTTLS", "SIZE=1000", "AUTH=PLAIN" "AUTH=LOGIN" for each mechanism (the old "AUTH=LOGIN
/// PLAIN" too); keywords in upper case, each entry once, in the order of the reply. The first line
/// is the server's name and no keyword. Lines out of syntax are read as well as they can be.
TextList ehlo_capabilities(const Reply& reply);

}  // namespace wireassay::smtp
