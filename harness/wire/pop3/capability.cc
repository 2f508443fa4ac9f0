// Reading and printing of capabilities.
#include "wire/pop3/capability.h"

#include <utility>

#include "core/cursor.h"

namespace wireassay::pop3 {
namespace {

constexpr std::size_t kCrlf = 2;

TextList words_of(std::string_view line) {
  TextList words;
  Cursor in(line);
  while (!in.at_end()) {
    in.take_while([](char c) { return c == ' '; });
    const std::string_view word = in.take_while([](char c) { return c != ' '; });
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

}  // namespace

// capa-tag = 1*cchar ; cchar = %x21-2D / %x2F-7F ; param = 1*VCHAR
std::expected<Capability, ParseError> parse_capability(std::string_view line) {
  if (line.size() + kCrlf > kMaxCapability)
    return std::unexpected(ParseError{Errc::TooLong, kMaxCapability - kCrlf, "capability"});
  Cursor in(line);
  Capability capability;
  capability.tag = in.take_while([](char c) { return c > ' ' && c != '.'; });
  if (capability.tag.empty() || !(in.at_end() || in.next_is(' ')))
    return std::unexpected(in.malformed("capa-tag"));
  while (in.take(' ')) {
    const std::string_view param = in.take_while([](char c) { return c > ' '; });
    if (param.empty()) return std::unexpected(in.malformed("param"));
    capability.params.emplace_back(param);
  }
  if (!in.at_end()) return std::unexpected(in.malformed("param"));
  return capability;
}

std::string to_text(const Capability& capability) {
  std::string out = capability.tag;
  for (const std::string& param : capability.params) out += " " + param;
  return out;
}

TextList capabilities_of(const TextList& lines) {
  TextList all;
  for (const std::string& line : lines) {
    const TextList words = words_of(line);
    if (words.empty()) continue;
    if (equal_ignoring_case(words.front(), "SASL")) {
      for (std::size_t i = 1; i < words.size(); ++i) all.push_back("AUTH=" + words[i]);
      continue;
    }
    std::string entry = words.front();
    for (std::size_t i = 1; i < words.size(); ++i) entry += (i == 1 ? "=" : " ") + words[i];
    all.push_back(std::move(entry));
  }
  return all;
}

}  // namespace wireassay::pop3
