// Positions to octets and back, and the two lines under a message.
#include "scenario/source.h"

#include <algorithm>
#include <utility>

#include "core/escape.h"

namespace wireassay::scenario {
namespace {

bool continues_code_point(char octet) {
  return (static_cast<unsigned char>(octet) & 0xC0U) == 0x80U;
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char octet) { return !continues_code_point(octet); }));
}

/// Length of the UTF-8 sequence at the front (RFC 3629 section 4), or 0 where it is none.
std::size_t sequence_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  if (length == 0 || text.size() < length) return 0;
  const std::string_view rest = text.substr(1, length - 1);
  return std::ranges::all_of(rest, continues_code_point) ? length : 0;
}

/// Text of a file as a terminal or a report may show it: no control characters, nothing that is no
/// UTF-8.
std::string printable(std::string_view line) {
  std::string out;
  while (!line.empty()) {
    const std::size_t length = sequence_length(line);
    const auto value = static_cast<unsigned char>(line.front());
    // U+0080 to U+009F are control characters, too.
    const bool control =
        value < 0x20 || value == 0x7F ||
        (value == 0xC2 && length == 2 && static_cast<unsigned char>(line[1]) < 0xA0);
    if (length == 0)
      out += '?';
    else if (control)
      out += ' ';
    else
      out += line.substr(0, length);
    line.remove_prefix(std::max<std::size_t>(1, length));
  }
  return out;
}

/// Octets of the escape sequence of a TOML basic string that starts at `text`, and of what it
/// stands for.
std::pair<std::size_t, std::size_t> escape_sizes(std::string_view text) {
  if (text.size() < 2) return {1, 1};
  if (text[1] != 'u' && text[1] != 'U') return {2, 1};
  const std::size_t digits = text[1] == 'u' ? 4 : 8;
  std::uint32_t value = 0;
  for (const char c : text.substr(2, digits)) {
    const int nibble = c >= 'a' ? c - 'a' + 10 : c >= 'A' ? c - 'A' + 10 : c - '0';
    value = value * 16 + static_cast<std::uint32_t>(nibble & 0xF);
  }
  const std::size_t octets = value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 ? 3 : 4;
  return {2 + digits, octets};
}

/// Length of a "line ending backslash" of a multi-line basic string at `text`, or 0.
std::size_t line_continuation(std::string_view text) {
  const std::size_t end = text.find_first_not_of(" \t", 1);
  if (end == std::string_view::npos || (text[end] != '\n' && text[end] != '\r')) return 0;
  return std::min(text.find_first_not_of(" \t\r\n", end), text.size());
}

}  // namespace

Source::Source(std::string file, std::string text)
    : file_(std::move(file)), text_(std::move(text)) {
  lines_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') lines_.push_back(i + 1);
  }
}

std::size_t Source::offset_of(Position at) const {
  if (at.line == 0 || at.line > lines_.size()) return text_.size();
  std::size_t place = lines_[at.line - 1];
  for (std::uint32_t column = 1; column < at.column && place < text_.size() && text_[place] != '\n';
       ++column) {
    ++place;
    while (place < text_.size() && continues_code_point(text_[place])) ++place;
  }
  return place;
}

std::size_t Source::offset_inside(std::size_t value, std::size_t offset) const {
  const std::string_view rest = std::string_view(text_).substr(std::min(value, text_.size()));
  if (rest.empty() || (rest[0] != '"' && rest[0] != '\'')) return value;
  const bool basic = rest[0] == '"';
  const bool multi = rest.size() >= 3 && rest[1] == rest[0] && rest[2] == rest[0];
  std::size_t i = multi ? 3 : 1;
  // TOML: "A newline immediately following the opening delimiter will be trimmed."
  if (multi && rest.substr(i).starts_with("\r\n"))
    i += 2;
  else if (multi && rest.substr(i).starts_with('\n'))
    i += 1;
  std::size_t decoded = 0;
  while (i < rest.size() && decoded < offset) {
    if (!basic || rest[i] != '\\') {
      ++i, ++decoded;
    } else if (const std::size_t skipped = multi ? line_continuation(rest.substr(i)) : 0;
               skipped > 0) {
      i += skipped;
    } else {
      const auto [written, meant] = escape_sizes(rest.substr(i));
      i += written, decoded += meant;
    }
  }
  return value + std::min(i, rest.size());
}

std::string Source::excerpt_at(std::size_t place) const {
  place = std::min(place, text_.size());
  const auto next = std::ranges::upper_bound(lines_, place);
  const std::size_t begin = *(next - 1);
  std::string_view line = std::string_view(text_).substr(begin);
  line = line.substr(0, std::min(line.find_first_of("\r\n"), line.size()));
  std::size_t caret = std::min(place - begin, line.size());
  std::string before, after;
  if (caret > kExcerptColumns / 2) {
    std::size_t cut = caret - kExcerptColumns / 2;
    while (cut < caret && continues_code_point(line[cut])) ++cut;
    line.remove_prefix(cut), caret -= cut, before = "…";
  }
  if (line.size() > caret + kExcerptColumns / 2) {
    std::size_t end = caret + kExcerptColumns / 2;
    while (end < line.size() && continues_code_point(line[end])) ++end;
    if (end < line.size()) line = line.substr(0, end), after = "…";
  }
  const std::string indent(code_points(printable(line.substr(0, caret))) + (before.empty() ? 0 : 1),
                           ' ');
  return before + printable(line) + after + "\n" + indent + "^";
}

void Source::keep(Position at, std::string message, std::string excerpt) {
  message = printable(message);
  if (problems_.size() >= kMostProblems || !seen_.emplace(at, message).second) return;
  problems_.push_back({file_, at, std::move(message), std::move(excerpt)});
  if (problems_.size() == kMostProblems)
    problems_.push_back({file_, at, "more mistakes follow; mend these first", ""});
}

void Source::add(Position at, std::string message) {
  keep(at, std::move(message), at.line == 0 ? std::string() : excerpt_at(offset_of(at)));
}

void Source::add_inside(Position at, std::size_t offset, std::string message) {
  const std::size_t value = offset_of(at);
  keep(at, std::move(message) + " (at +" + std::to_string(offset) + " in the string)",
       excerpt_at(offset_inside(value, offset)));
}

void append(std::vector<Problem>& into, const std::vector<Problem>& more) {
  into.insert(into.end(), more.begin(), more.end());
}

}  // namespace wireassay::scenario
