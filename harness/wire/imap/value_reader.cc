// Tokens of IMAP data: RFC 9051 section 9, productions atom, quoted, literal, literal8 and section.
#include "wire/imap/value_reader.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "wire/imap/characters.h"
#include "wire/imap/response.h"
#include "wire/message/utf8.h"

namespace wireassay::imap {
namespace {

constexpr std::size_t kUsualItems = 4;  // of a list: an address, some flags

constexpr bool ends_token(char c) {
  return c == ' ' || c == '(' || c == ')' || c == '"' || c == '{' || c == '\t' || c == '\n';
}

constexpr bool is_plain_quoted_char(char c) {
  return c >= ' ' && c < '\x7f' && c != '"' && c != '\\';
}

// section, section-binary; "BODY[" with the rest of its name behind spaces
bool opens_section(std::string_view atom) {
  if (!atom.starts_with('B') && !atom.starts_with('b')) return false;
  const std::size_t bracket = atom.find('[');
  if (bracket == std::string_view::npos || atom.find(']', bracket) != std::string_view::npos)
    return false;
  const std::string_view name = atom.substr(0, bracket);
  return equal_ignoring_case(name, "BODY") || equal_ignoring_case(name, "BINARY") ||
         equal_ignoring_case(name, "BINARY.SIZE");
}

}  // namespace

// literal = "{" number64 ["+"] "}" CRLF *CHAR8 ; literal8 = "~{" number64 "}" CRLF *OCTET
std::optional<LiteralAnnouncement> announced_literal(std::string_view line) {
  if (!line.ends_with('}')) return std::nullopt;
  const std::size_t open = line.rfind('{');
  if (open == std::string_view::npos) return std::nullopt;
  LiteralAnnouncement found;
  std::string_view digits = line.substr(open + 1);
  digits.remove_suffix(1);
  found.without_wait = digits.ends_with('+');
  if (found.without_wait) digits.remove_suffix(1);
  if (digits.empty() || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
  const char* const end = digits.data() + digits.size();
  if (std::from_chars(digits.data(), end, found.size).ec != std::errc())
    found.size = std::numeric_limits<std::size_t>::max();
  found.binary = line.substr(0, open).ends_with('~');
  found.header = line.size() - open + (found.binary ? 1 : 0);
  return found;
}

std::optional<ParseError> ValueReader::read(std::vector<Value>& out, bool lead) {
  if (!read_values(out, 0, lead)) return error_;
  return std::nullopt;
}

bool ValueReader::fail(Errc code, std::size_t offset, std::string_view production) {
  error_ = {code, offset, production};
  return false;
}

bool ValueReader::at_close(std::size_t depth) const {
  return depth > 0 ? in_.next_is(')') : in_.at_end() || (close_ != 0 && in_.next_is(close_));
}

// "In all cases, SP refers to exactly one space." Lists of lists have none: *address, *body.
bool ValueReader::separated(std::string_view spaces, const Value* before, bool lead) const {
  if (before == nullptr) return spaces == (lead ? " " : "");
  return spaces == " " || (spaces.empty() && before->is_list() && in_.next_is('('));
}

bool ValueReader::read_values(std::vector<Value>& out, std::size_t depth, bool lead) {
  while (true) {
    const std::size_t from = in_.offset();
    const std::string_view spaces = in_.take_while(is_space);
    if (at_close(depth)) {
      if (!spaces.empty()) faults_.add(rule::kSpaces, from, "SP");
      return true;
    }
    if (!separated(spaces, out.empty() ? nullptr : &out.back(), lead))
      faults_.add(rule::kSpaces, from, "SP");
    if (++count_ > limits_.values) return fail(Errc::TooMany, in_.offset(), "response-data");
    Value& value = out.emplace_back();
    value.spaced = !spaces.empty();
    if (!read_value(value, depth)) return false;
  }
}

bool ValueReader::read_value(Value& value, std::size_t depth) {
  value.offset = in_.offset();
  bool read = false;
  if (in_.next_is('(')) {
    read = read_list(value, depth);
  } else if (in_.next_is('"')) {
    read = read_quoted(value);
  } else if (in_.next_is('{') || in_.rest().starts_with("~{")) {
    read = read_literal(value);
  } else {
    read = read_atom(value, depth);
  }
  value.size = in_.offset() - value.offset;
  return read;
}

bool ValueReader::read_list(Value& value, std::size_t depth) {
  value.form = Value::Form::List;
  if (depth == limits_.depth) return fail(Errc::TooDeep, value.offset, "parenthesized list");
  in_.take('(');
  if (!in_.next_is(')')) value.items.reserve(kUsualItems);
  if (!read_values(value.items, depth + 1, false)) return false;
  in_.take(')');
  return true;
}

// quoted = DQUOTE *QUOTED-CHAR DQUOTE
bool ValueReader::read_quoted(Value& value) {
  value.form = Value::Form::Quoted;
  in_.take('"');
  const std::size_t from = in_.offset();
  while (true) {
    in_.take_while(is_plain_quoted_char);
    if (in_.next_is('"')) break;
    if (!read_quoted_char(value)) return false;
  }
  value.text = in_.since(from);
  in_.take('"');
  return true;
}

// QUOTED-CHAR = <any TEXT-CHAR except quoted-specials> / "\" quoted-specials / UTF8-2 / ...
bool ValueReader::read_quoted_char(Value& value) {
  const std::size_t from = in_.offset();
  if (in_.at_end() || in_.next_is('\n')) return fail(Errc::Malformed, from, "quoted");
  if (in_.take('\\')) {
    value.escaped = true;
    if (in_.take('"') || in_.take('\\')) return true;
    faults_.add(rule::kGrammar, from, "QUOTED-CHAR");
    return true;
  }
  const char c = *in_.peek();
  const std::size_t wide = is_non_ascii(c) ? message::utf8_non_ascii_size(in_.rest()) : 0;
  if (c == '\r') faults_.add(rule::kCrlf, from, "CRLF");
  if (c == '\0' || (is_non_ascii(c) && wide == 0)) faults_.add(rule::kOctets, from, "QUOTED-CHAR");
  in_.take_octets(std::max<std::size_t>(wide, 1));
  return true;
}

bool ValueReader::read_literal(Value& value) {
  const std::size_t from = in_.offset();
  const std::string_view header = in_.take_while([](char c) { return c != '\n'; });
  std::string_view line = header;
  if (line.ends_with('\r')) line.remove_suffix(1);
  const auto announced = announced_literal(line);
  if (!announced || announced->header != line.size() || !in_.take('\n'))
    return fail(Errc::Malformed, from, "literal");
  if (line.size() == header.size()) faults_.add(rule::kCrlf, from + line.size(), "CRLF");
  if (announced->without_wait) faults_.add(rule::kLiteral, from, "literal");
  if (announced->size > in_.rest().size()) return fail(Errc::Malformed, from, "literal");
  value.form = announced->binary ? Value::Form::Literal8 : Value::Form::Literal;
  const std::size_t text_from = in_.offset();
  value.text = in_.take_octets(announced->size);
  // "The ASCII NUL character, %x00, MUST NOT be used anywhere, with the exception of the OCTET
  // production."
  if (announced->binary) return true;
  if (const std::size_t nul = value.text.find('\0'); nul != std::string_view::npos)
    faults_.add(rule::kOctets, text_from + nul, "CHAR8");
  return true;
}

bool ValueReader::read_atom(Value& value, std::size_t depth) {
  const auto in_token = [this](char c) { return !ends_token(c) && (close_ == 0 || c != close_); };
  value.form = Value::Form::Atom;
  value.text = in_.take_while(in_token);
  if (value.text.empty()) return fail(Errc::Malformed, value.offset, "atom");
  if (sections_ == Sections::Yes && depth == 1 && opens_section(value.text)) {
    if (!read_section()) return false;
    in_.take_while(in_token);
    value.text = in_.since(value.offset);
    return true;
  }
  judge_atom(value.text, value.offset);
  return true;
}

void ValueReader::judge_atom(std::string_view atom, std::size_t offset) {
  const auto odd = std::ranges::find_if_not(atom, is_printable);
  if (odd == atom.end()) return;
  const std::size_t at = offset + static_cast<std::size_t>(odd - atom.begin());
  faults_.add(*odd == '\r' ? rule::kCrlf : rule::kOctets, at, "ATOM-CHAR");
}

// section = "[" [section-spec] "]", whose header-list may hold strings. Takes what is missing.
bool ValueReader::read_section() {
  const std::size_t from = in_.offset();
  while (true) {
    in_.take_while([](char c) { return c != ']' && c != '"' && c != '{' && c != '\n'; });
    if (in_.next_is(']')) return true;
    Value string;
    const bool read = in_.next_is('"')   ? read_quoted(string)
                      : in_.next_is('{') ? read_literal(string)
                                         : false;
    if (!read) return fail(Errc::Malformed, from, "section");
  }
}

}  // namespace wireassay::imap
