// Reads hexadecimal text.
#include "wire/tls/text.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "core/cursor.h"
#include "core/escape.h"

namespace wireassay::tls {
namespace {

constexpr std::size_t kDumpLine = 16;  ///< octets of a line of a dump

struct Token {
  std::string_view text;
  std::size_t column = 0;  ///< from 1
  std::size_t gap = 0;     ///< separators behind it
  char ends_in = '\0';     ///< the first of them
};

bool is_separator(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == ',' || c == ':' || c == '\\' || c == '"' ||
         c == '{' || c == '}' || c == ';' || c == '\'' || c == '-';
}

/// Without comments and tags.
std::string_view without_comment(std::string_view line) {
  for (const std::string_view mark : {"#", "//", "|", "```"})
    line = line.substr(0, std::min(line.find(mark), line.size()));
  return line;
}

std::vector<Token> tokens_of(std::string_view line) {
  std::vector<Token> out;
  Cursor in(line);
  while (!in.at_end()) {
    const std::size_t gap = in.take_while(is_separator).size();
    if (!out.empty()) out.back().gap = gap;
    const std::size_t from = in.offset();
    std::string_view text = in.take_while([](char c) { return !is_separator(c); });
    if (text.empty()) break;
    if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
    if (!text.empty() && text.front() == 'x' && from > 0 && line[from - 1] == '\\')
      text.remove_prefix(1);
    out.push_back({text, from + 1, 0, in.peek().value_or('\0')});
  }
  return out;
}

bool is_octets(std::string_view text) {
  return !text.empty() && text.size() % 2 == 0 && std::ranges::all_of(text, is_hex);
}

/// "0010" and "00000010:" where that many octets were read before, or none fit in front of octets.
bool is_offset(const std::vector<Token>& tokens, std::size_t octets) {
  const Token& first = tokens.front();
  if (first.text.size() < 4 || first.text.size() > 8 || !std::ranges::all_of(first.text, is_hex))
    return false;
  if (first.ends_in == ':') return true;
  std::size_t value = 0;
  std::from_chars(first.text.data(), first.text.data() + first.text.size(), value, 16);
  if (tokens.size() == 1 && octets > 0 && first.text.size() > 6)
    return value == octets;  // the last line of a dump
  return first.gap >= 2 && (value == octets || (tokens.size() > 1 && !is_octets(tokens[1].text)));
}

void append_octets(std::string& out, std::string_view digits) {
  for (; digits.size() >= 2; digits.remove_prefix(2)) {
    unsigned value = 0;
    std::from_chars(digits.data(), digits.data() + 2, value, 16);
    out += static_cast<char>(value);
  }
}

/// An error text, or nullopt.
std::optional<std::string> take_line(std::string_view line, std::size_t number, std::string& out) {
  line = without_comment(line);
  const std::size_t begin = std::min(line.find_first_not_of(" \t"), line.size());
  if (line.substr(begin).starts_with('<')) return std::nullopt;
  const std::vector<Token> tokens = tokens_of(line);
  if (tokens.empty()) return std::nullopt;
  std::size_t at = 0;
  const bool offset = is_offset(tokens, out.size());
  if (offset) at = 1;
  if (at < tokens.size() && !is_octets(tokens[at].text)) return std::nullopt;
  const std::size_t before = out.size();
  for (; at < tokens.size(); ++at) {
    // The text beside a dump begins behind a wide gap.
    const std::size_t gap = at > 0 ? tokens[at - 1].gap : 0, here = out.size() - before;
    if (offset && here > 0 && (gap >= 3 || (gap == 2 && here >= kDumpLine))) return std::nullopt;
    if (is_octets(tokens[at].text)) {
      append_octets(out, tokens[at].text);
      continue;
    }
    if (offset) return std::nullopt;  // the text beside a dump
    return "line " + std::to_string(number) + ", column " + std::to_string(tokens[at].column) +
           ": '" + escape_short(tokens[at].text, 20) + "' is no octet in hexadecimal";
  }
  return std::nullopt;
}

}  // namespace

std::expected<std::string, std::string> octets_of_text(std::string_view text) {
  std::string out;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (auto wrong = take_line(text.substr(0, end), number, out)) return std::unexpected(*wrong);
    if (out.size() > kMaxExplained)
      return std::unexpected("more than " + std::to_string(kMaxExplained) + " octets");
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (out.empty()) return std::unexpected("no octets in hexadecimal were found");
  return out;
}

std::expected<std::string, std::string> explain_text(std::string_view text) {
  const auto octets = octets_of_text(text);
  if (!octets) return std::unexpected(octets.error());
  return explain(*octets);
}

}  // namespace wireassay::tls
