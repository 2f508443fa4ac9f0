// msg-id = "<" addr-spec ">" (RFC 822 section 6.1), without comments or white space.
#include "wire/pop3/greeting.h"

#include "core/cursor.h"

namespace wireassay::pop3 {
namespace {

// atom = 1*<any CHAR except specials, SPACE and CTLs>
bool is_atom_char(char c) {
  return c > ' ' && c != '\x7f' &&
         std::string_view("()<>@,;:\\\".[]").find(c) == std::string_view::npos;
}

/// quoted-string or domain-literal, of VCHAR only: qtext or dtext, and quoted-pair.
bool take_quoted(Cursor& in, char open, char close) {
  if (!in.take(open)) return false;
  while (!in.take(close)) {
    in.take('\\');
    if (in.next_is(' ') || in.take_octets(1).empty()) return false;
  }
  return true;
}

// word = atom / quoted-string ; sub-domain = domain-ref / domain-literal
bool take_dotted(Cursor& in, char open, char close) {
  do {
    if (in.take_while(is_atom_char).empty() && !take_quoted(in, open, close)) return false;
  } while (in.take('.'));
  return true;
}

}  // namespace

std::expected<std::optional<std::string_view>, ParseError> parse_timestamp(std::string_view text) {
  const std::size_t at = text.find('<');
  if (at == std::string_view::npos) return std::nullopt;
  Cursor in(text.substr(at), at);
  in.take('<');
  const bool right = take_dotted(in, '"', '"') && in.take('@') && take_dotted(in, '[', ']');
  if (!right || !in.take('>')) return std::unexpected(in.malformed("timestamp"));
  return in.since(at);
}

}  // namespace wireassay::pop3
