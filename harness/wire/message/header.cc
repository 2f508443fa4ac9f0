// Splitting of header sections. Nothing here fails: what is no field has an empty name.
#include "wire/message/header.h"

#include <algorithm>

#include "core/cursor.h"

namespace wireassay::message {
namespace {

constexpr std::string_view kWhite = " \t";
constexpr std::string_view kLineEnd = "\r\n";

bool is_white(char c) { return c == ' ' || c == '\t'; }
// ftext = %d33-57 / %d59-126
bool is_ftext(char c) { return c > 32 && c < 127 && c != ':'; }

std::string_view without_line_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// field-name of a first line; empty if it has none. "field-name *WSP ":"" (RFC 5322 section 4.5.8)
std::string_view name_of(std::string_view line) {
  Cursor at(line);
  const std::string_view name = at.take_while(is_ftext);
  at.take_while(is_white);
  return at.next_is(':') ? name : std::string_view{};
}

HeaderField field_of(std::string_view raw) {
  const std::string_view name = name_of(raw.substr(0, raw.find('\n')));
  const std::size_t colon = name.empty() ? std::string_view::npos : raw.find(':');
  const std::string_view body = colon == std::string_view::npos ? raw : raw.substr(colon + 1);
  return {.name = name, .body = without_line_end(body), .raw = raw};
}

}  // namespace

HeaderSection split_header(std::string_view message) {
  HeaderSection section;
  std::size_t field = 0;  // where the one that is being read began
  const auto end_field = [&](std::size_t end) {
    if (end > field && section.fields.size() < kMaxHeaderFields)
      section.fields.push_back(field_of(message.substr(field, end - field)));
    field = end;
  };
  std::size_t at = 0;
  while (at < message.size()) {
    const std::size_t lf = message.find('\n', at);
    const std::size_t end = lf == std::string_view::npos ? message.size() : lf + 1;
    const std::string_view line = message.substr(at, end - at);
    if (without_line_end(line).empty() && line.ends_with('\n')) {
      end_field(at);
      section.size = end;
      return section;
    }
    if (at > field && !is_white(line.front())) end_field(at);
    at = end;
  }
  end_field(at);
  section.size = at;
  return section;
}

std::string unfold(std::string_view body) {
  std::string text;
  text.reserve(body.size());
  std::ranges::copy_if(body, std::back_inserter(text),
                       [](char c) { return kLineEnd.find(c) == std::string_view::npos; });
  text.erase(0, std::min(text.find_first_not_of(kWhite), text.size()));
  text.erase(text.find_last_not_of(kWhite) + 1);
  return text;
}

const HeaderField* find_field(const std::vector<HeaderField>& fields, std::string_view name) {
  const auto found = std::ranges::find_if(
      fields, [name](const HeaderField& field) { return equal_ignoring_case(field.name, name); });
  return found == fields.end() ? nullptr : &*found;
}

std::string field_value(const std::vector<HeaderField>& fields, std::string_view name) {
  const HeaderField* const field = find_field(fields, name);
  return field == nullptr ? std::string{} : unfold(field->body);
}

}  // namespace wireassay::message
