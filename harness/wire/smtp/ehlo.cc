// Keywords of the answer to EHLO.
#include "wire/smtp/ehlo.h"

#include <algorithm>

#include "core/cursor.h"
#include "wire/smtp/reply.h"

namespace wireassay::smtp {
namespace {

std::string upper(std::string_view text) {
  std::string result;
  for (const char c : text) result.push_back(to_upper(c));
  return result;
}

void add_once(TextList& list, std::string entry) {
  if (std::ranges::find(list, entry) == list.end()) list.push_back(std::move(entry));
}

/// Words between spaces, "AUTH=PLAIN LOGIN" like "AUTH PLAIN LOGIN": an old form that servers keep
/// for old clients.
std::vector<std::string_view> words_of(std::string_view line) {
  constexpr std::string_view kOldAuth = "AUTH=";
  std::vector<std::string_view> words;
  Cursor in(line);
  if (equal_ignoring_case(line.substr(0, kOldAuth.size()), kOldAuth)) {
    words.push_back(in.take_octets(kOldAuth.size() - 1));
    in.take('=');
  }
  while (!in.at_end()) {
    in.take_while([](char c) { return c == ' ' || c == '\t'; });
    const std::string_view word = in.take_while([](char c) { return c != ' ' && c != '\t'; });
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

}  // namespace

// ehlo-line = ehlo-keyword *( SP ehlo-param ) ; ehlo-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT /
// "-") ehlo-param = 1*(%d33-126)
std::expected<EhloLine, ParseError> parse_ehlo_line(std::string_view text) {
  Cursor in(text);
  if (in.next_is('-')) return std::unexpected(in.malformed("ehlo-keyword"));
  EhloLine line{.keyword =
                    std::string(in.take_while([](char c) { return is_alnum(c) || c == '-'; }))};
  if (line.keyword.empty()) return std::unexpected(in.malformed("ehlo-keyword"));
  while (!in.at_end()) {
    if (!in.take(' ')) return std::unexpected(in.malformed("ehlo-line"));
    const std::string_view param = in.take_while([](char c) { return c >= 33 && c <= 126; });
    if (param.empty()) return std::unexpected(in.malformed("ehlo-param"));
    line.params.emplace_back(param);
  }
  return line;
}

std::string to_text(const EhloLine& line) {
  std::string text = line.keyword;
  for (const std::string& param : line.params) text += " " + param;
  return text;
}

TextList ehlo_capabilities(const Reply& reply) {
  TextList list;
  for (std::size_t i = 1; i < reply.lines.size(); ++i) {
    const auto words = words_of(reply.lines[i]);
    if (words.empty()) continue;
    const std::string keyword = upper(words.front());
    if (words.size() == 1) add_once(list, keyword);
    for (std::size_t word = 1; word < words.size(); ++word) {
      // Mechanism names are upper case by RFC 4422; other values keep their case.
      const std::string value = keyword == "AUTH" ? upper(words[word]) : std::string(words[word]);
      add_once(list, keyword + "=" + value);
    }
  }
  return list;
}

}  // namespace wireassay::smtp
