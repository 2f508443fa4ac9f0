#include "import/toml.h"

#include <algorithm>

#include "core/escape.h"
#include "wire/message/utf8.h"

namespace wireassay::importer {
namespace {

bool is_control(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return octet < 0x20 || octet == 0x7f;
}

std::string basic(std::string_view text, bool lines) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n' && lines) {
      out += c;
    } else if (c == '\n' || c == '\r' || c == '\t') {
      out += c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t";
    } else if (is_control(c)) {
      out += "\\u00" + to_hex(std::string_view(&c, 1));
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

bool fits_toml(std::string_view text) {
  return message::is_utf8(text) && std::ranges::none_of(text, [](char c) {
           return is_control(c) && c != '\t' && c != '\n' && c != '\r';
         });
}

std::string toml_string(std::string_view text) {
  const bool literal =
      text.find('\'') == std::string_view::npos &&
      std::ranges::none_of(text, [](char c) { return is_control(c) && c != '\t'; });
  if (literal) return "'" + std::string(text) + "'";
  return "\"" + basic(text, false) + "\"";
}

std::string toml_lines(std::string_view text) {
  const bool literal =
      text.find("'''") == std::string_view::npos &&
      std::ranges::none_of(text, [](char c) { return is_control(c) && c != '\t' && c != '\n'; });
  if (literal) return "'''\n" + std::string(text) + "'''";
  return "\"\"\"\n" + basic(text, true) + "\"\"\"";
}

std::string template_text(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at).starts_with("${")) out += '$';
    out += text[at];
  }
  return out;
}

std::string byte_escapes(std::string_view octets) {
  std::string out;
  for (std::size_t at = 0; at < octets.size(); ++at) {
    const std::string_view one = octets.substr(at, 1);
    out += octets.substr(at).starts_with("${") ? "$$" : escape(one);
  }
  return out;
}

std::string let_value(std::string_view octets) {
  const bool text = octets.ends_with("\r\n") && fits_toml(octets);
  std::string lines = "[\n";
  std::string_view rest = octets;
  while (text && !rest.empty()) {
    const std::size_t end = rest.find("\r\n");
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    if (line.find_first_of("\r\n") != std::string_view::npos) break;
    lines += "  " + toml_string(template_text(line)) + ",\n";
    if (rest.empty()) return lines + "]";
  }
  return "{ bytes = " + toml_string(byte_escapes(octets)) + " }";
}

}  // namespace wireassay::importer
