// field-line = field-name ":" OWS field-value OWS (RFC 9112 section 5), and what servers make of
// it.
#include "wire/http/lines.h"

#include <algorithm>

#include "wire/http/characters.h"

namespace wireassay::http {
namespace {

template <class Allowed>
void forgive_octets(std::string_view text, std::size_t from, const Allowed& allowed,
                    std::string_view id, Forgiven& forgiven) {
  const auto odd = std::ranges::find_if_not(text, allowed);
  if (odd != text.end()) forgiven.add(id, from + static_cast<std::size_t>(odd - text.begin()));
}

}  // namespace

Parsed<Line> LineFinder::next(std::string_view in, std::size_t limit, std::string_view rule,
                              Forgiven& forgiven) {
  const std::string_view window = in.substr(at_, limit);
  const std::size_t end = window.find('\n', scanned_ - at_);
  if (end == std::string_view::npos) {
    scanned_ = at_ + window.size();
    if (window.size() < limit) return NeedMore{};
    return ParseError{Errc::TooLong, at_ + limit, rule};
  }
  Line line{.text = window.substr(0, end), .from = at_};
  if (line.text.ends_with('\r')) {
    line.text.remove_suffix(1);
  } else {
    forgiven.add(rule::kBareLf, at_ + end);
  }
  skip_to(at_ + end + 1);
  return Got<Line>{line, end + 1};
}

std::string without_bare_cr(const Line& line, Forgiven& forgiven) {
  std::string text(line.text);
  const std::size_t first = text.find('\r');
  if (first == std::string::npos) return text;
  forgiven.add(rule::kBareCr, line.from + first);
  std::ranges::replace(text, '\r', ' ');
  return text;
}

Parsed<std::size_t> FieldSection::read(std::string_view in, LineFinder& lines, Grammar grammar,
                                       Forgiven& forgiven) {
  while (true) {
    const std::size_t room = bounds_.total - std::min(octets_, bounds_.total);
    const std::string_view limit = room < bounds_.line ? bounds_.total_rule : "field-line";
    const auto next = lines.next(in, std::min(bounds_.line, room), limit, forgiven);
    if (const auto* error = std::get_if<ParseError>(&next)) return *error;
    const auto* got = std::get_if<Got<Line>>(&next);
    if (got == nullptr) return NeedMore{};
    octets_ += got->used;
    const bool end = got->value.text.empty();
    if (!end && lines_ == bounds_.count)
      return ParseError{Errc::TooMany, got->value.from, "field-lines"};
    if (!end) add_line(got->value, forgiven);
    if (grammar == Grammar::Strict && !forgiven.empty()) return forgiven.first();
    if (end) return Got<std::size_t>{octets_, lines.at()};
    ++lines_;
  }
}

void FieldSection::add_line(const Line& line, Forgiven& forgiven) {
  if (line.text.find('\r') == std::string_view::npos) {
    add_field(line.text, line.from, forgiven);
  } else {
    add_field(without_bare_cr(line, forgiven), line.from, forgiven);
  }
}

void FieldSection::add_field(std::string_view text, std::size_t from, Forgiven& forgiven) {
  if (is_ows(text.front())) return fold(text, from, forgiven);
  after_field_ = false;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return forgiven.add(rule::kFieldLine, from);
  std::string_view name = text.substr(0, colon);
  while (!name.empty() && is_ows(name.back())) name.remove_suffix(1);
  if (name.size() < colon) forgiven.add(rule::kSpaceBeforeColon, from + name.size());
  if (name.empty()) forgiven.add(rule::kFieldName, from);
  forgive_octets(name, from, is_tchar, rule::kFieldName, forgiven);
  const std::string_view value = text.substr(colon + 1);
  forgive_octets(
      value, from + colon + 1, [](char c) { return has(kFieldOctet, c); }, rule::kFieldValue,
      forgiven);
  fields.push_back({std::string(name), std::string(trim_ows(value))});
  offsets.push_back(from);
  after_field_ = true;
}

// obs-fold = OWS CRLF RWS: "MUST replace each received obs-fold with one or more SP octets". Lines
// that continue nothing are ignored: "ignore the entire line, along with any subsequent lines
// preceded by whitespace" (RFC 9112 section 2.2).
void FieldSection::fold(std::string_view text, std::size_t from, Forgiven& forgiven) {
  if (fields.empty()) return forgiven.add(rule::kSpaceBeforeField, from);
  forgiven.add(rule::kObsFold, from);
  if (!after_field_) return;
  forgive_octets(
      text, from, [](char c) { return has(kFieldOctet, c); }, rule::kFieldValue, forgiven);
  const std::string_view more = trim_ows(text);
  std::string& value = fields.back().value;
  if (!more.empty() && !value.empty()) value += ' ';
  value += more;
}

}  // namespace wireassay::http
