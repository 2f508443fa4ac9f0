// Writes what a scenario file is made of, so that people can read it.
#pragma once

#include <string>
#include <string_view>

namespace wireassay::importer {

/// True if TOML can hold the text as it is: UTF-8 without control characters but tab and line ends.
bool fits_toml(std::string_view text);

/// A string on one line: '…' where that is possible, else "…" with escapes.
std::string toml_string(std::string_view text);
/// A string over several lines, each line of `text` on its own; `text` ends in a line end.
std::string toml_lines(std::string_view text);

/// Text as a template of the scenario language: "${" is none of its own.
std::string template_text(std::string_view text);
/// Octets with the escapes of `send_bytes` and `{ bytes = … }`.
std::string byte_escapes(std::string_view octets);

/// The value of a `let` that stands for these octets: a list of lines where each ends in CRLF and
/// is text, else { bytes = … }.
std::string let_value(std::string_view octets);

}  // namespace wireassay::importer
