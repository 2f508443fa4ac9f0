// Octets as authors write them: the escapes of `send_bytes` and the hexadecimal digits of
// `send_hex`.
#include <algorithm>

#include "core/escape.h"
#include "scenario/template.h"

namespace wireassay::scenario {
namespace {

constexpr int kNoDigit = -1;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return kNoDigit;
}

/// The octet of "\xNN" whose digits begin at `at`.
bool hex_octet(std::string_view text, std::size_t at, char& out) {
  if (at + 2 > text.size()) return false;
  const int high = hex_digit(text[at]);
  const int low = hex_digit(text[at + 1]);
  if (high == kNoDigit || low == kNoDigit) return false;
  out = static_cast<char>(high * 16 + low);
  return true;
}

bool simple_escape(char letter, char& out) {
  switch (letter) {
    case 'r': out = '\r'; return true;
    case 'n': out = '\n'; return true;
    case 't': out = '\t'; return true;
    case '0': out = '\0'; return true;
    case '\\': out = '\\'; return true;
    default: return false;
  }
}

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

/// Position behind white space, comments and backslashes at line ends.
std::size_t skip_ignored(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const char c = text[at];
    if (c == '#')
      at = std::min(text.find('\n', at), text.size());
    else if (c == ' ' || c == '\t' || is_line_end(c))
      ++at;
    else if (c == '\\' && (at + 1 == text.size() || is_line_end(text[at + 1])))
      ++at;
    else
      break;
  }
  return at;
}

}  // namespace

TemplateResult<std::string> unescape_bytes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t backslash = std::min(text.find('\\', at), text.size());
    out += text.substr(at, backslash - at);
    at = backslash;
    if (at == text.size()) break;
    char octet = 0;
    if (at + 1 < text.size() && simple_escape(text[at + 1], octet)) {
      at += 2;
    } else if (at + 1 < text.size() && text[at + 1] == 'x' && hex_octet(text, at + 2, octet)) {
      at += 4;
    } else {
      return std::unexpected(
          TemplateError{at, "'" + escape(text.substr(at + 1, 1)).insert(0, "\\") +
                                "' is no escape: \\r \\n \\t \\0 \\\\ \\xNN are"});
    }
    out += octet;
  }
  return out;
}

TemplateResult<std::string> parse_hex(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 2);
  for (std::size_t at = skip_ignored(text, 0); at < text.size(); at = skip_ignored(text, at)) {
    const int high = hex_digit(text[at]);
    if (high == kNoDigit) {
      return std::unexpected(
          TemplateError{at, "'" + escape(text.substr(at, 1)) + "' is no hexadecimal digit"});
    }
    const std::size_t second = skip_ignored(text, at + 1);
    const int low = second < text.size() ? hex_digit(text[second]) : kNoDigit;
    if (low == kNoDigit)
      return std::unexpected(TemplateError{at, "half an octet: hexadecimal digits come in pairs"});
    out += static_cast<char>(high * 16 + low);
    at = second + 1;
  }
  return out;
}

}  // namespace wireassay::scenario
