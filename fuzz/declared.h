// Which functions of a header read octets or text from outside, and whether a fuzz target names
// them: by the form of their declarations, as the formatter leaves them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wireassay::fuzzing {

/// The text with its comments and the contents of its string literals left out.
std::string without_comments(std::string_view text);

/// "smtp::parse_reply", "http::RequestReader::read": free functions, and public members of classes,
/// that take a std::string_view, a Cursor or a stream and answer Parsed and the like, or whose name
/// says that they parse, read, decode, load, import or split. Those of the namespace wireassay
/// itself have no namespace.
std::vector<std::string> declared_parsers(std::string_view header);

/// Whether the text of a target calls it: a member by its class, the name with its namespace, or
/// without where the text is in that namespace or uses it.
bool names_parser(std::string_view target, std::string_view parser);

/// Names of the files that are included with quotes.
std::vector<std::string> included(std::string_view text);

}  // namespace wireassay::fuzzing
