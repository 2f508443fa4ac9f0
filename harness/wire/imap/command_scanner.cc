// Characters, atoms, strings and numbers.
#include "wire/imap/command_scanner.h"

#include "wire/imap/command_reader.h"
#include "wire/message/utf8.h"

namespace wireassay::imap {
namespace {

constexpr bool is_keyword_char(char c) { return is_alnum(c) || c == '.' || c == '-'; }

}  // namespace

bool is_list_char(char c) { return is_astring_char(c) || c == '%' || c == '*'; }
bool is_text_char(char c) { return !is_non_ascii(c) && c != '\0' && c != '\r' && c != '\n'; }

bool CommandScanner::fail(std::string_view rule, Errc code) {
  if (!error_) error_ = ParseError{code, in_.offset(), rule};
  return false;
}

bool CommandScanner::crlf() {
  if (in_.rest() != "\r\n") return fail("CRLF");
  in_.take_octets(2);
  return true;
}

bool CommandScanner::take_keyword(std::string_view keyword) {
  Cursor ahead = in_;
  if (!ahead.take_word(keyword)) return false;
  if (ahead.peek().has_value() && is_astring_char(*ahead.peek())) return false;
  in_ = ahead;
  return true;
}

std::string CommandScanner::keyword() {
  keyword_at_ = in_.offset();
  std::string word(in_.take_while(is_keyword_char));
  for (char& c : word) c = to_upper(c);
  return word;
}

bool CommandScanner::fail_keyword(std::string_view rule) {
  if (!error_) error_ = ParseError{Errc::Malformed, keyword_at_, rule};
  return false;
}

bool CommandScanner::tag(std::string& out) {
  out = in_.take_while(is_tag_char);
  return !out.empty() || fail("tag");
}

bool CommandScanner::atom(std::string& out, std::string_view rule) {
  out = in_.take_while(is_atom_char);
  return !out.empty() || fail(rule);
}

// astring = 1*ASTRING-CHAR / string
bool CommandScanner::astring(std::string& out, std::string_view rule) {
  if (next_is('"') || next_is('{')) return string(out, rule);
  out = in_.take_while(is_astring_char);
  return !out.empty() || fail(rule);
}

bool CommandScanner::mailbox(std::string& out) {
  if (!astring(out, "mailbox")) return false;
  if (equal_ignoring_case(out, "INBOX")) out = "INBOX";
  return true;
}

// list-mailbox = 1*list-char / string
bool CommandScanner::list_mailbox(std::string& out) {
  if (next_is('"') || next_is('{')) return string(out, "list-mailbox");
  out = in_.take_while(is_list_char);
  return !out.empty() || fail("list-mailbox");
}

bool CommandScanner::string(std::string& out, std::string_view rule) {
  if (next_is('{')) return literal(out);
  return quoted(out, rule, options_.utf8);
}

bool CommandScanner::quoted_ascii(std::string& out, std::string_view rule) {
  return quoted(out, rule, false);
}

// quoted = DQUOTE *QUOTED-CHAR DQUOTE
bool CommandScanner::quoted(std::string& out, std::string_view rule, bool utf8) {
  out.clear();
  if (!need('"', rule)) return false;
  while (!take('"')) {
    if (!quoted_char(out, rule, utf8)) return false;
  }
  return true;
}

// QUOTED-CHAR = <any TEXT-CHAR except quoted-specials> / "\" quoted-specials / UTF8-2 / …
bool CommandScanner::quoted_char(std::string& out, std::string_view rule, bool utf8) {
  if (take('\\') && !next_is('"') && !next_is('\\')) return fail(rule);
  const std::optional<char> c = in_.peek();
  if (!c.has_value()) return fail(rule);
  std::size_t size = is_text_char(*c) ? 1 : 0;
  if (is_non_ascii(*c) && utf8) size = message::utf8_non_ascii_size(in_.rest());
  if (size == 0) return fail(rule);
  out += in_.take_octets(size);
  return true;
}

bool CommandScanner::literal(std::string& out) {
  if (!literal_octets(out, false)) return false;
  // CHAR8 = %x01-ff
  return out.find('\0') == std::string::npos || fail("CHAR8");
}

bool CommandScanner::literal8(std::string& out) { return literal_octets(out, true); }

bool CommandScanner::literal_octets(std::string& out, bool eight_bit) {
  const std::size_t end = in_.rest().find("\r\n");
  const auto header = find_literal_header(in_.rest().substr(0, end));
  const std::string_view rule = eight_bit ? "literal8" : "literal";
  const bool here = next_is(eight_bit ? '~' : '{') && end != std::string_view::npos;
  if (!here || !header || header->eight_bit != eight_bit) return fail(rule);
  // All of what is left of the line is the header, or something stands before it.
  if (end != header->octets) return fail(rule);
  in_.take_octets(end + 2);
  if (in_.rest().size() < header->size) {
    truncated_ = !error_;
    return fail(rule);
  }
  out = in_.take_octets(static_cast<std::size_t>(header->size));
  return true;
}

// number = 1*DIGIT
bool CommandScanner::number(std::uint64_t& out, std::string_view rule, std::uint64_t max) {
  if (!next_is_digit()) return fail(rule);
  out = 0;
  for (const char c : in_.take_while(is_digit)) {
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (out > (max - digit) / 10) return fail(rule, Errc::OutOfRange);
    out = out * 10 + digit;
  }
  return true;
}

// nz-number64 = digit-nz *DIGIT
bool CommandScanner::nz_number64(std::uint64_t& out, std::string_view rule) {
  return next_is('0') ? fail(rule) : number(out, rule);
}

bool CommandScanner::nz_number(std::uint32_t& out, std::string_view rule) {
  std::uint64_t wide = 0;
  if (next_is('0')) return fail(rule);
  if (!number(wide, rule, kMaxNumber)) return false;
  out = static_cast<std::uint32_t>(wide);
  return true;
}

bool CommandScanner::mod_sequence(std::uint64_t& out, std::uint64_t min) {
  const std::string_view rule = min == 0 ? "mod-sequence-valzer" : "mod-sequence-value";
  if (!number(out, rule)) return false;
  return out >= min || fail(rule, Errc::OutOfRange);
}

}  // namespace wireassay::imap
